import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { closeResources } from '../../../src/api/close/close.ts'
import { type Client, contentOf, type Json, useApi } from '../../support/api.ts'
import { oneOfEach } from '../../support/oneOfEach.ts'

const CHANGEABLE = new Set(
  closeResources('http://ajar.example').flatMap(({ path, methods }) => (methods.includes('update') ? [path] : [])),
)
const { client, clevertim, member, database } = useApi()

type LoggedEvent = {
  id: string
  object_type: string
  object_id: string
  lead_id: string | null
  action: string
  user_id: string | null
  api_key_id: string | null
  request_id: string | null
  data: Record<string, unknown> | null
  previous_data: Record<string, unknown>
  changed_fields: string[]
  meta: Record<string, string>
  created_at: string
}

/** The events of an organization since a mark, oldest first. */
async function eventsOf({ organizationId }: Client, since = ''): Promise<LoggedEvent[]> {
  return database().run<LoggedEvent>(
    sql`select * from events where organization_id = ${organizationId} and id > ${since} order by id`,
  )
}

/** What a piece of work writes into the log. */
async function logged(api: Client, work: () => Promise<unknown>): Promise<LoggedEvent[]> {
  const last = (await eventsOf(api)).at(-1)?.id
  await work()
  return eventsOf(api, last)
}

const inShort = (events: readonly LoggedEvent[]) => events.map((one) => `${one.object_type} ${one.action}`).sort()
const of = (events: readonly LoggedEvent[], type: string) => events.find((one) => one.object_type === type)

describe('making something', () => {
  test('a lead with a contact: one event for each, as the API shows them', async () => {
    const api = await client()
    let lead = {} as Json
    const events = await logged(api, async () => {
      lead = (await api.post('/lead/', { name: 'Harbor Looms', contacts: [{ name: 'Ida' }] })).body
    })
    expect(inShort(events)).toEqual(['activity.created created', 'contact created', 'lead created'])
    const made = of(events, 'lead')
    expect(made).toMatchObject({ object_id: lead.id, lead_id: lead.id, previous_data: {}, changed_fields: [] })
    const shown = (await api.get(`/lead/${lead.id}/?_fields=_all`)).body as unknown as Record<string, unknown>
    for (const [key, value] of Object.entries(made?.data ?? {})) expect({ [key]: value }).toEqual({ [key]: shown[key] })
    expect(made?.data).toMatchObject({ id: lead.id, name: 'Harbor Looms', status_label: 'Potential' })
    const contact = of(events, 'contact')
    expect(contact).toMatchObject({ object_id: lead.contacts?.[0]?.id, lead_id: lead.id })
    expect(contact?.data).toMatchObject(lead.contacts?.[0] ?? {})
  })

  test('every kind of object has an event of its own name', async () => {
    const api = await client()
    const events = await logged(api, () => oneOfEach(api))
    expect(new Set(events.map((one) => one.object_type))).toEqual(
      new Set([
        'lead',
        'contact',
        'opportunity',
        'activity.created',
        'activity.note',
        'activity.call',
        'activity.email',
        'activity.email_thread',
        'activity.sms',
        'activity.whatsapp_message',
        'activity.meeting',
        'activity.form_submission',
        'activity.lead_status_change',
        'activity.opportunity_status_change',
        'status.lead',
        'status.opportunity',
        'custom_fields.lead',
        'custom_fields.contact',
        'custom_fields.opportunity',
        'custom_fields.activity',
        'custom_fields.custom_object',
        'custom_fields.shared',
        'custom_activity_type',
        'custom_object_type',
        'custom_object',
        'activity.custom_activity',
        'task.lead',
        'comment',
        'comment_thread',
        'group',
        'integration_link',
        'saved_search',
        'role',
        'membership',
        'bulk_action.edit',
        'bulk_action.delete',
        'bulk_action.undo',
        'export.lead',
        // The API's own log has no word for these.
        'webhook',
        'pipeline',
        'case',
        'custom_fields.case',
      ]),
    )
  })

  test('an event tells who did it, with which key, in which request', async () => {
    const api = await client()
    const colleague = await member(api, 'user')
    const [event] = await logged(api, () => colleague.post('/lead/', { name: 'Theirs' }))
    const keys = await database().run<{ id: string }>(
      sql`select k.id from api_keys k join memberships m on m.id = k.membership_id where m.user_id = ${colleague.userId}`,
    )
    expect(event).toMatchObject({
      user_id: colleague.userId,
      api_key_id: keys[0]?.id,
      request_id: expect.stringMatching(/^req_[0-9A-Za-z]{22}$/),
      meta: { request_method: 'POST', request_path: '/api/v1/lead/' },
    })
    expect(event?.id).toMatch(/^ev_[0-9A-Za-z]{22}$/)
  })

  test('what belongs together in one request has one request id, and other requests another', async () => {
    const api = await client()
    const first = await logged(api, () => api.post('/lead/', { name: 'A', contacts: [{}, {}] }))
    const second = await logged(api, () => api.post('/lead/', { name: 'B' }))
    expect(new Set(first.map((one) => one.request_id)).size).toBe(1)
    expect(first[0]?.request_id).not.toBe(second[0]?.request_id)
  })

  test('a contact without a lead makes one, and both are told', async () => {
    const api = await client()
    const events = await logged(api, () => api.post('/contact/', { name: 'Ida' }))
    expect(inShort(events)).toEqual(['activity.created created', 'contact created', 'lead created'])
  })

  test('a field made by a name in the custom map is told too', async () => {
    const api = await client()
    const events = await logged(api, () => api.post('/lead/', { custom: { Source: 'Fair' } }))
    expect(inShort(events)).toContain('custom_fields.lead created')
    expect(of(events, 'lead')?.data).toMatchObject({
      [`custom.${of(events, 'custom_fields.lead')?.object_id}`]: 'Fair',
    })
  })
})

describe('changing something', () => {
  test('only what differs is told as previous', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'Old', description: 'Stays' })).body
    const events = await logged(api, () => api.put(`/lead/${lead.id}/`, { name: 'New', description: 'Stays' }))
    expect(inShort(events)).toEqual(['lead updated'])
    const [event] = events
    expect(event?.changed_fields).toEqual(['date_updated', 'display_name', 'name'])
    expect(event?.previous_data).toEqual({ name: 'Old', display_name: 'Old', date_updated: lead.date_updated })
    expect(event?.data).toMatchObject({ id: lead.id, name: 'New', description: 'Stays' })
  })

  test('custom values are told one by one', async () => {
    const api = await client()
    const [a, b] = await Promise.all(
      ['A', 'B'].map(
        async (name) => `custom.${(await api.post('/custom_field/lead/', { name, type: 'text' })).body.id}`,
      ),
    )
    const lead = (await api.post('/lead/', { [a ?? '']: 'one', [b ?? '']: 'two' })).body
    const [changed] = await logged(api, () => api.put(`/lead/${lead.id}/`, { [a ?? '']: 'uno' }))
    expect(changed?.changed_fields).toEqual([a, 'date_updated'])
    expect(changed?.previous_data).toMatchObject({ [a ?? '']: 'one' })
    // What the same person changes at once is one event.
    const colleague = await member(api, 'admin')
    const [cleared] = await logged(api, () => colleague.put(`/lead/${lead.id}/`, { [b ?? '']: null }))
    expect(cleared?.changed_fields).toEqual([b, 'date_updated', 'updated_by', 'updated_by_name'])
    expect(cleared?.previous_data).toMatchObject({ [b ?? '']: 'two' })
    expect(cleared?.data).not.toHaveProperty([b ?? ''])
  })

  test('nothing is told where nothing changed', async () => {
    const api = await client()
    const made = await oneOfEach(api)
    const events = await logged(api, async () => {
      for (const [path, { object }] of Object.entries(made)) {
        if (!CHANGEABLE.has(path) || path === '/comment/' || path.startsWith('/activity/status_change/')) continue
        const { id } = object
        expect((await api.put(`${path}${id}/`, {})).status, path).toBe(200)
        const fresh = (await api.get(`${path}${id}/`)).body
        expect((await api.put(`${path}${id}/`, fresh)).body, path).toEqual(fresh)
      }
    })
    expect(inShort(events)).toEqual([])
    const path = `/organization/${api.organizationId}/`
    const organization = (await api.get(path)).body
    expect(await logged(api, () => api.put(path, organization))).toEqual([])
    expect((await api.get(path)).body).toEqual(organization)
  })

  test('a new status of a lead is told as a change and as an activity', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'Moves' })).body
    const events = await logged(api, () => api.put(`/lead/${lead.id}/`, { status: 'Qualified' }))
    expect(inShort(events)).toEqual(['activity.lead_status_change created', 'lead updated'])
    expect(of(events, 'lead')?.changed_fields).toEqual(['date_updated', 'status_id', 'status_label'])
    expect(of(events, 'lead')?.data).toMatchObject({ status_label: 'Qualified' })
    expect(of(events, 'activity.lead_status_change')).toMatchObject({
      lead_id: lead.id,
      data: { old_status_label: 'Potential', new_status_label: 'Qualified' },
    })
  })

  test('a new status of an opportunity is told as a change and as an activity', async () => {
    const api = await client()
    const opportunity = (await api.post('/opportunity/', { value: 100 })).body
    const events = await logged(api, () => api.put(`/opportunity/${opportunity.id}/`, { status: 'Won' }))
    expect(inShort(events)).toEqual(['activity.opportunity_status_change created', 'opportunity updated'])
    expect(of(events, 'opportunity')).toMatchObject({
      lead_id: opportunity.lead_id,
      previous_data: { status_label: 'Active', status_type: 'active', date_won: null },
    })
  })

  test('a change of a contact is told of the contact alone, though the lead was touched', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'L', contacts: [{ name: 'Ida' }] })).body
    const events = await logged(api, () => api.put(`/contact/${lead.contacts?.[0]?.id}/`, { name: 'Ida Brandt' }))
    expect(inShort(events)).toEqual(['contact updated'])
    expect(events[0]?.previous_data).toMatchObject({ name: 'Ida', display_name: 'Ida' })
    expect((await api.get(`/lead/${lead.id}/`)).body.date_updated).not.toBe(lead.date_updated)
  })

  test('a contact that comes or goes is a change of its lead', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'L' })).body
    let contact = {} as Json
    const came = await logged(api, async () => {
      contact = (await api.post('/contact/', { lead_id: lead.id, name: 'Ida' })).body
    })
    expect(inShort(came)).toEqual(['contact created', 'lead updated'])
    expect(inShort(await logged(api, () => api.delete(`/contact/${contact.id}/`)))).toEqual([
      'contact deleted',
      'lead updated',
    ])
  })

  test('activities and opportunities do not count as changes of the lead', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'L' })).body
    const events = await logged(api, async () => {
      await api.post('/activity/note/', { lead_id: lead.id, note: 'x' })
      await api.post('/opportunity/', { lead_id: lead.id, value: 1 })
    })
    expect(inShort(events)).toEqual(['activity.note created', 'opportunity created'])
    expect((await api.get(`/lead/${lead.id}/`)).body.date_updated).toBe(lead.date_updated)
  })
})

describe('deleting something', () => {
  test('the whole object is told as previous', async () => {
    const api = await client()
    const made = await oneOfEach(api)
    const note = (await api.get(`/activity/note/${made['/activity/note/']?.object.id}/`)).body
    const [event] = await logged(api, () => api.delete(`/activity/note/${note.id}/`))
    expect(event).toMatchObject({
      object_type: 'activity.note',
      action: 'deleted',
      object_id: note.id,
      lead_id: note.lead_id,
      data: null,
      changed_fields: [],
    })
    expect(event?.previous_data).toEqual(note)
  })

  test('a lead: one for itself and one for each that goes with it', async () => {
    const api = await client()
    const made = await oneOfEach(api)
    const id = made['/lead/']?.object.id ?? ''
    const events = await logged(api, () => api.delete(`/lead/${id}/`))
    expect(inShort(events)).toEqual([
      'activity.call deleted',
      'activity.created deleted',
      'activity.custom_activity deleted',
      'activity.email deleted',
      'activity.email_thread deleted',
      'activity.form_submission deleted',
      'activity.lead_status_change deleted',
      'activity.meeting deleted',
      'activity.note deleted',
      'activity.opportunity_status_change deleted',
      'activity.sms deleted',
      'activity.whatsapp_message deleted',
      'case deleted',
      'comment deleted',
      'comment_thread deleted',
      'contact deleted',
      'contact deleted',
      'custom_object deleted',
      'lead deleted',
      'opportunity deleted',
      'task.lead deleted',
    ])
    expect(new Set(events.map((one) => one.lead_id))).toEqual(new Set([id]))
    expect(events.every((one) => one.data === null && one.previous_data.id === one.object_id)).toBe(true)
    expect(of(events, 'lead')?.previous_data).toMatchObject({ name: 'Harbor Looms' })
  })

  test('what was deleted before is not told again', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'L', contacts: [{ name: 'Ida' }] })).body
    await api.delete(`/contact/${lead.contacts?.[0]?.id}/`)
    const events = await logged(api, () => api.delete(`/lead/${lead.id}/`))
    expect(inShort(events)).toEqual(['activity.created deleted', 'lead deleted'])
    expect(await logged(api, () => api.delete(`/lead/${lead.id}/`))).toEqual([])
  })
})

describe('what this API has no paths for', () => {
  test('folders, files and linked files are told all the same', async () => {
    const api = clevertim(await client())
    const make = async (path: string, body: object) => contentOf(await api.post(path, body))[0]?.id
    let [folder, file, linked]: (Json | undefined)[] = []
    const made = await logged(api, async () => {
      folder = await make('/folder', { name: 'Offers' })
      file = await make('/file', { name: 'Offer.txt', parentId: folder })
      linked = await make('/linkedfile', { name: 'Plan', sys: 'D', link: 'https://files.example/plan', size: 12 })
    })
    expect(made.map((one) => `${one.object_type} ${one.action}`)).toEqual([
      'folder created',
      'file created',
      'linked_file created',
    ])
    const [aFolder, aFile, aLinkedFile] = made
    expect(aFolder).toMatchObject({ lead_id: null, data: { id: aFolder?.object_id, name: 'Offers', parent_id: null } })
    expect(aFile?.data).toMatchObject({ number: file, folder_id: aFolder?.object_id, size: null, sha256: null })
    expect(aLinkedFile?.data).toMatchObject({ system: 'dropbox', link: 'https://files.example/plan', size: 12 })

    const changed = await logged(api, async () => {
      await api.put(`/folder/${folder}`, { name: 'Old offers' })
      await api.put(`/file/${file}`, { parentId: null })
      await api.put(`/linkedfile/${linked}`, { icon: 'plan.svg' })
      await api.put(`/linkedfile/${linked}`, { icon: 'plan.svg' })
    })
    expect(changed.map((one) => [one.object_type, one.changed_fields])).toEqual([
      ['folder', ['date_updated', 'name']],
      ['file', ['date_updated', 'folder_id']],
      ['linked_file', ['date_updated', 'icon']],
    ])
    expect(changed[0]?.previous_data).toMatchObject({ name: 'Offers' })

    const gone = await logged(api, async () => {
      for (const path of [`/file/${file}`, `/folder/${folder}`, `/linkedfile/${linked}`]) await api.delete(path)
    })
    expect(gone.map((one) => [one.object_type, one.action, one.data, one.previous_data.name])).toEqual([
      ['file', 'deleted', null, 'Offer.txt'],
      ['folder', 'deleted', null, 'Old offers'],
      ['linked_file', 'deleted', null, 'Plan'],
    ])
  })

  test('a new content of a file is one change, and one that is refused is none', async () => {
    const api = clevertim(await client())
    const file = contentOf(await api.post('/file', { name: 'Offer.txt' }))[0]?.id
    const path = `/file/${file}/content`
    const put = (raw: string, type: string) => api.put(path, undefined, { raw, headers: { 'content-type': type } })

    const [event, ...more] = await logged(api, () => put('Twenty rolls', 'text/plain'))
    const refused = await logged(api, () => put('no form', 'multipart/form-data; boundary=b'))

    expect(event?.changed_fields).toEqual(['content_type', 'date_updated', 'sha256', 'size'])
    expect(event).toMatchObject({ object_type: 'file', data: { content_type: 'text/plain', size: 12 } })
    expect([...more, ...refused]).toEqual([])
  })
})

test('reading is not told', async () => {
  const api = await client()
  const made = await oneOfEach(api)
  const events = await logged(api, async () => {
    for (const [path, { object }] of Object.entries(made)) {
      await api.get(path)
      await api.get(`${path}${object.id}/`)
    }
    await api.get('/me/')
  })
  expect(events).toEqual([])
})

test('the log is in the order of the changes', async () => {
  const api = await client()
  const colleague = await member(api, 'admin')
  const lead = (await api.post('/lead/', { name: '0' })).body
  const events = await logged(api, async () => {
    for (let i = 1; i <= 12; i++) await (i % 2 === 0 ? api : colleague).put(`/lead/${lead.id}/`, { name: String(i) })
  })
  expect(events.map((one) => one.data?.name)).toEqual(Array.from({ length: 12 }, (_, i) => String(i + 1)))
})

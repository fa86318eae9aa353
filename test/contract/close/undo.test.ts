import { describe, expect, test } from 'vitest'
import { type Client, type Json, rowsOf, useApi } from '../../support/api.ts'
import { oneOfEach } from '../../support/oneOfEach.ts'
import { conflictsIn, doneIn, lastEvent, shownAt, undo } from '../../support/undoing.ts'
import { until } from '../../support/until.ts'

const { client, member, clevertim } = useApi()

const PATCHES: Readonly<Record<string, object>> = {
  '/lead/': { description: 'Weavers', addresses: [], tags: ['x'], emails: [{ email: 'a@b.example', type: 'office' }] },
  '/contact/': {
    name: 'Leonard Brandt',
    title: 'Weaver',
    phones: [],
    urls: [{ url: 'https://x.example', type: 'url' }],
  },
  '/opportunity/': { value: 5, value_period: 'annual', confidence: 3, note: 'Soon', date_won: '2027-01-02' },
  '/activity/note/': { note: 'Wants red', pinned: true },
  '/activity/call/': { note: 'Long', duration: 9 },
  '/activity/email/': { subject: 'More samples', body_text: 'Later.' },
  '/activity/sms/': { text: 'See you at 4' },
  '/activity/whatsapp_message/': { message_markdown: 'It is *red*' },
  '/activity/meeting/': { title: 'Second fitting', ends_at: '2026-03-02T13:00:00+00:00', status: 'canceled' },
  '/activity/custom/': { pinned: true },
  '/task/': { text: 'Send more', date: '2026-04-01T10:00:00+00:00', is_complete: true },
  '/case/': { name: 'Lost parcel', description: null, tags: [] },
  '/comment/': { body: '<body><p>By train</p></body>' },
  '/custom_object/': { name: 'Loom 8' },
  '/custom_activity/': { name: 'Visit', description: 'x' },
  '/custom_object_type/': { name: 'Machine', name_plural: 'Machines' },
  '/custom_field/lead/': { name: 'Trade', choices: ['Retail', 'Energy', 'Wood'] },
  '/custom_field/shared/': { name: 'Area' },
  '/status/lead/': { label: 'Probation' },
  '/status/opportunity/': { label: 'Shown' },
  '/pipeline/': { name: 'Again' },
  '/group/': { name: 'Inside sales' },
  '/role/': { name: 'Dialer', permissions: ['view_all_leads'] },
  '/membership/': { role_id: 'admin' },
  '/integration_link/': { name: 'Other search' },
  '/saved_search/': { name: 'Loud', is_shared: false },
}

describe('a change', () => {
  test('is put back, with all that it left behind; a rehearsal says the same', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'Harbor Looms', contacts: [{ name: 'Ida' }] })).body
    const before = await shownAt(api, `/lead/${lead.id}/`)
    await api.put(`/lead/${lead.id}/`, { name: 'Harbour', status: 'Qualified', url: 'https://looms.example' })
    const changed = await shownAt(api, `/lead/${lead.id}/`)
    const event = await lastEvent(api, lead.id)

    const rehearsed = await undo(api, event, '?dry_run=true')
    expect(await shownAt(api, `/lead/${lead.id}/`)).toEqual(changed)
    const reply = await undo(api, event)

    expect(reply).toMatchObject({ status: 200, body: { dry_run: false } })
    expect(doneIn(reply)).toEqual([
      ['activity.lead_status_change', 'deleted'],
      ['lead', 'updated'],
    ])
    const done = reply.body.done as unknown as readonly Json[]
    expect(rehearsed.body).toEqual({ dry_run: true, done: done.map((one) => ({ ...(one as object), event_id: null })) })
    expect(await shownAt(api, `/lead/${lead.id}/`)).toEqual(before)
    const told = (await api.get(`/event/${done[1]?.event_id}/`)).body
    expect(told).toMatchObject({ action: 'updated', data: { name: 'Harbor Looms' }, meta: { undone_event_id: event } })
  })

  test('of what has not left can be undone; what the time changed is in nobody’s way', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'Harbor Looms' })).body
    const mail = (await api.post('/activity/email/', { lead_id: lead.id, status: 'draft', to: ['ida@looms.example'] }))
      .body
    await api.put(`/activity/email/${mail.id}/`, { status: 'outbox' })
    expect(await undo(api, await lastEvent(api, `${mail.id}`))).toMatchObject({ status: 200 })
    expect((await api.get(`/activity/email/${mail.id}/`)).body.status).toBe('draft')

    const starts_at = new Date(Date.now() + 500).toISOString()
    const times = { starts_at, ends_at: '2999-01-02T10:00:00Z' }
    const meeting = (await api.post('/activity/meeting/', { lead_id: lead.id, ...times })).body
    expect(meeting.status).toBe('upcoming')
    await until(async () => (await api.get(`/activity/meeting/${meeting.id}/`)).body.status === 'in-progress')
    expect(await undo(api, await lastEvent(api, `${meeting.id}`, 'created'))).toMatchObject({ status: 200 })
    expect((await api.get(`/activity/meeting/${meeting.id}/`)).status).toBe(404)
  })

  test('of any kind of object can be undone, and that again', async () => {
    const api = await client()
    const made = await oneOfEach(api)
    for (const [path, patch] of Object.entries(PATCHES)) {
      const id = made[path]?.object.id
      const at = `${path}${id}/`
      const before = await shownAt(api, at)
      expect(await api.put(at, patch), path).toMatchObject({ status: 200 })
      const changed = await shownAt(api, at)
      expect(changed, path).not.toEqual(before)

      expect(await undo(api, await lastEvent(api, id)), path).toMatchObject({ status: 200 })
      expect(await shownAt(api, at), path).toEqual(before)
      expect(await undo(api, await lastEvent(api, id)), path).toMatchObject({ status: 200 })
      expect(await shownAt(api, at), path).toEqual(changed)
    }
  })

  test('takes back what the action set by itself, and the next of a task that repeats', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'L' })).body
    const opportunity = (await api.post('/opportunity/', { lead_id: lead.id, date_won: '2030-01-01', value: 1 })).body
    const task = (await api.post('/task/', { lead_id: lead.id, date: '2026-03-05', repeats: 'weekly' })).body
    const paths = [`/opportunity/${opportunity.id}/`, `/task/?_type=all&lead_id=${lead.id}&_order_by=date_created`]
    const look = () => Promise.all([...paths, `/activity/?lead_id=${lead.id}`].map((path) => shownAt(api, path)))
    const before = await look()

    await api.put(`/opportunity/${opportunity.id}/`, { status: 'Lost' })
    await api.put(`/task/${task.id}/`, { is_complete: true })
    expect(await look()).not.toEqual(before)
    await undo(api, await lastEvent(api, task.id))
    await undo(api, await lastEvent(api, opportunity.id))

    expect(await look()).toEqual(before)
  })

  test('is not put back over a later one, unless that is forced', async () => {
    const api = await client()
    const colleague = await member(api, 'admin')
    const lead = (await api.post('/lead/', { name: 'A', url: 'https://a.example' })).body
    await api.put(`/lead/${lead.id}/`, { name: 'B', description: 'x' })
    const event = await lastEvent(api, lead.id)
    await colleague.put(`/lead/${lead.id}/`, { name: 'C' })
    const later = await lastEvent(api, lead.id)

    const refused = await undo(api, event)
    expect(refused).toMatchObject({ status: 409, body: { error: expect.stringContaining('changed after') } })
    expect(conflictsIn(refused)).toEqual([
      {
        object_type: 'lead',
        object_id: lead.id,
        field: 'name',
        now: 'C',
        reason: 'It was changed after this.',
        because: [later],
        root: null,
      },
    ])
    expect((await api.get(`/lead/${lead.id}/`)).body).toMatchObject({ name: 'C', description: 'x' })
    expect(await undo(api, event, '?force=true')).toMatchObject({ status: 200 })
    expect((await api.get(`/lead/${lead.id}/`)).body).toMatchObject({ name: 'A', description: null })
    expect(await undo(api, event)).toMatchObject({ status: 409, body: { error: expect.stringContaining('left') } })
  })

  test('whose value can no longer be chosen says so under its name', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'A', status: 'Qualified' })).body
    await api.put(`/lead/${lead.id}/`, { status: 'Potential' })
    const event = await lastEvent(api, lead.id)
    await api.delete(`/status/lead/${lead.status_id}/`)
    const refused = await undo(api, event)
    expect(refused.status).toBe(409)
    expect(conflictsIn(refused)).toMatchObject([{ field: 'status', object_id: lead.id }])
  })
})

const REFUSED = [
  '/webhook/',
  ...['lead', 'contact', 'opportunity', 'case', 'activity', 'custom_object_type', 'shared'].map(
    (home) => `/custom_field/${home}/`,
  ),
]
// These are not deleted, or not by themselves.
const NEVER = ['/comment_thread/', '/membership/', '/custom_field_schema/', '/pipeline/', '/bulk_action/', '/export/']

describe('a deletion', () => {
  test('of any kind of object can be undone, or the reason is told', async () => {
    const api = await client()
    const made = await oneOfEach(api)
    for (const [path, { object }] of Object.entries(made).toReversed()) {
      if (NEVER.some((one) => path.startsWith(one))) continue
      const at = `${path}${object.id}/`
      const before = await shownAt(api, at)
      await api.delete(at)
      expect(await shownAt(api, at), path).toBe(404)

      const reply = await undo(api, await lastEvent(api, object.id, 'deleted'))
      const isRefused = REFUSED.includes(path)
      expect(reply.status, `${path} ${reply.text}`).toBe(isRefused ? 409 : 200)
      expect(await shownAt(api, at), path).toEqual(isRefused ? 404 : before)
    }
  })

  test('of a lead brings back all that went with it, as both APIs show it, in every sum', async () => {
    const api = await client()
    const other = clevertim(api)
    const made = await oneOfEach(api)
    const lead = made['/lead/']?.object.id
    const company = (await api.get(`/lead/${lead}/?_fields=number`)).body.number
    const look = async () => [
      await shownAt(api, `/lead/${lead}/`),
      await shownAt(api, `/activity/?lead_id=${lead}&_limit=100`),
      await shownAt(api, `/task/?_type=all&lead_id=${lead}`),
      await shownAt(api, `/comment/?object_id=${made['/task/']?.object.id}`),
      await shownAt(api, '/lead/?query=Leo%20Brandt'),
      await shownAt(api, '/opportunity/'),
      await shownAt(api, '/case/'),
      await shownAt(api, '/custom_object/'),
      await shownAt(other, `/company/${company}`),
      await shownAt(other, '/opportunity'),
      await shownAt(other, '/note'),
    ]
    const before = await look()
    // What was deleted before stays so.
    await api.delete(`/activity/call/${made['/activity/call/']?.object.id}/`)
    const withoutCall = await look()
    await api.delete(`/lead/${lead}/`)
    expect(await look()).not.toEqual(withoutCall)

    const event = await lastEvent(api, lead, 'deleted')
    const rehearsed = await undo(api, event, '?dry_run=true')
    const reply = await undo(api, event)
    expect(doneIn(rehearsed)).toEqual(doneIn(reply))
    expect(new Set(doneIn(reply).map(([, action]) => action))).toEqual(new Set(['restored']))
    expect(await look()).toEqual(withoutCall)
    await undo(api, await lastEvent(api, made['/activity/call/']?.object.id, 'deleted'))
    expect(await look()).toEqual(before)
    expect(await undo(api, event)).toMatchObject({
      status: 409,
      body: { conflicts: [{ reason: 'It is there already.' }] },
    })
    // And what was undone can be undone, as long as nothing came to it.
    await api.delete(`/activity/call/${made['/activity/call/']?.object.id}/`)
    expect((await undo(api, await lastEvent(api, lead, 'created'))).text).toContain('deleted')
    expect(await shownAt(api, `/lead/${lead}/`)).toBe(404)
  })

  test('of one comment among others gives it its words back', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'L' })).body.id
    const note = (await api.post('/activity/note/', { lead_id: lead, note: 'x' })).body.id
    const [first] = [await say(api, note, 'A'), await say(api, note, 'B')]
    const before = await shownAt(api, `/comment/${first}/`)
    await api.delete(`/comment/${first}/`)
    expect(await shownAt(api, `/comment/${first}/`)).toMatchObject({ body: '' })
    expect((await undo(api, await lastEvent(api, first))).status).toBe(200)
    expect(await shownAt(api, `/comment/${first}/`)).toEqual(before)
  })

  test('of a part names the whole that it went with', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'L', contacts: [{ name: 'C' }] })).body
    const contact = (lead.contacts as Json)[0]?.id
    await api.delete(`/lead/${lead.id}/`)
    const refused = await undo(api, await lastEvent(api, contact, 'deleted'))
    expect(refused.status).toBe(409)
    expect(conflictsIn(refused)).toMatchObject([
      {
        object_id: contact,
        root: { object_type: 'lead', object_id: lead.id },
        reason: expect.stringContaining(`${lead.id}`),
      },
    ])
  })

  test('of a name that is in use meanwhile is refused', async () => {
    const api = await client()
    const group = (await api.post('/group/', { name: 'Sales' })).body
    await api.delete(`/group/${group.id}/`)
    await api.post('/group/', { name: 'Sales' })
    const refused = await undo(api, await lastEvent(api, group.id, 'deleted'))
    expect(refused.status).toBe(409)
    expect(conflictsIn(refused)).toMatchObject([{ object_type: 'group', field: 'name' }])
  })

  test('of a type brings back its objects, what was said about them, and its fields with their values', async () => {
    const api = await client()
    const made = await oneOfEach(api)
    const [type, activity] = [made['/custom_activity/']?.object.id, made['/activity/custom/']?.object.id]
    await api.post('/comment/', { object_id: activity, body: '<body><p>Yes</p></body>' })
    const look = async () => [
      await shownAt(api, `/custom_activity/${type}/`),
      await shownAt(api, `/activity/custom/${activity}/`),
      await shownAt(api, `/comment/?object_id=${activity}`),
    ]
    const before = await look()
    await api.delete(`/custom_activity/${type}/`)
    expect((await undo(api, await lastEvent(api, type, 'deleted'))).status).toBe(200)
    expect(await look()).toEqual(before)
  })
})

const say = async (api: Client, id: string | undefined, word: string) =>
  `${(await api.post('/comment/', { object_id: id, body: `<body><p>${word}</p></body>` })).body.id}`

describe('what was made', () => {
  test('is deleted again, unless it was changed or something was added', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'L', contacts: [{ name: 'C' }] })).body
    const event = await lastEvent(api, lead.id, 'created')
    const note = (await api.post('/activity/note/', { lead_id: lead.id, note: 'x' })).body
    expect(conflictsIn(await undo(api, event, '?force=true'))).toMatchObject([
      { object_type: 'activity.note', object_id: note.id, reason: expect.stringContaining('added') },
    ])
    await undo(api, await lastEvent(api, note.id, 'created'))
    await api.put(`/lead/${lead.id}/`, { name: 'M' })
    expect(conflictsIn(await undo(api, event))).toMatchObject([{ field: 'name', now: 'M' }])
    await undo(api, await lastEvent(api, lead.id))
    expect(new Set(doneIn(await undo(api, event)).map(String))).toEqual(
      new Set(['activity.created,deleted', 'contact,deleted', 'lead,deleted']),
    )
    expect(await shownAt(api, `/lead/${lead.id}/`)).toBe(404)
  })
})

describe('a merge', () => {
  test('is undone as a whole, and done again', async () => {
    const api = await client()
    const [a, b] = [
      (await api.post('/lead/', { name: 'A', contacts: [{ name: 'Ida' }] })).body,
      (await api.post('/lead/', { name: 'B' })).body,
    ]
    const look = async () => [await shownAt(api, `/lead/${a.id}/`), await shownAt(api, `/lead/${b.id}/`)]
    const before = await look()
    await api.post('/lead/merge/', { source: a.id, destination: b.id })
    const merged = await look()
    const event = await lastEvent(api, b.id, 'merged')
    const contact = (a.contacts as Json)[0]?.id

    expect(conflictsIn(await undo(api, await lastEvent(api, contact)))).toMatchObject([
      { because: expect.arrayContaining([event]) },
    ])
    expect(await undo(api, event)).toMatchObject({ status: 200 })
    expect(await look()).toEqual(before)
    expect(await undo(api, event)).toMatchObject({ status: 409 })
    expect(await undo(api, await lastEvent(api, a.id, 'created'))).toMatchObject({ status: 200 })
    expect((await look())[0]).toEqual(merged[0])
  })
})

describe('who may', () => {
  test('undo is who may do the opposite by hand', async () => {
    const api = await client()
    const [user, looker] = [await member(api, 'user'), await member(api, 'readonly')]
    const lead = (await api.post('/lead/', { name: 'L' })).body
    const note = (await api.post('/activity/note/', { lead_id: lead.id, note: 'x' })).body
    await api.put(`/activity/note/${note.id}/`, { note: 'y' })
    const change = await lastEvent(api, note.id)
    for (const one of [user, looker]) expect((await undo(one, change)).status).toBe(403)
    await api.delete(`/activity/note/${note.id}/`)
    const deletion = await lastEvent(api, note.id, 'deleted')
    for (const one of [user, looker]) {
      expect((await undo(one, deletion, '?dry_run=true')).status).toBe(403)
      expect((await one.post(`/trash/${note.id}/restore/`)).status).toBe(403)
    }
    expect(await undo(user, await lastEvent(api, lead.id, 'created'))).toMatchObject({ status: 200 })
    expect((await undo(api, deletion)).status).toBe(409)
  })

  test('not see something may not undo it, nor know of it', async () => {
    const api = await client()
    const [user, stranger] = [await member(api, 'user'), await client()]
    const me = (await api.get('/me/')).body.id
    const lead = (await api.post('/lead/', { name: 'Hidden', visible_to: [me] })).body
    await api.put(`/lead/${lead.id}/`, { name: 'H' })
    const change = await lastEvent(api, lead.id)
    for (const one of [user, stranger]) expect((await undo(one, change)).status).toBe(404)
    await api.delete(`/lead/${lead.id}/`)
    const deletion = await lastEvent(api, lead.id, 'deleted')
    for (const one of [user, stranger]) {
      expect((await undo(one, deletion)).status).toBe(404)
      expect((await one.post(`/trash/${lead.id}/restore/`)).status).toBe(404)
      expect(rowsOf(await one.get('/trash/'))).toEqual([])
    }
    expect((await undo(api, deletion)).status).toBe(200)
  })

  test('bad requests are refused in the usual shape', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'L' })).body
    const event = await lastEvent(api, lead.id, 'created')
    expect(await undo(api, event, '?dry_run=maybe')).toMatchObject({
      status: 400,
      body: { 'field-errors': { dry_run: expect.anything() } },
    })
    expect((await api.get(`/event/${event}/undo/`)).status).toBe(405)
    expect((await undo(api, 'ev_nothing')).status).toBe(404)
  })
})

test('what others change meanwhile is not lost', async () => {
  const api = await client()
  const colleague = await member(api, 'admin')
  const lead = (await api.post('/lead/', { name: 'A' })).body
  for (let round = 0; round < 5; round++) {
    await api.put(`/lead/${lead.id}/`, { name: `B${round}`, description: `D${round}` })
    const event = await lastEvent(api, lead.id)
    const [undone, written] = await Promise.all([
      undo(api, event),
      colleague.put(`/lead/${lead.id}/`, { name: `C${round}` }),
    ])
    expect(written.status).toBe(200)
    const now = (await api.get(`/lead/${lead.id}/`)).body
    // Whichever came first: the colleague's word stays, and an undone change is undone whole.
    expect(now.name).toBe(`C${round}`)
    expect([200, 409]).toContain(undone.status)
    expect([undone.status, now.description === `D${round}`]).toEqual([undone.status, undone.status === 409])
  }
})

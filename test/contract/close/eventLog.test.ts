import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { objectTypesOf } from '../../../src/domain/eventWords.ts'
import { type Client, type Json, rowsOf, useApi } from '../../support/api.ts'
import { oneOfEach } from '../../support/oneOfEach.ts'

const { client, member, clevertim, database } = useApi()

const events = async (api: Client, query = '') => rowsOf(await api.get(`/event/?_limit=200&${query}`))
const inShort = (rows: readonly Json[]) => rows.map((one) => `${one.object_type} ${one.action}`)
const aLead = async (api: Client, body: object = { name: 'Harbor Looms' }) => (await api.post('/lead/', body)).body

/** All pages of the log, by following its cursors. */
async function walk(api: Client, query: string, from?: string): Promise<readonly (readonly Json[])[]> {
  const pages: (readonly Json[])[] = []
  for (let cursor: string | null = from ?? ''; cursor !== null; ) {
    const reply = await api.get(`/event/?${query}&_cursor=${cursor}`)
    expect(reply.status, reply.text).toBe(200)
    pages.push(rowsOf(reply))
    cursor = reply.body.cursor_next as string | null
  }
  return pages
}

/** Lets the log of an organization be older than it is. */
const age = (api: Client, minutes: number) =>
  database().run(sql`update events set created_at = created_at - make_interval(mins => ${minutes}::int),
    updated_at = updated_at - make_interval(mins => ${minutes}::int) where organization_id = ${api.organizationId}`)

describe('an event', () => {
  test('is as documented', async () => {
    const api = await client()
    const lead = await aLead(api)
    await api.put(`/lead/${lead.id}/`, { description: 'Weavers' })
    const reply = await api.get(`/event/?object_id=${lead.id}&_limit=1`)
    const [event] = rowsOf(reply)
    expect(reply.body).toMatchObject({ cursor_next: expect.any(String), cursor_previous: null })
    expect(Object.keys(event ?? {})).toEqual([
      'id',
      'date_created',
      'date_updated',
      'organization_id',
      'user_id',
      'api_key_id',
      'oauth_client_id',
      'request_id',
      'object_type',
      'object_id',
      'lead_id',
      'action',
      'changed_fields',
      'data',
      'previous_data',
      'meta',
    ])
    expect(event).toMatchObject({
      id: expect.stringMatching(/^ev_\w{22}$/),
      date_created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
      organization_id: api.organizationId,
      oauth_client_id: null,
      object_type: 'lead',
      object_id: lead.id,
      lead_id: lead.id,
      action: 'updated',
      changed_fields: ['date_updated', 'description'],
      previous_data: { description: null },
      meta: { request_method: 'PUT', request_path: `/api/v1/lead/${lead.id}/` },
    })
    expect(event?.data).toMatchObject({ id: lead.id, description: 'Weavers' })
    expect((await api.get(`/event/${event?.id}/`)).body).toEqual(event)
  })

  test('is fetched by its id, with the wanted fields alone', async () => {
    const api = await client()
    await aLead(api)
    const [event] = await events(api)
    expect((await api.get(`/event/${event?.id}/?_fields=id,action`)).body).toEqual({ id: event?.id, action: 'created' })
    expect((await api.get('/event/ev_none/')).status).toBe(404)
    expect((await (await client()).get(`/event/${event?.id}/`)).status).toBe(404)
  })

  test.each(['POST', 'PUT', 'DELETE'])('cannot be changed: %s', async (method) => {
    const api = await client()
    await aLead(api)
    const [event] = await events(api)
    expect(
      (await api.send(method, `/event/${event?.id}/`, method === 'DELETE' ? undefined : {})).status,
    ).toBeGreaterThan(403)
    expect((await api.send(method, '/event/', method === 'DELETE' ? undefined : {})).status).toBe(405)
    expect((await events(api)).length).toBe(2)
  })
})

describe('filters', () => {
  test('each combination gives what it says', async () => {
    const api = await client()
    const colleague = await member(api, 'admin')
    await oneOfEach(api)
    await oneOfEach(colleague).catch(() => undefined)
    const all = (await walk(api, '_limit=200')).flat()
    const some = all.find((one) => one.object_type === 'contact' && one.user_id === colleague.userId)
    const values = {
      object_type: some?.object_type,
      object_id: some?.object_id,
      action: some?.action,
      user_id: some?.user_id,
      request_id: some?.request_id,
      lead_id: some?.lead_id,
    }
    const names = Object.keys(values) as (keyof typeof values)[]
    for (let mask = 0; mask < 2 ** names.length; mask++) {
      const asked = names.filter((_, i) => (mask & (1 << i)) !== 0)
      const query = asked.map((name) => `${name}=${values[name]}`).join('&')
      const expected = all.filter((one) => asked.every((name) => one[name] === values[name]))
      const found = (await walk(api, `_limit=7&_fields=id&${query}`)).flat()
      expect(
        found.map(({ id }) => id),
        query,
      ).toEqual(expected.map(({ id }) => id))
    }
  })

  test('by date', async () => {
    const api = await client()
    for (const name of ['A', 'B', 'C']) await aLead(api, { name })
    const all = await events(api, 'object_type=lead')
    const middle = all[1]?.date_updated
    const found = async (query: string) =>
      (await events(api, `object_type=lead&${query}`)).map(({ data }) => data?.name)
    expect(await found(`date_updated__gt=${middle}`)).toEqual(['C'])
    expect(await found(`date_updated__gte=${middle}`)).toEqual(['C', 'B'])
    expect(await found(`date_updated__lt=${middle}`)).toEqual(['A'])
    expect(await found(`date_updated__lte=${middle}`)).toEqual(['B', 'A'])
    expect(await found('date_updated__gt=2999-01-01')).toEqual([])
  })

  test('nonsense is refused under its name', async () => {
    const api = await client()
    await aLead(api)
    const cursor = (await api.get('/event/?_limit=1')).body.cursor_next
    const broken = Buffer.from('[1,0,"2026-01-01","lead_1",[]]').toString('base64url')
    for (const query of [
      'date_updated__gt=yesterday',
      '_cursor=x',
      `_cursor=${broken}`,
      `_cursor=${cursor?.slice(1)}`,
    ]) {
      const reply = await api.get(`/event/?${query}`)
      expect(reply.status, query).toBe(400)
      expect(Object.keys(reply.body['field-errors'] ?? {}), query).toEqual([query.split('=')[0]])
    }
    for (const query of ['_limit=-1', '_limit=201', '_limit=many', '_skip=50', '_skip=x'])
      expect([query, (await api.get(`/event/?${query}`)).status]).toEqual([query, 400])
    expect((await api.get('/event/?_limit=0')).body).toEqual({ data: [], cursor_next: null, cursor_previous: null })
    expect((await api.get('/event/?_skip=0')).status).toBe(200)
    expect(await events(api, 'object_type=%00&object_id=x%27%3B')).toEqual([])
  })
})

describe('pages', () => {
  test('go to older events and back, each once', async () => {
    const api = await client()
    await oneOfEach(api)
    const all = await events(api)
    const pages = await walk(api, '_limit=10')
    expect(pages.flat()).toEqual(all)
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    const dates = all.map(({ date_updated }) => String(date_updated))
    expect(dates).toEqual(dates.toSorted().toReversed())

    const second = await api.get(`/event/?_limit=10&_cursor=${(await api.get('/event/?_limit=10')).body.cursor_next}`)
    const back = await api.get(`/event/?_limit=10&_cursor=${second.body.cursor_previous}`)
    expect(rowsOf(back)).toEqual(pages[0])
    expect(back.body.cursor_previous).toBeNull()
    expect(rowsOf(await api.get(`/event/?_limit=10&_cursor=${back.body.cursor_next}`))).toEqual(pages[1])
  })

  test('50 events unless asked for fewer or up to 200', async () => {
    const api = await client()
    for (let i = 0; i < 30; i++) await aLead(api)
    expect(rowsOf(await api.get('/event/')).length).toBe(50)
    expect(rowsOf(await api.get('/event/?_limit=200')).length).toBe(60)
  })

  test('cursors know the dates they were asked for with', async () => {
    const api = await client()
    for (const name of ['A', 'B', 'C', 'D']) await aLead(api, { name })
    const first = (await events(api, 'object_type=lead')).at(-1)?.date_updated
    const names = (await walk(api, '_limit=1&object_type=lead', '')).flat().length
    const page = await api.get(`/event/?_limit=1&object_type=lead&date_updated__gt=${first}`)
    const rest = await walk(api, '_limit=1&object_type=lead', String(page.body.cursor_next))
    expect([names, 1 + rest.flat().length]).toEqual([4, 3])
  })
})

describe('folding', () => {
  test('what one user changes again at once is one event, with the oldest values before', async () => {
    const api = await client()
    const lead = await aLead(api, { name: 'A', description: 'x' })
    await api.put(`/lead/${lead.id}/`, { name: 'B' })
    const [first] = await events(api, `object_id=${lead.id}&action=updated`)
    await api.put(`/lead/${lead.id}/`, { name: 'C', url: 'https://c.example' })
    const [event, ...more] = await events(api, `object_id=${lead.id}&action=updated`)
    expect(more).toEqual([])
    expect(event).toMatchObject({
      id: first?.id,
      date_created: first?.date_created,
      changed_fields: ['date_updated', 'display_name', 'name', 'url'],
      previous_data: { name: 'A', display_name: 'A', url: null, date_updated: lead.date_updated },
      data: { name: 'C', description: 'x', url: 'https://c.example' },
    })
    expect((event?.date_updated ?? '') > (first?.date_updated ?? '')).toBe(true)
    expect(event?.request_id).not.toBe(first?.request_id)
    expect(await events(api, `request_id=${event?.request_id}`)).toEqual([event])
  })

  test('not what somebody else changed, nor what was changed elsewhere, nor later, nor something else', async () => {
    const api = await client()
    const colleague = await member(api, 'admin')
    const lead = await aLead(api)
    const updates = async () => (await events(api, `object_id=${lead.id}&action=updated`)).length
    await api.put(`/lead/${lead.id}/`, { name: 'B' })
    await colleague.put(`/lead/${lead.id}/`, { name: 'C' })
    expect(await updates()).toBe(2)
    await api.put(`/lead/${lead.id}/`, { name: 'D' })
    expect(await updates()).toBe(3)
    const { number } = (await api.get(`/lead/${lead.id}/?_fields=number`)).body
    await clevertim(api).put(`/company/${number}`, { cn: 'E' })
    expect(await updates()).toBe(4)
    await age(api, 1)
    await clevertim(api).put(`/company/${number}`, { cn: 'F' })
    expect(await updates()).toBe(5)
    const other = await aLead(api)
    await api.put(`/lead/${other.id}/`, { name: 'G' })
    expect((await events(api, `object_id=${other.id}`)).length).toBe(2)
  })
})

describe('moments', () => {
  const told = async (api: Client, id: string | undefined) => inShort(await events(api, `object_id=${id}`)).toReversed()

  test('a task is completed', async () => {
    const api = await client()
    const lead = await aLead(api)
    const task = (await api.post('/task/', { lead_id: lead.id, text: 'Send' })).body
    await api.put(`/task/${task.id}/`, { is_complete: true })
    await api.put(`/task/${task.id}/`, { text: 'Sent' })
    expect(await told(api, task.id)).toEqual([
      'task.lead created',
      'task.lead updated',
      'task.lead completed',
      'task.lead updated',
    ])
    const [completed] = await events(api, 'action=completed')
    expect(completed).toMatchObject({ changed_fields: [], previous_data: {}, data: { id: task.id, is_complete: true } })
  })

  test('several tasks are completed at once, some of them a second time', async () => {
    const api = await client()
    const lead = await aLead(api)
    const make = async (is_complete: boolean) => (await api.post('/task/', { lead_id: lead.id, is_complete })).body
    const [open, done] = [await make(false), await make(true)]
    await api.put(`/task/?id__in=${open.id},${done.id}`, { is_complete: true, text: 'All' })
    expect((await events(api, 'action=completed')).map(({ object_id }) => object_id)).toEqual([open.id])
  })

  test.each([
    ['email', { status: 'draft', subject: 'S', to: ['ida@looms.example'] }],
    ['sms', { status: 'draft', text: 'T', local_phone: '+14155550100', remote_phone: '+4755901234' }],
  ])('an %s is sent', async (kind, body) => {
    const api = await client()
    const lead = await aLead(api)
    const made = (await api.post(`/activity/${kind}/`, { lead_id: lead.id, ...body })).body
    expect((await api.put(`/activity/${kind}/${made.id}/`, { status: 'sent' })).status).toBe(200)
    const type = `activity.${kind}`
    expect(await told(api, made.id)).toEqual([`${type} created`, `${type} updated`, `${type} sent`])
    const logged = (
      await api.post(`/activity/${kind}/`, { lead_id: lead.id, ...body, status: 'inbox', sender: 'a@b.example' })
    ).body
    expect(await told(api, logged.id)).toEqual([`${type} created`])
  })

  test('a call is answered and completed', async () => {
    const api = await client()
    const lead = await aLead(api)
    const call = (await api.post('/activity/call/', { lead_id: lead.id, status: 'created' })).body
    await api.put(`/activity/call/${call.id}/`, { status: 'in-progress' })
    await api.put(`/activity/call/${call.id}/`, { status: 'completed' })
    const type = 'activity.call'
    expect(await told(api, call.id)).toEqual(
      ['created', 'updated', 'answered', 'updated', 'completed'].map((action) => `${type} ${action}`),
    )
  })

  test('a meeting is scheduled and canceled', async () => {
    const api = await client()
    const lead = await aLead(api)
    const times = (day: string) => ({ starts_at: `${day}T09:00:00Z`, ends_at: `${day}T10:00:00Z` })
    const make = async (day: string) => (await api.post('/activity/meeting/', { lead_id: lead.id, ...times(day) })).body
    const [past, future] = [await make('2020-01-02'), await make('2999-01-02')]
    await api.put(`/activity/meeting/${future.id}/`, { status: 'canceled' })
    const type = 'activity.meeting'
    expect(await told(api, past.id)).toEqual([`${type} created`])
    expect(await told(api, future.id)).toEqual(
      ['created', 'scheduled', 'updated', 'canceled'].map((action) => `${type} ${action}`),
    )
    const [updated] = await events(api, `object_id=${future.id}&action=updated`)
    expect(updated).toMatchObject({
      changed_fields: ['date_updated', 'status'],
      data: { status: 'canceled' },
      previous_data: { status: 'upcoming' },
    })
  })

  test('a membership is activated and deactivated', async () => {
    const api = await client()
    const add = async () => (await api.post('/membership/', { email: 'ida@looms.example', role_id: 'user' })).body
    const { id } = await add()
    await api.delete(`/membership/${id}/`)
    await add()
    expect(await told(api, id)).toEqual(
      ['created', 'activated', 'updated', 'deactivated', 'updated', 'activated'].map(
        (action) => `membership ${action}`,
      ),
    )
  })
})

describe('a merge', () => {
  test('is told of both leads and of what moves, with both ids', async () => {
    const api = await client()
    const [source, destination] = [await aLead(api, { contacts: [{ name: 'Ida' }] }), await aLead(api)]
    await api.post('/lead/merge/', { source: source.id, destination: destination.id })
    const [merged] = await events(api, 'action=merged')
    const all = await events(api, `request_id=${merged?.request_id}`)
    expect(inShort(all)).toEqual(
      expect.arrayContaining(['lead merged', 'lead deleted', 'contact updated', 'activity.lead_merge created']),
    )
    for (const { meta } of all)
      expect(meta).toMatchObject({ merge_source_lead_id: source.id, merge_destination_lead_id: destination.id })
  })
})

describe('who sees what', () => {
  test('others see what was changed for an hour, administrators for good', async () => {
    const api = await client()
    const colleague = await member(api, 'user')
    const lead = await aLead(api)
    await api.put(`/lead/${lead.id}/`, { name: 'B' })
    const query = `object_id=${lead.id}&action=updated`
    expect(await events(colleague, query)).toEqual(await events(api, query))
    await age(api, 61)
    const [seen] = await events(api, query)
    expect(seen).toMatchObject({ data: { name: 'B' }, previous_data: { name: 'Harbor Looms' } })
    const cut = { ...(seen as object), data: null, previous_data: {} }
    expect(await events(colleague, query)).toEqual([cut])
    expect((await colleague.get(`/event/${seen?.id}/`)).body).toEqual(cut)
  })

  test('what is hidden from somebody has no events for them, whatever they ask for', async () => {
    const api = await client()
    const colleague = await member(api, 'user')
    const me = (await api.get('/me/')).body.id
    const made = await oneOfEach(api)
    const lead = made['/lead/']?.object.id ?? ''
    const before = await events(colleague)
    expect(before.some(({ object_id }) => object_id === lead)).toBe(true)
    await api.put(`/lead/${lead}/`, { visible_to: [me] })
    const after = await events(colleague)
    expect(after.filter(({ lead_id }) => lead_id === lead)).toEqual([])
    expect(after.filter(({ lead_id }) => lead_id === null).length).toBeGreaterThan(10)
    for (const query of [`lead_id=${lead}`, `object_id=${lead}`, `action=updated&object_type=lead`])
      expect(await events(colleague, query), query).toEqual([])
    const [one] = await events(api, `object_id=${lead}&action=updated`)
    expect((await colleague.get(`/event/${one?.id}/`)).status).toBe(404)
    await api.put(`/lead/${lead}/`, { visible_to: null })
    expect(await events(colleague, `lead_id=${lead}`)).toEqual(await events(api, `lead_id=${lead}`))
  })

  test('one who sees assigned leads alone sees their events alone', async () => {
    const api = await client()
    const field = (await api.post('/custom_field/lead/', { name: 'Owner', type: 'user' })).body
    const role = (await api.post('/role/', { name: 'Own', permissions: [], visibility_user_lcf_ids: [field.id] })).body
    const colleague = await member(api, String(role.id))
    const [theirs, other] = [await aLead(api, { [`custom.${field.id}`]: colleague.userId }), await aLead(api, {})]
    expect((await events(colleague, `lead_id=${theirs.id}`)).length).toBe(2)
    expect(await events(colleague, `lead_id=${other.id}`)).toEqual([])
    expect((await events(colleague)).some(({ lead_id }) => lead_id === other.id)).toBe(false)
  })

  test('a Smart View of somebody’s own is theirs, also for administrators', async () => {
    const api = await client()
    const colleague = await member(api, 'superuser')
    const view = (await colleague.post('/saved_search/', { name: 'Mine', query: '*' })).body
    const about = `object_id=${view.id}`
    expect([await events(api, about), (await events(colleague, about)).length]).toEqual([[], 1])
    await colleague.put(`/saved_search/${view.id}/`, { is_shared: true })
    expect((await events(api, about)).length).toBe(2)
    await colleague.put(`/saved_search/${view.id}/`, { is_shared: false })
    await colleague.delete(`/saved_search/${view.id}/`)
    expect([await events(api, about), (await events(colleague, about)).length]).toEqual([[], 3])
  })

  test('other organizations see nothing', async () => {
    const [api, other] = [await client(), await client()]
    const lead = await aLead(api)
    for (const query of ['', `object_id=${lead.id}`, `lead_id=${lead.id}`, 'object_type=lead', 'action=created'])
      expect(await events(other, query)).toEqual([])
  })
})

test('every kind of object is created, changed and deleted under its documented name', async () => {
  const api = await client()
  const made = await oneOfEach(api)
  for (const [path, { object }] of Object.entries(made).toReversed()) await api.delete(`${path}${object.id}/`)
  const kinds = new Set(inShort((await walk(api, '_limit=200')).flat()))
  const known = [
    'lead',
    'contact',
    'opportunity',
    'note',
    'call',
    'email',
    'sms',
    'meeting',
    'customActivity',
    'comment',
  ] as const
  for (const noun of known)
    for (const type of objectTypesOf(noun))
      for (const action of ['created', 'deleted']) expect(kinds).toContain(`${type} ${action}`)
})

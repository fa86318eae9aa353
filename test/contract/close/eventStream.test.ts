import type { AddressInfo, Socket } from 'node:net'
import sql from 'sql-template-tag'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Client, type Json, rowsOf, useApi } from '../../support/api.ts'
import { EventSource, until } from '../../support/eventSource.ts'

const api = useApi()
const { client, member, database } = api

let base = ''
const sockets = new Set<Socket>()
beforeAll(async () => {
  api.app().server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await api.app().listen({ port: 0, host: '127.0.0.1' })
  base = `http://127.0.0.1:${(api.app().server.address() as AddressInfo).port}/api/v1`
})

// A lead comes with an activity that says so; most of these are about leads alone.
const LEADS = '?object_type=lead'

type Options = { since?: string; headers?: Record<string, string> }

/** Follows what somebody may see. */
const follow = async (as: Client, query = '', options: Options = {}) => {
  const source = await new EventSource(`${base}/event/stream/${query}`, { key: as.apiKey, ...options }).open()
  await until(() => source.lastEventId !== '')
  return source
}

const aLead = async (as: Client, body: object = { name: 'Harbor Looms' }): Promise<Json> =>
  (await as.post('/lead/', body)).body
const inShort = ({ events }: EventSource) => events.map((one) => `${one.object_type} ${one.action}`)
const names = ({ events }: EventSource) => events.map(({ data }) => (data as Json)?.name as string)
const log = async (as: Client, query = '') => [...rowsOf(await as.get(`/event/?_limit=200&${query}`))].reverse()

const realNow = performance.now.bind(performance)

/** Lets it be so much later for the streams of this process. */
function skip(ms: number): void {
  vi.spyOn(performance, 'now').mockImplementation(() => realNow() + ms)
  onTestFinished(() => void vi.restoreAllMocks())
}

describe('a stream', () => {
  test('tells what happens as the log shows it, at once', async () => {
    const owner = await client()
    await aLead(owner, { name: 'before' })
    const source = await follow(owner)
    expect(source.response?.statusCode).toBe(200)
    expect(source.response?.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    })
    expect(source.retry).toBe(2000)
    const waits: number[] = []
    const told: unknown[] = []
    for (const name of ['one', 'two', 'three']) {
      const began = performance.now()
      const lead = await aLead(owner, { name, contacts: [{ name: 'Nadia' }] })
      await until(() => source.events.length === told.length + 3)
      waits.push(performance.now() - began)
      told.push(...(await log(owner, `lead_id=${lead.id}`)))
    }
    // Without being told to, it would look once a second.
    expect(Math.min(...waits)).toBeLessThan(500)
    expect(source.events).toEqual(told)
    expect(new Set(source.heard.map(({ type }) => type))).toEqual(new Set(['message']))
  })

  test('is narrowed as the log is, and cut to fields', async () => {
    const owner = await client()
    const [lead, other] = [await aLead(owner), await aLead(owner)]
    const me = (await owner.get('/me/')).body.id
    const followed = {
      lead: await follow(owner, `?lead_id=${lead.id}`),
      kind: await follow(owner, '?object_type=activity.note&action=created'),
      object: await follow(owner, `?object_id=${other.id}`),
      mine: await follow(owner, `?user_id=${me}&_fields=object_type,action`),
      others: await follow(owner, '?user_id=user_other'),
      nobodys: await follow(owner, '?lead_id='),
    }
    await owner.post('/activity/note/', { lead_id: lead.id, note: 'one' })
    await owner.put(`/lead/${other.id}/`, { description: 'Weavers' })
    const { headers } = await owner.post('/status/lead/', { label: 'Won' })
    const request = await follow(owner, `?request_id=${(await log(owner)).at(-1)?.request_id}`, { since: '0-' })
    await until(() => followed.nobodys.events.length === 1 && request.events.length === 1)

    expect(headers).toBeDefined()
    expect(inShort(followed.lead)).toEqual(['activity.note created'])
    expect(inShort(followed.kind)).toEqual(['activity.note created'])
    expect(inShort(followed.object)).toEqual(['lead updated'])
    expect(followed.mine.events).toEqual([
      { object_type: 'activity.note', action: 'created' },
      { object_type: 'lead', action: 'updated' },
      { object_type: 'status.lead', action: 'created' },
    ])
    expect(inShort(followed.others)).toEqual([])
    expect(inShort(followed.nobodys)).toEqual(['status.lead created'])
    expect(inShort(request)).toEqual(['status.lead created'])
  })

  test('begins after any event of it, by the header or the parameter', async () => {
    const owner = await client()
    const source = await follow(owner, LEADS)
    for (const name of ['a', 'b', 'c']) await aLead(owner, { name })
    await until(() => source.events.length === 3)
    source.close()
    const [first = '', second = ''] = source.heard.map(({ id }) => id)

    expect(names(await heard(await follow(owner, LEADS, { since: first }), 2))).toEqual(['b', 'c'])
    expect(names(await heard(await follow(owner, `${LEADS}&last_event_id=${second}`), 1))).toEqual(['c'])
    // A browser sends the parameter again that it began with.
    const again = await follow(owner, `${LEADS}&last_event_id=${first}`, { since: second })
    await aLead(owner, { name: 'd' })
    expect(names(await heard(again, 2))).toEqual(['c', 'd'])
    const all = await heard(await follow(owner, `${LEADS}&last_event_id=0-`), 4)
    expect(names(all)).toEqual(['a', 'b', 'c', 'd'])
  })

  test('says so when it cannot begin where it should', async () => {
    const owner = await client()
    await aLead(owner)
    const source = await follow(owner, LEADS, { since: '9223372036854775807-ev_elsewhere' })
    await aLead(owner, { name: 'after' })
    await until(() => source.events.length === 1)
    expect(source.heard[0]).toMatchObject({ type: 'gap', data: { reason: 'unknown_position' } })
    expect(names(source)).toEqual(['after'])
  })

  test('an event that takes in a later change comes again', async () => {
    const owner = await client()
    const source = await follow(owner, LEADS)
    const lead = await aLead(owner)
    for (const description of ['one', 'two']) {
      await owner.put(`/lead/${lead.id}/`, { description })
      await until(() => (source.events.at(-1)?.data as Json)?.description === description)
    }
    const [, one, two] = source.events
    expect(two?.id).toBe(one?.id)
    expect(String(two?.date_updated) > String(one?.date_updated)).toBe(true)
    expect(source.heard[2]?.id).not.toBe(source.heard[1]?.id)
  })

  test('gives signs of life, and with them the place that it is at', async () => {
    const owner = await client()
    const source = await follow(owner, '?action=deleted')
    const began = source.lastEventId
    skip(15_100)
    await aLead(owner)
    await until(() => source.signs > 1)
    expect(source.events).toEqual([])
    expect(source.lastEventId).not.toBe(began)
  })

  test('of a HEAD there is no more than the beginning, and other methods are refused', async () => {
    const owner = await client()
    const head = await owner.send('HEAD', '/event/stream/')
    expect([head.status, head.headers['content-type'], head.text]).toEqual([200, 'text/event-stream', ''])
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const reply = await owner.send(method, '/event/stream/', {})
      expect(reply.status).toBe(405)
      expect(reply.body.error).toContain(method)
    }
    expect((await owner.send('OPTIONS', '/event/stream/')).status).toBe((await owner.send('OPTIONS', '/event/')).status)
  })
})

describe('who sees what', () => {
  test('nobody without a key, and nothing of others', async () => {
    const [owner, other] = [await client(), await client()]
    const refused = await new EventSource(`${base}/event/stream/`, { key: 'key_wrong' }).open()
    expect(refused.response?.statusCode).toBe(401)
    const [ours, theirs] = [await follow(owner, LEADS), await follow(other, LEADS)]
    const lead = await aLead(owner, { name: 'ours' })
    await aLead(other, { name: 'theirs' })
    await until(() => ours.events.length > 0 && theirs.events.length > 0)
    const peeking = await follow(other, `?lead_id=${lead.id}`, { since: '0-' })
    await aLead(other, { name: 'more' })
    await until(() => theirs.events.length === 2)
    expect([names(ours), names(theirs), names(peeking)]).toEqual([['ours'], ['theirs', 'more'], []])
  })

  test('what is hidden from somebody is not told to them, now or later', async () => {
    const owner = await client()
    const [one, two] = [await member(owner, 'user'), await member(owner, 'user')]
    const [first, second] = [await follow(one), await follow(two)]
    const hidden = await aLead(owner, { name: 'hidden', visible_to: [one.userId] })
    await owner.post('/activity/note/', { lead_id: hidden.id, note: 'secret' })
    await aLead(owner, { name: 'open' })
    await until(() => first.events.length === 5 && second.events.length === 2)
    const made = ['lead created', 'activity.created created']
    expect(inShort(first)).toEqual([...made, 'activity.note created', ...made])
    expect(inShort(second)).toEqual(made)
    expect(names(second)).toContain('open')
    const later = await follow(two, '', { since: '0-' })
    await until(() => later.events.length > 0)
    expect(JSON.stringify(later.events)).not.toContain('hidden')
    expect(JSON.stringify(later.events)).not.toContain('secret')
  })

  test('a view of somebody is told to them alone, also by administrators', async () => {
    const owner = await client()
    const other = await member(owner, 'admin')
    const [mine, theirs] = [await follow(owner), await follow(other)]
    await owner.post('/saved_search/', { name: 'Mine', type: 'lead', query: 'name:x', is_shared: false })
    await aLead(owner)
    await until(() => mine.events.length === 3 && theirs.events.length === 2)
    expect(inShort(mine)).toEqual(['saved_search created', 'lead created', 'activity.created created'])
    expect(inShort(theirs)).toEqual(['lead created', 'activity.created created'])
  })

  test('whoever sees the leads that are assigned to them alone hears of those', async () => {
    const owner = await client()
    const field = (await owner.post('/custom_field/lead/', { name: 'Owner', type: 'user' })).body.id
    const role = await owner.post('/role/', {
      name: 'Field',
      permissions: ['edit_records'],
      visibility_user_lcf_ids: [field],
      visibility_user_lcf_behavior: 'require_assignment',
    })
    expect(role.status, role.text).toBeLessThan(300)
    const limited = await member(owner, role.body.id as string)
    const source = await follow(limited, LEADS)
    await aLead(owner, { name: 'not theirs' })
    await aLead(owner, { name: 'theirs', [`custom.${field}`]: limited.userId })
    await until(() => source.events.length === 1)
    expect(names(source)).toEqual(['theirs'])
  })

  test('what is old is without its values for all but administrators', async () => {
    const owner = await client()
    const user = await member(owner, 'user')
    await aLead(owner, { name: 'old' })
    await database().run(sql`update events set updated_at = updated_at - interval '2 hours'
      where organization_id = ${owner.organizationId}`)
    const query = '?object_type=lead&last_event_id=0-'
    const [all, some] = [await heard(await follow(owner, query), 1), await heard(await follow(user, query), 1)]
    expect(names(all)).toEqual(['old'])
    expect(some.events).toMatchObject([{ object_type: 'lead', data: null, previous_data: {} }])
    expect(some.events).toEqual(await log(user, 'object_type=lead'))
  })

  test('the stream of a key that is revoked ends, and says why', async () => {
    const owner = await client()
    const other = await member(owner, 'user')
    const source = await follow(other, LEADS)
    await database().run(sql`update api_keys set revoked_at = now() where membership_id =
      (select id from memberships where organization_id = ${owner.organizationId} and user_id = ${other.userId})`)
    await new Promise((resolve) => setTimeout(resolve, 2_100))
    skip(20_100)
    await aLead(owner, { name: 'after' })
    await until(() => source.end !== undefined)
    expect(source.heard.at(-1)).toMatchObject({ type: 'end', data: { reason: 'unauthenticated' } })
    expect([source.end, names(source).includes('after')]).toEqual(['whole', false])
  })

  test('asking again who it is uses up no limit', async () => {
    const owner = await client()
    await database().run(sql`update organizations set rate_limit = '{"limit": 1, "window": 3600}'
      where id = ${owner.organizationId}`)
    const other = await member(owner, 'user')
    const source = await follow(other, LEADS)
    expect((await other.get('/event/stream/')).status).toBe(429)
    for (let i = 1; i <= 3; i++) {
      skip(20_100 * i)
      await (await member(owner, 'admin'))
        .post('/lead/', { name: `${i}` })
        .then(({ status }) => expect(status).toBe(200))
      await until(() => source.events.length === i)
    }
    expect(source.end).toBeUndefined()
  })

  test('a role that changes is taken into account', async () => {
    const owner = await client()
    const other = await member(owner, 'user')
    const source = await follow(other, LEADS)
    await aLead(owner, { name: 'hidden', visible_to: [(await owner.get('/me/')).body.id] })
    await database().run(sql`update memberships set role_id = 'admin'
      where organization_id = ${owner.organizationId} and user_id = ${other.userId}`)
    await new Promise((resolve) => setTimeout(resolve, 2_100))
    skip(20_100)
    await aLead(owner, { name: 'hidden too', visible_to: [(await owner.get('/me/')).body.id] })
    await until(() => source.events.length > 0)
    expect(names(source)).toEqual(['hidden too'])
  })
})

describe('refused', () => {
  test.each([
    ['no position', '?last_event_id=yesterday', 'field-errors'],
    ['a number that is none of PostgreSQL', '?last_event_id=18446744073709551616-ev_x', 'field-errors'],
    ['a time', '?date_updated__gte=2026-01-01', 'error'],
    ['a cursor', '?_cursor=x', 'error'],
  ])('%s', async (_what, query, key) => {
    const reply = await (await client()).get(`/event/stream/${query}`)
    expect(reply.status).toBe(400)
    expect(reply.body).toHaveProperty(key)
  })

  test('more streams of a key than it may have; those that end make room', async () => {
    const owner = await client()
    const open: EventSource[] = []
    for (let i = 0; i < 20; i++) open.push(await follow(owner))
    const refused = await owner.get('/event/stream/')
    expect(refused).toMatchObject({ status: 429, body: { error: expect.stringContaining('20 streams') } })
    const metric = async () =>
      /^ajar_event_streams (\d+)$/m.exec(
        (await api.app().inject({ url: '/metrics', headers: { host: 'localhost' } })).body,
      )?.[1]
    expect(Number(await metric())).toBeGreaterThanOrEqual(20)
    for (const one of open) one.close()
    await expect.poll(metric).toBe('0')
    expect((await follow(owner)).response?.statusCode).toBe(200)
  })
})

test('while twenty write, readers that come and go get exactly their part of the log, in order', async () => {
  const owner = await client()
  const people = [owner, ...(await Promise.all([1, 2, 3, 4].map(() => member(owner, 'admin'))))]
  const leads: Json[] = []
  for (let i = 0; i < 5; i++) leads.push(await aLead(owner, { name: `${i}` }))
  const parts = {
    all: '',
    updates: 'object_type=lead&action=updated',
    notes: 'object_type=activity.note',
    one: `lead_id=${leads[0]?.id}`,
  }
  const begin = (await log(owner)).length
  const readers = await Promise.all(Object.values(parts).map((query) => follow(owner, `?${query}`)))

  let isWriting = true
  const coming = readers.map(async (reader, i) => {
    while (isWriting) {
      await new Promise((resolve) => setTimeout(resolve, 40 + 60 * i))
      reader.close()
      await until(() => reader.end !== undefined)
      await reader.open()
    }
  })
  await Promise.all(
    Array.from({ length: 20 }, async (_, writer) => {
      const as = people[writer % people.length] as Client
      for (let i = 0; i < 12; i++) {
        const lead = leads[(writer + i) % leads.length]
        if (i % 4 === 0) await aLead(as, { name: `${writer}.${i}` })
        else if (i % 4 === 1) await as.post('/activity/note/', { lead_id: lead?.id, note: `${writer}.${i}` })
        else await as.put(`/lead/${lead?.id}/`, { name: `${writer}.${i}` })
      }
    }),
  )
  isWriting = false
  await Promise.all(coming)

  const whole = await allOf(owner)
  for (const [i, query] of Object.values(parts).entries()) {
    const reader = readers[i] as EventSource
    const expected = whole.slice(begin).filter((event) => isOf(event, query))
    const latest = () => new Map(reader.events.map((event) => [event.id, event]))
    await until(() => expected.every((event) => latest().get(event.id)?.date_updated === event.date_updated))
    expect([...latest().values()].toSorted(byId)).toEqual(expected.toSorted(byId))
    const versions = reader.events.map((event) => `${event.id} ${event.date_updated}`)
    expect(new Set(versions).size).toBe(versions.length)
    const ids = reader.heard.map(({ id }) =>
      id
        .split('-')
        .map((part, at) => (at === 0 ? part.padStart(20, '0') : part))
        .join(),
    )
    expect(ids).toEqual(ids.toSorted())
  }
  expect(whole.length).toBeGreaterThan(100)
})

test('who reads slowly holds nobody up, nothing is kept for them, and they get all of it', {
  timeout: 60_000,
}, async () => {
  const owner = await client()
  const [slow, quick] = [await follow(owner, LEADS), await follow(owner, LEADS)]
  slow.response?.pause()
  const buffered = () => Math.max(...[...sockets].map(({ writableLength }) => writableLength))
  const description = 'x'.repeat(40_000)
  for (let i = 0; i < 10; i++) {
    await Promise.all(Array.from({ length: 50 }, (_, j) => aLead(owner, { name: `${i}.${j}`, description })))
  }
  await until(() => quick.events.length === 500)
  expect(slow.events.length).toBeLessThan(500)
  expect(buffered()).toBeLessThan(300_000)
  slow.response?.resume()
  await until(() => slow.events.length === 500)
  expect(slow.heard.map(({ id }) => id)).toEqual(quick.heard.map(({ id }) => id))
})

test('a connection that takes nothing for long is cut, and who comes again goes on', async () => {
  const owner = await client()
  const source = await follow(owner, LEADS)
  const real = globalThis.setTimeout
  const spy = vi.spyOn(globalThis, 'setTimeout')
  spy.mockImplementation(((act: () => void, ms?: number) => real(act, ms === 30_000 ? 300 : ms)) as typeof setTimeout)
  onTestFinished(() => spy.mockRestore())
  source.response?.pause()
  // More than the sockets between us hold.
  const description = 'x'.repeat(1_000_000)
  for (let i = 0; i < 24; i++) await aLead(owner, { name: `${i}`, description })
  await new Promise((resolve) => real(resolve, 600))
  source.response?.resume()
  await until(() => source.end !== undefined)
  const first = source.events.length
  expect([source.end, first < 24]).toEqual(['cut', true])
  await source.open()
  await until(() => source.events.length === 24)
  expect(names(source)).toEqual(Array.from({ length: 24 }, (_, i) => `${i}`))
})

const heard = async (source: EventSource, count: number) => {
  await until(() => source.events.length >= count)
  return source
}

/** The whole log, oldest first. */
async function allOf(as: Client): Promise<Json[]> {
  const rows: Json[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const reply: Awaited<ReturnType<Client['get']>> = await as.get(`/event/?_limit=200&_cursor=${cursor}`)
    rows.unshift(...[...rowsOf(reply)].reverse())
    cursor = reply.body.cursor_next as string | null
  }
  return rows
}

const isOf = (event: Json, query: string) =>
  [...new URLSearchParams(query)].every(([name, value]) => event[name] === value)

const byId = (a: Json, b: Json) => (String(a.id) < String(b.id) ? -1 : 1)

import sql, { raw } from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { type Client, type Json, useApi } from '../../../test/support/api.ts'
import { until } from '../../../test/support/until.ts'
import { plainly, type View } from '../../domain/view.ts'
import { storesIn } from '../store.ts'
import { BEGINNING, type EventPosition } from './eventFollow.ts'

const { client, member, database } = useApi()

const VIEW: View = {
  noun: 'event',
  entries: [
    ...plainly('id', 'objectId', 'action', 'data'),
    { key: 'updatedAt', path: 'updatedAt', render: 'isoTime' },
    { key: 'previous', path: 'previousData', render: 'plain' },
  ],
}
type Event = {
  readonly id: string
  readonly objectId: string
  readonly action: string
  readonly updatedAt: string
  readonly data: { readonly name: string }
  readonly previous: { readonly name?: string }
}

const storeOf = ({ organizationId }: Client) => storesIn(database())({ organizationId })

/** Everything that comes after a position, a few at a time, until nothing more comes and `isDone` says so. */
async function follow(api: Client, from: EventPosition, isDone: () => boolean): Promise<Event[]> {
  const store = storeOf(api)
  const taken: Event[] = []
  let position = from
  for (;;) {
    const done = isDone()
    const { events, ...step } = await store.eventsAfter(position, 7, VIEW)
    taken.push(...events.map(({ json }) => JSON.parse(json) as Event))
    position = step.position
    if (done && step.isEnd) return taken
  }
}

test('who follows the log while twenty write gets all of it, each change of an object after the one before', async () => {
  const api = await client()
  const people = [api, ...(await Promise.all([1, 2, 3, 4].map(() => member(api, 'admin'))))]
  const leads: Json[] = []
  for (let i = 0; i < 5; i++) leads.push((await api.post('/lead/', { name: `${i}` })).body)
  const start = await storeOf(api).endOfEvents()

  let writing = true
  const followed = follow(api, start, () => !writing)
  await Promise.all(
    Array.from({ length: 20 }, async (_, writer) => {
      const as = people[writer % people.length] as Client
      for (let i = 0; i < 12; i++) {
        const name = `${writer}.${i}`
        if (i % 4 === 0) await as.post('/lead/', { name })
        else await as.put(`/lead/${leads[(writer + i) % leads.length]?.id}/`, { name })
      }
    }),
  )
  writing = false
  const taken = await followed

  const log = (await follow(api, BEGINNING, () => true)).filter(
    ({ objectId, action }) => action === 'updated' || leads.every(({ id }) => id !== objectId),
  )
  const last = new Map(taken.map((event) => [event.id, event]))
  expect(last.size).toBeGreaterThan(100)
  expect([...last.keys()].toSorted()).toEqual(
    log
      .map(({ id }) => id)
      .filter((id) => last.has(id))
      .toSorted(),
  )
  for (const event of log.filter(({ id }) => last.has(id))) expect(last.get(event.id)).toEqual(event)
  // A version of an event that is taken in by a later one comes first, and none comes twice.
  const versions = taken.map(({ id, updatedAt }) => `${id} ${updatedAt}`)
  expect(new Set(versions).size).toBe(versions.length)
  for (const { id, name } of leads) {
    const changes = log.filter(({ objectId }) => objectId === id)
    expect(changes.map(({ previous }) => previous.name)).toEqual([
      name,
      ...changes.slice(0, -1).map(({ data }) => data.name),
    ])
  }
  const [{ count } = { count: 0 }] = await database().run<{ count: number }>(
    sql`select count(*)::int as count from events where organization_id = ${api.organizationId}
      and (transaction_id, id) > (${start.transactionId}::text::xid8, ${start.id})`,
  )
  expect(last.size).toBe(count)
})

test('nobody passes a change that is not there yet', async () => {
  const api = await client()
  const store = storeOf(api)
  const start = await store.endOfEvents()
  const names = async () =>
    (await store.eventsAfter(start, 10, VIEW)).events.map(({ json }) => (JSON.parse(json) as Event).data.name)
  let seen: string[] = []
  await database().transaction(async (slow) => {
    await slow.run(
      sql`insert into events (organization_id, id, object_type, object_id, action, data, previous_data, changed_fields, meta,
          created_at, updated_at)
        values (${api.organizationId}, 'ev_slow', 'lead', 'lead_slow', 'created', '{"name":"slow"}', '{}', '[]', '{}', now(), now())`,
    )
    await api.post('/lead/', { name: 'fast' })
    seen = await names()
  })
  expect(seen).toEqual([])
  expect(await names()).toEqual(['slow', 'fast', undefined])
})

test('old events are forgotten, the oldest first', async () => {
  const [api, other] = [await client(), await client()]
  await api.post('/lead/', { name: 'old' })
  await other.post('/lead/', { name: 'old' })
  await database().run(sql`update events set updated_at = now() - interval '10 days'`)
  await api.post('/lead/', { name: 'new' })
  const store = storeOf(api)
  const before = new Date(Date.now() - 5 * 86_400_000).toISOString()
  expect([await store.forgetEvents(before), await store.forgetEvents(before)]).toEqual([2, 0])
  const left = await follow(api, BEGINNING, () => true)
  expect(left.map(({ data }) => data.name).filter(Boolean)).toEqual(['new'])
  expect((await follow(other, BEGINNING, () => true)).length).toBe(2)
})

describe('a change that waited for one with a later transaction comes after it', () => {
  const waiting = (count: number) => async () => {
    const [row] = await database().run<{ count: number }>(
      sql`select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
    )
    return row?.count === count
  }
  /** What the log says of an object, when one change and then another wait for it. */
  async function told(
    api: Client,
    id: string,
    table: 'leads' | 'tasks',
    ...changes: readonly (() => Promise<unknown>)[]
  ) {
    const under: Promise<unknown>[] = []
    await database().transaction(async (slow) => {
      await slow.run(sql`select 1 from ${raw(table)} where id = ${id} for update`)
      for (const change of changes) {
        under.push(change())
        await until(waiting(under.length))
      }
    })
    await Promise.all(under)
    const log = await follow(api, BEGINNING, () => true)
    return log.flatMap(({ objectId, action, previous }) => (objectId === id ? [[action, previous]] : []))
  }

  test('of several leads', async () => {
    const api = await client()
    const source = await api.post('/lead/', { name: 'source' })
    const id = String((await api.post('/lead/', { name: 'before' })).body.id)
    expect(
      await told(
        api,
        id,
        'leads',
        () => api.put(`/lead/${id}/`, { name: 'after' }),
        () => api.post('/lead/merge/', { source: source.body.id, destination: id }),
      ),
    ).toEqual([
      ['created', {}],
      ['updated', expect.objectContaining({ name: 'before' })],
      ['merged', expect.not.objectContaining({ name: 'before' })],
    ])
  })

  test('of what is deleted along', async () => {
    const api = await client()
    const lead = await api.post('/lead/', { name: 'lead' })
    const id = String((await api.post('/task/', { lead_id: lead.body.id, text: 'before' })).body.id)
    expect(
      await told(
        api,
        id,
        'tasks',
        () => api.put(`/task/${id}/`, { text: 'after' }),
        () => api.delete(`/lead/${lead.body.id}/`),
      ),
    ).toEqual([
      ['created', {}],
      ['updated', expect.objectContaining({ text: 'before' })],
      ['deleted', expect.objectContaining({ text: 'after' })],
    ])
  })
})

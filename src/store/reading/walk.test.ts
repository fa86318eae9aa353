import fc from 'fast-check'
import sql from 'sql-template-tag'
import { beforeAll, expect, test } from 'vitest'
import { type Client, useApi } from '../../../test/support/api.ts'
import { expectForAll } from '../../../test/support/laws.ts'
import type { OneView } from '../../domain/view.ts'
import type { ListQuery, PathOrder } from '../../search/listQuery.ts'
import { horizonOf } from '../database/horizon.ts'
import { type Store, storesIn } from '../store.ts'
import { BEGINNING, type Position } from './walk.ts'

const { client, database } = useApi()
const view: OneView = { noun: 'opportunity', entries: [{ key: 'id', path: 'id', render: 'plain' }] }

let api: Client
let store: Store
beforeAll(async () => {
  api = await client()
  store = storesIn(database())({ organizationId: api.organizationId })
  const lead = (await api.post('/lead/', { name: 'Looms', contacts: [{ name: 'Ida' }, { title: 'Buyer' }] })).body
  for (let i = 0; i < 24; i++) {
    const sent = await api.post('/opportunity/', {
      lead_id: lead.id,
      contact_id: [lead.contact_ids?.[0], lead.contact_ids?.[1], null][i % 3],
      confidence: 25 * (i % 4),
      value: i % 5 === 0 ? null : 100 * (i % 7),
      date_won: i % 2 === 0 ? null : `2026-01-0${(i % 4) + 1}`,
      date_created: `2026-02-0${(i % 6) + 1}`,
    })
    if (sent.status !== 200) throw new Error(JSON.stringify(sent.body))
  }
})

const PATHS = ['value', 'wonOn', 'confidence', 'createdAt', 'updatedAt', 'contact.name', 'status.label', 'id']
const order: fc.Arbitrary<PathOrder[]> = fc.array(
  fc.record({ path: fc.constantFrom(...PATHS), descending: fc.boolean() }),
  { minLength: 1, maxLength: 4 },
)

test('a walk in any order, with pages of any size, is the list', async () => {
  await expectForAll(fc.record({ order, limit: fc.integer({ min: 1, max: 9 }) }), async (query) => {
    const whole = await store.list('opportunity', { ...query, where: [], limit: 100, skip: 0 }, view)
    expect(whole.rows).toHaveLength(24)
    expect(await walked({ ...query, where: [], skip: 0 })).toEqual(whole.rows)
  })
})

async function walked(query: ListQuery): Promise<string[]> {
  const rows: string[] = []
  for (let position: Position | null = BEGINNING; position !== null; ) {
    const step = await store.walk('opportunity', query, view, position)
    rows.push(...step.rows)
    position = step.next
  }
  return rows
}

test('the horizon is now, unless somebody writes', async () => {
  const now = async () =>
    (await database().run<{ now: string }>(sql`select clock_timestamp()::text as now`))[0]?.now ?? ''
  const before = await now()
  await database().transaction(async (tx) => {
    await tx.run(sql`select 1`)
    const reading = await now()
    // Who only reads so far will take a later moment.
    expect((await horizonOf(database())) > reading).toBe(true)
    const [begun] = await tx.run<{ at: string }>(sql`select now()::text as at from pg_current_xact_id()`)
    expect(begun?.at).toBeDefined()
    expect((begun?.at ?? '') > before && (begun?.at ?? '') < reading).toBe(true)
    expect(await horizonOf(database())).toBe(begun?.at)
  })
  expect((await horizonOf(database())) > before).toBe(true)
})

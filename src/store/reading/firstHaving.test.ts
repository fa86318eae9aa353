import sql from 'sql-template-tag'
import { expect, test } from 'vitest'
import { useDatabase } from '../../../test/support/database.ts'
import { randomFrom } from '../../../test/support/random.ts'
import { aSearchedOrganization } from '../../../test/support/searchGround.ts'
import { NOW, randomRecords } from '../../../test/support/searchRecords.ts'
import { randomHaving } from '../../../test/support/searchTrees.ts'
import type { ListQuery } from '../../search/listQuery.ts'
import { recountTotals } from '../totals/totals.ts'
import { after } from './beginning.ts'
import { firstHaving } from './firstHaving.ts'
import { orderBy } from './keyset.ts'
import { count, type Selection, selection } from './read.ts'

const SEED = Number(process.env.AJAR_TEST_SEED ?? Date.now() % 2 ** 31)

const database = useDatabase()

// In an organization of a million each of these happens; here the reach is short instead.
test.each([
  ['all are found and enough are among the newest', { found: 1000, newest: 1000 }],
  ['few of the newest are walked through', { found: 1000, newest: 3 }],
  ['more are found than is quick', { found: 2, newest: 1000 }],
])(
  `as many are counted, and the list begins the same, where %s, AJAR_TEST_SEED=${SEED}`,
  { timeout: 60_000 },
  async (_what, reach) => {
    const random = randomFrom(SEED)
    const { ground, groups, fill } = await aSearchedOrganization(database(), random)
    const records = randomRecords(random, ground)
    await fill(records)
    // As a rule what a deleted lead has is deleted with it; whoever wrote at the same moment may not have known.
    await database().run(sql`update leads set deleted_at = ${NOW}, deleted_with = id
    where organization_id = ${ground.organizationId} and hashtext(id) % 4 = 0`)
    await recountTotals(database())
    const principals = [ground.users[0]?.id ?? '', ...Object.keys(groups)]
    const scope = {
      organizationId: ground.organizationId,
      offsetHours: 0,
      ...(random.chance(0.5) ? { principals } : {}),
    }
    let otherwise = 0
    for (let i = 0; i < 150; i++) {
      const matches = randomHaving({ random, ground, records })
      const descending = random.chance(0.7)
      const order = ['createdAt', 'id'].map((path) => ({ path, descending }))
      const where = [{ object: 'lead' as const, matches, clock: { now: NOW, offsetHours: 0 } }]
      const query: ListQuery = { where, order, limit: 0, skip: 0 }
      const whole = selection(scope, 'lead', where, order)
      expect(await count(database(), scope, 'lead', where), JSON.stringify(matches)).toBe(
        (await placesOf(whole)).length,
      )
      const most = 1 + random.below(4)
      const place = random.pick([null, ...(await placesOf(whole))])
      const stretch = sql` and ${after(whole.order, place)}`
      const first = firstHaving(scope, 'lead', query, whole, { most, place }, reach)
      if (first !== whole) otherwise += 1
      const limit = sql` limit ${most}`
      const expected = await placesOf(whole, stretch, limit)
      expect(await placesOf(first, stretch, limit), JSON.stringify(matches)).toEqual(expected)
    }
    expect(otherwise).toBeGreaterThan(75)
  },
)

/** The places of the leads of a list, in their order. */
async function placesOf({ beginning, from, where, order }: Selection, stretch = sql``, limit = sql``) {
  const rows = await database().run<{ place: string[] }>(
    sql`${beginning}select array[t.created_at::text, t.id] as place from ${from} where ${where}${stretch} order by ${orderBy(order)}${limit}`,
  )
  return rows.map(({ place }) => place)
}

import sql, { join, raw } from 'sql-template-tag'
import type { Database, Runner } from '../src/store/database/database.ts'
import { recountTotals } from '../src/store/totals/totals.ts'
import { rowsOf } from './searchRows.ts'
import { type WordLists, wordLists } from './searchWords.ts'

/** What the rows are made for: an organization that is set up, its members, statuses and custom fields. */
export type Plot = {
  readonly organizationId: string
  readonly users: readonly string[]
  readonly leadStatuses: readonly string[]
  readonly stages: readonly string[]
  readonly fields: Readonly<Record<'industry' | 'seats' | 'renewal' | 'source' | 'role' | 'product', string>>
  readonly leads: number
}

const BATCH = 25_000
const AT_ONCE = 2

const SETTINGS = [
  // What a row refers to is there, for it is made here; to look for each of them takes longer than all the rest.
  'session_replication_role = replica',
  'synchronous_commit = off',
  // The words are few and asked for a million times.
  'enable_nestloop = off',
  'enable_mergejoin = off',
  "work_mem = '256MB'",
]

/**
 * Fills an organization as years of selling would: names, cities and statuses of which some are everywhere and most are
 * rare, leads that nobody called and some with thousands of activities. 1.5 contacts, 1 opportunity, 5 activities and
 * half a task for each lead. The same data each time, but for the day it ends on.
 */
export async function fillForSearch(database: Database, plot: Plot): Promise<void> {
  const lists = wordLists()
  let next = 0
  const worker = async () => {
    while (next < plot.leads) {
      const first = next
      next = Math.min(first + BATCH, plot.leads)
      const last = next - 1
      await database.transaction((tx) => addBatch(tx, plot, lists, first, last))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  await addUp(database, plot.organizationId)
}

async function addBatch(tx: Runner, plot: Plot, lists: WordLists, first: number, last: number): Promise<void> {
  for (const setting of SETTINGS) await tx.run(raw(`set local ${setting}`))
  const names = Object.keys(lists)
  await tx.run(
    raw(`create temp table words (${names.map((name) => `"${name}" text`).join(', ')}, n int) on commit drop`),
  )
  const columns = Object.values(lists).map((rows) => sql`${rows}::text[]`)
  await tx.run(sql`insert into words select * from unnest(${join(columns)}) with ordinality`)
  await tx.run(raw('update words set n = n - 1'))
  await tx.run(raw('analyze words'))
  for (const statement of rowsOf(plot, first, last)) await tx.run(raw(statement))
}

/** The totals that Ajar keeps, which are right from then on. */
async function addUp(database: Database, organizationId: string): Promise<void> {
  await recountTotals(database)
  await database.run(sql`insert into opportunity_sums
    select organization_id, 0, user_id, status_id, value_period, count(*), sum(value), sum(value * confidence)
    from opportunities where organization_id = ${organizationId} group by organization_id, user_id, status_id, value_period`)
}

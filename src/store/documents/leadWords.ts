import sql, { raw, type Sql } from 'sql-template-tag'
import type { Database, Runner } from '../database/database.ts'
import { locksWords, recountSql } from '../totals/leadWordCounts.ts'
import { hiddenIdsSql } from './hiddenWords.ts'

const COLUMNS = raw('organization_id, lead_id, created_at, words, hidden_words')

/**
 * A part of a statement that notes whose documents it wrote.
 * @param sources queries for the `organization_id` and `lead_id` of these documents, as they are and as they were
 */
export const dueSql = (sources: readonly string[]): Sql =>
  raw(`due as (insert into lead_words_due (organization_id, lead_id)
    select distinct x.organization_id, x.lead_id from (${sources.join(' union all ')}) x where x.lead_id is not null)`)

/** How many leads of each organization wait for their words to be gathered, up to a limit. */
export async function leadsDue(database: Database, limit: number): Promise<ReadonlyMap<string, number>> {
  const rows = await database.run<{ organizationId: string; count: number }>(
    sql`select d.organization_id as "organizationId", count(*)::int as count
      from (select organization_id from lead_words_due limit ${limit}) d group by 1`,
  )
  return new Map(rows.map(({ organizationId, count }) => [organizationId, count]))
}

/**
 * Gathers the words of some leads that are due. One after the other: of two that do it at once, the slower would put back
 * what the faster had seen no longer.
 * @returns how many leads; 0 when none is left, or when they are being gathered elsewhere
 */
export async function gatherLeadWords(database: Database, organizationId: string, limit: number): Promise<number> {
  return database.transaction(async (tx) => {
    return (await locksWords(tx, organizationId)) ? gather(tx, organizationId, limit) : 0
  })
}

// What a statement does not see it does not delete: a lead that somebody else is writing to stays due.
async function gather(tx: Runner, organizationId: string, limit: number): Promise<number> {
  const [done] = await tx.run<{ count: number }>(sql`with
    due as materialized (select distinct d.lead_id from (
      select lead_id from lead_words_due where organization_id = ${organizationId} order by lead_id limit ${limit}) d),
    made as materialized (${wordsSql(sql`l.organization_id = ${organizationId} and l.id in (select d.lead_id from due d)`)}),
    kept as (insert into lead_words as w (${COLUMNS}) select * from made
      on conflict (organization_id, lead_id) do update
      set created_at = excluded.created_at, words = excluded.words, hidden_words = excluded.hidden_words
      where (w.created_at, w.words, w.hidden_words) is distinct from (excluded.created_at, excluded.words, excluded.hidden_words)),
    gone as (delete from lead_words w using due where w.organization_id = ${organizationId} and w.lead_id = due.lead_id
      and not exists (select 1 from made m where m.lead_id = w.lead_id)),
    ${recountSql(organizationId)},
    done as (delete from lead_words_due d using due where d.organization_id = ${organizationId} and d.lead_id = due.lead_id)
    select count(*)::int as count from due`)
  return done?.count ?? 0
}

/** Gathers the words of all leads anew. */
export const regatherSql = sql`insert into lead_words (${COLUMNS}) ${wordsSql(raw('true'))}`

/** A query for the rows of those leads `l` that have any words. */
function wordsSql(where: Sql): Sql {
  return sql`select l.organization_id, l.id as lead_id, l.created_at, o.words, o.hidden_words from leads l
      cross join lateral lead_words_of(l.organization_id, l.id, ${hiddenIdsSql()}) o
      where ${where} and l.deleted_at is null
        and exists (select 1 from search_documents s where s.organization_id = l.organization_id and s.lead_id = l.id)`
}

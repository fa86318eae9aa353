import sql, { type Sql } from 'sql-template-tag'
import type { Database, Runner } from '../database/database.ts'
import type { Gathered } from '../search/gathered.ts'

/** What more leads match is counted once, and the number kept. */
const MANY = 20_000
const MOST_KEPT = 100
const TOUCHED_HOURS = 1

/**
 * A query for the `count` of leads that are found by words. Where it is kept, those that have to be looked at closely are
 * taken out of it, and those of them that match are put in. `worth` is the query that {@link keepCount} is worth it for.
 */
export function wordCountSql(organizationId: string, found: Gathered): Sql {
  const { isGathered, query } = found
  const close = sql`(select lead_id from close)`
  const ofWords = sql`select count(*) from lead_words w where w.organization_id = ${organizationId} and w.words @@ ${query}`
  return sql`select x.count, case when x.is_gathered and x.used_at is null and x.count >= ${MANY}
        or x.used_at < now() - ${TOUCHED_HOURS} * interval '1 hour' then ${query}::text end as worth
    from (
      ${found.beginning}select g.is_gathered, k.used_at, (select count(*) from looked) + case
        when not g.is_gathered then 0
        when k.count is null then (${ofWords} and w.lead_id not in ${close})
        else k.count - (${ofWords} and w.lead_id = any(array${close})) end as count
      from (select ${isGathered} as is_gathered) g
      left join lead_word_counts k on k.organization_id = ${organizationId} and k.query = ${query}::text) x`
}

/** SQL for how many leads are known to match words, if that is known. */
export const keptCountSql = (organizationId: string, query: Sql): Sql =>
  sql`(select k.count from lead_word_counts k where k.organization_id = ${organizationId} and k.query = ${query}::text)`

/**
 * Parts of the statement that gathers words which keep the counts right: of the leads in `due`, those that matched before no
 * longer count, and those count whose words in `made` match.
 */
export const recountSql = (organizationId: string): Sql => sql`
  before as materialized (select w.words from lead_words w
    where w.organization_id = ${organizationId} and w.lead_id = any(array(select d.lead_id from due d))),
  changed as materialized (select q.query, (select count(*) from made m where m.words @@ q.asked)
      - (select count(*) from before b where b.words @@ q.asked) as more
    from (select o.query, o.query::tsquery as asked from lead_word_counts o
      where o.organization_id = ${organizationId} offset 0) q),
  counted as (update lead_word_counts k set count = k.count + x.more from changed x
    where k.organization_id = ${organizationId} and k.query = x.query and x.more <> 0)`

/** What of one database waits to be kept: one after the other, as only one can be at a time. */
type Line = { end: Promise<void>; readonly waiting: Set<string> }
const lines = new WeakMap<Database, Line>()
// What is too much now is asked for again.
const MOST_WAITING = 20

/** Keeps a count when there is time for it. Whoever asked does not wait for that. */
export function keepLater(database: Database, organizationId: string, query: string): void {
  const line = lines.get(database) ?? { end: Promise.resolve(), waiting: new Set() }
  lines.set(database, line)
  const key = `${organizationId} ${query}`
  if (line.waiting.has(key) || line.waiting.size >= MOST_WAITING) return
  line.waiting.add(key)
  line.end = line.end
    .then(() => keepCount(database, organizationId, query))
    .catch(() => undefined)
    .finally(() => line.waiting.delete(key))
}

/** Keeps how many leads match a query, or notes that this was asked for; counts that nobody has asked for longest make room. */
export async function keepCount(database: Database, organizationId: string, query: string): Promise<void> {
  await database.transaction(async (tx) => {
    // While words are being gathered nobody else knows how many there will be.
    if (!(await locksWords(tx, organizationId))) return
    await tx.run(sql`insert into lead_word_counts as k (organization_id, query, count)
      select ${organizationId}, ${query}, coalesce(
        (select o.count from lead_word_counts o where o.organization_id = ${organizationId} and o.query = ${query}),
        (select count(*) from lead_words w where w.organization_id = ${organizationId} and w.words @@ ${query}::tsquery))
      on conflict (organization_id, query) do update set used_at = now()`)
    await tx.run(sql`delete from lead_word_counts where organization_id = ${organizationId} and query in (
      select o.query from lead_word_counts o where o.organization_id = ${organizationId}
      order by o.used_at desc offset ${MOST_KEPT})`)
  })
}

/** Keeps others from gathering the words of an organization until the end of the transaction; false when somebody does so. */
export async function locksWords(tx: Runner, organizationId: string): Promise<boolean> {
  const [lock] = await tx.run<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`lead words of ${organizationId}`}, 0)) as mine`,
  )
  return lock?.mine === true
}

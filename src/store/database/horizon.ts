import sql, { type Sql } from 'sql-template-tag'
import type { Runner } from './database.ts'

/**
 * A moment on the clock of the database before which nothing will appear any more: whatever a write stamps before it can
 * be seen by every statement that begins after this one. It is now, or the beginning of the oldest transaction that
 * still writes.
 *
 * That holds because a write takes its stamp (`stampSql`) after it has an id as a transaction, and it is listed as one
 * that writes from then on until everybody sees what it wrote. So one that is not listed here has not taken its stamp
 * yet, and takes a later one; docs/adr/0015-stable-paging.md.
 */
export async function horizonOf(runner: Runner): Promise<string> {
  const [row] = await runner.run<{ horizon: string }>(
    sql`select least(now(), min(a.xact_start))::text as horizon from pg_stat_activity a
      where a.datname = current_database() and a.backend_xid is not null and a.backend_type <> 'autovacuum worker'`,
  )
  if (row === undefined) throw new Error('an aggregate has a row')
  return row.horizon
}

/** The moment of a write, as a relation of one row: what its author calls now, and the stamp that rows get in its place. */
export const stampSql = (now: string): Sql => sql`stamp as materialized (
  select ${now}::timestamptz as said, case when pg_current_xact_id() is not null then clock_timestamp() end as at)`

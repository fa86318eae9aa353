import sql, { raw } from 'sql-template-tag'
import type { Scope } from '../domain/permission.ts'
import type { View } from '../domain/view.ts'
import type { Runner } from './database.ts'
import { projection } from './projection.ts'
import { visible } from './read.ts'
import { relationsFor, viewer, withSql } from './visibility.ts'

/** Where an event stands in the order in which changes came to be there for others. */
export type EventPosition = { readonly transactionId: string; readonly id: string }

/** An event as a follower takes it. */
export type FollowedEvent = { readonly position: EventPosition; readonly json: string }

/**
 * The end of the log: whoever follows it from here gets all that comes from now on, and what came just before while
 * somebody who had begun earlier was still writing.
 */
export async function endOfEvents(runner: Runner): Promise<EventPosition> {
  return { transactionId: await firstUnsettled(runner), id: '' }
}

/**
 * The next events after a position, oldest first: each once, and those of an object in the order of its changes. One that
 * takes in a later change comes again. What follows a transaction that is still under way waits for it, so nobody can
 * pass an event that is not there yet.
 */
export async function eventsAfter(
  runner: Runner,
  scope: Scope,
  after: EventPosition,
  limit: number,
  view: View,
): Promise<readonly FollowedEvent[]> {
  const unsettled = await firstUnsettled(runner)
  const { json, joins } = projection(view, 't', relationsFor(scope))
  const rows = await runner.run<EventPosition & { json: string }>(
    sql`${withSql(viewer(scope))}select t.transaction_id::text as "transactionId", t.id, ${raw(json)}::text as json
      from (select t.* from events t where ${visible(scope, 'event')}
        and (t.transaction_id, t.id) > (${after.transactionId}::text::xid8, ${after.id})
        and t.transaction_id < ${unsettled}::text::xid8
        order by t.transaction_id, t.id ${raw(`limit ${Math.trunc(limit)}`)}) t
      ${raw(joins.join('\n'))} order by t.transaction_id, t.id`,
  )
  return rows.map(({ transactionId, id, json: text }) => ({ position: { transactionId, id }, json: text }))
}

/**
 * The number of the oldest transaction that still writes to this database, or the next one that will. All older ones are
 * over before this answers, so a statement that begins after it sees what they wrote. PostgreSQL knows the same of all
 * databases together (`pg_snapshot_xmin`), but a load that somebody runs for hours in another one must not hold us up.
 * Sessions show 32 bits of their number; the rest is that of the next one, or one less.
 */
async function firstUnsettled(runner: Runner): Promise<string> {
  const [row] = await runner.run<{ first: string }>(
    sql`select (n.next - coalesce(max(a.age) filter (where a.age < 2147483648), 0))::text as first
      from (select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next) n
      left join lateral (
        select ((n.next - s.backend_xid::text::bigint) % 4294967296 + 4294967296) % 4294967296 as age
        from pg_stat_activity s where s.datname = current_database() and s.backend_xid is not null) a on true
      group by n.next`,
  )
  if (row === undefined) throw new Error('there is always a next transaction')
  return row.first
}

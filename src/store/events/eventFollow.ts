import sql, { join, raw } from 'sql-template-tag'
import type { Scope } from '../../domain/permission.ts'
import type { View } from '../../domain/view.ts'
import type { Comparison } from '../../search/listQuery.ts'
import type { Runner } from '../database/database.ts'
import { relationsFor, viewer, withSql } from '../people/visibility.ts'
import { Joins, projection } from '../projection/projection.ts'
import { conditionSql, visible } from '../reading/read.ts'

/** Where an event stands in the order in which changes came to be there for others. */
export type EventPosition = { readonly transactionId: string; readonly id: string }

/** An event as a follower takes it. */
export type FollowedEvent = { readonly position: EventPosition; readonly json: string }

/** The events of a stretch of the log. */
export type EventStep = {
  readonly events: readonly FollowedEvent[]
  /** Where the stretch ends, and the next one begins. */
  readonly position: EventPosition
  /** There was no more at that moment. */
  readonly isEnd: boolean
}

/** Before all events. */
export const BEGINNING: EventPosition = { transactionId: '0', id: '' }

/** Whether a position comes after another one. */
export function isBeyond(one: EventPosition, other: EventPosition): boolean {
  const [a, b] = [BigInt(one.transactionId), BigInt(other.transactionId)]
  return a > b || (a === b && one.id > other.id)
}

/**
 * The end of the log: whoever follows it from here gets all that comes from now on, and what came just before while
 * somebody who had begun earlier was still writing.
 */
export async function endOfEvents(runner: Runner): Promise<EventPosition> {
  return { transactionId: await firstUnsettled(runner), id: '' }
}

/** Where the latest of an organization's events is that are there for all. */
export async function latestEvent(runner: Runner, organizationId: string): Promise<EventPosition> {
  const unsettled = await firstUnsettled(runner)
  const [row] = await runner.run<EventPosition>(
    sql`select t.transaction_id::text as "transactionId", t.id from events t
      where t.organization_id = ${organizationId} and t.transaction_id < ${unsettled}::text::xid8
      order by t.transaction_id desc, t.id desc limit 1`,
  )
  return row ?? BEGINNING
}

/** A stretch of the log: so many events after a position, and which of them are wanted. */
type Following = {
  readonly after: EventPosition
  readonly limit: number
  readonly where: readonly Comparison[]
}

/**
 * The next events after a position, oldest first: each once, and those of an object in the order of its changes. One that
 * takes in a later change comes again. What follows a transaction that is still under way waits for it, so nobody can
 * pass an event that is not there yet. However few are wanted, a step is no longer than its limit.
 */
export async function eventsAfter(
  runner: Runner,
  scope: Scope,
  { after, limit, where }: Following,
  view: View,
): Promise<EventStep> {
  const unsettled = await firstUnsettled(runner)
  const relations = relationsFor(scope)
  const { json, joins } = projection(view, 't', relations)
  const own = new Joins('t', relations)
  const wanted = [visible(scope, 'event'), ...where.map((one) => conditionSql(scope, 'event', one, own))]
  const rows = await runner.run<EventPosition & { json: string | null }>(
    sql`${withSql(viewer(scope))}select t.transaction_id::text as "transactionId", t.id,
        case when ${join(wanted, ' and ')} then ${raw(json)}::text end as json
      from (select t.* from events t where t.organization_id = ${scope.organizationId}
        and (t.transaction_id, t.id) > (${after.transactionId}::text::xid8, ${after.id})
        and t.transaction_id < ${unsettled}::text::xid8
        order by t.transaction_id, t.id ${raw(`limit ${Math.trunc(limit)}`)}) t
      ${raw([...new Set([...joins, ...own.list()])].join('\n'))} order by t.transaction_id, t.id`,
  )
  const places = rows.map(({ transactionId, id }) => ({ transactionId, id }))
  return {
    events: rows.flatMap(({ json: text }, i) => (text === null ? [] : [{ position: places[i] ?? after, json: text }])),
    position: places.at(-1) ?? after,
    isEnd: rows.length < limit,
  }
}

/**
 * The number of the oldest transaction that still writes to this database, or the next one that will. All older ones are
 * over before this answers, so a statement that begins after it sees what they wrote. PostgreSQL knows the same of all
 * databases together (`pg_snapshot_xmin`), but a load that somebody runs for hours in another one must not hold us up; nor
 * must PostgreSQL tidying up a large table, which writes no events.
 * Sessions show 32 bits of their number; the rest is that of the next one, or one less.
 */
async function firstUnsettled(runner: Runner): Promise<string> {
  const [row] = await runner.run<{ first: string }>(
    sql`select (n.next - coalesce(max(a.age) filter (where a.age < 2147483648), 0))::text as first
      from (select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next) n
      left join lateral (
        select ((n.next - s.backend_xid::text::bigint) % 4294967296 + 4294967296) % 4294967296 as age
        from pg_stat_activity s where s.datname = current_database() and s.backend_xid is not null
          and s.backend_type <> 'autovacuum worker') a on true
      group by n.next`,
  )
  if (row === undefined) throw new Error('there is always a next transaction')
  return row.first
}

import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { Scope } from '../../domain/permission.ts'
import type { View } from '../../domain/view.ts'
import type { Comparison } from '../../search/listQuery.ts'
import { type Runner, UNNAMED } from '../database/database.ts'
import { relationsFor, viewer, withSql } from '../people/visibility.ts'
import { Joins, projection } from '../projection/projection.ts'
import { conditionSql, visible } from '../reading/read.ts'

/** Where an event stands in the log as it is read: by its last change. */
export type EventPlace = { readonly at: string; readonly id: string }

/** A part of the log: what matches, newest first, beyond a place towards older events or newer ones. */
export type EventQuery = {
  readonly where: readonly Comparison[]
  readonly limit: number
  readonly beyond?: EventPlace
  readonly newer?: boolean
}

export type EventPage = {
  /** The events as JSON text, as the view shows them, newest first. */
  readonly rows: readonly string[]
  readonly first: EventPlace | undefined
  readonly last: EventPlace | undefined
  /** Whether there are more in the direction that was asked for. */
  readonly hasMore: boolean
}

/** A page of the log. Whatever the filters, it is read from an index that has its order. */
export async function readEvents(runner: Runner, scope: Scope, query: EventQuery, view: View): Promise<EventPage> {
  const { json, joins } = projection(view, 't', relationsFor(scope))
  const kinds = kindsSql(scope, query.where)
  const recursive =
    kinds === undefined ? withSql(viewer(scope)) : sql`with recursive ${join([...viewer(scope), kinds], ',\n')} `
  const order = orderSql(query)
  const rows = await runner.run<EventPlace & { json: string }>(
    // Which index is the best depends on the values: one lead has ten events, another a hundred thousand.
    sql`${raw(UNNAMED)}${recursive}select t.updated_at::text as at, t.id, ${raw(json)}::text as json
      from (${kinds === undefined ? pageSql(scope, query, empty) : pagesSql(scope, query)}) t
      ${raw(joins.join('\n'))} order by ${order}`,
  )
  const shown = rows.slice(0, query.limit)
  if (query.newer === true) shown.reverse()
  const [first, last] = [shown[0], shown.at(-1)]
  return { rows: shown.map((row) => row.json), first, last, hasMore: rows.length > query.limit }
}

function pageSql(scope: Scope, query: EventQuery, also: Sql): Sql {
  const joins = new Joins('t', relationsFor(scope))
  const conditions = query.where.map((condition) => conditionSql(scope, 'event', condition, joins))
  return sql`select t.* from events t where ${join([visible(scope, 'event'), ...conditions], ' and ')}
    ${beyondSql(query)} ${also} ${lastSql(query)}`
}

/** The same, put together from a page of each kind of event that there is. */
const pagesSql = (scope: Scope, query: EventQuery) => sql`select t.* from kinds k cross join lateral (
  ${pageSql(scope, query, sql`and t.object_type = k.object_type and t.action = k.action`)}) t ${lastSql(query)}`

// The limit stands in the text: a planner that does not know it would rather sort everything.
const lastSql = (query: EventQuery) => sql`order by ${orderSql(query)} ${raw(`limit ${Math.trunc(query.limit) + 1}`)}`

const orderSql = ({ newer }: EventQuery) => raw(newer === true ? 't.updated_at, t.id' : 't.updated_at desc, t.id desc')

function beyondSql({ beyond, newer }: EventQuery): Sql {
  if (beyond === undefined) return empty
  return sql`and (t.updated_at, t.id) ${raw(newer === true ? '>' : '<')} (${beyond.at}::timestamptz, ${beyond.id})`
}

/**
 * The kinds of event there are, by object type and action, each found by one look into an index. Events of a user or of a
 * type are in order only within a kind, so that a rare kind among many events is found as fast as a frequent one.
 * Undefined where the filters have an index of their own.
 */
function kindsSql({ organizationId }: Scope, where: readonly Comparison[]): Sql | undefined {
  const value = (path: string) => where.find((one) => one.path === path && one.op === 'eq')?.value ?? undefined
  const [userId, objectType, action] = [value('userId'), value('objectType'), value('action')]
  if (['objectId', 'leadId', 'requestId'].some((path) => value(path) !== undefined)) return undefined
  if (objectType !== undefined && action !== undefined) return undefined
  if (userId === undefined && objectType === undefined && action === undefined) return undefined
  // A user's are looked for in all organizations, so that there is but one index for it; the pages are of this one.
  const own = [
    userId === undefined ? sql`e.organization_id = ${organizationId}` : sql`e.user_id = ${userId}`,
    ...(objectType === undefined ? [] : [sql`e.object_type = ${objectType}`]),
  ]
  const next = (after: Sql) => sql`select e.object_type, e.action from events e where ${join(own, ' and ')} ${after}
    order by e.object_type, e.action limit 1`
  // Beside a type that is given, PostgreSQL would not begin at both, but read all that is of the type.
  const further =
    objectType === undefined
      ? sql`and (e.object_type, e.action) > (k.object_type, k.action)`
      : sql`and e.action > k.action`
  const wanted = action === undefined ? empty : sql` where action = ${action}`
  return sql`every_kind as ((${next(empty)}) union all
      select n.* from every_kind k cross join lateral (
        ${next(further)}) n),
    kinds as (select * from every_kind${wanted})`
}

const FORGOTTEN_AT_ONCE = 5000

/** Forgets some of the events that were last changed before an instant, the oldest first; says how many. */
export async function forgetEvents(runner: Runner, organizationId: string, before: string): Promise<number> {
  const rows = await runner.run(
    sql`delete from events t where t.organization_id = ${organizationId} and t.id = any(array(
      select e.id from events e where e.organization_id = ${organizationId} and e.updated_at < ${before}::timestamptz
      order by e.updated_at, e.id limit ${FORGOTTEN_AT_ONCE})) returning t.id`,
  )
  return rows.length
}

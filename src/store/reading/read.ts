import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { type NounName, resolvePath } from '../../domain/catalogue.ts'
import { valueType } from '../../domain/noun.ts'
import type { Scope } from '../../domain/permission.ts'
import type { View } from '../../domain/view.ts'
import type { Condition, Operator, Order } from '../../search/listQuery.ts'
import { type Database, type Runner, UNNAMED } from '../database/database.ts'
import { isDeletable } from '../nouns/table.ts'
import { tableOf, tables } from '../nouns/tables.ts'
import { hidesAnything } from '../people/hides.ts'
import { relationsFor, seenSql, sightOf, viewer, withSql } from '../people/visibility.ts'
import { Joins, projection } from '../projection/projection.ts'
import { byWords } from '../search/byWords.ts'
import type { Gathered } from '../search/gathered.ts'
import { isSaidOf, matchSql } from '../search/match.ts'
import { keepLater, wordCountSql } from '../totals/leadWordCounts.ts'
import { keptTotalSql, statusesAlone } from '../totals/totals.ts'
import { countByOwnersSql } from './having.ts'
import { type SortedBy, sortedBy } from './keyset.ts'

export type { Scope } from '../../domain/permission.ts'

export type Page = {
  /** The objects as JSON text, as the view shows them. */
  readonly rows: readonly string[]
  readonly hasMore: boolean
  /** Where a list is walked through: what leads to the page after this one; null at the end. */
  readonly cursorNext?: string | null
}

/** An object by the value of one field: its id, unless a dialect addresses it otherwise. */
export type Key = {
  readonly path: string
  readonly value: string | number
  /** What must be true of it as well. */
  readonly where?: readonly Condition[]
  /** It may have been deleted by its flag. */
  readonly binned?: boolean
}

/** An object as a view shows it. */
export type Shown = { readonly id: string; readonly json: string }

/** One object, or undefined when there is none that the scope may see. */
export async function show(
  runner: Runner,
  scope: Scope,
  noun: NounName,
  key: Key,
  view: View,
): Promise<Shown | undefined> {
  const relations = relationsFor(scope)
  const { json, joins } = projection(view, 't', relations)
  const keyed = new Joins('t', relations)
  const conditions: Condition[] = [{ path: key.path, op: 'eq', value: key.value }, ...(key.where ?? [])]
  const where = conditions.map((condition) => conditionSql(scope, noun, condition, keyed))
  const [row] = await runner.run<Shown>(
    sql`${beginning(scope, conditions)}select t.id, ${raw(json)}::text as json
      from ${from(noun)} t ${raw([...new Set([...joins, ...keyed.list()])].join('\n'))}
      where ${join([visible(scope, noun, key.binned), ...where], ' and ')}`,
  )
  return row
}

/**
 * How many objects match. Without conditions, or of leads of a status, the kept totals answer, whatever their number, less
 * what is hidden: of leads there are few, and an index of them. What is hidden with something else, or seen only by those it is assigned
 * to, is counted one by one.
 */
export async function count(
  database: Database,
  scope: Scope,
  noun: NounName,
  where: readonly Condition[],
): Promise<number> {
  const { counted, within } = tables[noun]
  const statuses = statusesAlone(noun, where)
  const whole = counted && (where.length === 0 || statuses !== undefined)
  const open = whole && within !== undefined && !(await hidesAnything(database, scope, noun))
  const seenBy = open ? { organizationId: scope.organizationId } : scope
  const kept = whole && (open || (within === undefined && scope.assigned === undefined))
  const byWord = kept ? undefined : byWords(scope, where)
  if (byWord !== undefined) return countByWords(database, scope, where, byWord)
  const statement = kept ? totalSql(seenBy, noun, statuses) : countSql(scope, noun, where)
  const [row] = await database.run<{ count: number }>(statement)
  return row?.count ?? 0
}

function countSql(scope: Scope, noun: NounName, conditions: readonly Condition[]): Sql {
  const counted = noun === 'lead' ? countByOwnersSql(scope, conditions) : undefined
  if (counted !== undefined) return sql`${beginning(scope, conditions)}${counted}`
  const { beginning: start, from: rows, where } = selection(scope, noun, conditions, [])
  return sql`${start}select count(*) as count from ${rows} where ${where}`
}

/** The same by what was gathered of each lead alone, for searches that need nothing else. */
async function countByWords(
  database: Database,
  scope: Scope,
  where: readonly Condition[],
  found: Gathered,
): Promise<number> {
  const statement = sql`${beginning(scope, where)}${wordCountSql(scope.organizationId, found)}`
  const [row] = await database.run<{ count: number; worth: string | null }>(statement)
  if (row?.worth != null) keepLater(database, scope.organizationId, row.worth)
  return row?.count ?? 0
}

function totalSql(scope: Scope, noun: NounName, statuses?: readonly string[]): Sql {
  const total = keptTotalSql(scope.organizationId, noun, statuses)
  const sight = sightOf(scope)
  const seen = sight === undefined ? undefined : seenSql(noun, 't', sight)
  if (seen === undefined) return sql`select ${total} as count`
  const live = visible({ organizationId: scope.organizationId }, noun)
  const some = statuses === undefined ? empty : sql` and t.status_id = any(${[...statuses]})`
  return sql`${withSql(viewer(scope))}select (${total} - (
    select count(*) from ${from(noun)} t where ${live}${some} and not (${raw(seen)})))::bigint as count`
}

export type Selection = { beginning: Sql; from: Sql; where: Sql; order: readonly SortedBy[] }

/** FROM and WHERE for the objects `t` that match, so that lists and sums agree on what matches, and what orders them. */
export function selection(
  scope: Scope,
  noun: NounName,
  where: readonly Condition[],
  order: readonly Order[],
): Selection {
  const joins = new Joins('t', relationsFor(scope))
  const conditions = where.map((condition) => conditionSql(scope, noun, condition, joins))
  const isGiven = (key: Order) =>
    !('path' in key) && where.some((one) => 'matches' in one && isSaidOf(key, one.matches))
  const ordered = sortedBy(noun, order, joins, isGiven)
  return {
    beginning: beginning(scope, where, order),
    from: sql`${from(noun)} t ${raw(joins.list().join('\n'))}`,
    where: join([visible(scope, noun), ...conditions], ' and '),
    order: ordered,
  }
}

/**
 * The beginning of a statement that asks for what matches, with what it calls by name. A search is planned anew each time:
 * only its values say whether few or many objects match.
 */
export function beginning(
  scope: Scope,
  where: readonly Condition[],
  order: readonly Order[] = [],
  parts: readonly Sql[] = [],
): Sql {
  const isSearch = where.some((one) => 'matches' in one) || order.some((one) => !('path' in one))
  return sql`${raw(isSearch ? UNNAMED : '')}${withSql([...viewer(scope), ...parts])}`
}

const from = (noun: NounName) => raw(tableOf(noun))

/** What the scope may see at all of a noun's rows `t`; `binned`: also what was deleted by its flag. */
export function visible(scope: Scope, noun: NounName, binned = false): Sql {
  const spec = tables[noun]
  const parts = [tenantSql(scope, noun)]
  if (spec.kind !== undefined) parts.push(raw(`t.kind = '${spec.kind}'`))
  if (isDeletable(noun))
    parts.push(raw(binned ? '(t.deleted_at is null or t.deleted_with = t.id)' : 't.deleted_at is null'))
  const sight = sightOf(scope)
  const seen = sight === undefined ? undefined : seenSql(noun, 't', sight)
  if (seen !== undefined) parts.push(raw(seen))
  if (spec.isFor !== undefined && scope.userId != null) {
    parts.push(sql`exists (select 1 from (select ${scope.userId}::text as id) u where ${raw(spec.isFor('t', 'u.id'))})`)
  }
  return join(parts, ' and ')
}

// A user is seen by those who share an organization with them, also after they left it.
function tenantSql(scope: Scope, noun: NounName): Sql {
  if (noun === 'organization') return sql`t.id = ${scope.organizationId}`
  if (tables[noun].global) {
    return sql`t.id in (select m.user_id from memberships m where m.organization_id = ${scope.organizationId})`
  }
  return sql`t.organization_id = ${scope.organizationId}`
}

const COMPARISON: Record<Exclude<Operator, 'in' | 'among'>, string> = {
  eq: '=',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
}

/** SQL for a condition on the rows `t`. */
export function conditionSql(scope: Scope, noun: NounName, condition: Condition, joins: Joins): Sql {
  if ('matches' in condition) return matchSql(condition, joins, scope.organizationId)
  const { path, op, value } = condition
  const field = raw(joins.path(noun, path))
  if (value === null) return sql`${field} is null`
  if (op === 'among') {
    return sql`(${field} = any(${value}) or exists (select 1 from groups g
      where g.organization_id = t.organization_id and g.id = any(${value}) and g.member_ids ? ${field}))`
  }
  if (valueType(resolvePath(noun, path).type) === 'texts') {
    const texts = (Array.isArray(value) ? value : [value]).map(String)
    return sql`${field} ?| ${texts}::text[]`
  }
  if (op === 'in') {
    const values = Array.isArray(value) ? value : [value]
    const some = sql`${field} = any(${values.filter((one) => one !== null)})`
    return values.includes(null) ? sql`(${some} or ${field} is null)` : some
  }
  return sql`${field} ${raw(COMPARISON[op])} ${value}`
}

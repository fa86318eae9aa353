import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { NounName } from '../domain/catalogue.ts'
import type { Condition, ListQuery, Operator, Order } from '../domain/query.ts'
import type { View } from '../domain/view.ts'
import type { Runner } from './database.ts'
import { Joins, projection } from './projection.ts'
import { isDeletable } from './table.ts'
import { tableOf, tables } from './tables.ts'

export type Page = {
  /** The objects as JSON text, as the view shows them. */
  readonly rows: readonly string[]
  readonly hasMore: boolean
}

/** Which objects may be seen at all: those of one organization. */
export type Scope = { readonly organizationId: string }

/** An object by the value of one field: its id, unless a dialect addresses it otherwise. */
export type Key = { readonly path: string; readonly value: string }

/** One object as JSON text, or undefined when there is none that the scope may see. */
export async function show(
  runner: Runner,
  scope: Scope,
  noun: NounName,
  key: Key,
  view: View,
): Promise<string | undefined> {
  const { json, joins } = projection(view)
  const keyed = raw(new Joins('t').path(noun, key.path))
  const [row] = await runner.run<{ json: string }>(
    sql`select ${raw(json)}::text as json from ${from(noun)} t ${raw(joins.join('\n'))} where ${visible(scope, noun)} and ${keyed} = ${key.value}`,
  )
  return row?.json
}

/**
 * A page of a list. The page is chosen first and rendered after, so what is skipped costs no JSON; one row more than
 * asked tells whether there are more, so nothing is counted.
 */
export async function list(runner: Runner, scope: Scope, noun: NounName, query: ListQuery, view: View): Promise<Page> {
  const { json, joins } = projection(view)
  const page = selection(scope, noun, query.where, query.order)
  const outer = new Joins('t')
  const again = orderSql(noun, query.order, outer)
  const rows = await runner.run<{ json: string }>(
    sql`select ${raw(json)}::text as json
      from (select t.* from ${page.from} where ${page.where} order by ${page.order} ${pageSql(query)}) t
      ${raw([...new Set([...joins, ...outer.list()])].join('\n'))} order by ${raw(again)}`,
  )
  const shown = rows.slice(0, query.limit).map((row) => row.json)
  return { rows: shown, hasMore: rows.length > query.limit }
}

// The limit stands in the text: a planner that does not know it prepares for a tenth of the table, and sorts it.
function pageSql({ limit, skip }: ListQuery): Sql {
  const rows = raw(`limit ${Math.trunc(limit) + 1}`)
  return skip === 0 ? rows : sql`${rows} offset ${skip}`
}

/** How many objects match. Without conditions the kept totals answer, whatever their number. */
export async function count(
  runner: Runner,
  scope: Scope,
  noun: NounName,
  where: readonly Condition[],
): Promise<number> {
  const statement =
    where.length === 0 && tables[noun].counted
      ? sql`select coalesce(sum(count), 0)::bigint as count from totals where organization_id = ${scope.organizationId} and noun = ${noun}`
      : countSql(selection(scope, noun, where, []))
  const [row] = await runner.run<{ count: number }>(statement)
  return row?.count ?? 0
}

const countSql = (matching: Selection) => sql`select count(*) as count from ${matching.from} where ${matching.where}`

export type Selection = { from: Sql; where: Sql; order: Sql }

/** FROM, WHERE and ORDER BY for the objects `t` that match, so that lists and sums agree on what matches. */
export function selection(
  scope: Scope,
  noun: NounName,
  where: readonly Condition[],
  order: readonly Order[],
): Selection {
  const joins = new Joins('t')
  const conditions = where.map((condition) => conditionSql(noun, condition, joins))
  const ordered = raw(orderSql(noun, order, joins))
  return {
    from: sql`${from(noun)} t ${raw(joins.list().join('\n'))}`,
    where: join([visible(scope, noun), ...conditions], ' and '),
    order: ordered,
  }
}

const from = (noun: NounName) => raw(tableOf(noun))

/** What the scope may see at all of a noun's rows `t`. */
export function visible(scope: Scope, noun: NounName): Sql {
  const spec = tables[noun]
  const parts = [tenantSql(scope, noun)]
  if (spec.kind !== undefined) parts.push(raw(`t.kind = '${spec.kind}'`))
  if (isDeletable(noun)) parts.push(raw('t.deleted_at is null'))
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

const COMPARISON: Record<Exclude<Operator, 'in'>, string> = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' }

function conditionSql(noun: NounName, { path, op, value }: Condition, joins: Joins): Sql {
  const field = raw(joins.path(noun, path))
  if (value === null) return sql`${field} is null`
  if (op === 'in') {
    const values = Array.isArray(value) ? value : [value]
    const some = sql`${field} = any(${values.filter((one) => one !== null)})`
    return values.includes(null) ? sql`(${some} or ${field} is null)` : some
  }
  return sql`${field} ${raw(COMPARISON[op])} ${value}`
}

function orderSql(noun: NounName, order: readonly Order[], joins: Joins): string {
  return order.map(({ path, descending }) => `${joins.path(noun, path)} ${descending ? 'desc' : 'asc'}`).join(', ')
}

import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { NounName } from '../../domain/catalogue.ts'
import type { View } from '../../domain/view.ts'
import type { ListQuery, Order } from '../../search/listQuery.ts'
import type { Runner } from '../database/database.ts'
import { relationsFor } from '../people/visibility.ts'
import { projection } from '../projection/projection.ts'
import { inOrderSql } from '../search/customRows.ts'
import { beginningOf, type Part as Wanted } from './beginning.ts'
import { firstHaving } from './firstHaving.ts'
import { orderBy, type Place, type SortedBy, stretchesAfter } from './keyset.ts'
import { type Page, type Scope, type Selection, selection } from './read.ts'

/** A page of a list. One row more than asked tells whether there are more, so nothing is counted. */
export async function list(runner: Runner, scope: Scope, noun: NounName, query: ListQuery, view: View): Promise<Page> {
  const { limit, skip } = query
  const whole = selection(scope, noun, query.where, total(query.order))
  const found = firstOf(scope, noun, query, whole, { most: skip + limit + 1, place: null })
  const page = (of: Selection) => runner.run<{ json: string }>(pageSql(scope, of, limit + 1, view, { skip }))
  const known = ranked(scope, found, query.order)
  let rows = known === undefined ? [] : await page(known)
  if (rows.length <= limit) rows = await page(found)
  return { rows: rows.slice(0, limit).map((row) => row.json), hasMore: rows.length > limit }
}

/** A page, and where its last object stands. */
export type PageAfter = Page & { readonly last: Place | null }

/** The page of a list that comes after a place, or the first; what lies before it costs nothing. */
export async function listAfter(
  runner: Runner,
  scope: Scope,
  noun: NounName,
  query: ListQuery,
  view: View,
  place: Place | null,
): Promise<PageAfter> {
  const { limit } = query
  const whole = selection(scope, noun, query.where, total(query.order))
  const found = firstOf(scope, noun, query, whole, { most: limit + 1, place })
  const rows: { json: string; place: Place }[] = []
  for (const { of, stretch } of stretches(found, ranked(scope, found, query.order), place)) {
    const missing = limit + 1 - rows.length
    if (missing > 0) rows.push(...(await runner.run<Row>(pageSql(scope, of, missing, view, { stretch, placed: true }))))
  }
  const shown = rows.slice(0, limit)
  return { rows: shown.map((row) => row.json), hasMore: rows.length > limit, last: shown.at(-1)?.place ?? place }
}

/** What a list begins with after a place, where that is known sooner than the whole of it. */
const firstOf = (scope: Scope, noun: NounName, query: ListQuery, whole: Selection, part: Wanted): Selection =>
  firstHaving(scope, noun, query, beginningOf(scope, noun, query, whole, part), part)

type Stretch = { readonly of: Selection; readonly stretch: Sql | undefined }

/** What comes after a place, or all of it; those without a value come after all that have one. */
function stretches(found: Selection, known: Selection | undefined, place: Place | null): Stretch[] {
  const after = (of: Selection): Stretch[] =>
    (place === null ? [undefined] : stretchesAfter(of.order, place)).map((stretch) => ({ of, stretch }))
  const [first] = found.order
  if (known === undefined || first === undefined || place?.[0] === null) return after(found)
  return [...after(known), { of: found, stretch: sql`${first.sql} is null` }]
}

/** Those of what was found that have a value in the custom field that they are ordered by, as an index has them in order. */
function ranked({ organizationId }: Scope, found: Selection, [key]: readonly Order[]): Selection | undefined {
  const kept = key === undefined || 'path' in key ? undefined : inOrderSql(key, organizationId)
  if (key === undefined || kept === undefined) return undefined
  const first: SortedBy = { sql: kept.value, descending: key.descending, nulls: 'never' }
  return { ...found, from: sql`${found.from} ${kept.join}`, order: [first, ...found.order.slice(1)] }
}

/** The order with the id at its end, so that no two objects stand in the same place. */
function total(order: readonly Order[]): readonly Order[] {
  const last = order.at(-1)
  if (last !== undefined && 'path' in last && last.path === 'id') return order
  return [...order, { path: 'id', descending: last?.descending ?? false }]
}

type Row = { readonly json: string; readonly place: Place }
type Part = { readonly skip?: number; readonly stretch?: Sql | undefined; readonly placed?: true }

// The page is chosen first and rendered after, so what is skipped costs no JSON, and what it is ordered by is worked
// out once. The limit stands in the text: a planner that does not know it prepares for a tenth of the table, and sorts it.
function pageSql(scope: Scope, found: Selection, limit: number, view: View, { skip = 0, stretch, placed }: Part): Sql {
  const { json, joins } = projection(view, 't', relationsFor(scope))
  const keys = found.order.map((key, i) => ({ key, name: raw(`t.sorted_${i}`) }))
  const columns = keys.map(({ key }, i) => sql`, ${key.sql} as ${raw(`sorted_${i}`)}`)
  const named = found.order.map((key, i): SortedBy => ({ ...key, sql: raw(`sorted_${i}`) }))
  const again = keys.map(({ key, name }): SortedBy => ({ ...key, sql: name }))
  const place = placed
    ? sql`, array[${join(
        keys.map(({ name }) => sql`${name}::text`),
        ', ',
      )}] as place`
    : empty
  return sql`${found.beginning}select ${raw(json)}::text as json${place}
    from (select t.*${join(columns, '')} from ${found.from}
      where ${stretch === undefined ? found.where : sql`${found.where} and (${stretch})`}
      order by ${orderBy(named)} limit ${raw(String(Math.trunc(limit)))}${skip === 0 ? empty : sql` offset ${skip}`}) t
    ${raw(joins.join('\n'))} order by ${orderBy(again)}`
}

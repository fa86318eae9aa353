import sql, { raw, type Sql } from 'sql-template-tag'
import type { NounName } from '../domain/catalogue.ts'
import type { ListQuery } from '../search/listQuery.ts'
import { isByName, orderBy, type Place, type SortedBy, stretchesAfter } from './keyset.ts'
import { type Scope, type Selection, visible } from './read.ts'
import { byWords } from './search/byWords.ts'
import { folding } from './search/match.ts'

/** How much of a list is wanted at most, and after which place. */
export type Part = { readonly most: number; readonly place: Place | null }

/**
 * What a list of leads begins with after a place, where an index has it in order though the list as a whole does not show
 * it: only so many of them are looked at, of perhaps a million. Any other list stays as it is.
 */
export function beginningOf(scope: Scope, noun: NounName, query: ListQuery, found: Selection, part: Part): Selection {
  if (noun !== 'lead') return found
  const ids = byAgeSql(scope, query, found.order, part) ?? byNameSql(query, found, part)
  return ids === undefined ? found : { ...found, where: sql`${visible(scope, noun)} and t.id = any(array(${ids}))` }
}

/** Those that have some words, in the order in which they were made, which is kept with the words. */
function byAgeSql(scope: Scope, { where }: ListQuery, order: readonly SortedBy[], { most, place }: Part) {
  const leads = isByAge(order) ? byWords(scope, where) : undefined
  if (leads === undefined) return undefined
  const keys = order.map((key, i) => ({ ...key, sql: raw(i === 0 ? 'g.created_at' : 'g.lead_id') }))
  return sql`select g.lead_id from (${leads.leads}) g where (g.created_at is null or ${after(keys, place)})
    order by ${orderBy(keys)} limit case when ${leads.isGathered} then ${most}::bigint end`
}

const isByAge = ([first, second, ...rest]: readonly SortedBy[]) =>
  rest.length === 0 &&
  first?.sql.text === 't.created_at' &&
  second?.sql.text === 't.id' &&
  first.descending === second.descending

/** Those with a name of their own in its order, and those that are called after a contact in theirs. */
function byNameSql({ order: [asked] }: ListQuery, { from, where, order }: Selection, { most, place }: Part) {
  const [name, ...rest] = order
  if (asked === undefined || name === undefined || rest.length !== 1 || !isByName('lead', asked)) return undefined
  const first = (key: Sql, isSo: Sql) => {
    const keys = [{ ...name, sql: key }, ...rest]
    return sql`(select t.id from ${from} where ${where} and ${isSo} and ${after(keys, place)}
      order by ${orderBy(keys)} limit ${raw(String(most))})`
  }
  return sql`${first(folding(raw('t.name')), raw(`t.name <> ''`))}
    union all ${first(name.sql, raw(`(t.name is null or t.name = '')`))}`
}

/** What comes after a place, where no value is missing. */
function after(keys: readonly SortedBy[], place: Place | null): Sql {
  const [later = raw('true')] = place === null ? [] : stretchesAfter(keys, place)
  return later
}

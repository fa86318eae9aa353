import sql, { raw, type Sql } from 'sql-template-tag'
import type { NounName } from '../../domain/catalogue.ts'
import type { ListQuery } from '../../search/listQuery.ts'
import { byWords } from '../search/byWords.ts'
import { gatheredSql } from '../search/gathered.ts'
import { folding } from '../search/match.ts'
import { keptCountSql } from '../totals/leadWordCounts.ts'
import { keptTotalSql } from '../totals/totals.ts'
import { isByName, orderBy, type Place, type SortedBy, stretchesAfter } from './keyset.ts'
import { type Scope, type Selection, visible } from './read.ts'

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

// Of leads that are known to have common words enough are found among the newest. If not, because they are all old ones,
// looking in vain has cost no more than this many look-ups.
const NEWEST = 4_000
const EXPECTED = 1_300

/** Those that have some words, in the order in which they were made, which is kept with the words. */
function byAgeSql(scope: Scope, { where }: ListQuery, order: readonly SortedBy[], { most, place }: Part) {
  const found = isByAge(order) ? byWords(scope, where) : undefined
  if (found === undefined) return undefined
  const { organizationId } = scope
  const first = (made: string, id: string) => {
    const keys = order.map((key, i) => ({ ...key, sql: raw(i === 0 ? made : id) }))
    return { after: after(keys, place), by: orderBy(keys) }
  }
  const [of, ofLead] = [first('g.created_at', 'g.lead_id'), first('l.created_at', 'l.id')]
  const all = sql`select g.lead_id from (${gatheredSql({ organizationId }, found)}) g
    where ${of.after} order by ${of.by} limit ${most}`
  if (most > EXPECTED) return sql`${found.beginning}${all}`
  const isCommon = sql`${keptCountSql(organizationId, found.query)} >= ${most} * ${keptTotalSql(organizationId, 'lead')} / ${EXPECTED}`
  return sql`${found.beginning}, newest as materialized (
      select l.id from (
        select l.id, l.created_at from leads l
        where l.organization_id = ${organizationId} and l.deleted_at is null and ${ofLead.after}
          and ${found.isGathered} and ${isCommon}
        order by ${ofLead.by} limit ${raw(String(NEWEST))}) l
      where case when l.id in (select lead_id from close) then l.id in (select lead_id from looked)
        else exists (select 1 from lead_words w where w.organization_id = ${organizationId} and w.lead_id = l.id
          and w.words @@ ${found.query} offset 0) end
      order by ${ofLead.by} limit ${raw(String(most))})
    select n.id from newest n where (select count(*) from newest) = ${most}
    union all
    select b.lead_id from (${all}) b where (select count(*) from newest) < ${most}`
}

/** Whether a list is in the order in which its objects were made. */
export const isByAge = ([first, second, ...rest]: readonly SortedBy[]) =>
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
export function after(keys: readonly SortedBy[], place: Place | null): Sql {
  const [later = raw('true')] = place === null ? [] : stretchesAfter(keys, place)
  return later
}

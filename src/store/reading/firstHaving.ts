import sql, { empty, raw, type Sql } from 'sql-template-tag'
import type { NounName } from '../../domain/catalogue.ts'
import type { ListQuery } from '../../search/listQuery.ts'
import { type Having, leadsHaving } from '../search/having.ts'
import { keptTotalSql } from '../totals/totals.ts'
import { after, isByAge, type Part } from './beginning.ts'
import { orderBy } from './keyset.ts'
import { type Scope, type Selection, visible } from './read.ts'

/** How far it is looked for before another way is better. */
export type Reach = {
  /** So many are quickly found. Where there are more, enough of them are among the first leads that anybody looks at. */
  readonly found: number
  /** So many of the newest leads are quickly walked through: an index alone does it. */
  readonly newest: number
}

const REACH: Reach = { found: 30_000, newest: 20_000 }
// The newest are walked through where three times as many as needed should be among them.
const MARGIN = 3

/**
 * What a list of leads begins with that an index finds by what they have, in the order in which they were made. As a rule
 * enough of them are among the newest; if not, each of those that are found is looked at. Any other list stays as it is.
 */
export function firstHaving(
  scope: Scope,
  noun: NounName,
  query: ListQuery,
  whole: Selection,
  { most, place }: Part,
  reach = REACH,
): Selection {
  const found = noun === 'lead' && isByAge(whole.order) ? leadsHaving(scope, query.where) : undefined
  if (found === undefined) return whole
  const seen = visible(scope, noun)
  const ids = idsSql(scope, found, { whole, most, seen, later: after(whole.order, place), reach })
  return { ...whole, where: sql`${seen} and t.id = any(array(${ids}))` }
}

type Wanted = {
  readonly whole: Selection
  readonly most: number
  readonly seen: Sql
  readonly later: Sql
  readonly reach: Reach
}

function idsSql({ organizationId }: Scope, found: Having, { whole, most, seen, later, reach }: Wanted): Sql {
  const order = orderBy(whole.order)
  const { owners, where, canStop } = found
  const areFew = canStop ? sql`(select count(*) from owned) <= ${reach.found}` : raw('true')
  const areEnough = sql`(select count(*) from newest) = ${most}`
  const areLikely = sql`(select count(*) from owners) >= ${most} * ${keptTotalSql(organizationId, 'lead')} * ${MARGIN} / ${reach.newest}`
  const instead = sql`union all (select t.id from ${whole.from} where ${whole.where} and ${later} and not (${areFew})
      order by ${order} limit ${raw(String(most))})`
  return sql`with owned as materialized (${owners} ${canStop ? raw(`limit ${reach.found + 1}`) : empty}),
    owners as materialized (select distinct t.id from owned t where ${areFew} and ${where}),
    newest as materialized (
      select t.id from (
        select t.id, t.created_at from leads t where ${seen} and ${later} and ${areLikely}
        order by ${order} limit ${raw(String(reach.newest))}) t
      where t.id in (select w.id from owners w) order by ${order} limit ${raw(String(most))})
    select n.id from newest n where ${areEnough}
    union all select w.id from owners w where not (${areEnough})
    ${canStop ? instead : empty}`
}

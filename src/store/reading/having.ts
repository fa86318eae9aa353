import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Scope } from '../../domain/permission.ts'
import type { Condition } from '../../search/listQuery.ts'
import { seenSql, sightOf } from '../people/visibility.ts'
import { type Having, leadsHaving, leadsLacking } from '../search/having.ts'
import { keptTotalSql } from '../totals/totals.ts'

/**
 * A query for how many leads there are, where they are asked for by what they have, or by nothing but one thing that they
 * have not. These are not looked at: those that are deleted or hidden are few and have indexes of their own. Undefined where
 * something else is asked.
 */
export function countByOwnersSql(scope: Scope, where: readonly Condition[]): Sql | undefined {
  const having = leadsHaving(scope, where)
  if (having !== undefined) return havingSql(scope, having)
  const lacking = leadsLacking(scope, where)
  return lacking && lackingSql(scope, lacking)
}

function havingSql(scope: Scope, { owners, where }: Having): Sql {
  return sql`select count(*) as count from (
    select t.id from (${owners}) t where ${where} except ${join(
      unseenSql(scope).filter((one) => one !== undefined),
      ' except ',
    )}) t`
}

/** All leads without those that have it; of which those that nobody sees, or not this viewer, were not among all. */
function lackingSql(scope: Scope, owners: Sql): Sql {
  const [deleted, hidden] = unseenSql(scope)
  const unseen = hidden === undefined ? deleted : sql`${deleted} union ${hidden}`
  const hiding = hidden === undefined ? raw('0') : sql`(select count(*) from (${hidden} and x.deleted_at is null) x)`
  return sql`select (${keptTotalSql(scope.organizationId, 'lead')} - ${hiding}
    - (select count(*) from (select distinct t.id from (${owners}) t where t.id is not null) t)
    + (select count(*) from (${unseen}) x where x.id in (select t.id from (${owners}) t)))::bigint as count`
}

/** Queries for the ids of leads that nobody sees, or not this viewer. */
function unseenSql(scope: Scope): readonly [Sql, Sql?] {
  const leads = sql`select x.id from leads x where x.organization_id = ${scope.organizationId}`
  const deleted = sql`${leads} and x.deleted_at is not null`
  const sight = sightOf(scope)
  const seen = sight === undefined ? undefined : seenSql('lead', 'x', sight)
  return seen === undefined ? [deleted] : [deleted, sql`${leads} and x.visible_to is not null and not (${raw(seen)})`]
}

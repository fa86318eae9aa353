import sql, { raw, type Sql } from 'sql-template-tag'
import type { Condition } from '../../search/listQuery.ts'
import type { Runner } from '../database/database.ts'
import { formatted } from '../nouns/money.ts'
import { hidesAnything } from '../people/hides.ts'
import { Joins } from '../projection/projection.ts'
import { beginning, type Scope, selection } from '../reading/read.ts'
import { isKept, keptSumsSql } from './opportunitySums.ts'

/** What all matching opportunities come to, as wire-ready numbers and texts; amounts in cents. */
export type OpportunityTotals = {
  readonly count: number
  readonly countByPeriod: Readonly<Record<string, number>>
  /** `total_value_one_time`, `expected_value_annualized`, … and their `_formatted` twins (null when 0). */
  readonly values: Readonly<Record<string, number | string | null>>
}

/** Adds up opportunities in one pass over what matches; docs/api/close/opportunities.md explains the names. */
export async function opportunityTotals(
  runner: Runner,
  scope: Scope,
  where: readonly Condition[],
): Promise<OpportunityTotals> {
  const kept = isKept(where) && !(await hidesAnything(runner, scope, 'opportunity'))
  const sums = kept ? keptSumsSql(scope, where) : addedUpSql(scope, where)
  const [row] = await runner.run<{ totals: OpportunityTotals }>(
    sql`${beginning(scope, where, [], [sums])} select ${totalsSql(scope, raw('true'))} as totals`,
  )
  if (row === undefined) throw new Error('a sum has one row')
  return row.totals
}

/** The same for each of some groups: what has one value in a field. A value may be null. */
export async function opportunityTotalsBy(
  runner: Runner,
  scope: Scope,
  where: readonly Condition[],
  { path, values }: { path: string; values: readonly (string | null)[] },
): Promise<ReadonlyMap<string | null, OpportunityTotals>> {
  const some: Condition = { path, op: 'in', value: values }
  const rows = await runner.run<{ key: string | null; totals: OpportunityTotals }>(
    sql`${beginning(scope, where, [], [addedUpSql(scope, [...where, some], path)])}
      select k.key, ${totalsSql(scope, raw('s.key is not distinct from k.key'))} as totals
      from (select distinct key from sums) k`,
  )
  return new Map(rows.map(({ key, totals }) => [key, totals]))
}

/** What the sums `s` come to of which something is true, as JSON. */
const totalsSql = ({ organizationId }: Scope, own: Sql) => sql`(
  with own as (select * from sums s where ${own}),
    by_period as (
      select p.period, coalesce(s.total, 0) as total, coalesce(s.expected, 0) as expected
      from (values ('one_time'), ('monthly'), ('annual')) p(period) left join own s on s.period = p.period),
    amounts as (
      select 'total_value_' || period as name, total as cents from by_period
      union all select 'expected_value_' || period, expected from by_period
      union all select 'total_value_annualized', sum(total * case period when 'monthly' then 12 else 1 end) from by_period
      union all select 'expected_value_annualized', sum(expected * case period when 'monthly' then 12 else 1 end) from by_period)
  select json_build_object(
    'count', (select coalesce(sum(n), 0) from own),
    'countByPeriod', (select coalesce(json_object_agg(period, n), '{}') from own),
    'values', (
      select json_object_agg(v.name, v.value) from (
        select name, to_json(cents::bigint) as value from amounts
        union all
        select a.name || '_formatted', case when a.cents = 0 then 'null'::json else to_json(
          ${raw(formatted('o.currency_symbol', 'a.cents'))}) end
        from amounts a, organizations o where o.id = ${organizationId}) v)))`

/** What matches, added up one by one; with a path, for each value of that field. */
function addedUpSql(scope: Scope, where: readonly Condition[], path?: string): Sql {
  const matching = selection(scope, 'opportunity', where, [])
  const key = raw(path === undefined ? 'null::text' : new Joins('t').path('opportunity', path))
  return sql`sums as (
        select ${key} as key, t.value_period as period, count(*) as n, coalesce(sum(t.value), 0) as total,
          coalesce(round(sum(t.value * t.confidence / 100.0)), 0) as expected
        from ${matching.from} where ${matching.where} group by 1, t.value_period)`
}

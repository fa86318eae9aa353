import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Condition } from '../../search/listQuery.ts'
import { Joins } from '../projection/projection.ts'
import { conditionSql, type Scope } from '../reading/read.ts'
import type { Author } from '../writing/author.ts'
import type { Change } from '../writing/change.ts'

const SLOTS = 8

const BY = 'user_id, status_id, value_period'

/**
 * Keeps what the live opportunities come to. A changed row is taken out as it was and put in as it is; whoever changes
 * one has locked it, so what it was is known. A deleted row says itself what it was.
 */
export function opportunitySumsSql(changes: readonly Change[], author: Author): Sql[] {
  const first = Math.floor(Math.random() * SLOTS)
  return changes.flatMap((change, i) => {
    if (change.noun !== 'opportunity') return []
    return [
      sql`${raw(`m${i}`)} as (
        insert into opportunity_sums as s (organization_id, slot, ${raw(BY)}, count, value, weighted)
        select ${author.organizationId}, ${(first + i) % SLOTS}, ${raw(BY)}, sum(sign), sum(sign * coalesce(value, 0)),
          sum(sign * coalesce(value, 0) * confidence)
        from (${raw(signedSql(change.action, `c${i}`))}) x group by ${raw(BY)}
        having sum(sign) <> 0 or sum(sign * coalesce(value, 0)) <> 0 or sum(sign * coalesce(value, 0) * confidence) <> 0
        order by ${raw(BY)}
        on conflict (organization_id, slot, ${raw(BY)}) do update set
          count = s.count + excluded.count, value = s.value + excluded.value, weighted = s.weighted + excluded.weighted)`,
    ]
  })
}

/** The rows that a change put in, with 1, and those it took out, with -1. */
function signedSql(action: Change['action'], name: string): string {
  const columns = `${BY}, value, confidence`
  if (action === 'deleted') return `select -1 as sign, ${columns} from ${name}`
  const now = `select 1 as sign, ${columns} from ${name} where deleted_at is null`
  if (action === 'created') return now
  const old = columns.replaceAll(/\w+/g, 'o.$&')
  return `${now} union all select -1, ${old} from opportunities o
    join ${name} c on c.organization_id = o.organization_id and c.id = o.id where o.deleted_at is null`
}

// What a list may be narrowed by without looking at single opportunities.
const KEPT_BY = ['organizationId', 'userId', 'statusId', 'valuePeriod']

/** Whether what matches these conditions is kept added up. */
export const isKept = (where: readonly Condition[]): boolean =>
  where.every((one) => 'path' in one && (KEPT_BY.includes(one.path) || one.path.startsWith('status.')))

/** The kept sums of what matches, by period. They have the columns that the conditions are about. */
export function keptSumsSql(scope: Scope, where: readonly Condition[]): Sql {
  const joins = new Joins('t')
  const conditions = where.map((condition) => conditionSql(scope, 'opportunity', condition, joins))
  return sql`sums as (
        select t.value_period as period, sum(t.count) as n, sum(t.value) as total,
          round(sum(t.weighted) / 100.0) as expected
        from opportunity_sums t ${raw(joins.list().join('\n'))}
        where ${join([sql`t.organization_id = ${scope.organizationId}`, ...conditions], ' and ')}
        group by t.value_period having sum(t.count) > 0)`
}

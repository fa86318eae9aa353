import type { NounName } from '../../domain/catalogue.ts'
import { type Row, seenAlready } from './row.ts'

/**
 * The times during which leads or opportunities had one status, with columns for whose they are, `status_id`, `starts` and
 * `ends` (null: it lasts). The changes say when; the last status is the present one, also where a change was deleted.
 */
export function periodsSql(row: Row, object: 'leadStatusPeriod' | 'opportunityStatusPeriod'): string | undefined {
  const { relations } = row.joins
  if (object === 'leadStatusPeriod')
    return spansSql(
      'lead',
      seenAlready(relations, 'lead'),
      'o.id as lead_id',
      relations.many('leadStatusChange', 'lead'),
    )
  const changes = relations.many('opportunityStatusChange', 'opportunity')
  const own = row.object === 'opportunity'
  const opportunities = own ? seenAlready(relations, 'opportunity') : relations.many('opportunity', 'lead')
  return spansSql('opportunity', opportunities, 'o.lead_id, o.id as opportunity_id', changes)
}

function spansSql(noun: NounName, owners: string | undefined, ids: string, changes: string | undefined) {
  if (owners === undefined) return undefined
  const made = `select ${originalStatus('o', noun, changes)} as status_id, o.created_at as starts, '' collate "C" as id`
  const changed =
    changes === undefined
      ? ''
      : ` union all select (n.details->>'newStatusId') collate "C", n.at, n.id from ${changes} n where ${changesOf('o', noun)}`
  return `(select o.organization_id, ${ids}, case when p.ends is null then o.status_id else p.status_id end as status_id,
      p.starts, p.ends
    from ${owners} o cross join lateral (
      select s.status_id, s.starts, lead(s.starts) over (order by s.id = '' desc, s.starts, s.id) as ends
      from (${made}${changed}) s) p
    where o.deleted_at is null and (p.ends is null or p.ends > p.starts))`
}

/** SQL for the status that a row was made with: what the first change was from, or else the present one. */
export const originalStatus = (t: string, noun: NounName, changes: string | undefined) =>
  changes === undefined
    ? `${t}.status_id`
    : `coalesce((select (n.details->>'oldStatusId') collate "C" from ${changes} n where ${changesOf(t, noun)}
        order by n.at, n.id limit 1), ${t}.status_id)`

const changesOf = (t: string, noun: NounName) =>
  `n.organization_id = ${t}.organization_id and n.${noun}_id = ${t}.id and n.kind = '${noun}StatusChange' and n.deleted_at is null`

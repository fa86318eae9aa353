import sql, { raw } from 'sql-template-tag'
import type { Identity, Likely } from '../../domain/duplicate.ts'
import type { Scope } from '../../domain/permission.ts'
import type { Runner } from '../database/database.ts'
import { tableOf } from '../nouns/tables.ts'
import { relationsFor, viewer, withSql } from '../people/visibility.ts'
import { Joins } from '../projection/projection.ts'
import { visible } from '../reading/read.ts'

/** A lead or contact by what it is known by. */
export type Known = Identity & { readonly id: string; readonly displayName: string; readonly leadId: string }

// Of a lead with thousands of contacts the oldest tell enough.
const MAX_CONTACTS = 200

/** What some leads or contacts are known by, as far as it may be seen. A lead is known by its contacts, too. */
export async function identitiesOf(
  runner: Runner,
  scope: Scope,
  kind: Likely,
  ids: readonly string[],
): Promise<readonly Known[]> {
  if (ids.length === 0) return []
  const relations = relationsFor(scope)
  const joins = new Joins('t', relations)
  const path = (name: string) => joins.path(kind, name)
  const own = { emails: path('emails'), phones: path('phones'), urls: path('urls') }
  const points = (list: keyof typeof own, key: string, more = '') => `(
    select coalesce(json_agg(json_build_object('value', e.one->>'${key}', 'on', p.id)), '[]')
    from (select t.id, ${own[list]} as list ${more} ${kind === 'lead' ? `union all select n.id, n.${list} from own n` : ''}) p,
      jsonb_array_elements(coalesce(p.list, '[]')) e(one) where e.one->>'${key}' <> '')`
  const url = `union all select t.id, jsonb_build_array(jsonb_build_object('url', t.url)) where t.url <> ''`
  const contacts = `with own as (select n.id, n.emails, n.phones, n.urls from ${relations.many('contact', 'lead')} n
    where n.organization_id = t.organization_id and n.lead_id = t.id and n.deleted_at is null
    order by n.created_at, n.id limit ${MAX_CONTACTS})`
  return runner.run<Known>(
    sql`${withSql(viewer(scope))}select t.id, ${raw(kind === 'lead' ? 't.id' : 't.lead_id')} as "leadId",
        ${raw(path('displayName'))} as "displayName",
        case when ${raw(kind === 'lead' ? `${path('displayName')} <> 'Untitled'` : `t.name <> ''`)}
          then json_build_object('value', ${raw(kind === 'lead' ? path('displayName') : 't.name')}, 'on', t.id) end as name, k.*
      from ${raw(tableOf(kind))} t ${raw(joins.list().join('\n'))}
      cross join lateral (${raw(kind === 'lead' ? contacts : '')}
        select ${raw(points('emails', 'email'))} as emails, ${raw(points('phones', 'phone'))} as phones,
          ${raw(points('urls', 'url', kind === 'lead' ? url : ''))} as urls) k
      where ${visible(scope, kind)} and t.id = any(${[...ids]})`,
  )
}

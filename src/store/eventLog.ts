import sql, { raw, type Sql } from 'sql-template-tag'
import { entryOf, type NounName } from '../domain/catalogue.ts'
import { EVENT_OBJECT_TYPE, type EventAction } from '../domain/event.ts'
import type { View } from '../domain/view.ts'
import { afterWriting, madeBy } from './afterWriting.ts'
import type { Author } from './author.ts'
import { type Change, isRestoring, shapeOf } from './change.ts'
import { projection } from './projection.ts'
import { remembered } from './remembered.ts'
import { tableOf, tables } from './tables.ts'

/** One event for every row written: what it is now, what it was, and which attributes differ. */
export function eventsSql(changes: readonly Change[], author: Author): Sql | undefined {
  const sources = written(author.eventViews, shapeOf(changes), () => sourcesSql(changes, author.eventViews))
  if (sources === '') return undefined
  return sql`logged as (
    insert into events (organization_id, id, object_type, object_id, lead_id, action, user_id, api_key_id, request_id,
      data, previous_data, changed_fields, meta, created_at, updated_at)
    select ${author.organizationId}, ${author.eventPrefix()} || e.place,
      e.object_type, e.object_id, e.lead_id, e.action, ${author.userId}, ${author.apiKeyId}, ${author.requestId},
      e.data, coalesce(e.previous, '{}'), coalesce(e.changed, '[]'), ${JSON.stringify(author.meta)}::jsonb,
      ${author.now}::timestamptz, ${author.now}::timestamptz
    from (${raw(sources)}) e)`
}

const written = remembered<Author['eventViews'], string>()

function sourcesSql(changes: readonly Change[], views: Author['eventViews']): string {
  const sources = changes.flatMap((change, i) => {
    const view = views[change.noun]
    const silent = change.action !== 'deleted' && change.silent
    return view === undefined || silent ? [] : [sourceSql(i, change, view, changes)]
  })
  return sources.join(' union all ')
}

function sourceSql(i: number, change: Change, view: View, changes: readonly Change[]): string {
  const name = `c${i}`
  const action: EventAction = change.action === 'deleted' ? change.action : (change.told ?? change.action)
  const leadId = change.noun === 'lead' ? 't.id' : 'leadId' in entryOf(change.noun).stored ? 't.lead_id' : 'null::text'
  const head = `select ${objectTypeSql(change.noun, view)} as object_type, t.id as object_id, ${leadId} as lead_id, '${action}' as action,
    ${placeSql(i, change)} as place`
  const now = projection(view, 't', change.action === 'created' ? madeBy(changes) : afterWriting(changes))
  if (change.action === 'created' || isRestoring(change)) {
    return `${head}, ${now.json} as data, null::json as previous, null::jsonb as changed from ${name} t ${now.joins.join('\n')}`
  }
  const was = projection(view, 'o')
  const before = `(select ${was.json} from ${tableOf(change.noun)} o ${was.joins.join('\n')} where ${sameRow('o', 't', change.noun)})`
  if (action === 'deleted') {
    return `${head}, null::json as data, ${before} as previous, null::jsonb as changed from ${name} t`
  }
  return `${head}, d.data, x.previous::json, x.changed from ${name} t
    cross join lateral (select (select ${now.json} from (select t.*) t ${now.joins.join('\n')}) as data, ${before} as previous offset 0) d
    cross join lateral (
      select jsonb_object_agg(p.key, p.value) filter (where p.key is not null) as previous,
        jsonb_agg(coalesce(p.key, n.key) order by coalesce(p.key, n.key)) as changed
      from jsonb_each(d.previous::jsonb) p full join jsonb_each(d.data::jsonb) n on n.key = p.key
      where p.value is distinct from n.value) x`
}

/**
 * The last six characters of an event's id: which change of the transaction, and which of its rows. Counting rows
 * takes a sort, so a single row is not counted.
 */
function placeSql(i: number, change: Change): string {
  const letter = String.fromCharCode('A'.charCodeAt(0) + Math.min(i, 25))
  if (change.action !== 'deleted' && change.records.length === 1) return `'${letter}${String(i).padStart(5, '0')}'`
  return `'${letter}' || lpad(to_hex(row_number() over ()), 5, '0')`
}

function objectTypeSql(noun: NounName, view: View): string {
  const own = tables[noun].eventType
  if (own !== undefined) return own('t')
  if (!('kinds' in view)) return `'${EVENT_OBJECT_TYPE[noun] ?? noun}'`
  const cases = Object.entries(view.kinds).map(([kind, one]) => `when '${kind}' then '${EVENT_OBJECT_TYPE[one.noun]}'`)
  return `case t.kind ${cases.join(' ')} end`
}

const sameRow = (a: string, b: string, noun: NounName) =>
  `${tables[noun].global ? '' : `${a}.organization_id = ${b}.organization_id and `}${a}.id = ${b}.id`

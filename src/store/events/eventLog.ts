import sql, { raw, type Sql } from 'sql-template-tag'
import { entryOf, type NounName } from '../../domain/catalogue.ts'
import { type EventAction, FOLDING_SECONDS } from '../../domain/event.ts'
import { EVENT_OBJECT_TYPE } from '../../domain/eventWords.ts'
import type { View } from '../../domain/view.ts'
import { tableOf, tables } from '../nouns/tables.ts'
import { projection } from '../projection/projection.ts'
import { remembered } from '../remembered.ts'
import { afterWriting, madeBy } from '../writing/afterWriting.ts'
import type { Author } from '../writing/author.ts'
import { type Change, isRestoring, shapeOf } from '../writing/change.ts'

/** One event for every row written: what it is now, what it was, and which attributes differ. */
export function eventsSql(changes: readonly Change[], author: Author): readonly Sql[] {
  const sources = written(author.eventViews, shapeOf(changes), () => sourcesSql(changes, author.eventViews))
  if (sources === '') return []
  if (changes.every(isNew))
    return [sql`logged as (${insertSql(author)}, pg_current_xact_id() from (${raw(sources)}) e)`]
  const told = sql`told as (select e.*, last.id as last_id,
      greatest(pg_current_xact_id(), last.transaction_id) as transaction_id
    from (${raw(sources)}) e left join lateral (${lastSql(author)}) last on true)`
  const logged = sql`${insertSql(author)}, e.transaction_id from told e`
  if (author.isBatch || !changes.some(mayBeFolded)) return [told, sql`logged as (${logged})`]
  return [
    told,
    foldedSql(author),
    sql`logged as (${logged}
      where e.action <> 'updated' or not exists (select 1 from folded f where f.object_id = e.object_id))`,
  ]
}

/**
 * The last event of an object. Where it is of a transaction with a higher number, it decides the place of the next one: a
 * transaction that numbers itself at its first row may wait for that which had the second. The organization is asked for
 * outside, or the planner may go through all its events from the latest on.
 */
const lastSql = (author: Author) => sql`select l.id, l.transaction_id from (
    select v.* from events v where v.object_id = e.object_id order by v.updated_at desc, v.id desc limit 1) l
  where l.organization_id = ${author.organizationId}`

const insertSql = (author: Author) => sql`
  insert into events (organization_id, id, object_type, object_id, lead_id, action, user_id, api_key_id, request_id,
    data, previous_data, changed_fields, meta, created_at, updated_at, transaction_id)
  select ${author.organizationId}, ${author.eventPrefix()} || e.place,
    e.object_type, e.object_id, e.lead_id, e.action, ${author.userId}, ${author.apiKeyId}, ${author.requestId},
    e.data, coalesce(e.previous, '{}'), coalesce(e.changed, '[]'), ${metaSql(author)},
    (select at from stamp), (select at from stamp)`

const metaSql = ({ meta, metaByLead }: Author) =>
  metaByLead === undefined
    ? sql`${JSON.stringify(meta)}::jsonb`
    : sql`coalesce(${JSON.stringify(metaByLead)}::jsonb->coalesce(e.lead_id, e.object_id), ${JSON.stringify(meta)}::jsonb)`

const isNew = (change: Change) =>
  change.action === 'created' || (change.action === 'updated' && change.silent && change.also === undefined)

const mayBeFolded = (change: Change) =>
  change.action === 'updated' && !change.silent && (change.told ?? 'updated') === 'updated'

/**
 * Where the last event of an object is a change that the same caller made in the same way a moment ago, the new change
 * goes into it: the oldest values stay, the latest show. It gets the place of this transaction, so whoever follows the log
 * comes by it again.
 */
const foldedSql = (author: Author) => sql`folded as (
  update events v set data = e.data, previous_data = (coalesce(e.previous::jsonb, '{}') || v.previous_data::jsonb)::json,
    changed_fields = (select coalesce(jsonb_agg(distinct f.name order by f.name), '[]')
      from jsonb_array_elements_text(v.changed_fields || coalesce(e.changed, '[]')) f(name)),
    lead_id = e.lead_id, request_id = ${author.requestId}, updated_at = s.at,
    transaction_id = e.transaction_id
  from stamp s cross join told e
  where e.action = 'updated' and v.organization_id = ${author.organizationId} and v.id = e.last_id and v.action = 'updated'
    and v.user_id is not distinct from ${author.userId} and v.api_key_id is not distinct from ${author.apiKeyId}
    and v.meta = ${JSON.stringify(author.meta)}::jsonb
    and v.created_at > s.at - interval '${raw(String(FOLDING_SECONDS))} seconds'
  returning v.object_id)`

const written = remembered<Author['eventViews'], string>()

function sourcesSql(changes: readonly Change[], views: Author['eventViews']): string {
  const sources = changes.flatMap((change, i) => {
    const view = views[change.noun]
    if (view === undefined) return []
    const silent = change.action !== 'deleted' && change.silent
    const also = change.action === 'deleted' ? undefined : change.also
    return [
      ...(silent ? [] : [sourceSql(i, change, view, changes)]),
      ...(also === undefined ? [] : [momentSql(i, change, also, view, changes)]),
    ]
  })
  return sources.join(' union all ')
}

function sourceSql(i: number, change: Change, view: View, changes: readonly Change[]): string {
  const name = `c${i}`
  const action: EventAction = change.action === 'deleted' ? change.action : (change.told ?? change.action)
  const head = headSql(change.noun, view, action, placeSql(i, change))
  if (change.action === 'created' || isRestoring(change)) return shownSql(head, i, change, view, changes)
  const now = projection(view, 't', afterWriting(changes))
  const was = projection(view, 'o')
  const before = `(select ${was.json} from ${tableOf(change.noun)} o ${was.joins.join('\n')} where ${sameRow('o', 't', change.noun)})`
  if (action === 'deleted') {
    return `${head}, null::json as data, ${before} as previous, null::jsonb as changed from ${name} t`
  }
  // Looking each name up in both is twice as fast as joining them.
  return `${head}, d.data, x.previous::json, x.changed from ${name} t
    cross join lateral (select (select ${now.json} from (select t.*) t ${now.joins.join('\n')}) as data, ${before} as previous offset 0) d
    cross join lateral (select d.previous::jsonb as was, d.data::jsonb as now offset 0) j
    cross join lateral (
      select jsonb_object_agg(k.key, j.was->k.key) filter (where j.was ? k.key) as previous,
        jsonb_agg(k.key order by k.key) as changed
      from jsonb_object_keys(j.was || j.now) k(key) where j.was->k.key is distinct from j.now->k.key) x`
}

function headSql(noun: NounName, view: View, action: EventAction, place: string): string {
  const leadId = noun === 'lead' ? 't.id' : 'leadId' in entryOf(noun).stored ? 't.lead_id' : 'null::text'
  return `select ${objectTypeSql(noun, view)} as object_type, t.id as object_id, ${leadId} as lead_id, '${action}' as action,
    ${place} as place`
}

/** Objects as they are now, with nothing before. */
function shownSql(head: string, i: number, change: Change, view: View, changes: readonly Change[]): string {
  const now = projection(view, 't', change.action === 'created' ? madeBy(changes) : afterWriting(changes))
  return `${head}, ${now.json} as data, null::json as previous, null::jsonb as changed from c${i} t ${now.joins.join('\n')}`
}

/** What a change is told as once more; the letter puts it after the change itself. */
const momentSql = (i: number, change: Change, also: EventAction, view: View, changes: readonly Change[]) =>
  shownSql(headSql(change.noun, view, also, `lower(${placeSql(i, change)})`), i, change, view, changes)

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

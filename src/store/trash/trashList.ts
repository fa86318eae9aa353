import sql, { join, raw, type Sql } from 'sql-template-tag'
import { ACTIVITY_KINDS } from '../../domain/activity.ts'
import { entryOf, type NounName } from '../../domain/catalogue.ts'
import { EVENT_OBJECT_TYPE, objectTypesOf } from '../../domain/eventWords.ts'
import type { Scope } from '../../domain/permission.ts'
import type { Comparison } from '../../search/listQuery.ts'
import type { Runner } from '../database/database.ts'
import { tables } from '../nouns/tables.ts'
import { seenSql, sightOf, viewer, withSql } from '../people/visibility.ts'
import { TRASH } from './trash.ts'

/** Something that was deleted by itself, with what went with it. */
export type Trashed = {
  readonly noun: NounName
  readonly id: string
  readonly objectType: string
  readonly leadId: string | null
  readonly title: string | null
  readonly deletedAt: string
  readonly deletedById: string | null
  /** The event that tells of its deletion, as long as that is kept. */
  readonly eventId: string | null
  /** How many others were deleted with it. */
  readonly children: number
}

/** Where an object stands in the trash: the last that was deleted comes first. */
export type TrashPlace = { readonly at: string; readonly id: string }

export type TrashQuery = {
  readonly id?: string
  readonly objectType?: string
  readonly deletedById?: string
  /** Words that its title has. */
  readonly text?: string
  readonly deletedAt: readonly Comparison[]
  readonly limit: number
  readonly beyond?: TrashPlace
}

export type TrashPage = { readonly rows: readonly Trashed[]; readonly hasMore: boolean }

/** A page of what was deleted, as far as the scope may see it. */
export async function listTrash(runner: Runner, scope: Scope, query: TrashQuery): Promise<TrashPage> {
  const parts = TRASH.flatMap(({ noun, table }) => {
    const types = noun === 'activity' ? ACTIVITY_KINDS.flatMap((kind) => objectTypesOf(kind)) : objectTypesOf(noun)
    const isAsked = query.objectType === undefined || types.includes(query.objectType)
    return isAsked ? [sql`(${partSql(scope, noun, table, query)})`] : []
  })
  if (parts.length === 0) return { rows: [], hasMore: false }
  const rows = await runner.run<Trashed>(
    sql`${withSql(viewer(scope))}select t.noun, t.id, t.object_type as "objectType", t.lead_id as "leadId", t.title,
        to_json(t.deleted_at)#>>'{}' as "deletedAt", t.user_id as "deletedById", t.event_id as "eventId",
        (${childrenSql(scope)})::int as children
      from (select * from (${join(parts, ' union all ')}) a order by a.deleted_at desc, a.id desc limit ${query.limit + 1}) t
      order by t.deleted_at desc, t.id desc`,
  )
  return { rows: rows.slice(0, query.limit), hasMore: rows.length > query.limit }
}

function partSql(scope: Scope, noun: NounName, table: string, query: TrashQuery): Sql {
  const sight = sightOf(scope)
  const seen = sight === undefined ? undefined : seenSql(noun, 't', sight)
  const title = raw(TITLE[noun] ?? 't.name')
  const type = raw(typeSql(noun))
  const lead = noun === 'lead' ? 't.id' : 'leadId' in entryOf(noun).stored ? 't.lead_id' : 'null::text'
  const conditions = [
    sql`t.organization_id = ${scope.organizationId} and t.deleted_at is not null`,
    raw('(t.deleted_with is null or t.deleted_with = t.id)'),
    ...(seen === undefined ? [] : [raw(seen)]),
    ...(query.id === undefined ? [] : [sql`t.id = ${query.id}`]),
    ...(query.objectType === undefined ? [] : [sql`${type} = ${query.objectType}`]),
    ...(query.deletedById === undefined ? [] : [sql`d.user_id = ${query.deletedById}`]),
    ...(query.text === undefined ? [] : [sql`strpos(lower(${title}), lower(${query.text})) > 0`]),
    ...query.deletedAt.map(({ op, value }) => sql`t.deleted_at ${raw(COMPARISON[op] ?? '=')} ${value}::timestamptz`),
    ...(query.beyond === undefined
      ? []
      : [sql`(t.deleted_at, t.id) < (${query.beyond.at}::timestamptz, ${query.beyond.id})`]),
  ]
  return sql`select ${noun}::text as noun, t.id, ${type} as object_type, ${raw(lead)} as lead_id,
      left(${title}, ${TITLE_LENGTH}) as title, t.deleted_at, d.user_id, d.id as event_id
    from ${raw(table)} t left join lateral (
      select e.user_id, e.id from events e where e.organization_id = t.organization_id and e.object_id = t.id
        and e.action = 'deleted' order by e.updated_at desc limit 1) d on true
    where ${join(conditions, ' and ')} order by t.deleted_at desc, t.id desc limit ${query.limit + 1}`
}

const TITLE_LENGTH = 200
const COMPARISON: Readonly<Record<string, string>> = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' }

// What people know it by; the others have a name.
const TITLE: Readonly<Partial<Record<NounName, string>>> = {
  comment: `nullif(t.text, '')`,
  commentThread: 'null::text',
  task: `nullif(t.text, '')`,
  activity: `coalesce(nullif(t.details->>'subject', ''), nullif(t.details->>'title', ''), nullif(t.text, ''))`,
}

function typeSql(noun: NounName): string {
  const own = tables[noun].eventType
  if (own !== undefined) return own('t')
  if (noun !== 'activity') return `'${EVENT_OBJECT_TYPE[noun] ?? noun}'::text`
  const cases = ACTIVITY_KINDS.map((kind) => `when '${kind}' then '${EVENT_OBJECT_TYPE[kind] ?? kind}'`)
  return `case t.kind ${cases.join(' ')} end`
}

const childrenSql = ({ organizationId }: Scope): Sql =>
  join(
    TRASH.map(
      ({ table }) => sql`(select count(*) from ${raw(table)} c where c.organization_id = ${organizationId}
        and c.deleted_with = t.id and c.id <> t.id)`,
    ),
    ' + ',
  )

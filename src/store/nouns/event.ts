import type { NounName } from '../../domain/catalogue.ts'
import { SHOWN_TO_ALL_MINUTES } from '../../domain/event.ts'
import { EVENT_OBJECT_TYPE } from '../../domain/eventWords.ts'
import { isForUser } from './savedSearch.ts'
import type { TableSpec } from './table.ts'

/**
 * How events are kept. Somebody sees those of the objects they see, as these are now, and of the lead that it was about
 * then. Of what is gone for good only administrators know who might have seen it.
 */
export const event: TableSpec = {
  name: 'events',
  within: ['lead'],
  isSeen: (e, seen) => `case ${OBJECTS.map((object) => objectSeenSql(e, object, seen)).join('\n')} else true end`,
  isFor: (e, user) => `(${e}.object_type <> 'saved_search' or ${savedSearchIsForSql(e, user)})`,
  computed: {
    data: (t, { relations }) => (relations.isPartial ? `case when ${isRecent(t)} then ${t}.data end` : `${t}.data`),
    previousData: (t, { relations }) =>
      relations.isPartial ? `case when ${isRecent(t)} then ${t}.previous_data else '{}' end` : `${t}.previous_data`,
    isWithheld: (t, { relations }) => (relations.isPartial ? `not (${isRecent(t)})` : 'false'),
  },
}

const isRecent = (t: string) => `${t}.updated_at > now() - interval '${SHOWN_TO_ALL_MINUTES} minutes'`

type Objects = { readonly noun: NounName; readonly table: string; readonly is: (e: string) => string }

const typed = (noun: NounName, table: string): Objects => ({
  noun,
  table,
  is: (e) => `${e}.object_type = '${EVENT_OBJECT_TYPE[noun]}'`,
})

// What may be hidden, by itself or with what it belongs to; a test knows when a noun is missing here.
const OBJECTS: readonly Objects[] = [
  { noun: 'activity', table: 'activities', is: (e) => `${e}.object_type like 'activity.%'` },
  { noun: 'task', table: 'tasks', is: (e) => `${e}.object_type like 'task.%'` },
  typed('lead', 'leads'),
  typed('contact', 'contacts'),
  typed('opportunity', 'opportunities'),
  typed('case', 'cases'),
  typed('comment', 'comments'),
  typed('commentThread', 'comment_threads'),
  typed('customObject', 'custom_objects'),
  typed('bulkEdit', 'bulk_actions'),
  typed('bulkDelete', 'bulk_actions'),
  typed('bulkUndo', 'bulk_actions'),
  typed('webhook', 'webhooks'),
  { noun: 'export', table: 'exports', is: (e) => `${e}.object_type like 'export.%'` },
]

function objectSeenSql(
  e: string,
  { noun, table, is }: Objects,
  seen: (noun: NounName, x: string) => string | undefined,
) {
  const o = `${e}_${noun}`
  const rows = `select 1 from ${table} ${o} where ${o}.organization_id = ${e}.organization_id and ${o}.id = ${e}.object_id`
  return `when ${is(e)} then exists (${rows} and ${seen(noun, o) ?? 'true'})`
}

// Of a view that is gone, its maker and whoever deleted it know that it was there.
const savedSearchIsForSql = (e: string, user: string) => `case
  when exists (select 1 from saved_searches s where s.organization_id = ${e}.organization_id and s.id = ${e}.object_id)
  then exists (select 1 from saved_searches s where s.organization_id = ${e}.organization_id and s.id = ${e}.object_id
    and ${isForUser('s', user)})
  else ${e}.user_id = ${user} or coalesce(${e}.data, ${e}.previous_data)->>'user_id' = ${user} end`

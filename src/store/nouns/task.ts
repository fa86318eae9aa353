import type { NotificationKind } from '../../domain/task.ts'
import { renderSql } from '../projection/render.ts'
import { visibility } from './attached.ts'
import { dayAt, startOf, TODAY } from './caller.ts'
import { commentsOn } from './comment.ts'
import { customerNumber } from './customer.ts'
import type { ListSpec, TableSpec } from './table.ts'

const day = (value: string) => `to_char(${value}, 'YYYY-MM-DD')`
const dueDay = (t: string) => `coalesce(${t}.due_on, ${dayAt(`${t}.created_at`)})`
const due = (t: string) => `coalesce(${day(`${t}.due_on`)}, ${renderSql('isoTime', `${t}.due_at`)})`

/** How tasks are kept. */
export const task: TableSpec = {
  name: 'tasks',
  eventType: (t) => `('task.' || replace(${t}.kind, '-', '_'))`,
  within: ['lead', 'contact', 'opportunity', 'case'],
  searched: { words: ['text', 'location'] },
  lists: { comments: commentsOn('task') },
  computed: {
    ...visibility,
    isDeleted: (t) => `(${t}.deleted_at is not null)`,
    customerNumber,
    due,
    date: (t) => `coalesce(${due(t)}, ${day(dueDay(t))})`,
    dateFrom: (t) => `coalesce(${t}.due_at, ${startOf(dueDay(t))})`,
    isDateless: (t) => `(${t}.due_on is null and ${t}.due_at is null)`,
    timing: (t) => `case when ${t}.is_complete then 'done'
      when coalesce(${t}.due_on, ${dayAt(`${t}.due_at`)}) > ${TODAY} then 'later' else 'now' end`,
    objectType: (t) => `(case ${t}.kind when 'lead' then case when ${t}.activity_id is not null then 'taskCompleted' end
      ${cases(OBJECT_TYPE, (type) => `'${type}'`)} end)`,
    objectId: (t) => `(case ${t}.kind ${cases(OBJECT_TYPE, (type) => ID_OF[type](t))} else ${t}.activity_id end)`,
    dueParts: (t, { ref }) => parts(`${t}.due_on`, `${t}.due_at`, ref('organization')),
    endsParts: (t, { ref }) =>
      parts(`(${t}.details->>'endsOn')::date`, `(${t}.details->>'endsAt')::timestamptz`, ref('organization')),
  },
}

// What each kind of notification is about.
const OBJECT_TYPE = {
  'incoming-email': 'emailThread',
  'email-followup': 'emailThread',
  'missed-call': 'call',
  voicemail: 'call',
  'answered-detached-call': 'call',
  'incoming-sms': 'sms',
  'opportunity-due': 'opportunity',
} as const satisfies Record<NotificationKind, string>
type ObjectType = (typeof OBJECT_TYPE)[NotificationKind]

const ID_OF: Readonly<Record<ObjectType, (t: string) => string>> = {
  emailThread: (t) => `${t}.thread_id`,
  call: (t) => `${t}.activity_id`,
  sms: (t) => `${t}.activity_id`,
  opportunity: (t) => `${t}.opportunity_id`,
}

const cases = <T extends string>(of: Readonly<Record<string, T>>, then: (value: T) => string) =>
  Object.entries(of)
    .map(([kind, value]) => `when '${kind}' then ${then(value)}`)
    .join(' ')

/** SQL for the rows `c` of tasks that somebody wrote about a lead, without what else is in an inbox. */
export const asTask = (c: string) => `${c}.kind = 'lead'`

/** The tasks that refer to a row as a list of it. */
export const tasksOf = (parent: 'contact' | 'opportunity' | 'case'): ListSpec => ({
  on: (c, t) => `${c}.organization_id = ${t}.organization_id and ${c}.${parent}_id = ${t}.id and ${asTask(c)}`,
})

/** SQL for a day or an instant as the parts that a clock and a calendar on the wall show; the day has no hours. */
function parts(on: string, instant: string, organization: string): string {
  const local = `(${instant} at time zone ${organization}.timezone)`
  const date = `coalesce(${on}, ${local}::date)`
  const part = (field: string, of: string) => `extract(${field} from ${of})::int`
  return `case when ${date} is not null then json_strip_nulls(json_build_object('year', ${part('year', date)},
    'month', ${part('month', date)}, 'day', ${part('day', date)},
    'hour', ${part('hour', local)}, 'minute', ${part('minute', local)})) end`
}

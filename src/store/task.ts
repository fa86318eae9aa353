import { visibility } from './attached.ts'
import { customerNumber } from './customer.ts'
import { renderSql } from './render.ts'
import type { TableSpec } from './table.ts'

const day = (value: string) => `to_char(${value}, 'YYYY-MM-DD')`
const due = (t: string) => `coalesce(${day(`${t}.due_on`)}, ${renderSql('isoTime', `${t}.due_at`)})`

/** How tasks are kept. */
export const task: TableSpec = {
  name: 'tasks',
  within: ['lead', 'contact', 'opportunity', 'case'],
  computed: {
    ...visibility,
    isDeleted: (t) => `(${t}.deleted_at is not null)`,
    customerNumber,
    due,
    date: (t) => `coalesce(${due(t)}, ${day(`${t}.created_at`)})`,
    dateFrom: (t) => `coalesce(${t}.due_at, ${t}.due_on::timestamptz, ${t}.created_at::date::timestamptz)`,
    isDateless: (t) => `(${t}.due_on is null and ${t}.due_at is null)`,
    // The session is in UTC; so is today.
    timing: (t) => `case when ${t}.is_complete then 'done'
      when coalesce(${t}.due_on, ${t}.due_at::date) > current_date then 'later' else 'now' end`,
    dueParts: (t, { ref }) => parts(`${t}.due_on`, `${t}.due_at`, ref('organization')),
    endsParts: (t, { ref }) =>
      parts(`(${t}.details->>'endsOn')::date`, `(${t}.details->>'endsAt')::timestamptz`, ref('organization')),
  },
}

/** How comments on tasks and activities are kept. */
export const comment: TableSpec = {
  name: 'comments',
  within: ['task', 'activity'],
  // What is said about one object is one thread, named after the object.
  computed: { threadId: (t) => `('comthr_' || substr(coalesce(${t}.activity_id, ${t}.task_id), 6))` },
}

/** SQL for a day or an instant as the parts that a clock and a calendar on the wall show; the day has no hours. */
function parts(on: string, instant: string, organization: string): string {
  const local = `(${instant} at time zone ${organization}.timezone)`
  const date = `coalesce(${on}, ${local}::date)`
  const part = (field: string, of: string) => `extract(${field} from ${of})::int`
  return `case when ${date} is not null then json_strip_nulls(json_build_object('year', ${part('year', date)},
    'month', ${part('month', date)}, 'day', ${part('day', date)},
    'hour', ${part('hour', local)}, 'minute', ${part('minute', local)})) end`
}

import { ACTIVITY_KINDS } from '../../domain/activity.ts'
import { EVENT_OBJECT_TYPE } from '../../domain/eventWords.ts'
import { wordsSql } from '../projection/words.ts'
import type { Around, ListSpec, TableSpec } from './table.ts'

const within: NonNullable<TableSpec['within']> = ['activity', 'task', 'opportunity']

/** How comments are kept. */
export const comment: TableSpec = {
  name: 'comments',
  within,
  computed: { isRemoved: (t) => `(${t}.removed_at is not null)` },
}

/** How threads are kept. What is removed counts no more. */
export const commentThread: TableSpec = {
  name: 'comment_threads',
  within,
  computed: {
    objectType: (
      t,
      { ref },
    ) => `case when ${t}.activity_id is not null then ${wordsSql(`${ref('activity')}.kind`, { words: activityWords })}
      when ${t}.task_id is not null then 'task.' || ${ref('task')}.kind
      else 'opportunity' end`,
    commentCount: (t, around) => said(t, around, 'count(*)', '0'),
    participantIds: (t, around) =>
      said(
        t,
        around,
        `coalesce(json_agg(distinct c.created_by_id) filter (where c.created_by_id is not null), '[]')`,
        `'[]'::json`,
      ),
  },
  lists: { comments: { on: (c, t) => `${c}.organization_id = ${t}.organization_id and ${c}.thread_id = ${t}.id` } },
}

const activityWords = Object.fromEntries(ACTIVITY_KINDS.map((kind) => [kind, EVENT_OBJECT_TYPE[kind] ?? kind]))

/** Something worked out of the comments of a thread. */
function said(t: string, { relations }: Around, what: string, nothing: string): string {
  const comments = relations.many('comment')
  if (comments === undefined) return nothing
  return `(select ${what} from ${comments} c where c.organization_id = ${t}.organization_id
    and c.thread_id = ${t}.id and c.deleted_at is null and c.removed_at is null)`
}

/** The comments of something, without those that were removed. */
export const commentsOn = (parent: 'activity' | 'task'): ListSpec => ({
  on: (c, t) =>
    `${c}.organization_id = ${t}.organization_id and ${c}.${parent}_id = ${t}.id and ${c}.removed_at is null`,
})

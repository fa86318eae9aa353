import sql, { raw } from 'sql-template-tag'
import type { NounName } from '../../domain/catalogue.ts'
import type { Database } from '../database/database.ts'

const AT_ONCE = 500
// Removing a content may be a request to another machine.
const CONTENTS_AT_ONCE = 50

/**
 * What can be deleted and restored, in an order in which it can be removed for good: what refers to something comes before
 * it. `usedBy` are the columns that may still refer to a row, of objects that were deleted later or not at all.
 */
export const TRASH: readonly {
  readonly noun: NounName
  readonly table: string
  readonly usedBy: readonly string[]
  readonly contents?: true
}[] = [
  { noun: 'comment', table: 'comments', usedBy: [] },
  { noun: 'commentThread', table: 'comment_threads', usedBy: ['comments.thread_id'] },
  { noun: 'task', table: 'tasks', usedBy: ['comments.task_id', 'comment_threads.task_id'] },
  {
    noun: 'activity',
    table: 'activities',
    usedBy: ['comments.activity_id', 'comment_threads.activity_id', 'tasks.activity_id', 'activities.thread_id'],
  },
  { noun: 'customObject', table: 'custom_objects', usedBy: [] },
  {
    noun: 'opportunity',
    table: 'opportunities',
    usedBy: [
      'activities.opportunity_id',
      'tasks.opportunity_id',
      'comments.opportunity_id',
      'comment_threads.opportunity_id',
    ],
  },
  { noun: 'case', table: 'cases', usedBy: ['activities.case_id', 'tasks.case_id'] },
  {
    noun: 'contact',
    table: 'contacts',
    usedBy: ['activities.contact_id', 'tasks.contact_id', 'opportunities.contact_id', 'cases.contact_id'],
  },
  {
    noun: 'lead',
    table: 'leads',
    usedBy: [
      'contacts.lead_id',
      'opportunities.lead_id',
      'activities.lead_id',
      'tasks.lead_id',
      'cases.lead_id',
      'custom_objects.lead_id',
    ],
  },
  { noun: 'customActivityType', table: 'custom_activity_types', usedBy: ['activities.type_id'] },
  { noun: 'customObjectType', table: 'custom_object_types', usedBy: ['custom_objects.type_id'] },
  { noun: 'linkedFile', table: 'linked_files', usedBy: [] },
  { noun: 'file', table: 'files', usedBy: [], contents: true },
  { noun: 'folder', table: 'folders', usedBy: ['files.folder_id', 'folders.parent_id'] },
]

/**
 * Removes some of what was deleted before an instant, and says how many objects; 0 when nothing is left that can go. The
 * contents of files go first, while their rows are locked: what is interrupted in between is done again.
 */
export async function purgeTrash(
  database: Database,
  organizationId: string,
  before: string,
  dispose: (contentId: string) => Promise<void>,
): Promise<number> {
  for (const { table, usedBy, contents } of TRASH) {
    const unused = usedBy.map((column) => `and not exists (${rowsWith(column)})`).join(' ')
    const removed = await database.transaction(async (tx) => {
      const rows = await tx.run<{ id: string; content: string | null }>(
        sql`select t.id, ${raw(contents === true ? 't.content_id' : 'null')} as content from ${raw(table)} t
          where t.organization_id = ${organizationId} and t.deleted_at < ${before} ${raw(unused)}
          order by t.deleted_at limit ${contents === true ? CONTENTS_AT_ONCE : AT_ONCE} for update skip locked`,
      )
      if (rows.length === 0) return 0
      for (const { content } of rows) if (content !== null) await dispose(content)
      const ids = rows.map(({ id }) => id)
      await tx.run(sql`delete from ${raw(table)} t where t.organization_id = ${organizationId} and t.id = any(${ids})`)
      return rows.length
    })
    if (removed > 0) return removed
  }
  return 0
}

function rowsWith(column: string): string {
  const [table, name] = column.split('.')
  return `select 1 from ${table} u where u.organization_id = t.organization_id and u.${name} = t.id`
}

/** The nouns whose objects can be restored, one for each table. */
export const TRASH_NOUNS: readonly NounName[] = TRASH.map(({ noun }) => noun)

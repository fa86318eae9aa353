import sql from 'sql-template-tag'
import type { Database } from '../database/database.ts'
import type { TableSpec } from './table.ts'

/** How exports are kept. Administrators see all of them, others their own. */
export const export_: TableSpec = {
  name: 'exports',
  eventType: (t) => `('export.' || ${t}.kind)`,
  isSeen: (x) => `${x}.created_by_id = any((select ids from viewer)::text[])`,
  computed: {
    fileName: (t) => `case when ${t}.status = 'done' and ${t}.content_id is not null
      then ${t}.id || '.' || ${t}.format || case when ${t}.format = 'xlsx' then '' else '.gz' end end`,
  },
}

const AT_ONCE = 100

/** Forgets the files of some of the exports that last changed before an instant; says how many. */
export async function forgetExportFiles(
  database: Database,
  organizationId: string,
  before: string,
  dispose: (contentId: string) => Promise<void>,
): Promise<number> {
  const old = await database.run<{ id: string; content: string }>(
    sql`select id, content_id as content from exports where organization_id = ${organizationId}
      and content_id is not null and updated_at < ${before} limit ${AT_ONCE}`,
  )
  for (const { content } of old) await dispose(content)
  await database.writer.run(
    sql`update exports set content_id = null where organization_id = ${organizationId}
      and id = any(${old.map(({ id }) => id)}) and updated_at < ${before}`,
  )
  return old.length
}

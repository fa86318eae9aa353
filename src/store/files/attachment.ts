import sql, { raw } from 'sql-template-tag'
import type { Runner } from '../database/database.ts'
import { viewer, withSql } from '../people/visibility.ts'
import { type Scope, visible } from '../reading/read.ts'

// What carries attachments; indexes in 0008_comments.sql know the rows that have any.
const CARRIERS = [
  { noun: 'activity', table: 'activities' },
  { noun: 'opportunity', table: 'opportunities' },
] as const

const carries = (upload: string) =>
  `t.details->'attachments' <> '[]' and t.details->'attachments' @> jsonb_build_array(jsonb_build_object('upload_id', ${upload}))`

/** Whether an upload is attached to anything that the scope may see. */
export async function isAttached(runner: Runner, scope: Scope, uploadId: string): Promise<boolean> {
  for (const { noun, table } of CARRIERS) {
    const rows = await runner.run(
      sql`${withSql(viewer(scope))}select 1 from ${raw(table)} t, (select ${uploadId}::text as id) u
        where ${visible(scope, noun)} and ${raw(carries('u.id'))} limit 1`,
    )
    if (rows.length > 0) return true
  }
  return false
}

const AT_ONCE = 20

/** Forgets some of the uploads from before an instant that nothing refers to, also nothing deleted. */
export async function forgetUploads(
  runner: Runner,
  organizationId: string,
  before: string,
): Promise<readonly (string | null)[]> {
  const used = CARRIERS.map(
    ({ table }) =>
      `exists (select 1 from ${table} t where t.organization_id = u.organization_id and ${carries('u.id')})`,
  )
  const rows = await runner.run<{ content_id: string | null }>(
    sql`delete from uploads x where x.organization_id = ${organizationId} and x.id in (
        select u.id from uploads u
        where u.organization_id = ${organizationId} and u.created_at < ${before} and not (${raw(used.join(' or '))})
        order by u.created_at limit ${AT_ONCE})
      returning x.content_id`,
  )
  return rows.map((row) => row.content_id)
}

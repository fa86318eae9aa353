import sql, { raw } from 'sql-template-tag'
import type { Database, Runner } from '../database/database.ts'
import { TRASH } from './trash.ts'

/** What was removed for good, or how much that is alive still refers to it. */
export type Purged = { readonly removed: number } | { readonly usedBy: number }

/**
 * Removes a deleted object for good, with all deleted objects that refer to it. The contents of files go first, while
 * their rows are locked.
 */
export async function purgeNow(
  database: Database,
  organizationId: string,
  root: { readonly table: string; readonly id: string },
  dispose: (contentId: string) => Promise<void>,
): Promise<Purged> {
  return database.transaction(async (tx) => {
    const doomed = new Map<string, Set<string>>(TRASH.map(({ table }) => [table, new Set()]))
    doomed.get(root.table)?.add(root.id)
    const alive = await gather(tx, organizationId, doomed)
    if (alive > 0) return { usedBy: alive }
    let removed = 0
    for (const { table, contents } of TRASH) {
      const ids = [...(doomed.get(table) ?? [])]
      if (ids.length === 0) continue
      const rows = await tx.run<{ content: string | null }>(
        sql`select ${raw(contents === true ? 't.content_id' : 'null')} as content from ${raw(table)} t
          where t.organization_id = ${organizationId} and t.id = any(${ids}) and t.deleted_at is not null for update`,
      )
      for (const { content } of rows) if (content !== null) await dispose(content)
      await tx.run(
        sql`delete from ${raw(table)} t
          where t.organization_id = ${organizationId} and t.id = any(${ids}) and t.deleted_at is not null`,
      )
      removed += rows.length
    }
    return { removed }
  })
}

/** Adds what refers to the doomed until nothing more does; says how much of that is alive. */
async function gather(tx: Runner, organizationId: string, doomed: Map<string, Set<string>>): Promise<number> {
  const alive = new Set<string>()
  for (let grown = true; grown; ) {
    grown = false
    for (const { table, usedBy } of TRASH) {
      const ids = [...(doomed.get(table) ?? [])]
      if (ids.length === 0) continue
      for (const column of usedBy) {
        const [by = '', name = ''] = column.split('.')
        const rows = await tx.run<{ id: string; live: boolean }>(
          sql`select u.id, u.deleted_at is null as live from ${raw(by)} u
            where u.organization_id = ${organizationId} and u.${raw(name)} = any(${ids})`,
        )
        for (const { id, live } of rows) {
          if (live) alive.add(id)
          else if (doomed.get(by)?.has(id) === false) {
            doomed.get(by)?.add(id)
            grown = true
          }
        }
      }
    }
  }
  return alive.size
}

import sql from 'sql-template-tag'
import type { Runner } from '../database/database.ts'

/** The keys that organizations sign with. They never change, so each is read once. */
export function signingKeys(runner: Runner): (organizationId: string) => Promise<Buffer | undefined> {
  const kept = new Map<string, Buffer>()
  return async (organizationId) => {
    const known = kept.get(organizationId)
    if (known !== undefined) return known
    const [row] = await runner.run<{ key: Buffer }>(
      sql`select signing_key as key from organizations where id = ${organizationId}`,
    )
    if (row !== undefined) kept.set(organizationId, row.key)
    return row?.key
  }
}

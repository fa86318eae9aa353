import sql, { raw, type Sql } from 'sql-template-tag'
import type { Author } from './author.ts'
import { type Change, isRestoring } from './change.ts'
import { tables } from './tables.ts'

const SLOTS = 32

/** Keeps the number of live objects; one slot of many, so that writers do not queue for it. */
export function totalsSql(changes: readonly Change[], author: Author): Sql[] {
  const first = Math.floor(Math.random() * SLOTS)
  return changes.flatMap((change, i) => {
    const restores = isRestoring(change)
    if (!tables[change.noun].counted || (change.action === 'updated' && !restores)) return []
    const sign = change.action === 'created' || restores ? '' : '-'
    const slot = (first + i) % SLOTS
    return [
      sql`${raw(`n${i}`)} as (insert into totals (organization_id, noun, slot, count)
        select ${author.organizationId}, ${change.noun}, ${slot}, ${raw(sign)}count(*) from ${raw(`c${i}`)}
        on conflict (organization_id, noun, slot) do update set count = totals.count + excluded.count)`,
    ]
  })
}

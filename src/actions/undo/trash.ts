import { notFound, refused } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import type { Trashed, TrashPage, TrashQuery } from '../../store/trash/trashList.ts'
import type { Context } from '../context.ts'
import { restore } from './restore.ts'
import { inOneGo, type Outcome, type UndoOptions } from './undo.ts'
import { undoDeletion } from './undoDeletion.ts'
import { TOLD, type Told } from './undoing.ts'
import { undoMerge } from './undoMerge.ts'

export type { Trashed, TrashPage, TrashPlace, TrashQuery } from '../../store/trash/trashList.ts'

/** A page of what was deleted and can be restored, as far as the actor may see it. */
export const listTrash = (ctx: Context, query: TrashQuery): Promise<TrashPage> => ctx.store.trash(query)

/** One deleted object; throws not_found for what is not in the trash by itself. */
export async function showTrashed(ctx: Context, id: string): Promise<Trashed> {
  const [found] = (await listTrash(ctx, { id, deletedAt: [], limit: 1 })).rows
  if (found === undefined) throw notFound('trash', id)
  return found
}

const DAY_MS = 86_400_000

/** When a deleted object will be removed for good; null for never. */
export const purgedAt = ({ trashDays = 30 }: Context, { deletedAt }: Trashed): string | null =>
  trashDays === null ? null : new Date(Date.parse(deletedAt) + trashDays * DAY_MS).toISOString()

/** Brings a deleted object back with all that was deleted with it. Who may delete it may restore it. */
export async function restoreTrashed(ctx: Context, id: string, options: UndoOptions = {}): Promise<Outcome> {
  const found = await showTrashed(ctx, id)
  permit(ctx.actor, 'edit_records')
  return inOneGo(ctx, options, async (work) => {
    const where = [{ path: 'id', op: 'eq', value: found.eventId }] as const
    const [told] = found.eventId === null ? [] : await work.asks.events<Told>({ where, limit: 1 }, TOLD)
    if (told === undefined) return restore(work, found.noun, { objectType: found.objectType, objectId: id })
    return told.meta.merge_source_lead_id === undefined ? undoDeletion(work, told) : undoMerge(work, told)
  })
}

/** Removes a deleted object for good, before its time, with all deleted objects that belong to it. */
export async function purgeTrashed(ctx: Context, id: string): Promise<void> {
  const found = await showTrashed(ctx, id)
  permit(ctx.actor, 'manage_organization')
  const purged = await ctx.store.purgeTrashed(found, (contentId) => ctx.files.remove(contentId))
  if ('usedBy' in purged) {
    const others = purged.usedBy === 1 ? 'one object that is' : `${purged.usedBy} objects that are`
    throw refused(`It is still named by ${others} not deleted, and goes after them.`)
  }
}

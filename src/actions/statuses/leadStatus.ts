import { refused } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import type { LeadStatus } from '../../domain/status.ts'
import { type Context, change, remove, type Written } from '../context.ts'
import { differs, given } from '../patch.ts'
import { Problems } from '../problems.ts'

export type LeadStatusDraft = { readonly label?: string | null; readonly color?: string | null }

/** Adds a lead status at the end of the list. */
export async function createLeadStatus(ctx: Context, draft: LeadStatusDraft): Promise<Written> {
  permit(ctx.actor, 'manage_customizations')
  const { leadStatuses } = await ctx.store.settings({ fresh: true })
  const label = checkLabel(draft.label ?? '', leadStatuses)
  const status: LeadStatus = {
    organizationId: ctx.actor.organizationId,
    id: ctx.ids('leadStatus'),
    label,
    color: draft.color ?? null,
    position: 1 + Math.max(-1, ...leadStatuses.map((one) => one.position)),
    createdAt: ctx.now,
    updatedAt: ctx.now,
  }
  return change(ctx, async (tx) => {
    tx.insert('leadStatus', status)
    return status.id
  })
}

export async function updateLeadStatus(ctx: Context, id: string, patch: LeadStatusDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const status = await tx.get('leadStatus', id)
    permit(ctx.actor, 'manage_customizations')
    const others = (await ctx.store.settings({ fresh: true })).leadStatuses.filter((one) => one.id !== id)
    const label = patch.label === undefined ? status.label : checkLabel(patch.label ?? '', others)
    const changed = { ...status, label, color: given(patch.color, status.color) }
    if (differs(status, changed)) tx.update('leadStatus', { ...changed, updatedAt: ctx.now })
    return id
  })
}

/** Deletes a status that no lead has. */
export async function deleteLeadStatus(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    await tx.get('leadStatus', id)
    permit(ctx.actor, 'manage_customizations')
    if (await tx.isUsed('lead', 'statusId', id)) {
      throw refused('This status is still used by leads; give them another status first.')
    }
    const other = (await ctx.store.settings({ fresh: true })).leadStatuses.find((one) => one.id !== id)
    if (other === undefined) throw refused('This is the only lead status; an organization needs one.')
    await tx.repointDeleted('lead', 'statusId', id, other.id)
    tx.delete('leadStatus', id)
    return id
  })
}

/** A label that is there and that no other status has. */
export function checkLabel(label: string, others: readonly { label: string }[]): string {
  const problems = new Problems()
  if (label === '') problems.add(['label'], 'required')
  if (others.some((one) => one.label.toLowerCase() === label.toLowerCase())) problems.add(['label'], 'conflict', label)
  problems.settle()
  return label
}

import type { LeadStatusChange } from '../../domain/activity.ts'
import type { LeadStatus } from '../../domain/status.ts'
import { type Context, type Transaction, touched } from '../context.ts'
import { leadStatusChangeActivity } from './activity.ts'

// Somebody who clicks through the list of statuses means the last one.
const QUICK_MS = 60_000

/**
 * Marks in a lead's history that its status has changed. Changes that one person makes in quick succession are one, from
 * the first status to the last; back where it began, nothing has changed.
 */
export async function markLeadStatus(
  ctx: Context,
  tx: Transaction,
  leadId: string,
  old: LeadStatus | undefined,
  next: LeadStatus,
): Promise<void> {
  const earlier = (await tx.related('leadStatusChange', 'leadId', leadId)).find((one) => isQuick(ctx, one, old))
  if (earlier === undefined) tx.insert('leadStatusChange', leadStatusChangeActivity(ctx, leadId, old, next))
  else if (earlier.oldStatusId === next.id) tx.delete('leadStatusChange', earlier.id)
  else {
    const ends = { newStatusId: next.id, newStatusLabel: next.label }
    tx.update('leadStatusChange', { ...earlier, ...ends, ...touched(ctx) })
  }
}

/** Whether a change has just been made by the same person, and led to the status that the lead has. */
function isQuick({ actor, now }: Context, change: LeadStatusChange, present: LeadStatus | undefined): boolean {
  const age = Date.parse(now) - Date.parse(change.createdAt)
  return change.userId === actor.userId && change.newStatusId === present?.id && age >= 0 && age <= QUICK_MS
}

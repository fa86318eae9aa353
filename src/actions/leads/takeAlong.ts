import type { Lead } from '../../domain/lead.ts'
import type { Transaction } from '../context.ts'

/** What is filed under a lead. */
export const BELONGING = [
  'contact',
  'opportunity',
  'task',
  'case',
  'activity',
  'customObject',
  'commentThread',
  'comment',
] as const

/** Deletes a lead with all that is filed under it. */
export function takeAlong(tx: Transaction, leadId: string): void {
  tx.delete('lead', leadId)
  for (const noun of BELONGING) tx.deleteAll(noun, 'leadId', leadId)
}

/** Deletes what was said about something that is deleted. */
export function takeThreadAlong(tx: Transaction, field: 'activityId' | 'taskId' | 'opportunityId', id: string): void {
  tx.deleteAll('commentThread', field, id)
  tx.deleteAll('comment', field, id)
}

// A lead's own history says nothing that would be lost with it.
const HISTORY = ['created', 'leadStatusChange']

/**
 * Deletes a lead that was only there because something needed one, when the last such thing has gone. Must see the
 * changes made so far, so flush before.
 */
export async function dropIfBare(tx: Transaction, lead: Lead): Promise<void> {
  if (lead.isCompany) return
  for (const noun of BELONGING) {
    const rows = await tx.related(noun, 'leadId', lead.id)
    if (rows.some((row) => !('kind' in row) || !HISTORY.includes(row.kind))) return
  }
  takeAlong(tx, lead.id)
}

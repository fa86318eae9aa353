import type { Context, Transaction } from '../context.ts'
import { readCustomer } from '../leads/customer.ts'
import { checkMember } from '../people/member.ts'
import type { Problems } from '../problems.ts'
import type { ActivityDraft } from './activity.ts'
import { checkContact } from './activity.ts'

/** Whose an activity is, and about whom. */
type Belonging = {
  readonly id: string
  readonly leadId: string | null
  readonly contactId: string | null
  readonly userId: string | null
}

/**
 * About whom and whose an activity is after a patch. It keeps a lead, and what was said about it goes where it goes.
 * What is sent back unchanged is not looked up: it may have been deleted meanwhile.
 */
export async function refile(
  ctx: Context,
  tx: Transaction,
  patch: ActivityDraft,
  present: Belonging,
  problems: Problems,
): Promise<Omit<Belonging, 'id'>> {
  const { leadId = present.leadId, userId = present.userId } = patch
  if (leadId === null && present.leadId !== null) problems.add(['leadId'], 'required')
  await checkMember(ctx, 'userId', userId, present.userId, problems)
  if (leadId === present.leadId) {
    const { contactId = present.contactId } = patch
    if (contactId !== present.contactId) await checkContact(tx, contactId, leadId, problems)
    return { leadId, contactId, userId }
  }
  const { contactId } = await readCustomer(tx, { ...patch, leadId }, present, problems)
  for (const said of ['commentThread', 'comment'] as const) {
    const rows = await tx.related<typeof said>(said, 'activityId', present.id)
    tx.update<typeof said>(said, ...rows.map((row) => ({ ...row, leadId })))
  }
  return { leadId, contactId, userId }
}

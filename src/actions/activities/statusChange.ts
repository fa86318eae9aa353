import { notFound } from '../../domain/errors.ts'
import { type Context, change, type Written } from '../context.ts'
import { checkMember } from '../people/member.ts'
import { Problems } from '../problems.ts'
import {
  type ActivityDraft,
  checkContact,
  deleteActivity,
  filedUnder,
  leadStatusChangeActivity,
  opportunityStatusChangeActivity,
} from './activity.ts'

export type StatusChangeDraft = ActivityDraft & {
  readonly oldStatusId?: string | null
  readonly newStatusId?: string | null
}
export type OpportunityStatusChangeDraft = StatusChangeDraft & { readonly opportunityId?: string | null }

/** Writes a status change of the past into a lead's history. The lead itself stays as it is. */
export async function createLeadStatusChange(ctx: Context, draft: StatusChangeDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const lead = await filedUnder(ctx, tx, draft, problems)
    const { leadStatuses } = await ctx.store.settings()
    const was = known(leadStatuses, draft.oldStatusId, 'oldStatusId', problems)
    const is = known(leadStatuses, draft.newStatusId, 'newStatusId', problems)
    problems.settle()
    const activity = leadStatusChangeActivity(ctx, lead?.id ?? '', was, is, draft)
    tx.insert('leadStatusChange', activity)
    return activity.id
  })
}

/** Writes a status change of the past into an opportunity's history. The opportunity itself stays as it is. */
export async function createOpportunityStatusChange(
  ctx: Context,
  draft: OpportunityStatusChangeDraft,
): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const { opportunityId } = draft
    const opportunity = opportunityId == null ? undefined : await tx.find('opportunity', opportunityId)
    if (opportunityId == null) problems.add(['opportunityId'], 'required')
    else if (opportunity === undefined || (draft.leadId != null && opportunity.leadId !== draft.leadId))
      problems.add(['opportunityId'], 'unknown_reference')
    await checkContact(tx, draft.contactId, opportunity?.leadId, problems)
    await checkMember(ctx, 'userId', draft.userId, null, problems)
    const { opportunityStatuses } = await ctx.store.settings()
    const was = known(opportunityStatuses, draft.oldStatusId, 'oldStatusId', problems)
    const is = known(opportunityStatuses, draft.newStatusId, 'newStatusId', problems)
    problems.settle()
    if (opportunity === undefined) throw notFound('opportunity')
    const activity = await opportunityStatusChangeActivity(ctx, opportunity, was, is, draft)
    tx.insert('opportunityStatusChange', activity)
    return activity.id
  })
}

export const deleteLeadStatusChange = deleteActivity('leadStatusChange')
export const deleteOpportunityStatusChange = deleteActivity('opportunityStatusChange')

function known<S extends { id: string }>(
  statuses: readonly S[],
  id: string | null | undefined,
  field: string,
  problems: Problems,
): S | undefined {
  if (id === undefined || id === null) return undefined
  const found = statuses.find((status) => status.id === id)
  if (found === undefined) problems.add([field], 'not_a_choice', id)
  return found
}

import type {
  Activity,
  ActivityKind,
  Created,
  LeadStatusChange,
  OpportunityStatusChange,
} from '../../domain/activity.ts'
import type { Lead } from '../../domain/lead.ts'
import type { Opportunity } from '../../domain/opportunity.ts'
import { type Actor, permit, permitOwned } from '../../domain/permission.ts'
import type { LeadStatus, OpportunityStatus } from '../../domain/status.ts'
import { alive, type Context, remove, stamps, type Transaction, type Written } from '../context.ts'
import { takeThreadAlong } from '../leads/takeAlong.ts'
import { checkMember } from '../people/member.ts'
import type { Problems } from '../problems.ts'
import { withdrawNotifications } from '../tasks/notification.ts'

/** What any activity may be given when it is logged. */
export type ActivityDraft = {
  readonly leadId?: string | null
  readonly contactId?: string | null
  readonly userId?: string | null
  readonly createdAt?: string | null
  readonly at?: string | null
}

/** The common part of a new activity of a lead. */
export function activityOf<K extends ActivityKind>(
  ctx: Context,
  kind: K,
  leadId: string | null,
  draft: ActivityDraft = {},
) {
  const stamped = stamps(ctx, draft)
  return {
    ...stamped,
    ...alive,
    id: ctx.ids('activity'),
    kind,
    leadId,
    contactId: draft.contactId ?? null,
    userId: draft.userId ?? ctx.actor.userId,
    opportunityId: null as string | null,
    caseId: null as string | null,
    alsoFiled: [] as readonly string[],
    threadId: null as string | null,
    at: draft.at ?? stamped.createdAt,
    text: null as string | null,
  }
}

/**
 * Finds what a new activity is filed under. The lead is required; the contact must be one of its own and the user a
 * member.
 */
export async function filedUnder(
  ctx: Context,
  tx: Transaction,
  draft: ActivityDraft,
  problems: Problems,
): Promise<Lead | undefined> {
  const { leadId, contactId, userId } = draft
  const lead = leadId === undefined || leadId === null ? undefined : await tx.find('lead', leadId)
  if (leadId === undefined || leadId === null) problems.add(['leadId'], 'required')
  else if (lead === undefined) problems.add(['leadId'], 'unknown_reference')
  await checkContact(tx, contactId, lead?.id, problems)
  await checkMember(ctx, 'userId', userId, null, problems)
  return lead
}

/** A contact that is named must be one of the lead. */
export async function checkContact(
  tx: Transaction,
  contactId: string | null | undefined,
  leadId: string | null | undefined,
  problems: Problems,
): Promise<void> {
  if (contactId === undefined || contactId === null) return
  const contact = await tx.find('contact', contactId)
  if (contact === undefined || contact.leadId !== leadId) problems.add(['contactId'], 'unknown_reference')
}

/** Deletes an activity of one kind from the history, and what was said about it. */
export function deleteActivity(kind: ActivityKind) {
  return (ctx: Context, id: string): Promise<Written> =>
    remove(ctx, async (tx) => {
      const activity = await tx.get(kind, id)
      permitDeletion(ctx.actor, activity)
      tx.delete(kind, id)
      takeThreadAlong(tx, 'activityId', id)
      await withdrawNotifications(ctx, tx, activity)
      return id
    })
}

/** Refuses who may not delete this activity. */
export function permitDeletion(actor: Actor, { userId }: Pick<Activity, 'userId'>): void {
  permit(actor, 'delete_own_activities')
  permitOwned(actor, userId, 'manage_others_activities')
}

/** Marks the moment a lead came to be. */
export function createdActivity(ctx: Context, lead: Lead): Created {
  return { ...activityOf(ctx, 'created', lead.id, { createdAt: lead.createdAt }), source: lead.source, importId: null }
}

/** Marks that a lead's status changed; the labels are kept as they are now. */
export function leadStatusChangeActivity(
  ctx: Context,
  leadId: string,
  old: LeadStatus | undefined,
  next: LeadStatus | undefined,
  draft: ActivityDraft = {},
): LeadStatusChange {
  return {
    ...activityOf(ctx, 'leadStatusChange', leadId, draft),
    oldStatusId: old?.id ?? null,
    oldStatusLabel: old?.label ?? null,
    newStatusId: next?.id ?? null,
    newStatusLabel: next?.label ?? null,
  }
}

/** Marks that an opportunity's status changed, with what the opportunity was worth then. */
export async function opportunityStatusChangeActivity(
  ctx: Context,
  opportunity: Opportunity,
  old: OpportunityStatus | undefined,
  next: OpportunityStatus | undefined,
  draft: ActivityDraft = {},
): Promise<OpportunityStatusChange> {
  const { organization, pipelines } = await ctx.store.settings()
  const nameOf = (status: OpportunityStatus | undefined) =>
    pipelines.find((one) => one.id === status?.pipelineId)?.name ?? null
  return {
    ...activityOf(ctx, 'opportunityStatusChange', opportunity.leadId, { contactId: opportunity.contactId, ...draft }),
    opportunityId: opportunity.id,
    oldStatusId: old?.id ?? null,
    oldStatusLabel: old?.label ?? null,
    oldStatusType: old?.type ?? null,
    oldPipelineId: old?.pipelineId ?? null,
    oldPipelineName: nameOf(old),
    newStatusId: next?.id ?? null,
    newStatusLabel: next?.label ?? null,
    newStatusType: next?.type ?? null,
    newPipelineId: next?.pipelineId ?? null,
    newPipelineName: nameOf(next),
    value: opportunity.value,
    valueCurrency: organization.currency,
    valuePeriod: opportunity.valuePeriod,
    confidence: opportunity.confidence,
    wonOn: opportunity.wonOn,
  }
}

import type { CustomChange } from '../../domain/customValue.ts'
import { refused } from '../../domain/errors.ts'
import { isCurrency } from '../../domain/money.ts'
import { DEFAULT_CONFIDENCE, type Opportunity, type ValuePeriod } from '../../domain/opportunity.ts'
import { permit, permitOwned } from '../../domain/permission.ts'
import type { OpportunityStatus } from '../../domain/status.ts'
import { opportunityStatusChangeActivity } from '../activities/activity.ts'
import { type AttachedDraft, readAttached } from '../activities/attached.ts'
import { type AttachmentsDraft, attachmentsOf, readAttachments } from '../activities/attachments.ts'
import {
  alive,
  type Context,
  change,
  remove,
  stamps,
  type Transaction,
  today,
  touched,
  type Written,
} from '../context.ts'
import { applyCustom } from '../custom/customValues.ts'
import { differs, given, unlessSame } from '../patch.ts'
import { checkMember } from '../people/member.ts'
import { readVisibility, type VisibilityDraft } from '../people/visibility.ts'
import { Problems } from '../problems.ts'
import { keepExpectation } from '../tasks/notification.ts'
import { type CustomerDraft, NOBODY, readCustomer } from './customer.ts'
import { leadFor } from './newLead.ts'
import { dropIfBare, takeThreadAlong } from './takeAlong.ts'

export type OpportunityDraft = CustomerDraft &
  AttachedDraft &
  AttachmentsDraft &
  VisibilityDraft & {
    readonly userId?: string | null
    readonly name?: string | null
    readonly statusId?: string | null
    /** The status by its label: deprecated, still written by old clients. */
    readonly statusLabel?: string | null
    readonly pipelineId?: string | null
    readonly value?: number | null
    readonly currencyCode?: string | null
    readonly valuePeriod?: ValuePeriod | null
    readonly confidence?: number | null
    readonly note?: string | null
    readonly wonOn?: string | null
    readonly custom?: readonly CustomChange[]
    readonly createdAt?: string | null
    readonly createdById?: string | null
  }

/** Makes an opportunity, owned by the caller unless said otherwise; without a lead, an untitled one is made. */
export async function createOpportunity(ctx: Context, draft: OpportunityDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const customer = await readCustomer(tx, draft, NOBODY, problems)
    const status = await statusFor(ctx, draft, problems)
    await checkMember(ctx, 'userId', draft.userId, null, problems)
    const currencyCode = await readCurrency(ctx, draft.currencyCode ?? null, problems)
    const custom = await applyCustom(
      ctx,
      { objectType: 'opportunity', leadId: customer.leadId },
      {},
      draft.custom ?? [],
      ['custom'],
      problems,
    )
    const attached = await readAttached(tx, draft, problems)
    const attachments = await readAttachments(ctx, tx, draft.attachments, [], problems)
    await checkMember(ctx, 'createdById', draft.createdById, null, problems)
    const visibleTo = await readVisibility(ctx, draft, null, problems)
    problems.settle()

    const opportunity: Opportunity = {
      ...stamps(ctx, draft),
      ...alive,
      ...attached,
      attachments,
      visibleTo,
      createdById: draft.createdById ?? ctx.actor.userId,
      id: ctx.ids('opportunity'),
      leadId: customer.leadId ?? (await leadFor(ctx, tx, { name: null, visibleTo })).id,
      contactId: customer.contactId,
      userId: draft.userId === undefined ? ctx.actor.userId : draft.userId,
      statusId: status?.id ?? '',
      name: draft.name ?? null,
      value: draft.value ?? null,
      currencyCode,
      valuePeriod: draft.valuePeriod ?? 'one_time',
      confidence: draft.confidence ?? DEFAULT_CONFIDENCE,
      note: draft.note ?? null,
      wonOn: draft.wonOn ?? (status?.type === 'won' ? today(ctx) : null),
      lostAt: status?.type === 'lost' ? ctx.now : null,
      custom: custom.values,
    }
    tx.insert('opportunity', opportunity)
    await keepExpectation(ctx, tx, undefined, opportunity)
    return opportunity.id
  })
}

/** Changes what the patch names. A new status is marked in the history and sets the day it was won or lost. */
export async function updateOpportunity(ctx: Context, id: string, patch: OpportunityDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const opportunity = await tx.get('opportunity', id)
    permitOwned(ctx.actor, opportunity.userId, 'manage_others_opportunities')
    const problems = new Problems()
    if (patch.leadId !== undefined && patch.leadId !== opportunity.leadId) problems.add(['leadId'], 'read_only')
    const customer = await readCustomer(tx, { ...patch, leadId: opportunity.leadId }, opportunity, problems)
    const status = await newStatusFor(ctx, patch, problems, opportunity)
    await checkMember(ctx, 'userId', patch.userId, opportunity.userId, problems)
    const currencyCode =
      patch.currencyCode === undefined
        ? opportunity.currencyCode
        : await readCurrency(ctx, patch.currencyCode, problems)
    const custom = await applyCustom(
      ctx,
      { objectType: 'opportunity', leadId: customer.leadId },
      opportunity.custom,
      patch.custom ?? [],
      ['custom'],
      problems,
    )
    const attached = await readAttached(tx, patch, problems, opportunity)
    const attachments = await readAttachments(ctx, tx, patch.attachments, attachmentsOf(opportunity), problems)
    const visibleTo = await readVisibility(ctx, patch, opportunity.visibleTo, problems)
    problems.settle()

    const moved = status !== undefined && status.id !== opportunity.statusId
    const wonOn = given(patch.wonOn, opportunity.wonOn)
    const changed: Opportunity = {
      ...opportunity,
      ...attached,
      attachments,
      visibleTo,
      leadId: customer.leadId ?? '',
      contactId: customer.contactId,
      userId: given(patch.userId, opportunity.userId),
      statusId: status?.id ?? opportunity.statusId,
      name: given(patch.name, opportunity.name),
      value: given(patch.value, opportunity.value),
      currencyCode,
      valuePeriod: patch.valuePeriod ?? opportunity.valuePeriod,
      confidence: patch.confidence ?? opportunity.confidence,
      note: given(patch.note, opportunity.note),
      wonOn: moved && status.type === 'won' ? (wonOn ?? today(ctx)) : wonOn,
      lostAt: moved && status.type === 'lost' ? ctx.now : opportunity.lostAt,
      custom: custom.values,
    }
    if (!differs(opportunity, changed)) return id

    const filed = {
      ...changed,
      leadId: customer.leadId ?? (await leadFor(ctx, tx, { name: null, visibleTo })).id,
      ...touched(ctx),
    }
    tx.update('opportunity', filed)
    await keepExpectation(ctx, tx, opportunity, filed)
    if (moved) {
      const old = (await ctx.store.settings()).opportunityStatuses.find((one) => one.id === opportunity.statusId)
      tx.insert('opportunityStatusChange', await opportunityStatusChangeActivity(ctx, filed, old, status))
    }
    if (filed.leadId !== opportunity.leadId) await moveHistory(tx, opportunity, filed)
    return id
  })
}

/** What is told about an opportunity goes with it to another lead; one that was made just for it goes away. */
async function moveHistory(tx: Transaction, from: Opportunity, to: Opportunity): Promise<void> {
  const { leadId, contactId, updatedAt } = to
  const told = await tx.related('activity', 'opportunityId', to.id)
  const own = told.filter((activity) => activity.leadId === from.leadId)
  tx.update('activity', ...own.map((activity) => ({ ...activity, leadId, contactId, updatedAt })))
  const left = await tx.find('lead', from.leadId)
  await tx.flush()
  if (left !== undefined) await dropIfBare(tx, left)
}

// The organization's own currency is not written down, so that changing it changes what amounts are shown in.
async function readCurrency(ctx: Context, code: string | null, problems: Problems): Promise<string | null> {
  const known = code?.trim().toUpperCase() ?? ''
  if (known === '') return null
  if (!isCurrency(known)) problems.add(['currencyCode'], 'not_a_choice', code ?? '')
  return known === (await ctx.store.settings()).organization.currency ? null : known
}

export async function deleteOpportunity(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    const opportunity = await tx.get('opportunity', id)
    permit(ctx.actor, 'delete_own_opportunities')
    permitOwned(ctx.actor, opportunity.userId, 'manage_others_opportunities')
    tx.delete('opportunity', id)
    await keepExpectation(ctx, tx, opportunity, undefined)
    takeThreadAlong(tx, 'opportunityId', id)
    return id
  })
}

/** The status a patch asks for, if it asks for another one. */
async function newStatusFor(ctx: Context, patch: OpportunityDraft, problems: Problems, present: Opportunity) {
  const { opportunityStatuses } = await ctx.store.settings()
  const pipelineId = opportunityStatuses.find((one) => one.id === present.statusId)?.pipelineId
  const asked: OpportunityDraft = {
    statusId: unlessSame(patch.statusId, present.statusId) ?? null,
    statusLabel: patch.statusLabel ?? null,
    pipelineId: unlessSame(patch.pipelineId, pipelineId) ?? null,
  }
  const asks = Object.values(asked).some((one) => one !== null)
  return asks ? statusFor(ctx, asked, problems, present) : undefined
}

/**
 * The status a draft asks for. By id, it must be in the pipeline that is named; by label, it is looked up in that
 * pipeline or the present one first. With a pipeline alone, or nothing, the first status of that pipeline.
 */
async function statusFor(
  ctx: Context,
  draft: OpportunityDraft,
  problems: Problems,
  present?: Opportunity,
): Promise<OpportunityStatus | undefined> {
  const { statusId, statusLabel, pipelineId } = draft
  const settings = await ctx.store.settings()
  const knows =
    (statusId == null || settings.opportunityStatuses.some((one) => one.id === statusId)) &&
    (statusLabel == null || settings.opportunityStatuses.some((one) => sameLabel(one, statusLabel))) &&
    (pipelineId == null || settings.pipelines.some((one) => one.id === pipelineId))
  const { opportunityStatuses, pipelines } = knows ? settings : await ctx.store.settings({ fresh: true })

  const pipeline = pipelineId == null ? undefined : pipelines.find((one) => one.id === pipelineId)
  if (pipelineId != null && pipeline === undefined) {
    problems.add(['pipelineId'], 'unknown_reference')
    return undefined
  }
  const inPlace = (one: OpportunityStatus) => pipeline === undefined || one.pipelineId === pipeline.id
  if (statusId != null) {
    const found = opportunityStatuses.find((one) => one.id === statusId && inPlace(one))
    if (found === undefined) problems.add(['statusId'], 'not_a_choice', statusId)
    return found
  }
  const home =
    pipeline?.id ?? opportunityStatuses.find((one) => one.id === present?.statusId)?.pipelineId ?? pipelines[0]?.id
  const ordered = [...opportunityStatuses].sort((a, b) => Number(b.pipelineId === home) - Number(a.pipelineId === home))
  if (statusLabel != null && statusLabel !== '') {
    const found = ordered.find((one) => inPlace(one) && sameLabel(one, statusLabel))
    const known = ordered.filter(inPlace).map(({ label }) => label)
    if (found === undefined) problems.add(['statusLabel'], 'not_a_choice', statusLabel, known)
    return found
  }
  const current = ordered.find((one) => one.id === present?.statusId && inPlace(one))
  const first = current ?? ordered.find((one) => one.pipelineId === home)
  if (first === undefined) throw refused('There is no opportunity status to give; create one first.')
  return first
}

const sameLabel = (status: OpportunityStatus, label: string) => status.label.toLowerCase() === label.toLowerCase()

import type { CustomChange } from '../domain/customValue.ts'
import { refused } from '../domain/errors.ts'
import type { Lead } from '../domain/lead.ts'
import type { LeadStatus } from '../domain/status.ts'
import { isWebAddress } from '../domain/text.ts'
import type { Address } from '../domain/values.ts'
import { createdActivity } from './activity.ts'
import { type EmailDraft, type PhoneDraft, type UrlDraft } from './contactPoints.ts'
import { alive, type Context, stamps, type Transaction } from './context.ts'
import { Problems } from './problems.ts'

export type ContactDraft = {
  readonly leadId?: string | null
  readonly name?: string | null
  readonly title?: string | null
  readonly emails?: readonly EmailDraft[]
  readonly phones?: readonly PhoneDraft[]
  readonly urls?: readonly UrlDraft[]
  readonly custom?: readonly CustomChange[]
  readonly createdAt?: string | null
}

export type LeadDraft = {
  readonly name?: string | null
  readonly description?: string | null
  readonly url?: string | null
  readonly statusId?: string | null
  /** The status by its label, as the first API had it. */
  readonly statusLabel?: string | null
  readonly source?: string | null
  readonly addresses?: readonly Address[]
  readonly custom?: readonly CustomChange[]
  readonly contacts?: readonly ContactDraft[]
  readonly createdAt?: string | null
}

/** A lead that comes to be because something else needs one. */
export async function leadFor(ctx: Context, tx: Transaction, name: string | null): Promise<Lead> {
  const problems = new Problems()
  const status = await statusFor(ctx, {}, problems)
  const lead = newLead(ctx, { name }, status?.id ?? '', problems)
  problems.settle()
  tx.insert('lead', lead)
  tx.insert('created', createdActivity(ctx, lead))
  return lead
}

/** A lead made of a draft, without its contacts and custom values. */
export function newLead(ctx: Context, draft: LeadDraft, statusId: string, problems: Problems): Lead {
  checkUrl(draft.url, problems)
  return {
    ...stamps(ctx, draft),
    ...alive,
    id: ctx.ids('lead'),
    isCompany: true,
    name: draft.name ?? null,
    description: draft.description ?? null,
    url: draft.url ?? null,
    statusId,
    source: draft.source ?? 'api',
    addresses: draft.addresses ?? [],
    custom: {},
  }
}

/** The status a draft asks for, by id or label; without either, the organization's first. */
export async function statusFor(ctx: Context, draft: LeadDraft, problems: Problems): Promise<LeadStatus | undefined> {
  const { statusId, statusLabel } = draft
  const byId = statusId !== undefined && statusId !== null
  const byLabel = statusLabel !== undefined && statusLabel !== null && statusLabel !== ''
  const fits = (status: LeadStatus) =>
    byId
      ? status.id === statusId && (!byLabel || status.label === statusLabel)
      : !byLabel || sameLabel(status.label, statusLabel)
  const found =
    (await ctx.store.settings()).leadStatuses.find(fits) ??
    (await ctx.store.settings({ fresh: true })).leadStatuses.find(fits)
  if (found === undefined) {
    if (!byId && !byLabel) throw refused('The organization has no lead status; create one first.')
    problems.add([byId ? 'statusId' : 'statusLabel'], 'not_a_choice', byId ? statusId : (statusLabel ?? ''))
  }
  return found
}

const sameLabel = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** A web address that is given must be one. */
export function checkUrl(url: string | null | undefined, problems: Problems): void {
  if (url !== undefined && url !== null && url !== '' && !isWebAddress(url)) problems.add(['url'], 'invalid_url')
}

import type { CustomChange } from '../../domain/customValue.ts'
import { refused } from '../../domain/errors.ts'
import type { Lead } from '../../domain/lead.ts'
import type { LeadStatus } from '../../domain/status.ts'
import { isWebAddress } from '../../domain/text.ts'
import { createdActivity } from '../activities/activity.ts'
import type { AttachedDraft } from '../activities/attached.ts'
import { alive, type Context, stamps, type Transaction } from '../context.ts'
import { assignedToMaker } from '../people/assignment.ts'
import type { VisibilityDraft } from '../people/visibility.ts'
import { Problems } from '../problems.ts'
import { type AddressDraft, readAddresses } from './addresses.ts'
import type { Points, PointsDraft } from './contactPoints.ts'

/** What leads and contacts may both be given. */
type CustomerDraft = PointsDraft &
  AddressDraft &
  AttachedDraft &
  VisibilityDraft & {
    readonly name?: string | null
    readonly description?: string | null
    readonly customerType?: string | null
    readonly custom?: readonly CustomChange[]
    readonly createdAt?: string | null
  }

export type ContactDraft = CustomerDraft & {
  readonly leadId?: string | null
  /** The company someone is at; null for a person on their own. Unlike the lead, it can be changed. */
  readonly companyId?: string | null
  readonly firstName?: string | null
  readonly lastName?: string | null
  readonly title?: string | null
}

export type LeadDraft = CustomerDraft & {
  readonly isCompany?: boolean
  readonly url?: string | null
  readonly statusId?: string | null
  /** The status by its label, as the first API had it. */
  readonly statusLabel?: string | null
  readonly source?: string | null
  readonly contacts?: readonly ContactDraft[]
}

/**
 * A lead that comes to be because something else needs one: that of a person on their own, who is seen by whoever sees
 * them, or of nobody yet.
 */
export async function leadFor(
  ctx: Context,
  tx: Transaction,
  { name, visibleTo }: Pick<Lead, 'name' | 'visibleTo'>,
): Promise<Lead> {
  const problems = new Problems()
  const status = await statusFor(ctx, {}, problems)
  const blank = newLead(ctx, { name, isCompany: false }, status?.id ?? '', problems)
  const lead = { ...blank, visibleTo, custom: await assignedToMaker(ctx) }
  problems.settle()
  tx.insert('lead', lead)
  tx.insert('created', createdActivity(ctx, lead))
  return lead
}

const NO_POINTS: Points = { emails: [], phones: [], urls: [], socialIds: [] }

/** A lead made of a draft, without what has to be looked up: its contacts, points, files and custom values. */
export function newLead(ctx: Context, draft: LeadDraft, statusId: string, problems: Problems): Lead {
  checkUrl(draft.url, problems)
  return {
    ...stamps(ctx, draft),
    ...alive,
    visibleTo: null,
    id: ctx.ids('lead'),
    isCompany: draft.isCompany ?? true,
    name: draft.name ?? null,
    description: draft.description ?? null,
    url: draft.url ?? null,
    statusId,
    source: draft.source ?? 'api',
    addresses: readAddresses(draft),
    ...NO_POINTS,
    customerType: draft.customerType ?? null,
    photo: null,
    tags: [],
    fileIds: [],
    linkedFileIds: [],
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

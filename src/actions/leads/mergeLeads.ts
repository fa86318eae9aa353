import type { Activity } from '../../domain/activity.ts'
import type { Contact } from '../../domain/contact.ts'
import { AjarError, refused } from '../../domain/errors.ts'
import type { Lead } from '../../domain/lead.ts'
import { absorb, type LeadMerge } from '../../domain/leadMerge.ts'
import { permit } from '../../domain/permission.ts'
import { activityOf } from '../activities/activity.ts'
import { type Context, change, type Transaction, touched, type Written } from '../context.ts'
import { BELONGING } from './takeAlong.ts'

export type Merging = { readonly source: string; readonly destination: string }

type Belonging = (typeof BELONGING)[number]

/** What it takes to part two leads again: what went over and how it was, and what the merge made of the destination. */
export type Undo = {
  /** By noun and id, when it was last changed before. */
  readonly moved: Partial<Record<Belonging, Readonly<Record<string, string>>>>
  /** By id of an activity, what it was also filed under. */
  readonly alsoFiled: Readonly<Record<string, readonly string[]>>
  readonly before: Lead
  readonly after: Lead
}

/**
 * Lets one lead take in another: all that belongs to the source goes over to the destination, what the destination lacks
 * is filled in, and the source is deleted. An activity marks it and knows how to undo it.
 */
export async function mergeLeads(ctx: Context, { source, destination }: Merging): Promise<Written> {
  return change(telling(ctx, { source, destination }), async (tx) => {
    const from = await findLead(tx, source, 'Source')
    const into = await findLead(tx, destination, 'Destination')
    permit(ctx.actor, 'merge_leads')
    if (from.id === into.id) throw refused('A lead cannot be merged with itself.')

    const contacts = await tx.related('contact', 'leadId', [from.id, into.id])
    const alsoThere = await filedElsewhere(tx, from, into)
    const moved = await moveAll(ctx, tx, from, into, alsoThere)
    const absorbed = absorb(into, from)
    const after: Lead = {
      ...into,
      ...absorbed,
      // Two people at one lead are no longer each on their own.
      isCompany: absorbed.isCompany || contacts.length > 1,
      ...touched(ctx),
    }
    const alsoFiled = Object.fromEntries(alsoThere.map((one) => [one.id, one.alsoFiled]))
    const undo: Undo = { moved, alsoFiled, before: into, after }
    const merge: LeadMerge = {
      ...activityOf(ctx, 'leadMerge', into.id),
      sourceLeadId: from.id,
      sourceDisplayName: nameOf(from, contacts),
      destinationLeadId: into.id,
      destinationDisplayName: nameOf(into, contacts),
      mergeStatus: 'completed',
      errorMessage: null,
      undo,
    }
    tx.updateAs('merged', 'lead', after)
    tx.bin('lead', from.id)
    tx.insert('leadMerge', merge)
    return merge.id
  })
}

/** The same context, where each event says which leads were merged. */
const telling = (ctx: Context, { source, destination }: Merging): Context => ({
  ...ctx,
  request: {
    ...ctx.request,
    meta: { ...ctx.request.meta, merge_source_lead_id: source, merge_destination_lead_id: destination },
  },
})

async function findLead(tx: Transaction, id: string, which: 'Source' | 'Destination'): Promise<Lead> {
  const found = await tx.find('lead', id)
  if (found === undefined) throw new AjarError('not_found', `${which} lead does not exist.`, { noun: 'lead' })
  return found
}

/** What a lead is called at this moment. */
function nameOf(lead: Lead, contacts: readonly Contact[]): string {
  const own = contacts.filter(({ leadId }) => leadId === lead.id)
  const [first] = own.toSorted((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? -1 : 1))
  return lead.name || first?.name || 'Untitled'
}

/** The activities that are filed under the source too, or that are the source's own and under the destination too. */
async function filedElsewhere(tx: Transaction, from: Lead, into: Lead): Promise<readonly Activity[]> {
  const [there, here] = [await tx.alsoFiledUnder(from.id), await tx.alsoFiledUnder(into.id)]
  return [...there, ...here.filter(({ leadId, id }) => leadId === from.id && there.every((one) => one.id !== id))]
}

/** Files everything of the source under the destination; says what that was. */
async function moveAll(
  ctx: Context,
  tx: Transaction,
  from: Lead,
  into: Lead,
  alsoThere: readonly Activity[],
): Promise<Undo['moved']> {
  const moved: Record<string, Record<string, string>> = {}
  for (const noun of BELONGING) {
    const own = await tx.related<Belonging>(noun, 'leadId', from.id)
    moved[noun] = Object.fromEntries(own.map(({ id, updatedAt }) => [id, updatedAt]))
    const others = noun === 'activity' ? alsoThere.filter(({ leadId }) => leadId !== from.id) : []
    tx.update<Belonging>(noun, ...own.map((row) => ({ ...refiled(row, from.id, into.id), ...since(noun, ctx.now) })))
    tx.update<Belonging>(noun, ...others.map((row) => refiled(row, from.id, into.id)))
  }
  return moved
}

/** That a row was changed at an instant. What was said stays as old as it is, wherever it is filed. */
export const since = (noun: Belonging, updatedAt: string) =>
  noun === 'comment' || noun === 'commentThread' ? {} : { updatedAt }

type Filed = {
  readonly leadId?: string | null
  readonly contactId?: string | null
  readonly alsoFiled?: readonly string[]
}

/** A row with one lead in the place of another, wherever it is filed. */
export function refiled<R extends Filed>(row: R, from: string, into: string): R {
  const leadId = row.leadId === from ? into : row.leadId
  if (row.alsoFiled === undefined) return { ...row, leadId }
  const places = new Set(row.alsoFiled.map((id) => (id === from ? into : id)))
  // It is there already.
  if (row.contactId === null && leadId === into) places.delete(into)
  return { ...row, leadId, alsoFiled: [...places] }
}

import type { Contact } from '../../domain/contact.ts'
import type { Lead } from '../../domain/lead.ts'
import { permit } from '../../domain/permission.ts'
import { createdActivity } from '../activities/activity.ts'
import { readAttached } from '../activities/attached.ts'
import { markLeadStatus } from '../activities/leadStatusHistory.ts'
import { type Context, change, remove, type Transaction, touched, type Written } from '../context.ts'
import { applyCustom } from '../custom/customValues.ts'
import { differs, given, unlessSame } from '../patch.ts'
import { assignedToMaker } from '../people/assignment.ts'
import { readVisibility } from '../people/visibility.ts'
import { Problems } from '../problems.ts'
import { readAddresses } from './addresses.ts'
import { newContact } from './contact.ts'
import { readPoints } from './contactPoints.ts'
import { moveToOwnLead } from './moveContact.ts'
import { checkUrl, type LeadDraft, newLead, statusFor } from './newLead.ts'
import { takeAlong } from './takeAlong.ts'

/** Makes a lead with its contacts, and the Created activity that marks the moment. */
export async function createLead(ctx: Context, draft: LeadDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const status = await statusFor(ctx, draft, problems)
    const blank = newLead(ctx, draft, status?.id ?? '', problems)
    const custom = await applyCustom(
      ctx,
      { objectType: 'lead', leadId: blank.id },
      await assignedToMaker(ctx),
      draft.custom ?? [],
      ['custom'],
      problems,
    )
    const lead: Lead = { ...blank, ...(await readParts(ctx, tx, draft, blank, problems)), custom: custom.values }
    const contacts: Contact[] = []
    for (const [i, one] of (draft.contacts ?? []).entries()) {
      contacts.push(
        await newContact(ctx, tx, lead.id, { createdAt: draft.createdAt ?? null, ...one }, ['contacts', i], problems),
      )
    }
    problems.settle()

    tx.insert('customField', ...custom.newFields)
    tx.insert('lead', lead)
    tx.insert('contact', ...contacts)
    tx.insert('created', createdActivity(ctx, lead))
    return lead.id
  })
}

/** Changes what the patch names. A new status is marked in the history. */
export async function updateLead(ctx: Context, id: string, patch: LeadDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const lead = await tx.get('lead', id)
    const problems = new Problems()
    const status = await newStatusFor(ctx, patch, lead, problems)
    checkUrl(patch.url, problems)
    const custom = await applyCustom(
      ctx,
      { objectType: 'lead', leadId: id },
      lead.custom,
      patch.custom ?? [],
      ['custom'],
      problems,
    )
    const parts = await readParts(ctx, tx, patch, lead, problems)
    problems.settle()

    const name = given(patch.name, lead.name)
    const changed: Lead = {
      ...lead,
      ...parts,
      // The lead of a person on their own bears their name; one that is named otherwise has become a company.
      isCompany: lead.isCompany || name !== lead.name,
      name,
      description: given(patch.description, lead.description),
      url: given(patch.url, lead.url),
      statusId: status?.id ?? lead.statusId,
      addresses: readAddresses(patch, lead.addresses),
      customerType: given(patch.customerType, lead.customerType),
      custom: custom.values,
    }
    if (!differs(lead, changed)) return id

    tx.insert('customField', ...custom.newFields)
    tx.update('lead', { ...changed, ...touched(ctx) })
    if (status !== undefined && status.id !== lead.statusId) {
      const old = (await ctx.store.settings()).leadStatuses.find((one) => one.id === lead.statusId)
      await markLeadStatus(ctx, tx, id, old, status)
    }
    return id
  })
}

/** What has to be looked up: how the lead is reached, what hangs on it, who may see it. */
async function readParts(ctx: Context, tx: Transaction, draft: LeadDraft, present: Lead, problems: Problems) {
  return {
    ...(await readPoints(ctx, draft, [], problems, present)),
    ...(await readAttached(tx, draft, problems, present)),
    visibleTo: await readVisibility(ctx, draft, present.visibleTo, problems),
  }
}

/** The status a patch asks for, if it asks for another one. */
async function newStatusFor(ctx: Context, patch: LeadDraft, lead: Lead, problems: Problems) {
  const present = (await ctx.store.settings()).leadStatuses.find((one) => one.id === lead.statusId)
  const asked: LeadDraft = {
    statusId: unlessSame(patch.statusId, lead.statusId) ?? null,
    statusLabel: unlessSame(patch.statusLabel, present?.label) ?? null,
  }
  return asked.statusId === null && asked.statusLabel === null ? undefined : statusFor(ctx, asked, problems)
}

/** Deletes a lead and all that belongs to it; they can be restored together. */
export async function deleteLead(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    await tx.get('lead', id)
    permit(ctx.actor, 'delete_leads')
    takeAlong(tx, id)
    return id
  })
}

/** Deletes a company, but not its people: each of them, with what is about them, is on their own from then on. */
export async function detachLead(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    const lead = await tx.get('lead', id)
    permit(ctx.actor, 'delete_leads')
    for (const contact of await tx.related('contact', 'leadId', id)) await moveToOwnLead(ctx, tx, contact, lead)
    await tx.flush()
    takeAlong(tx, id)
    return id
  })
}

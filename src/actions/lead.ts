import type { Contact } from '../domain/contact.ts'
import type { Lead } from '../domain/lead.ts'
import { permit } from '../domain/permission.ts'
import { createdActivity, leadStatusChangeActivity } from './activity.ts'
import { newContact } from './contact.ts'
import { type Context, change, touched, type Written } from './context.ts'
import { applyCustom } from './customValues.ts'
import { checkUrl, type LeadDraft, newLead, statusFor } from './newLead.ts'
import { differs, given, unlessSame } from './patch.ts'
import { Problems } from './problems.ts'

/** Makes a lead with its contacts, and the Created activity that marks the moment. */
export async function createLead(ctx: Context, draft: LeadDraft): Promise<Written> {
  const problems = new Problems()
  const status = await statusFor(ctx, draft, problems)
  const lead = newLead(ctx, draft, status?.id ?? '', problems)
  const custom = await applyCustom(ctx, 'lead', {}, draft.custom ?? [], ['custom'], problems)
  const contacts: Contact[] = []
  for (const [i, one] of (draft.contacts ?? []).entries()) {
    contacts.push(
      await newContact(ctx, lead.id, { createdAt: draft.createdAt ?? null, ...one }, ['contacts', i], problems),
    )
  }
  problems.settle()

  return change(ctx, async (tx) => {
    tx.insert('customField', ...custom.newFields)
    tx.insert('lead', { ...lead, custom: custom.values })
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
    const custom = await applyCustom(ctx, 'lead', lead.custom, patch.custom ?? [], ['custom'], problems)
    problems.settle()

    const changed: Lead = {
      ...lead,
      name: given(patch.name, lead.name),
      description: given(patch.description, lead.description),
      url: given(patch.url, lead.url),
      statusId: status?.id ?? lead.statusId,
      addresses: patch.addresses ?? lead.addresses,
      custom: custom.values,
    }
    if (!differs(lead, changed)) return id

    tx.insert('customField', ...custom.newFields)
    tx.update('lead', { ...changed, ...touched(ctx) })
    if (status !== undefined && status.id !== lead.statusId) {
      const old = (await ctx.store.settings()).leadStatuses.find((one) => one.id === lead.statusId)
      tx.insert('leadStatusChange', leadStatusChangeActivity(ctx, id, old, status))
    }
    return id
  })
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
  return change(ctx, async (tx) => {
    await tx.get('lead', id)
    permit(ctx.actor, 'delete_leads')
    tx.delete('lead', id)
    tx.deleteAll('contact', 'leadId', id)
    tx.deleteAll('opportunity', 'leadId', id)
    tx.deleteAll('activity', 'leadId', id)
    return id
  })
}

import type { Contact } from '../domain/contact.ts'
import { readEmails, readPhones, readUrls } from './contactPoints.ts'
import { alive, type Context, change, stamps, touched, type Written } from './context.ts'
import { applyCustom } from './customValues.ts'
import { type ContactDraft, leadFor } from './newLead.ts'
import { differs, given } from './patch.ts'
import { Problems } from './problems.ts'

/** Makes a contact at a lead; without one, a lead is made that bears the contact's name. */
export async function createContact(ctx: Context, draft: ContactDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const { leadId } = draft
    const given = leadId === undefined || leadId === null ? undefined : await tx.find('lead', leadId)
    if (leadId !== undefined && leadId !== null && given === undefined) problems.add(['leadId'], 'unknown_reference')
    const contact = await newContact(ctx, given?.id ?? '', draft, [], problems)
    problems.settle()

    if (given !== undefined) tx.update('lead', { ...given, ...touched(ctx) })
    const lead = given ?? (await leadFor(ctx, tx, contact.name))
    tx.insert('contact', { ...contact, leadId: lead.id })
    return contact.id
  })
}

/** Changes what the patch names. The lists of e-mails, phones and URLs are replaced whole. */
export async function updateContact(ctx: Context, id: string, patch: ContactDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const contact = await tx.get('contact', id)
    const problems = new Problems()
    if (patch.leadId !== undefined && patch.leadId !== contact.leadId) problems.add(['leadId'], 'read_only')
    const read = await readPoints(ctx, patch, [], problems)
    const custom = await applyCustom(ctx, 'contact', contact.custom, patch.custom ?? [], ['custom'], problems)
    problems.settle()

    const changed: Contact = {
      ...contact,
      name: given(patch.name, contact.name),
      title: given(patch.title, contact.title),
      emails: patch.emails === undefined ? contact.emails : read.emails,
      phones: patch.phones === undefined ? contact.phones : read.phones,
      urls: patch.urls === undefined ? contact.urls : read.urls,
      custom: custom.values,
    }
    if (!differs(contact, changed)) return id

    tx.update('contact', { ...changed, ...touched(ctx) })
    tx.touch('lead', { ...(await tx.get('lead', contact.leadId)), ...touched(ctx) })
    return id
  })
}

/** Deletes a contact; its activities stay with the lead. */
export async function deleteContact(ctx: Context, id: string): Promise<Written> {
  return change(ctx, async (tx) => {
    const contact = await tx.get('contact', id)
    tx.delete('contact', id)
    tx.update('lead', { ...(await tx.get('lead', contact.leadId)), ...touched(ctx) })
    return id
  })
}

/** A contact made of a draft; problems are reported below `path`. */
export async function newContact(
  ctx: Context,
  leadId: string,
  draft: ContactDraft,
  path: readonly (string | number)[],
  problems: Problems,
): Promise<Contact> {
  return {
    ...stamps(ctx, draft),
    ...alive,
    id: ctx.ids('contact'),
    leadId,
    name: draft.name ?? null,
    title: draft.title ?? null,
    ...(await readPoints(ctx, draft, path, problems)),
    custom: (await applyCustom(ctx, 'contact', {}, draft.custom ?? [], [...path, 'custom'], problems)).values,
  }
}

async function readPoints(ctx: Context, draft: ContactDraft, path: readonly (string | number)[], problems: Problems) {
  const { organization } = await ctx.store.settings()
  return {
    emails: readEmails(draft.emails ?? [], [...path, 'emails'], problems),
    phones: readPhones(draft.phones ?? [], organization.country, [...path, 'phones'], problems),
    urls: readUrls(draft.urls ?? [], [...path, 'urls'], problems),
  }
}

import { isDeepStrictEqual } from 'node:util'
import { type Contact, namesOf } from '../../domain/contact.ts'
import type { Lead } from '../../domain/lead.ts'
import { permit } from '../../domain/permission.ts'
import { readAttached } from '../activities/attached.ts'
import { alive, type Context, change, remove, stamps, type Transaction, touched, type Written } from '../context.ts'
import { applyCustom } from '../custom/customValues.ts'
import { differs, given } from '../patch.ts'
import { readVisibility } from '../people/visibility.ts'
import { type Path, Problems } from '../problems.ts'
import { readAddresses } from './addresses.ts'
import { readPoints } from './contactPoints.ts'
import { moveContact, moveToOwnLead } from './moveContact.ts'
import { type ContactDraft, leadFor } from './newLead.ts'
import { takeAlong } from './takeAlong.ts'

/** Makes a contact at a lead; without one they are on their own, on a lead that bears their name. */
export async function createContact(ctx: Context, draft: ContactDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const field = draft.leadId == null ? 'companyId' : 'leadId'
    const home = await findLead(tx, field, draft[field], problems)
    const contact = await newContact(ctx, tx, home?.id ?? '', draft, [], problems)
    problems.settle()

    if (home !== undefined) {
      const joined = !home.isCompany && (await tx.isUsed('contact', 'leadId', home.id))
      // Two people at one lead are no longer each on their own.
      tx.update('lead', { ...home, isCompany: home.isCompany || joined, ...touched(ctx) })
    }
    const lead = home ?? (await leadFor(ctx, tx, contact))
    tx.insert('contact', { ...contact, leadId: lead.id })
    return contact.id
  })
}

/** Changes what the patch names. The lists of e-mails, phones and URLs are replaced whole. */
export async function updateContact(ctx: Context, id: string, patch: ContactDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const contact = await tx.get('contact', id)
    const lead = await tx.get('lead', contact.leadId)
    const problems = new Problems()
    if (patch.leadId !== undefined && patch.leadId !== contact.leadId) problems.add(['leadId'], 'read_only')
    const company = await findLead(tx, 'companyId', patch.companyId, problems)
    const parts = await readParts(ctx, tx, patch, [], problems, contact.leadId, contact)
    problems.settle()

    const changed: Contact = { ...contact, ...parts, title: given(patch.title, contact.title) }
    const leaves = patch.companyId === null ? lead.isCompany : company !== undefined && company.id !== lead.id
    if (!differs(contact, changed) && !leaves) return id

    const written = { ...changed, ...touched(ctx) }
    if (leaves && company === undefined) await moveToOwnLead(ctx, tx, written, lead)
    else if (leaves && company !== undefined) await moveContact(ctx, tx, written, lead, company)
    else {
      tx.update('contact', written)
      touchLead(ctx, tx, lead, contact, changed)
    }
    return id
  })
}

/** The lead of someone on their own keeps bearing their name, and hides with them; any other is only touched. */
function touchLead(ctx: Context, tx: Transaction, lead: Lead, before: Contact, contact: Contact): void {
  const { name, visibleTo } = contact
  const own = !lead.isCompany && lead.name === before.name && isDeepStrictEqual(lead.visibleTo, before.visibleTo)
  const follows = own && differs({ name: before.name, visibleTo: before.visibleTo }, { name, visibleTo })
  if (follows) tx.update('lead', { ...lead, name, visibleTo, ...touched(ctx) })
  else tx.touch('lead', { ...lead, ...touched(ctx) })
}

/** Deletes a contact; their activities stay with the lead, unless it was theirs alone: then all of it goes. */
export async function deleteContact(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    const contact = await tx.get('contact', id)
    permit(ctx.actor, 'delete_leads')
    const lead = await tx.get('lead', contact.leadId)
    if (lead.isCompany || (await tx.related('contact', 'leadId', lead.id)).length > 1) {
      tx.delete('contact', id)
      tx.update('lead', { ...lead, ...touched(ctx) })
    } else takeAlong(tx, lead.id)
    return id
  })
}

/** A contact made of a draft; problems are reported below `path`. */
export async function newContact(
  ctx: Context,
  tx: Transaction,
  leadId: string,
  draft: ContactDraft,
  path: Path,
  problems: Problems,
): Promise<Contact> {
  return {
    ...stamps(ctx, draft),
    ...alive,
    id: ctx.ids('contact'),
    leadId,
    title: draft.title ?? null,
    photo: null,
    ...(await readParts(ctx, tx, draft, path, problems, leadId)),
  }
}

const NOBODY = { name: null, firstName: null, lastName: null }

/** Everything of a contact that is made of several fields or has to be looked up. */
async function readParts(
  ctx: Context,
  tx: Transaction,
  draft: ContactDraft,
  path: Path,
  problems: Problems,
  leadId: string,
  present?: Contact,
) {
  const custom = await applyCustom(
    ctx,
    { objectType: 'contact', leadId: leadId === '' ? null : leadId },
    present?.custom ?? {},
    draft.custom ?? [],
    [...path, 'custom'],
    problems,
  )
  return {
    ...namesOf(draft, present ?? NOBODY),
    ...(await readPoints(ctx, draft, path, problems, present)),
    ...(await readAttached(tx, draft, problems, present)),
    addresses: readAddresses(draft, present?.addresses),
    description: given(draft.description, present?.description ?? null),
    customerType: given(draft.customerType, present?.customerType ?? null),
    visibleTo: await readVisibility(ctx, draft, present?.visibleTo ?? null, problems),
    custom: custom.values,
  }
}

async function findLead(
  tx: Transaction,
  field: 'leadId' | 'companyId',
  id: string | null | undefined,
  problems: Problems,
): Promise<Lead | undefined> {
  if (id === undefined || id === null) return undefined
  const found = await tx.find('lead', id)
  if (found === undefined) problems.add([field], 'unknown_reference')
  return found
}

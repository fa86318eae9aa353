import type { Transaction } from '../context.ts'
import type { Path, Problems } from '../problems.ts'

/** Whom something is about: a lead, perhaps one of its contacts; nobody when both are null. */
export type Customer = { readonly leadId: string | null; readonly contactId: string | null }

/** How a draft says whom something is about: as a lead and a contact, or as one of the two in a single id. */
export type CustomerDraft = {
  readonly leadId?: string | null
  readonly contactId?: string | null
  readonly customerId?: string | null
}

/**
 * The customer that an id names: a contact with its lead, or a lead alone. Null names nobody, undefined says nothing.
 * @param field what the draft calls it
 */
export async function findCustomer(
  tx: Transaction,
  customerId: string | null | undefined,
  problems: Problems,
  field: string | Path = 'customerId',
): Promise<Customer | undefined> {
  if (customerId === undefined) return undefined
  if (customerId === null) return NOBODY
  const contact = await tx.find('contact', customerId)
  if (contact !== undefined) return { leadId: contact.leadId, contactId: contact.id }
  const lead = await tx.find('lead', customerId)
  if (lead !== undefined) return { leadId: lead.id, contactId: null }
  problems.add(typeof field === 'string' ? [field] : field, 'unknown_reference')
  return undefined
}

export const NOBODY: Customer = { leadId: null, contactId: null }

/**
 * Whom a draft says that something is about; what it leaves open stays as it is. A contact must be one of the lead; it
 * brings its lead along when none is named, and stays behind when the lead is another one. What is sent back
 * unchanged is not looked up: it may have been deleted meanwhile.
 */
export async function readCustomer(
  tx: Transaction,
  draft: CustomerDraft,
  present: Customer,
  problems: Problems,
): Promise<Customer> {
  if (draft.customerId !== undefined) {
    if (draft.customerId !== null && draft.customerId === (present.contactId ?? present.leadId)) return present
    return (await findCustomer(tx, draft.customerId, problems)) ?? present
  }
  const leadId = draft.leadId === undefined ? present.leadId : draft.leadId
  const moved = leadId !== present.leadId
  if (moved && leadId !== null && (await tx.find('lead', leadId)) === undefined) {
    problems.add(['leadId'], 'unknown_reference')
    return present
  }
  const contactId = draft.contactId === undefined && moved ? null : (draft.contactId ?? null)
  if (draft.contactId === undefined && !moved) return present
  if (contactId === null || (!moved && contactId === present.contactId)) return { leadId, contactId }
  const contact = await tx.find('contact', contactId)
  if (contact === undefined || (leadId !== null && contact.leadId !== leadId)) {
    problems.add(['contactId'], 'unknown_reference')
    return present
  }
  return { leadId: contact.leadId, contactId }
}

/** An object that a draft refers to must be there; one that it refers to already may have been deleted. */
export async function checkReference(
  tx: Transaction,
  noun: 'case' | 'opportunity' | 'activity' | 'task',
  id: string | null | undefined,
  present: string | null,
  problems: Problems,
  path: Path = [`${noun}Id`],
): Promise<void> {
  if (id === undefined || id === null || id === present) return
  if ((await tx.find(noun, id)) === undefined) problems.add(path, 'unknown_reference')
}

import type { Transaction } from '../context.ts'
import { type CustomerDraft, checkReference, findCustomer, NOBODY, readCustomer } from '../leads/customer.ts'
import type { Problems } from '../problems.ts'

/** Where a draft of a note or an e-mail files it: under one customer or several, a case, an opportunity. */
export type FilingDraft = CustomerDraft & {
  /** Leads and contacts; the first is where it belongs, under the others it is found too. */
  readonly customerIds?: readonly string[] | null
  readonly caseId?: string | null
  readonly opportunityId?: string | null
}

/** Where something is filed. */
export type Filing = {
  readonly leadId: string | null
  readonly contactId: string | null
  readonly caseId: string | null
  readonly opportunityId: string | null
  readonly alsoFiled: readonly string[]
}

export const UNFILED: Filing = { ...NOBODY, caseId: null, opportunityId: null, alsoFiled: [] }

/** Where something is filed after a patch. What is filed under nobody goes to the customer of its opportunity or case. */
export async function readFiling(
  tx: Transaction,
  draft: FilingDraft,
  present: Filing,
  problems: Problems,
): Promise<Filing> {
  await checkReference(tx, 'case', draft.caseId, present.caseId, problems)
  await checkReference(tx, 'opportunity', draft.opportunityId, present.opportunityId, problems)
  const caseId = draft.caseId === undefined ? present.caseId : draft.caseId
  const opportunityId = draft.opportunityId === undefined ? present.opportunityId : draft.opportunityId
  const several =
    draft.customerIds === undefined ? undefined : await readCustomers(tx, draft.customerIds ?? [], problems)
  const customer = several ?? (await readCustomer(tx, draft, present, problems))
  const { leadId, contactId } = customer.leadId === null ? await customerOf(tx, opportunityId, caseId) : customer
  return { leadId, contactId, caseId, opportunityId, alsoFiled: several?.alsoFiled ?? present.alsoFiled }
}

async function readCustomers(tx: Transaction, ids: readonly string[], problems: Problems) {
  const unique = [...new Set(ids)]
  const found = await Promise.all(unique.map((id, i) => findCustomer(tx, id, problems, ['customerIds', i])))
  return { ...(found[0] ?? NOBODY), alsoFiled: unique.slice(1) }
}

export async function customerOf(tx: Transaction, opportunityId: string | null, caseId: string | null) {
  const opportunity = opportunityId === null ? undefined : await tx.find('opportunity', opportunityId)
  const about = opportunity ?? (caseId === null ? undefined : await tx.find('case', caseId))
  return about === undefined ? NOBODY : { leadId: about.leadId, contactId: about.contactId }
}

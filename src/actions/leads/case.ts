import type { Case } from '../../domain/case.ts'
import type { CustomChange } from '../../domain/customValue.ts'
import { permit } from '../../domain/permission.ts'
import { type AttachedDraft, readAttached } from '../activities/attached.ts'
import { alive, type Context, change, remove, stamps, type Transaction, touched, type Written } from '../context.ts'
import { applyCustom } from '../custom/customValues.ts'
import { differs, given } from '../patch.ts'
import { checkMember } from '../people/member.ts'
import { readVisibility, type VisibilityDraft } from '../people/visibility.ts'
import { Problems } from '../problems.ts'
import { type CustomerDraft, NOBODY, readCustomer } from './customer.ts'

export type CaseDraft = CustomerDraft &
  AttachedDraft &
  VisibilityDraft & {
    readonly name?: string | null
    readonly description?: string | null
    readonly userId?: string | null
    readonly custom?: readonly CustomChange[]
    readonly createdAt?: string | null
  }

/** Opens a case, led by the caller unless said otherwise. */
export async function createCase(ctx: Context, draft: CaseDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const blank: Case = {
      ...stamps(ctx, draft),
      ...alive,
      ...NOBODY,
      id: ctx.ids('case'),
      visibleTo: null,
      userId: ctx.actor.userId,
      name: '',
      description: null,
      tags: [],
      custom: {},
      fileIds: [],
      linkedFileIds: [],
    }
    const { made, newFields } = await applied(ctx, tx, draft, blank)
    tx.insert('customField', ...newFields)
    tx.insert('case', made)
    return made.id
  })
}

/** Changes what the patch names. What is filed under the case stays with it when its customer is another one. */
export async function updateCase(ctx: Context, id: string, patch: CaseDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const present = await tx.get('case', id)
    const { made, newFields } = await applied(ctx, tx, patch, present)
    tx.insert('customField', ...newFields)
    if (differs(present, made)) tx.update('case', { ...made, ...touched(ctx) })
    return id
  })
}

/** Deletes a case; the tasks and notes that were filed under it stay. */
export async function deleteCase(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    await tx.get('case', id)
    permit(ctx.actor, 'delete_leads')
    tx.delete('case', id)
    return id
  })
}

/** A case with what a draft says; throws what is wrong with it. */
async function applied(ctx: Context, tx: Transaction, draft: CaseDraft, present: Case) {
  const problems = new Problems()
  const name = given(draft.name, present.name) ?? ''
  if (name === '') problems.add(['name'], 'required')
  const customer = await readCustomer(tx, draft, present, problems)
  await checkMember(ctx, 'userId', draft.userId, present.userId, problems)
  const custom = await applyCustom(
    ctx,
    { objectType: 'case', leadId: customer.leadId },
    present.custom,
    draft.custom ?? [],
    ['custom'],
    problems,
  )
  const attached = await readAttached(tx, draft, problems, present)
  const visibleTo = await readVisibility(ctx, draft, present.visibleTo, problems)
  problems.settle()
  const made: Case = {
    ...present,
    ...customer,
    ...attached,
    visibleTo,
    name,
    description: given(draft.description, present.description),
    userId: given(draft.userId, present.userId),
    custom: custom.values,
  }
  return { made, newFields: custom.newFields }
}

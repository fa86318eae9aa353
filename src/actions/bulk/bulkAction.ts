import {
  AT_FIRST,
  BULK_STEPS,
  type BulkAction,
  type BulkDelete,
  type BulkEdit,
  type BulkNoun,
  type BulkStatus,
  type BulkStep,
  DELETED_NOUNS,
  type DeletedType,
  EDIT_TYPES,
  isUnderWay,
  type UndoableNoun,
} from '../../domain/bulkAction.ts'
import { refused } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import type { Counts } from '../../store/bulk/bulkChosen.ts'
import type { Batch } from '../../store/writing/batch.ts'
import { type Context, change, remove, stamps, type Transaction, together, touched, type Written } from '../context.ts'
import { Problems } from '../problems.ts'
import { type Asked, askedOf, chosenOf, type Found, foundBy } from './bulkChosen.ts'
import type { BulkTask } from './bulkPart.ts'
import { permitUndo, planOf, targetOf } from './bulkPlan.ts'

type Draft<A> = { readonly [K in keyof A]?: A[K] | null }
export type BulkEditDraft = Draft<BulkEdit>
export type BulkDeleteDraft = Draft<BulkDelete>

/** Asks for many objects to be given a value. It is done in the background, as far as whoever asks may do it one by one. */
export async function createBulkEdit(ctx: Context, draft: BulkEditDraft): Promise<Written> {
  return change(ctx, async (tx) => begin(ctx, tx, 'bulkEdit', (await checkedEdit(ctx, draft)).action))
}

/** Asks for many objects to be deleted. */
export async function createBulkDelete(ctx: Context, draft: BulkDeleteDraft): Promise<Written> {
  return remove(ctx, async (tx) => begin(ctx, tx, 'bulkDelete', (await checkedDelete(ctx, draft)).action))
}

/** How many objects an edit would be done to at the moment. Nothing is changed. */
export const previewBulkEdit = async (ctx: Context, draft: BulkEditDraft): Promise<Counts> =>
  countOf(ctx, await checkedEdit(ctx, draft))

export const previewBulkDelete = async (ctx: Context, draft: BulkDeleteDraft): Promise<Counts> =>
  countOf(ctx, await checkedDelete(ctx, draft))

/** Stops a bulk action for good, stops it for now, or lets it go on: what was done stays as it is. */
export async function stepBulkAction(ctx: Context, noun: BulkNoun, id: string, step: BulkStep): Promise<void> {
  await together(ctx, async (tx) => {
    const action: BulkAction = await tx.get(noun, id)
    permitStep(ctx, action)
    const may: readonly string[] = BULK_STEPS[step]
    if (!may.includes(action.status))
      throw refused(
        `Only a bulk action that is ${may.join(', ')} can be asked to ${step}; this one is ${action.status}.`,
      )
    if (step === 'cancel') return end(ctx, tx, noun, action)
    const next: BulkAction = { ...action, status: AFTER[step], error: null, ...touched(ctx) }
    if (step === 'pause') tx.updateAs<BulkNoun>('paused', noun, next)
    else tx.update<BulkNoun>(noun, next)
    if (step === 'resume') await tx.enqueue('bulk_action', { noun, id, requestId: ctx.request.id }, action.membershipId)
  })
}

/** Stops a bulk action whose job was ended. */
export async function endBulkAction(
  ctx: Context,
  tx: Batch,
  { noun, id }: Pick<BulkTask, 'noun' | 'id'>,
): Promise<void> {
  const action: BulkAction | undefined = await tx.find(noun, id)
  if (action !== undefined && isUnderWay(action)) await end(ctx, tx, noun, action)
}

async function end(ctx: Context, tx: Batch, noun: BulkNoun, action: BulkAction): Promise<void> {
  tx.update<BulkNoun>(noun, { ...action, status: 'canceled', error: null, ...touched(ctx) })
  await tx.forgetParts(action.id)
}

const AFTER: Readonly<Record<Exclude<BulkStep, 'cancel'>, BulkStatus>> = { pause: 'paused', resume: 'resuming' }

function permitStep(ctx: Context, action: BulkAction): void {
  if ('undoneKind' in action) permitUndo(ctx, { kind: action.undoneKind, targetNoun: action.targetNoun })
  else permit(ctx.actor, action.kind === 'edit' ? 'bulk_edit' : 'bulk_delete')
}

type Asking = BulkEdit | BulkDelete

/** A bulk action as it was asked for, and what it looks for. */
type Checked<A extends Asking> = { readonly action: A; readonly found: Found }

async function checkedEdit(ctx: Context, draft: BulkEditDraft): Promise<Checked<BulkEdit>> {
  permit(ctx.actor, 'bulk_edit')
  const problems = new Problems()
  const type = draft.type ?? ''
  if (type === '') problems.add(['type'], 'required')
  else if (!EDIT_TYPES.includes(type)) problems.add(['type'], 'not_a_choice', type, EDIT_TYPES)
  problems.settle()
  const common = blank(ctx, draft)
  const found = await foundBy(ctx, common)
  const action: BulkEdit = {
    ...common,
    id: ctx.ids('bulkEdit'),
    kind: 'edit',
    targetNoun: targetOf({ type }, found.object),
    type,
    leadStatusId: draft.leadStatusId ?? null,
    customFieldId: draft.customFieldId ?? null,
    customFieldName: draft.customFieldName ?? null,
    customFieldValue: draft.customFieldValue ?? null,
    customFieldValues: draft.customFieldValues ?? null,
    customFieldOperation: draft.customFieldOperation ?? null,
  }
  return checked(ctx, action, found)
}

async function checkedDelete(ctx: Context, draft: BulkDeleteDraft): Promise<Checked<BulkDelete>> {
  permit(ctx.actor, 'bulk_delete')
  const problems = new Problems()
  const objectType = draft.objectType ?? 'lead'
  const known = Object.keys(DELETED_NOUNS)
  if (!known.includes(objectType)) problems.add(['objectType'], 'not_a_choice', objectType, known)
  problems.settle()
  const common = blank(ctx, draft)
  const targetNoun = DELETED_NOUNS[objectType as DeletedType]
  const action: BulkDelete = { ...common, id: ctx.ids('bulkDelete'), kind: 'delete', targetNoun, objectType }
  return checked(ctx, action, await foundBy(ctx, common))
}

async function checked<A extends Asking>(ctx: Context, action: A, found: Found): Promise<Checked<A>> {
  const { noun, where } = await planOf(ctx, action)
  chosenOf(found, noun, where)
  return { action, found }
}

async function countOf(ctx: Context, { action, found }: Checked<Asking>): Promise<Counts> {
  const { noun, where } = await planOf(ctx, action)
  return ctx.store.countChosen(chosenOf(found, noun, where))
}

/** What all of them have, at the beginning. */
function blank(ctx: Context, draft: Draft<Asked & Pick<BulkAction, 'sendsDoneEmail'>>) {
  return {
    ...stamps(ctx),
    ...askedOf(draft),
    sendsDoneEmail: draft.sendsDoneEmail ?? true,
    ...AT_FIRST,
    membershipId: ctx.actor.membershipId,
    offsetMinutes: Math.round(ctx.offsetHours * 60),
    bulkActionId: null,
  }
}

async function begin(ctx: Context, tx: Transaction, noun: UndoableNoun, action: Asking): Promise<string> {
  tx.insert(noun, action as BulkEdit & BulkDelete)
  await tx.enqueue('bulk_action', { noun, id: action.id, requestId: ctx.request.id }, ctx.actor.membershipId)
  return action.id
}

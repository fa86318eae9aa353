import { permit, permitOwned } from '../domain/permission.ts'
import type { Task } from '../domain/task.ts'
import {
  alive,
  type Context,
  change,
  type FindOptions,
  remove,
  stamps,
  type Transaction,
  touched,
  type Written,
} from './context.ts'
import { type CustomerDraft, checkMember, checkReference, NOBODY, readCustomer } from './customer.ts'
import { type DueDraft, readDue, readWallClock } from './due.ts'
import { customerOf } from './filing.ts'
import { differs, given } from './patch.ts'
import { Problems } from './problems.ts'
import { dueOf, endsOf, followingTask, ONCE, type RepeatDraft, readRepetition } from './repeat.ts'
import { readVisibility, type VisibilityDraft } from './visibility.ts'

export type TaskDraft = CustomerDraft &
  DueDraft &
  RepeatDraft &
  VisibilityDraft & {
    readonly kind?: string | null
    readonly text?: string | null
    readonly category?: string | null
    readonly location?: string | null
    readonly caseId?: string | null
    readonly opportunityId?: string | null
    readonly assigneeId?: string | null
    readonly isComplete?: boolean | null
    readonly isDeleted?: boolean | null
    readonly createdAt?: string | null
  }

/** Makes a task for the caller, unless it is given to somebody else; about the customer of its opportunity or case. */
export async function createTask(ctx: Context, draft: TaskDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const blank: Task = {
      ...stamps(ctx, draft),
      ...alive,
      ...NOBODY,
      ...ONCE,
      id: ctx.ids('task'),
      kind: draft.kind ?? 'lead',
      opportunityId: null,
      caseId: null,
      visibleTo: null,
      assigneeId: ctx.actor.userId,
      text: '',
      dueOn: null,
      dueAt: null,
      isComplete: draft.isComplete ?? false,
      completedAt: draft.isComplete === true ? ctx.now : null,
      category: null,
      location: null,
      endsOn: null,
      endsAt: null,
      repeatAnchor: null,
      nextId: null,
    }
    const task = await applied(ctx, tx, draft, blank)
    const nobodyNamed = [draft.leadId, draft.contactId, draft.customerId].every((one) => one === undefined)
    const about = nobodyNamed ? await customerOf(tx, task.opportunityId, task.caseId) : {}
    const deleted = draft.isDeleted === true ? { deletedAt: ctx.now, deletedWith: task.id } : alive
    tx.insert('task', { ...task, ...about, ...deleted })
    return task.id
  })
}

/**
 * Changes what the patch names. Completing a task that repeats makes the next one, once. Marked as deleted, a task goes
 * away but can be found by those who know it, and marked otherwise it is back.
 */
export async function updateTask(ctx: Context, id: string, patch: TaskDraft, options?: FindOptions): Promise<Written> {
  return change(ctx, async (tx) => {
    const task = await tx.get('task', id, options)
    permitOwned(ctx.actor, task.assigneeId, 'manage_others_tasks')
    const wasDeleted = task.deletedAt !== null
    const isDeleted = patch.isDeleted ?? wasDeleted
    if (isDeleted && !wasDeleted) permit(ctx.actor, 'delete_own_tasks')
    const isComplete = patch.isComplete ?? task.isComplete
    const changed: Task = {
      ...(await applied(ctx, tx, patch, task)),
      ...(isDeleted ? {} : alive),
      isComplete,
      completedAt: isComplete ? (task.completedAt ?? ctx.now) : null,
    }
    if (differs(task, changed)) {
      const done = isComplete && !task.isComplete && !isDeleted && task.nextId === null
      const next = done ? await followingTask(ctx, changed) : undefined
      tx.update('task', { ...changed, ...touched(ctx), nextId: next?.id ?? task.nextId })
      if (next !== undefined) tx.insert('task', next)
      // One statement cannot change a row twice.
      if (isDeleted && !wasDeleted) await tx.flush()
    }
    if (isDeleted && !wasDeleted) tx.bin('task', id)
    return id
  })
}

/** Deletes a task and what was said about it. */
export async function deleteTask(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    const task = await tx.get('task', id)
    permit(ctx.actor, 'delete_own_tasks')
    permitOwned(ctx.actor, task.assigneeId, 'manage_others_tasks')
    tx.delete('task', id)
    tx.deleteAll('comment', 'taskId', id)
    return id
  })
}

/** A task with what a draft says, all but whether it is done or deleted; throws what is wrong with it. */
async function applied(ctx: Context, tx: Transaction, draft: TaskDraft, present: Task): Promise<Task> {
  const problems = new Problems()
  const { timezone } = (await ctx.store.settings()).organization
  const customer = await readCustomer(tx, draft, present, problems)
  await checkReference(tx, 'case', draft.caseId, present.caseId, problems)
  await checkReference(tx, 'opportunity', draft.opportunityId, present.opportunityId, problems)
  await checkMember(ctx, 'assigneeId', draft.assigneeId, present.assigneeId, problems)
  const madeOn = present.createdAt.slice(0, 10)
  const due = readDue(draft, dueOf(present), madeOn, timezone, problems)
  const ends = readWallClock(draft.ends, endsOf(present), timezone, ['ends'], problems)
  const visibleTo = await readVisibility(ctx, draft, present.visibleTo, problems)
  problems.settle()

  return {
    ...present,
    ...customer,
    ...readRepetition(draft, present),
    visibleTo,
    caseId: given(draft.caseId, present.caseId),
    opportunityId: given(draft.opportunityId, present.opportunityId),
    assigneeId: given(draft.assigneeId, present.assigneeId),
    text: draft.text === undefined ? present.text : (draft.text ?? ''),
    category: given(draft.category, present.category),
    location: given(draft.location, present.location),
    dueOn: due.on,
    dueAt: due.at,
    endsOn: ends.on,
    endsAt: ends.at,
    // Another day of the month, once it is chosen, is the one to keep to.
    repeatAnchor: differs(due, dueOf(present)) ? null : present.repeatAnchor,
  }
}

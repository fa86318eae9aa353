import { permit, permitOwned } from '../../domain/permission.ts'
import { type Task, WRITTEN_KINDS } from '../../domain/task.ts'
import { customerOf } from '../activities/filing.ts'
import {
  alive,
  type Context,
  change,
  type FindOptions,
  remove,
  type Transaction,
  touched,
  type Written,
} from '../context.ts'
import { takeThreadAlong } from '../leads/takeAlong.ts'
import { differs } from '../patch.ts'
import { Problems } from '../problems.ts'
import { outcomeOf, writeOutcomes } from './completion.ts'
import { newTask } from './newTask.ts'
import { allowedOf, applied, type TaskDraft } from './taskDraft.ts'

/** Makes a task for the caller, unless it is given to somebody else; about the customer of its opportunity or case. */
export async function createTask(ctx: Context, draft: TaskDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const kind = readKind(draft)
    const blank: Task = { ...newTask(ctx, kind, draft), deduplicationKey: draft.deduplicationKey ?? null }
    const task = await applied(ctx, tx, draft, blank)
    const nobodyNamed = [draft.leadId, draft.contactId, draft.customerId].every((one) => one === undefined)
    const about = nobodyNamed ? await customerOf(tx, task.opportunityId, task.caseId) : {}
    const deleted = draft.isDeleted === true ? { deletedAt: ctx.now, deletedWith: task.id } : alive
    const made: Task = { ...task, ...about, ...deleted, isComplete: draft.isComplete ?? false }
    const { task: complete, told } = await outcomeOf(ctx, undefined, made)
    tx.insert('task', complete)
    if (told !== undefined) tx.insert('taskCompleted', told)
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
    const changed: Task = {
      ...(await applied(ctx, tx, allowedOf(task.kind, patch), task)),
      ...(isDeleted ? {} : alive),
      isComplete: patch.isComplete ?? task.isComplete,
    }
    if (differs(task, changed)) await write(ctx, tx, task, changed, isDeleted)
    if (isDeleted && !wasDeleted) {
      // One statement cannot change a row twice.
      await tx.flush()
      tx.bin('task', id)
    }
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
    takeThreadAlong(tx, 'taskId', id)
    return id
  })
}

function readKind({ kind }: TaskDraft) {
  const written = WRITTEN_KINDS.find((one) => one === (kind ?? 'lead'))
  const problems = new Problems()
  if (written === undefined) problems.add(['kind'], 'not_a_choice', kind ?? '', WRITTEN_KINDS)
  problems.settle()
  return written ?? 'lead'
}

// Of what goes away at the same time nobody is told that it was done.
async function write(ctx: Context, tx: Transaction, before: Task, changed: Task, isDeleted: boolean): Promise<void> {
  const task = { ...changed, ...touched(ctx) }
  const completedAt = task.isComplete ? (before.completedAt ?? ctx.now) : null
  writeOutcomes(tx, [isDeleted ? { task: { ...task, completedAt } } : await outcomeOf(ctx, before, task)])
}

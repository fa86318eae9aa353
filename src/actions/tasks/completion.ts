import type { Task } from '../../domain/task.ts'
import type { TaskCompleted } from '../../domain/taskCompleted.ts'
import { activityOf, permitDeletion } from '../activities/activity.ts'
import { type Context, remove, type Transaction, touched, type Written } from '../context.ts'
import { takeThreadAlong } from '../leads/takeAlong.ts'
import { followingTask } from './repeat.ts'

/** What comes of a change of a task: what tells that it was completed, or that it was not after all, and what follows. */
export type Outcome = {
  readonly task: Task
  readonly told?: TaskCompleted
  readonly untold?: string
  readonly next?: Task
}

/**
 * What comes of making or changing a task. The history of its lead tells of its completion for as long as it is complete
 * and not hidden: the history is for everyone. One that repeats is followed by the next, once.
 */
export async function outcomeOf(ctx: Context, before: Task | undefined, changed: Task): Promise<Outcome> {
  const isDone = changed.isComplete && before?.isComplete !== true
  const told = isDone && isTold(changed) ? completionOf(ctx, changed) : undefined
  const untold = changed.kind === 'lead' && !isTold(changed) ? changed.activityId : null
  const task: Task = {
    ...changed,
    completedAt: changed.isComplete ? (before?.completedAt ?? ctx.now) : null,
    activityId: untold === null ? (told?.id ?? changed.activityId) : null,
  }
  const isFollowed = isDone && before !== undefined && changed.nextId === null
  const next = isFollowed ? await followingTask(ctx, task) : undefined
  return {
    task: { ...task, nextId: next?.id ?? changed.nextId },
    ...(told === undefined ? {} : { told }),
    ...(untold === null ? {} : { untold }),
    ...(next === undefined ? {} : { next }),
  }
}

const isTold = ({ kind, isComplete, leadId, visibleTo }: Task) =>
  kind === 'lead' && isComplete && leadId !== null && visibleTo === null

/** Writes what came of changing tasks: each kind of change at once, however many tasks there are. */
export function writeOutcomes(tx: Transaction, outcomes: readonly Outcome[]): void {
  tx.insert('taskCompleted', ...outcomes.flatMap(({ told }) => told ?? []))
  tx.update('task', ...outcomes.map(({ task }) => task))
  tx.insert('task', ...outcomes.flatMap(({ next }) => next ?? []))
  tx.delete('taskCompleted', ...outcomes.flatMap(({ untold }) => untold ?? []))
}

/** Takes the completion of a task out of the history. The task stays done. */
export async function deleteTaskCompleted(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    const activity = await tx.get('taskCompleted', id)
    permitDeletion(ctx.actor, activity)
    const tasks = await tx.related('task', 'activityId', id)
    tx.update('task', ...tasks.map((task) => ({ ...task, activityId: null, ...touched(ctx) })))
    tx.delete('taskCompleted', id)
    takeThreadAlong(tx, 'activityId', id)
    return id
  })
}

function completionOf(ctx: Context, task: Task): TaskCompleted {
  return {
    ...activityOf(ctx, 'taskCompleted', task.leadId),
    contactId: task.contactId,
    opportunityId: task.opportunityId,
    caseId: task.caseId,
    taskId: task.id,
    taskText: task.text,
    taskAssigneeId: task.assigneeId,
  }
}

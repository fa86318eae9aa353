import type { Moment, Task, TaskKind } from '../../domain/task.ts'
import { alive, type Context, stamps } from '../context.ts'
import { NOBODY } from '../leads/customer.ts'
import { ONCE } from './repeat.ts'

/** A task of a kind about nothing yet, for the caller. What is not written by people has an id of another kind. */
export function newTask(ctx: Context, kind: TaskKind, draft: { readonly createdAt?: string | null } = {}): Task {
  return {
    ...stamps(ctx, draft),
    ...alive,
    ...NOBODY,
    ...ONCE,
    id: ctx.ids(kind === 'lead' ? 'task' : 'notification'),
    kind,
    opportunityId: null,
    caseId: null,
    activityId: null,
    threadId: null,
    emailIds: [],
    visibleTo: null,
    assigneeId: ctx.actor.userId,
    text: '',
    priority: null,
    resolution: null,
    agentConfigId: null,
    deduplicationKey: null,
    isComplete: false,
    completedAt: null,
    category: null,
    location: null,
    ...dueAs({ on: null, at: null }),
    endsOn: null,
    endsAt: null,
    repeatAnchor: null,
    nextId: null,
  }
}

/** When a task is due, as it is kept. */
export const dueAs = ({ on, at }: Moment) => ({ dueOn: on, dueAt: at })

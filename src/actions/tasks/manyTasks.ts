import { refused } from '../../domain/errors.ts'
import { permit, permitOwned } from '../../domain/permission.ts'
import type { Task } from '../../domain/task.ts'
import type { View } from '../../domain/view.ts'
import type { Condition } from '../../search/listQuery.ts'
import { type Context, change, touched } from '../context.ts'
import { differs } from '../patch.ts'
import { checkMember } from '../people/member.ts'
import { Problems } from '../problems.ts'
import { type Outcome, outcomeOf, writeOutcomes } from './completion.ts'
import { allowedOf, readPlain, type TaskDraft } from './taskDraft.ts'

/** More than these are not changed in one go: each is locked until all are done. */
const MAX_TASKS = 1000

const ID: View = { noun: 'task', entries: [{ key: 'id', path: 'id', render: 'plain' }] }

/**
 * Changes whose all tasks are that match, when they are due, how urgent they are and whether they are done: all of them or
 * none.
 * @returns how many match, also where there was nothing to change
 */
export async function updateTasks(ctx: Context, where: readonly Condition[], patch: TaskDraft): Promise<number> {
  const order = [{ path: 'id', descending: false }]
  const { rows, hasMore } = await ctx.store.list('task', { where, order, limit: MAX_TASKS, skip: 0 }, ID)
  const ids = rows.map((row) => (JSON.parse(row) as { id: string }).id)
  permit(ctx.actor, 'bulk_edit')
  if (hasMore) throw refused(`At most ${MAX_TASKS} tasks can be changed at once; narrow the filters.`)
  await change(ctx, async (tx) => {
    const { timezone } = (await ctx.store.settings()).organization
    const tasks = await tx.related('task', 'id', ids)
    for (const task of tasks) permitOwned(ctx.actor, task.assigneeId, 'manage_others_tasks')
    const problems = new Problems()
    await checkMember(ctx, 'assigneeId', patch.assigneeId, null, problems)
    const changed = tasks.map((task) => ({ task, changed: changedBy(ctx, patch, task, timezone, problems) }))
    problems.settle()
    const outcomes: Outcome[] = []
    for (const { task, changed: after } of changed.filter((one) => differs(one.task, one.changed)))
      outcomes.push(await outcomeOf(ctx, task, { ...after, ...touched(ctx) }))
    writeOutcomes(tx, outcomes)
    return ''
  })
  return ids.length
}

const MANY = ['assigneeId', 'date', 'isDateless', 'priority', 'resolution', 'text', 'isComplete']

function changedBy(ctx: Context, patch: TaskDraft, task: Task, zone: string, problems: Problems): Task {
  const named: TaskDraft = Object.fromEntries(Object.entries(patch).filter(([field]) => MANY.includes(field)))
  const allowed = allowedOf(task.kind, named)
  return { ...readPlain(ctx, allowed, task, zone, problems), isComplete: allowed.isComplete ?? task.isComplete }
}

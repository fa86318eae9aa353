import { nextTime } from '../../domain/repeat.ts'
import type { Moment, Repeats, Task } from '../../domain/task.ts'
import { wallClockAt } from '../../domain/time.ts'
import { alive, type Context, stamps } from '../context.ts'
import { given } from '../patch.ts'

export type RepeatDraft = {
  readonly repeats?: Repeats | null
  readonly repeatEvery?: number | null
  /** `{"type": "weekday"}` leaves out week-ends. */
  readonly repeatOptions?: { readonly type: 'weekday' } | null
}
type Repetition = Pick<Task, 'repeats' | 'repeatEvery' | 'repeatOptions'>

export const ONCE: Repetition = { repeats: 'none', repeatEvery: 1, repeatOptions: null }

/** How a task repeats after a patch. */
export function readRepetition(draft: RepeatDraft, present: Repetition): Repetition {
  return {
    repeats: draft.repeats === undefined ? present.repeats : (draft.repeats ?? ONCE.repeats),
    repeatEvery: draft.repeatEvery === undefined ? present.repeatEvery : (draft.repeatEvery ?? ONCE.repeatEvery),
    repeatOptions: given<unknown>(draft.repeatOptions, present.repeatOptions),
  }
}

/** The task that comes after a repeating one that is done; undefined when it does not come again. */
export async function followingTask(ctx: Context, task: Task): Promise<Task | undefined> {
  const { timezone } = (await ctx.store.settings()).organization
  const next = nextTime(
    {
      due: dueOf(task),
      ends: endsOf(task),
      repeats: task.repeats as Repeats,
      every: task.repeatEvery,
      weekdaysOnly: isWeekday(task.repeatOptions),
      anchor: task.repeatAnchor,
    },
    timezone,
    wallClockAt(ctx.now, timezone).date,
  )
  if (next === undefined) return undefined
  return {
    ...task,
    ...stamps(ctx),
    ...alive,
    id: ctx.ids('task'),
    dueOn: next.due.on,
    dueAt: next.due.at,
    endsOn: next.ends.on,
    endsAt: next.ends.at,
    repeatAnchor: next.anchor,
    nextId: null,
    activityId: null,
    isComplete: false,
    completedAt: null,
  }
}

const isWeekday = (options: unknown) =>
  typeof options === 'object' && options !== null && 'type' in options && options.type === 'weekday'

export const dueOf = (task: Task): Moment => ({ on: task.dueOn, at: task.dueAt })
export const endsOf = (task: Task): Moment => ({ on: task.endsOn, at: task.endsAt })

import { type BulkAction, type BulkNoun, isUnderWay } from '../domain/bulkAction.ts'
import { systemClock } from '../domain/clock.ts'
import { AjarError, isUnavailable } from '../domain/errors.ts'
import type { Progress } from '../domain/job.ts'
import { asksForRetry } from '../store/database.ts'
import { chosenOf, foundBy } from './bulkChosen.ts'
import { skipObject, workOnPart } from './bulkPart.ts'
import { type Plan, planOf } from './bulkPlan.ts'
import { type Context, together } from './context.ts'

// What is done in one transaction: enough that its costs do not count, and few enough that nobody waits long for it. Much
// may hang on what is deleted.
const PART: Readonly<Record<BulkNoun, number>> = { bulkEdit: 200, bulkDelete: 100 }
// After this long, others have their turn.
const TURN_MS = 20_000

/** How somebody works in the background: until they are told to stop, and saying how far they are. */
export type Pace = { readonly signal: AbortSignal; readonly progress: (progress: Progress) => Promise<void> }

/** A bulk action, and the request that asked for it to be worked on. */
export type BulkTask = { readonly noun: BulkNoun; readonly id: string; readonly requestId: string | null }

/**
 * Does a bulk action, or goes on with it where it is. What is done is done in the same transaction as the note of how far
 * it is, which begins by locking the row of the bulk action: so nothing is done twice, whoever tries how often.
 */
export async function workOn(base: Context, task: BulkTask, { signal, progress }: Pace): Promise<void> {
  const ctx = contextOf(base, task)
  const plan = await start(ctx, task)
  const until = performance.now() + TURN_MS
  // What fails together is done one by one, so that one object does not stop the others.
  let alone = 0
  while (plan !== undefined) {
    signal.throwIfAborted()
    if (performance.now() > until) return takeTurns(ctx, task)
    let action: BulkAction | undefined
    try {
      action = await workOnPart(nowIn(ctx), task, plan, alone > 0 ? 1 : PART[task.noun])
    } catch (error) {
      if (isUnavailable(error) || (alone > 0 && asksForRetry(error))) throw error
      if (alone === 0) {
        alone = PART[task.noun]
        continue
      }
      action = await skipObject(nowIn(ctx), task, error)
    }
    alone = Math.max(0, alone - 1)
    if (action?.status !== 'processing') return
    await progress({ done: action.objectsDone, total: action.objectCount })
  }
}

/** Notes that a bulk action cannot be gone on with, and why. */
export async function giveUp(base: Context, task: BulkTask, reason: string): Promise<void> {
  const ctx = contextOf(base, task)
  await together(ctx, async (tx) => {
    const action = await tx.find(task.noun, task.id)
    if (action === undefined || !isUnderWay(action)) return
    tx.update(task.noun, { ...action, status: 'error', error: reason, updatedAt: ctx.now })
  })
}

/** What events say: the request that asked, and what the change was part of. */
const contextOf = (ctx: Context, { id, requestId }: BulkTask): Context => ({
  ...ctx,
  request: { id: requestId, meta: { bulk_action_id: id } },
})

const nowIn = (ctx: Context): Context => ({ ...ctx, now: systemClock() })

/** What there is to do, once it is settled to what; undefined when there is nothing more to do. */
async function start(ctx: Context, task: BulkTask): Promise<Plan | undefined> {
  const action = await opened(ctx, task)
  if (action === undefined) return undefined
  try {
    const plan = await planOf(ctx, action)
    if (action.status === 'loading') await load({ ...ctx, offsetHours: action.offsetMinutes / 60 }, task, plan)
    return plan
  } catch (error) {
    if (!(error instanceof AjarError) || isUnavailable(error)) throw error
    await giveUp(ctx, task, error.message)
    return undefined
  }
}

async function opened(ctx: Context, { noun, id }: BulkTask): Promise<BulkAction | undefined> {
  return together(ctx, async (tx) => {
    const action = await tx.find(noun, id)
    // A job that has failed may be tried again by hand.
    if (action === undefined || !(isUnderWay(action) || action.status === 'error')) return undefined
    const status = action.objectCount === null ? 'loading' : 'processing'
    const next: BulkAction = { ...action, status, error: null, updatedAt: ctx.now }
    if (status !== action.status) tx.update<BulkNoun>(noun, next)
    return next
  })
}

/** Settles what a bulk action is done to: what is made or changed from here on makes no difference. */
async function load(ctx: Context, { noun, id }: BulkTask, plan: Plan): Promise<void> {
  await together(ctx, async (tx) => {
    const action = await tx.get(noun, id)
    if (action.status !== 'loading') return
    const chosen = chosenOf(await foundBy(ctx, action), plan.noun, plan.where)
    const { leads, objects } = await tx.settle(id, chosen, PART[noun])
    tx.update<BulkNoun>(noun, {
      ...action,
      status: 'processing',
      leadCount: leads,
      objectCount: objects,
      updatedAt: ctx.now,
    })
  })
}

/** Goes on after what others have asked for meanwhile. */
async function takeTurns(ctx: Context, task: BulkTask): Promise<void> {
  await together(ctx, (tx) => tx.enqueue('bulk_action', task, ctx.actor.membershipId))
}

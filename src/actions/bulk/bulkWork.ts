import { type BulkAction, type BulkNoun, isUnderWay } from '../../domain/bulkAction.ts'
import { systemClock } from '../../domain/clock.ts'
import { AjarError, isUnavailable } from '../../domain/errors.ts'
import type { Progress } from '../../domain/job.ts'
import type { Counts } from '../../store/bulk/bulkChosen.ts'
import { asksForRetry } from '../../store/database/database.ts'
import type { Batch } from '../../store/writing/batch.ts'
import { type Context, together } from '../context.ts'
import { chosenOf, foundBy } from './bulkChosen.ts'
import { type BulkTask, skipObject, workOnPart } from './bulkPart.ts'
import { permitUndo, planOf } from './bulkPlan.ts'
import { changedFor } from './bulkUndo.ts'
import { skipEvent, undoPart } from './bulkUndoPart.ts'

// What is done in one transaction: enough that its costs do not count, and few enough that nobody waits long for it. Much
// may hang on what is deleted.
const PART: Readonly<Record<BulkNoun, number>> = { bulkEdit: 200, bulkDelete: 250, bulkUndo: 100 }
// After this long, others have their turn.
const TURN_MS = 20_000

/** How somebody works in the background: until they are told to stop, and saying how far they are. */
export type Pace = { readonly signal: AbortSignal; readonly progress: (progress: Progress) => Promise<void> }

export type { BulkTask } from './bulkPart.ts'

/** How a kind of bulk action is done. */
type Doing = {
  /** Settles what it is done to. */
  readonly settle: (ctx: Context, tx: Batch, size: number) => Promise<Counts>
  /** Does it to the next objects, `most` of them. */
  readonly next: (ctx: Context, most: number) => Promise<BulkAction | undefined>
  /** Leaves out the next one, for which `error` is why. */
  readonly skip: (ctx: Context, error: unknown) => Promise<BulkAction | undefined>
}

/** Does a bulk action, or goes on with it where it is. */
export async function workOn(base: Context, task: BulkTask, { signal, progress }: Pace): Promise<void> {
  const ctx = contextOf(base, task)
  const doing = await start(ctx, task)
  const until = performance.now() + TURN_MS
  // What fails together is done one by one, so that one object does not stop the others.
  let alone = 0
  while (doing !== undefined) {
    signal.throwIfAborted()
    if (performance.now() > until) return takeTurns(ctx, task)
    let action: BulkAction | undefined
    try {
      action = await doing.next(nowIn(ctx), alone > 0 ? 1 : PART[task.noun])
    } catch (error) {
      if (isUnavailable(error) || (alone > 0 && asksForRetry(error))) throw error
      if (alone === 0) {
        alone = PART[task.noun]
        continue
      }
      action = await doing.skip(nowIn(ctx), error)
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
async function start(ctx: Context, task: BulkTask): Promise<Doing | undefined> {
  const action = await opened(ctx, task)
  if (action === undefined) return undefined
  try {
    const doing = await doingOf(ctx, task, action)
    if (action.status === 'loading') await load({ ...ctx, offsetHours: action.offsetMinutes / 60 }, task, doing)
    return doing
  } catch (error) {
    if (!(error instanceof AjarError) || isUnavailable(error)) throw error
    await giveUp(ctx, task, error.message)
    return undefined
  }
}

async function doingOf(ctx: Context, task: BulkTask, action: BulkAction): Promise<Doing> {
  if ('undoneKind' in action) {
    permitUndo(ctx, { kind: action.undoneKind, targetNoun: action.targetNoun })
    return {
      settle: async (_ctx, tx, size) => tx.settleChanged(task.id, await changedFor(tx, action), size),
      next: (its, most) => undoPart(its, task, action.isForced, most),
      skip: (its, error) => skipEvent(its, task, error),
    }
  }
  const plan = await planOf(ctx, action)
  return {
    settle: async (its, tx, size) =>
      tx.settle(task.id, chosenOf(await foundBy(its, action), plan.noun, plan.where), size),
    next: (its, most) => workOnPart(its, task, plan, most),
    skip: (its, error) => skipObject(its, task, error),
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
async function load(ctx: Context, { noun, id }: BulkTask, doing: Doing): Promise<void> {
  await together(ctx, async (tx) => {
    const action = await tx.get(noun, id)
    if (action.status !== 'loading') return
    const { leads, objects } = await doing.settle(ctx, tx, PART[noun])
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

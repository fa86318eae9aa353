import { type BulkAction, type BulkActionError, type BulkNoun, MAX_BULK_ERRORS } from '../../domain/bulkAction.ts'
import { AjarError, isUnavailable } from '../../domain/errors.ts'
import type { Batch } from '../../store/writing/batch.ts'
import { type Context, together } from '../context.ts'
import type { Item } from './bulkDeeds.ts'
import type { Plan } from './bulkPlan.ts'
import { roundsOf } from './rounds.ts'

/** A bulk action, and the request that asked for it to be worked on. */
export type BulkTask = { readonly noun: BulkNoun; readonly id: string; readonly requestId: string | null }

/** An object to which something could not be done, and why. */
export type Failure = { readonly id: string; readonly message: string }
type Done = { readonly ids: readonly string[]; readonly failures: readonly Failure[] }

/**
 * Does a bulk action to the next objects, `most` of them, as one transaction.
 * @returns how it stands after that; undefined when it is not under way
 */
export const workOnPart = (ctx: Context, task: BulkTask, plan: Plan, most: number): Promise<BulkAction | undefined> =>
  advance(ctx, task, most, (ids, tx, within) => actOnAll(tx, within, plan, ids))

/** Leaves out the next object, because of what happened when it was tried. */
export const skipObject = (ctx: Context, task: BulkTask, error: unknown): Promise<BulkAction | undefined> =>
  advance(ctx, task, 1, async (ids) => ids.map((id) => ({ id, message: `Ajar failed: ${messageOf(error)}` })))

/**
 * Does something to the next objects of a bulk action, and notes in the same transaction how far it is. That begins by
 * locking the row of the bulk action: so nothing is done twice, whoever tries how often.
 */
export async function advance(
  ctx: Context,
  { noun, id }: BulkTask,
  most: number,
  act: (ids: readonly string[], tx: Batch, within: Context) => Promise<readonly Failure[]>,
): Promise<BulkAction | undefined> {
  return together(ctx, async (tx, within) => {
    const action: BulkAction = await tx.get(noun, id)
    if (action.status !== 'processing') return undefined
    const part = (await tx.partAfter(id, action.objectsDone)) ?? { place: action.objectsDone, ids: [], leads: [] }
    const from = action.objectsDone - part.place
    const ids = part.ids.slice(from, from + most)
    const failures = await act(ids, tx, within)
    const leads = part.leads[from + ids.length] ?? (part.leads[from + ids.length - 1] ?? 0) + 1
    const after = progressed(ctx, action, { ids, failures }, leads - 1)
    tx.insert('bulkActionError', ...errorsOf(ctx, action, failures))
    if (after.status !== 'done') tx.touch<BulkNoun>(noun, after)
    else {
      tx.updateAs<BulkNoun>('completed', noun, after)
      await tx.forgetParts(id)
    }
    return after
  })
}

function progressed(ctx: Context, action: BulkAction, { ids, failures }: Done, leadsDone: number): BulkAction {
  const objectsDone = action.objectsDone + ids.length
  const isDone = ids.length === 0 || objectsDone === action.objectCount
  return {
    ...action,
    objectsDone,
    leadsDone: isDone ? (action.leadCount ?? 0) : leadsDone,
    errorCount: action.errorCount + failures.length,
    status: isDone ? 'done' : action.status,
    updatedAt: ctx.now,
  }
}

function errorsOf(ctx: Context, action: BulkAction, failures: readonly Failure[]): BulkActionError[] {
  const room = Math.max(0, MAX_BULK_ERRORS - action.errorCount)
  return failures.slice(0, room).map(({ id, message }) => ({
    organizationId: action.organizationId,
    id: ctx.ids('bulkActionError'),
    bulkActionId: action.id,
    objectId: id,
    message,
    createdAt: ctx.now,
  }))
}

/** Does something to each of these, and says to which it could not be done. */
async function actOnAll(tx: Batch, within: Context, plan: Plan, ids: readonly string[]): Promise<readonly Failure[]> {
  const failures: Failure[] = []
  const items: readonly Item[] = plan.changesLead ? await withLeads(tx, plan, ids) : ids.map((id) => ({ id }))
  for (const [i, round] of roundsOf(items, leadOf).entries()) {
    if (i > 0) await tx.flush()
    await tx.foresee(
      plan.noun,
      round.map(({ id }) => id),
    )
    await plan.foresee?.(tx, round)
    for (const { id } of round) {
      const message = await failureOf(() => plan.act(within, id))
      if (message !== undefined) failures.push({ id, message })
    }
  }
  return failures
}

async function withLeads(tx: Batch, { noun }: Plan, ids: readonly string[]): Promise<readonly Item[]> {
  const found = new Map((await tx.foresee(noun, ids)).map((item: Item) => [item.id, item]))
  return ids.map((id) => found.get(id) ?? { id })
}

const leadOf = ({ leadId, id }: Item) => leadId ?? id

/** Why something could not be done; undefined where it could. */
export async function failureOf(act: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await act()
    return undefined
  } catch (error) {
    if (!(error instanceof AjarError) || isUnavailable(error)) throw error
    return messageOf(error)
  }
}

/** Why something was refused, as those who look for it read it. */
export function messageOf(error: unknown): string {
  if (!(error instanceof AjarError)) return error instanceof Error ? error.message : String(error)
  return error.code === 'not_found' ? 'It is no longer there.' : error.message.replace(/^: /, '')
}

import type { BulkAction, BulkUndo, UndoableNoun } from '../../domain/bulkAction.ts'
import { AT_FIRST, isUnderWay } from '../../domain/bulkAction.ts'
import type { NounName } from '../../domain/catalogue.ts'
import { refused } from '../../domain/errors.ts'
import { objectTypesOf } from '../../domain/eventWords.ts'
import type { Counts } from '../../store/bulk/bulkChosen.ts'
import type { Changed } from '../../store/bulk/bulkUndo.ts'
import type { Batch } from '../../store/writing/batch.ts'
import { type Context, remove, stamps, together, type Written } from '../context.ts'
import type { Failure } from './bulkPart.ts'
import { permitUndo } from './bulkPlan.ts'
import { foretell } from './bulkUndoPart.ts'

// As much as somebody waits for who asks what would be done.
const FORETOLD_MS = 3_000
const FORETOLD_AT_ONCE = 50
const MOST_FORETOLD = 5_000
const MOST_FAILURES = 20

export type BulkUndoOptions = { readonly isForced: boolean }

/** How much there is to undo; of the first so many, what could not be undone. */
export type Foresight = Counts & { readonly tried: number; readonly failures: readonly Failure[] }

/**
 * Asks for what a bulk action changed to be put back, object by object, in the background. It is a bulk action of its own:
 * what cannot be put back is an error, and the rest goes on.
 */
export async function undoBulkAction(
  ctx: Context,
  noun: UndoableNoun,
  id: string,
  { isForced }: BulkUndoOptions,
): Promise<Written> {
  return remove(ctx, async (tx) => {
    const action = await tx.get(noun, id)
    permitUndo(ctx, action)
    refuseWhatCannotBe(action, await tx.related('bulkUndo', 'bulkActionId', id))
    const undo: BulkUndo = {
      ...stamps(ctx),
      ...AT_FIRST,
      ...OF_NO_QUERY,
      id: ctx.ids('bulkUndo'),
      bulkActionId: id,
      undoneKind: action.kind,
      targetNoun: action.targetNoun,
      isForced,
      membershipId: ctx.actor.membershipId,
      offsetMinutes: Math.round(ctx.offsetHours * 60),
    }
    tx.insert('bulkUndo', undo)
    const task = { noun: 'bulkUndo', id: undo.id, requestId: ctx.request.id }
    await tx.enqueue('bulk_action', task, ctx.actor.membershipId)
    return undo.id
  })
}

const OF_NO_QUERY = {
  kind: 'undo',
  query: null,
  searchQuery: null,
  sort: [],
  resultsLimit: null,
  sendsDoneEmail: false,
} as const

/**
 * Says what undoing a bulk action would do. The first objects are tried and taken back, until there are enough of those
 * that cannot be undone, or a moment has passed: however many there are, the answer comes soon.
 */
export async function previewBulkUndo(
  ctx: Context,
  noun: UndoableNoun,
  id: string,
  { isForced }: BulkUndoOptions,
): Promise<Foresight> {
  const { action, undos } = await together(ctx, async (tx) => ({
    action: await tx.get(noun, id),
    undos: await tx.related('bulkUndo', 'bulkActionId', id),
  }))
  permitUndo(ctx, action)
  refuseWhatCannotBe(action, undos)
  const changed = changedBy(action, undos)
  const counts = await ctx.store.countChanged(changed)
  const ids = await ctx.store.firstChanged(changed, MOST_FORETOLD)
  const until = performance.now() + FORETOLD_MS
  const failures: Failure[] = []
  let tried = 0
  while (tried < ids.length && failures.length < MOST_FAILURES && performance.now() < until) {
    const some = ids.slice(tried, tried + FORETOLD_AT_ONCE)
    failures.push(...(await foretell(ctx, some, isForced)))
    tried += some.length
  }
  return { ...counts, tried, failures: failures.slice(0, MOST_FAILURES) }
}

/** What a worker is to undo. */
export async function changedFor(tx: Batch, undo: BulkUndo): Promise<Changed> {
  const id = undo.bulkActionId ?? ''
  return changedBy({ ...undo, id, kind: undo.undoneKind }, await tx.related('bulkUndo', 'bulkActionId', id))
}

type Undone = Pick<BulkAction, 'id' | 'kind' | 'targetNoun'>

/** The events to undo. With the last contact of somebody on their own, their lead has gone. */
const changedBy = ({ id, kind, targetNoun }: Undone, undos: readonly BulkUndo[]): Changed => ({
  bulkActionId: id,
  action: kind === 'delete' ? 'deleted' : 'updated',
  objectTypes: [...objectTypesOf(targetNoun as NounName), ...(kind === 'delete' ? objectTypesOf('lead') : [])],
  undoneBy: undos.map((undo) => undo.id),
})

function refuseWhatCannotBe({ status }: BulkAction, undos: readonly BulkUndo[]): void {
  if (status !== 'done' && status !== 'canceled')
    throw refused(`Only a bulk action that is done or canceled can be undone; this one is ${status}.`)
  const open = undos.find((undo) => isUnderWay(undo) || undo.status === 'paused' || undo.status === 'error')
  if (open !== undefined) throw refused(`It is being undone already: ${open.id} is ${open.status}.`)
  const whole = undos.find((undo) => undo.status === 'done' && undo.errorCount === 0)
  if (whole !== undefined) throw refused(`It has been undone already, by ${whole.id}.`)
}

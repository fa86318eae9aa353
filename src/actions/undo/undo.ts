import { notFound } from '../../domain/errors.ts'
import { EVENT_OBJECT_TYPE } from '../../domain/eventWords.ts'
import { PASSAGES } from '../../domain/meeting.ts'
import { permit } from '../../domain/permission.ts'
import { type Context, remove } from '../context.ts'
import { undoChange } from './undoChange.ts'
import { undoCreation } from './undoCreation.ts'
import { undoDeletion } from './undoDeletion.ts'
import { MANY, type Refusal, refuse, TOLD, type Told, type Work } from './undoing.ts'
import { undoMerge } from './undoMerge.ts'

export type { Refusal } from './undoing.ts'

/** What was done to an object so that something is undone. */
export type Deed = {
  readonly objectType: string
  readonly objectId: string
  readonly action: 'restored' | 'updated' | 'deleted' | 'merged'
  readonly changedFields: readonly string[]
  /** The event that tells of it; null in a rehearsal. */
  readonly eventId: string | null
}

/** All that was done, or why nothing was. */
export type Outcome = { readonly done: readonly Deed[] } | { readonly refusals: readonly Refusal[] }

export type UndoOptions = {
  /** Only say what would be done. */
  readonly dryRun?: boolean
  /** Put attributes back that were changed since, too. */
  readonly force?: boolean
}

/** Undoes what an event tells of; see {@link undoEvents}. */
export const undoEvent = (ctx: Context, id: string, options: UndoOptions = {}): Promise<Outcome> =>
  undoEvents(ctx, [id], options)

/**
 * Undoes what some events tell of, the newest first, in one transaction: all of it, or nothing where anything stands in the
 * way. Whoever asks must be allowed to do the opposite by hand. Throws not_found for an event that the actor may not see.
 */
export async function undoEvents(ctx: Context, ids: readonly string[], options: UndoOptions = {}): Promise<Outcome> {
  return inOneGo(ctx, options, async (work) => {
    const found = await eventsNamed(work, ids)
    permit(ctx.actor, 'edit_records')
    for (const told of found) await undoOne(work, told)
  })
}

/** Runs what brings things back in one transaction, which says what was done; a rehearsal is taken back. */
export async function inOneGo(
  ctx: Context,
  { dryRun = false, force = false }: UndoOptions,
  act: (work: Work) => Promise<void>,
): Promise<Outcome> {
  const { readBack } = ctx
  if (readBack === undefined) throw new Error('events cannot be read back here')
  let outcome: Outcome = { done: [] }
  try {
    await remove(ctx, async (tx) => {
      const asks = await tx.undoing()
      const work: Work = { ctx, tx, asks, readBack, force, refusals: [], idle: [] }
      await act(work)
      await tx.flush()
      const done = (await asks.written<Told>(TOLD)).map((told) => deedOf(told, dryRun))
      const refusals = work.refusals.length === 0 && done.length === 0 ? work.idle : work.refusals
      outcome = refusals.length > 0 ? { refusals } : { done }
      if (dryRun || refusals.length > 0) throw new TakenBack()
      return ''
    })
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
  }
  return outcome
}

/** Thrown at the end of what is to leave nothing behind. */
class TakenBack extends Error {}

function deedOf({ id, objectType, objectId, action, changedFields }: Told, dryRun: boolean): Deed {
  const word = action === 'created' ? 'restored' : action === 'deleted' || action === 'merged' ? action : 'updated'
  return { objectType, objectId, action: word, changedFields, eventId: dryRun ? null : id }
}

async function eventsNamed({ asks }: Work, ids: readonly string[]): Promise<readonly Told[]> {
  const found = await asks.events<Told>({ where: [{ path: 'id', op: 'in', value: [...ids] }], limit: MANY }, TOLD)
  const missing = ids.find((id) => !found.some((one) => one.id === id))
  if (missing !== undefined) throw notFound('event', missing)
  return found
}

/** Undoes what an event tells of; what stands in the way is among the refusals of the work. */
export async function undoOne(work: Work, told: Told): Promise<void> {
  if (isMerge(told)) return undoMerge(work, told)
  const { action } = told
  if (action === 'created') return undoCreation(work, told)
  if (action === 'updated') return undoChange(work, told)
  if (action === 'deleted') return undoDeletion(work, told)
  return undoMoment(work, told)
}

const isMerge = ({ meta }: Told) => meta.merge_source_lead_id !== undefined

/** What is told beside a change is undone with the change. */
async function undoMoment(work: Work, told: Told): Promise<void> {
  if (cameWithTime(told)) return refuse(work, told, { reason: 'It came with the time.' })
  const beside = await work.asks.events<Told>(
    {
      where: [
        { path: 'objectId', op: 'eq', value: told.objectId },
        { path: 'action', op: 'in', value: ['created', 'updated'] },
        { path: 'createdAt', op: 'lte', value: told.createdAt },
        { path: 'updatedAt', op: 'gte', value: told.createdAt },
      ],
      limit: 1,
    },
    TOLD,
  )
  const [change] = beside
  if (change === undefined) return refuse(work, told, { reason: 'The change that it tells of is not known any more.' })
  return undoOne(work, change)
}

const cameWithTime = ({ objectType, action }: Told) =>
  objectType === EVENT_OBJECT_TYPE.meeting && PASSAGES.some((one) => one === action)

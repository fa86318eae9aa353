import type { BulkAction } from '../../domain/bulkAction.ts'
import type { Batch } from '../../store/writing/batch.ts'
import { type Context, together } from '../context.ts'
import { undoOne } from '../undo/undo.ts'
import { MANY, type Refusal, TOLD, type Told, type Work } from '../undo/undoing.ts'
import { advance, type BulkTask, type Failure, failureOf, messageOf } from './bulkPart.ts'
import { foreseen } from './bulkUndoForeseen.ts'
import { roundsOf } from './rounds.ts'

/** Events that cannot be undone, and why. */
type Obstacles = ReadonlyMap<string, Failure>

/**
 * Undoes the next events of a bulk action, `most` of them, as one transaction: all of them but those that cannot be. As
 * these may have been undone by half when that is found out, everything is taken back and done again without them.
 */
export async function undoPart(
  ctx: Context,
  task: BulkTask,
  isForced: boolean,
  most: number,
): Promise<BulkAction | undefined> {
  const known = new Map<string, Failure>()
  for (;;) {
    try {
      return await advance(ctx, task, most, async (ids, tx, within) => {
        const rest = ids.filter((id) => !known.has(id))
        const obstacles = await undoAll(tx, within, rest, isForced)
        if (obstacles.size > 0) throw new TakenBack(obstacles)
        return ids.flatMap((id) => known.get(id) ?? [])
      })
    } catch (error) {
      if (!(error instanceof TakenBack)) throw error
      for (const [id, failure] of error.obstacles) known.set(id, failure)
    }
  }
}

/** Leaves out the next event, because of what happened when it was tried. */
export const skipEvent = (ctx: Context, task: BulkTask, error: unknown): Promise<BulkAction | undefined> =>
  advance(ctx, task, 1, async (ids, tx) => {
    const message = `Ajar failed: ${messageOf(error)}`
    return (await toldIn(tx, ids)).map(({ objectId }) => ({ id: objectId, message }))
  })

/** Which of some events could not be undone at the moment. Nothing is changed. */
export async function foretell(ctx: Context, ids: readonly string[], isForced: boolean): Promise<readonly Failure[]> {
  const known = new Map<string, Failure>()
  for (;;) {
    const rest = ids.filter((id) => !known.has(id))
    const found = await obstaclesTo(ctx, rest, isForced)
    if (found.size === 0) return [...known.values()]
    for (const [id, failure] of found) known.set(id, failure)
  }
}

async function obstaclesTo(ctx: Context, ids: readonly string[], isForced: boolean): Promise<Obstacles> {
  try {
    return await together(ctx, async (tx, within) => {
      throw new TakenBack(await undoAll(tx, within, ids, isForced))
    })
  } catch (error) {
    if (error instanceof TakenBack) return error.obstacles
    throw error
  }
}

/** Thrown so that nothing is left of what was only tried. */
class TakenBack extends Error {
  readonly obstacles: Obstacles

  constructor(obstacles: Obstacles) {
    super('this was only tried')
    this.obstacles = obstacles
  }
}

/**
 * Undoes events, and says which of them cannot be: not all of these, as what comes after some of them may depend on them.
 * Then what was done is to be taken back.
 */
async function undoAll(tx: Batch, ctx: Context, ids: readonly string[], force: boolean): Promise<Obstacles> {
  const { readBack } = ctx
  if (readBack === undefined) throw new Error('events cannot be read back here')
  const found = new Map((await toldIn(tx, ids)).map((told) => [told.id, told]))
  const obstacles = new Map<string, Failure>()
  for (const id of ids)
    if (!found.has(id)) obstacles.set(id, { id, message: 'The event that tells of it is not known any more.' })
  if (obstacles.size > 0) return obstacles
  const inOrder = ids.flatMap((id) => found.get(id) ?? [])
  for (const round of roundsOf(inOrder, leadOf)) {
    tx.gather(metaByLead(ctx, round))
    const known = await foreseen(ctx, tx, round)
    for (const told of round) {
      const work: Work = { ctx, tx, ...known, readBack, force, refusals: [], idle: [] }
      const message = await obstacleTo(work, told)
      if (message !== undefined) obstacles.set(told.id, { id: told.objectId, message })
    }
    if (obstacles.size > 0) return obstacles
    await tx.release()
  }
  return obstacles
}

const leadOf = ({ leadId, objectId }: Told) => leadId ?? objectId

const metaByLead = ({ request }: Context, round: readonly Told[]) =>
  Object.fromEntries(round.map((told) => [leadOf(told), { ...request.meta, undone_event_id: told.id }]))

const toldIn = async (tx: Batch, ids: readonly string[]): Promise<readonly Told[]> =>
  (await tx.undoing()).events<Told>({ where: [{ path: 'id', op: 'in', value: [...ids] }], limit: MANY }, TOLD)

/** Why an event cannot be undone; undefined where it was, or nothing of it is left to be undone. */
async function obstacleTo(work: Work, told: Told): Promise<string | undefined> {
  const failure = await failureOf(() => undoOne(work, told))
  return failure ?? (work.refusals.length === 0 ? undefined : work.refusals.map(sentence).join(' '))
}

const sentence = ({ field, reason, because }: Refusal) =>
  `${field === null ? '' : `${field}: `}${reason}${because.length === 0 ? '' : ` (${because.join(', ')})`}`

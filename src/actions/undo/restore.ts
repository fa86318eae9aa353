import type { NounName, RecordNamed } from '../../domain/catalogue.ts'
import { EVENT_OBJECT_TYPE } from '../../domain/eventWords.ts'
import { TRASH_NOUNS } from '../../store/trash/trash.ts'
import { actions } from '../actions.ts'
import { rejoinThread } from '../activities/emailThread.ts'
import { alive, type Transaction } from '../context.ts'
import { kindOf, refuse, type Told, tell, type Work, within } from './undoing.ts'

/**
 * Brings a deleted object back with all that was deleted with it, as they were. What it belongs to must be there. Who
 * may delete it may restore it.
 * @param told the event of its deletion, if that is still known
 */
export async function restore(
  work: Work,
  noun: NounName,
  named: Pick<Told, 'objectType' | 'objectId'>,
  told?: Told,
): Promise<void> {
  const { ctx, tx, asks } = work
  const { objectId: id } = named
  const found = (await asks.trashed(noun, id)) as Trashed | undefined
  if (found === undefined) return refuse(work, named, { reason: 'It is gone for good.' })
  // A thread goes with its last comment, and comes back with it.
  if (noun === 'comment' && found.deletedWith === found.threadId && typeof found.threadId === 'string') {
    await restore(work, 'commentThread', { objectType: 'comment_thread', objectId: found.threadId }, told)
    if (work.refusals.length === 0) await actions.comment?.delete?.(within(work, rehearsing(tx)), id)
    return
  }
  const root = await whatToRestoreInstead(work, noun, found)
  if (root !== undefined) {
    const reason = `It can come back only with what it belongs to, ${root.objectId}: restore that.`
    return refuse(work, named, { reason, root })
  }
  await tell(work, told)
  tx.restore(noun, revived(found) as unknown as RecordNamed<typeof noun>)
  for (let above = [id]; above.length > 0; ) {
    const found: string[] = []
    for (const of of TRASH_NOUNS) {
      const rows = (await asks.trashedWith(of, above)) as readonly Trashed[]
      tx.restore(of, ...(rows.map(revived) as unknown as RecordNamed<typeof of>[]))
      found.push(...rows.map((row) => row.id))
    }
    // What is restored is not found among the deleted again.
    await tx.flush()
    above = found
  }
  if (noun === 'email') await rejoinThread(ctx, tx, found as unknown as RecordNamed<'email'>)
  await tx.flush()
  await actions[noun]?.delete?.(within(work, rehearsing(tx)), id)
}

const revived = (row: Trashed) => ({ ...row, ...alive })

type Trashed = { readonly id: string; readonly deletedWith: string | null; readonly [field: string]: unknown }

/** What an object hangs on that is deleted; undefined when it can come back by itself. */
async function whatToRestoreInstead({ tx, asks }: Work, noun: NounName, found: Trashed) {
  const { deletedWith } = found
  const alongWith =
    deletedWith === null || deletedWith === found.id ? [] : TRASH_NOUNS.map((of) => [deletedWith, of] as const)
  const hangsOn = Object.entries({ ...LEAD, ...HANGS_ON[noun] }).map(([field, of]) => [found[field], of] as const)
  for (const [id, of] of [...alongWith, ...hangsOn]) {
    if (typeof id !== 'string' || (await tx.find(of, id)) !== undefined) continue
    const above = await asks.trashed(of, id)
    if (above !== undefined) return { objectType: typeOf(of, above), objectId: id }
  }
  return undefined
}

const LEAD = { leadId: 'lead' } as const
const SAID = { activityId: 'activity', taskId: 'task', opportunityId: 'opportunity' } as const

// What an object is nothing without.
const HANGS_ON: Readonly<Partial<Record<NounName, Readonly<Record<string, NounName>>>>> = {
  comment: { ...SAID, threadId: 'commentThread' },
  commentThread: SAID,
  customActivity: { typeId: 'customActivityType' },
  customObject: { typeId: 'customObjectType' },
  file: { folderId: 'folder' },
  folder: { parentId: 'folder' },
}

/** What the event log calls an object. */
export function typeOf(noun: NounName, record: object): string {
  const kind = kindOf(record)
  if (noun === 'task') return `task.${(kind ?? '').replaceAll('-', '_')}`
  return EVENT_OBJECT_TYPE[(noun === 'activity' ? kind : noun) as NounName] ?? noun
}

const nothing = () => undefined

/** The same transaction for an action that is only asked whether it would be allowed. */
const rehearsing = (tx: Transaction): Transaction =>
  Object.assign(Object.create(tx) as Transaction, {
    insert: nothing,
    update: nothing,
    updateAs: nothing,
    restore: nothing,
    touch: nothing,
    delete: nothing,
    bin: nothing,
    deleteAll: nothing,
    flush: async () => undefined,
    repointDeleted: async () => undefined,
    forgetCustomValues: async () => undefined,
    replaceCustomValues: async () => undefined,
    forgetPrincipal: async () => undefined,
    enqueue: async () => undefined,
  })

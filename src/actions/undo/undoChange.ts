import type { NounName, RecordNamed } from '../../domain/catalogue.ts'
import type { Comment } from '../../domain/comment.ts'
import { actions } from '../actions.ts'
import { touched } from '../context.ts'
import { differs } from '../patch.ts'
import {
  amending,
  attempt,
  changedSince,
  isSame,
  kindOf,
  nowOf,
  refusalOf,
  refuse,
  type Told,
  tell,
  type Work,
  within,
} from './undoing.ts'
import { nounOfType } from './undoNouns.ts'
import { undoTraces } from './undoTraces.ts'

/**
 * Puts back what an event says was changed, unless it was changed again since. The action that changes such an object does
 * it, so whatever that checks holds; what it would only note down, or set by itself, becomes what it was.
 */
export async function undoChange(work: Work, told: Told): Promise<void> {
  const { ctx, tx, readBack, force } = work
  const noun = nounOfType(told.objectType)
  const update = noun && actions[noun]?.update
  if (noun === undefined || update === undefined)
    return refuse(work, told, { reason: 'Such changes cannot be undone by themselves.' })
  if (told.isWithheld)
    return refuse(work, told, {
      reason: 'What it changed is shown to administrators only by now, so one of them can undo it.',
    })
  const record = await tx.find(noun, told.objectId)
  if (record === undefined) return refuse(work, told, { reason: 'It is deleted, or gone for good.' })

  const now = (await nowOf(work, noun, told.objectId)) ?? {}
  const before = Object.fromEntries(told.changedFields.map((field) => [field, told.previousData[field] ?? null]))
  const kind = kindOf(record)
  const { fields, derived } = readBack(noun, kind, before)
  const open = fields.filter((field) => !isSame(now[field], before[field]))
  if (open.length === 0) {
    work.idle.push(refusalOf(told, { reason: 'Nothing of it is left to be put back.' }))
    return
  }
  const conflicts = await changedSince(work, told, now, { fields: open, derived })
  if (conflicts.length > 0 && !force) {
    work.refusals.push(...conflicts)
    return
  }

  const { patch, kept, nameOf } = readBack(noun, kind, Object.fromEntries(open.map((field) => [field, before[field]])))
  await tell(work, told)
  const traces = await undoTraces(work, noun, told, record)
  // Whatever the action sets by itself beside what it was asked for stays as it is.
  const others = Object.entries(now).filter(([field]) => !open.includes(field))
  const shown = Object.keys(readBack(noun, kind, Object.fromEntries(others)).kept)
  const rest = Object.fromEntries(Object.entries(record).filter(([field]) => shown.includes(field)))
  const amend = (changed: object) => ({ ...changed, ...rest, ...kept, ...traces.amends }) as RecordNamed<NounName>
  const { through, isWritten } = amending(tx, noun, told.objectId, amend, traces.isLeftOut)
  await attempt(work, told, nameOf, async () => {
    if (noun === 'comment' && 'removedAt' in kept) await unremove(work, record as Comment)
    await update(within(work, through), told.objectId, patch)
    const changed = { ...record, ...kept, ...traces.amends }
    if (!isWritten() && differs(record, changed))
      tx.update<NounName>(noun, { ...changed, ...touched(ctx) } as RecordNamed<NounName>)
    await tx.flush()
  })
}

/** A comment that was removed has lost its words, and nobody may give it others before it is back. */
async function unremove({ tx }: Work, comment: Comment): Promise<void> {
  tx.touch('comment', { ...comment, removedAt: null, removedById: null })
  await tx.flush()
}

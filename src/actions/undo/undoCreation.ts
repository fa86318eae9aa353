import { EVENT_OBJECT_TYPE } from '../../domain/eventWords.ts'
import { actions } from '../actions.ts'
import { typeOf } from './restore.ts'
import {
  attempt,
  changedSince,
  eventsOf,
  kindOf,
  MANY,
  nowOf,
  refusalOf,
  refuse,
  TOLD,
  type Told,
  tell,
  type Work,
  within,
} from './undoing.ts'
import { nounOfType } from './undoNouns.ts'

/** Deletes what an event says was made, unless it was changed since, or something was added to it. */
export async function undoCreation(work: Work, told: Told): Promise<void> {
  const { tx, readBack, force } = work
  const noun = nounOfType(told.objectType)
  const remove = noun && actions[noun]?.delete
  if (noun === undefined || remove === undefined)
    return refuse(work, told, { reason: 'It is not deleted by itself, but with what it belongs to.' })
  const record = await tx.find(noun, told.objectId)
  if (record === undefined) {
    work.idle.push(refusalOf(told, { reason: 'It is not there any more.' }))
    return
  }
  const now = (await nowOf(work, noun, told.objectId)) ?? {}
  if (told.isWithheld) await refuseIfEverChanged(work, told)
  else if (!force) work.refusals.push(...(await changedSince(work, told, now, readBack(noun, kindOf(record), now))))
  const added = await addedTo(work, told)
  work.refusals.push(...added)
  if (work.refusals.length > 0) return
  await tell(work, told)
  await attempt(work, told, String, () => remove(within(work), told.objectId))
}

/** The same for those who are not shown any more what it was like. */
async function refuseIfEverChanged(work: Work, told: Told): Promise<void> {
  const later = (await eventsOf(work, told)).filter(({ action }) => action === 'updated')
  if (later.length > 0) refuse(work, told, { reason: 'It was changed after this.', because: later.map(({ id }) => id) })
}

/** What refers to the object and was not made at the same moment. */
async function addedTo({ asks, tx }: Work, told: Told) {
  const noun = nounOfType(told.objectType)
  const references = noun === undefined ? [] : await asks.references(noun, told.objectId)
  if (references.length === 0) return []
  const made = await asks.events<Told>(
    {
      where: [
        { path: 'updatedAt', op: 'eq', value: told.createdAt },
        { path: 'action', op: 'eq', value: 'created' },
        { path: 'leadId', op: 'eq', value: told.leadId },
      ],
      limit: MANY,
    },
    TOLD,
  )
  const together = new Set(made.map(({ objectId }) => objectId))
  const refusals = []
  for (const { noun: of, id } of references) {
    if (together.has(id)) continue
    const row = await tx.find(of, id)
    const objectType = row === undefined ? (EVENT_OBJECT_TYPE[of] ?? of) : typeOf(of, row)
    const reason = `Something was added to ${told.objectType} ${told.objectId} after this.`
    refusals.push(refusalOf({ objectType, objectId: id }, { reason }))
  }
  return refusals
}

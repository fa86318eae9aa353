import { entryOf, type NounName, type RecordNamed } from '../../domain/catalogue.ts'
import type { CustomField } from '../../domain/customField.ts'
import { objectTypesOf } from '../../domain/eventWords.ts'
import { actions } from '../actions.ts'
import { touched } from '../context.ts'
import { restore } from './restore.ts'
import { amending, attempt, MANY, refusalOf, refuse, TOLD, type Told, tell, type Work, within } from './undoing.ts'
import { nounOfType } from './undoNouns.ts'
import { undoTraces } from './undoTraces.ts'

/** Brings back what an event says was deleted, with all that was deleted with it. */
export async function undoDeletion(work: Work, told: Told): Promise<void> {
  const noun = nounOfType(told.objectType)
  if (noun === undefined) return refuse(work, told, { reason: 'Such things cannot be brought back.' })
  if ((await work.tx.find(noun, told.objectId)) !== undefined) {
    work.idle.push(refusalOf(told, { reason: 'It is there already.' }))
    return
  }
  if (!('deletedAt' in entryOf(noun).stored)) return makeAgain(work, noun, told)
  const record = await work.asks.trashed(noun, told.objectId)
  await restore(work, noun, told, told)
  if (record === undefined || work.refusals.length > 0) return
  await undoTraces(work, noun, told, record)
  if (noun === 'customActivityType' || noun === 'customObjectType') await makeFieldsAgain(work, told)
}

/**
 * What has no trash is made again, under its id, by the action that makes such things: so its name must be free. What
 * its deletion has changed elsewhere stays so.
 */
async function makeAgain(work: Work, noun: NounName, told: Told): Promise<void> {
  const { tx, readBack } = work
  const create = actions[noun]?.create
  if (create === undefined || noun in LOST)
    return refuse(work, told, { reason: LOST[noun] ?? 'It cannot be made again.' })
  if (told.isWithheld)
    return refuse(work, told, {
      reason: 'What it was is shown to administrators only by now, so one of them can undo it.',
    })
  const { patch, kept, nameOf } = readBack(noun, undefined, told.previousData)
  await tell(work, told)
  const amend = (record: RecordNamed<NounName>) => ({ ...record, ...kept, id: told.objectId }) as RecordNamed<NounName>
  const { through } = amending(tx, noun, told.objectId, amend, () => false)
  await attempt(work, told, nameOf, () => create(within(work, through), patch))
}

/** The fields of a type that is back. The values of those that were its own alone are still there. */
async function makeFieldsAgain({ ctx, tx, asks, readBack }: Work, told: Told): Promise<void> {
  const gone = await asks.events<Told>(
    {
      where: [
        { path: 'objectType', op: 'in', value: [...objectTypesOf('customField')] },
        { path: 'action', op: 'eq', value: 'deleted' },
        { path: 'createdAt', op: 'eq', value: told.createdAt },
      ],
      limit: MANY,
    },
    TOLD,
  )
  for (const { objectId, previousData } of gone) {
    const { patch, kept } = readBack('customField', undefined, previousData)
    const { activityTypeId, customObjectTypeId, ...own } = patch as {
      activityTypeId?: string
      customObjectTypeId?: string
    }
    if (activityTypeId !== told.objectId && customObjectTypeId !== told.objectId) continue
    const field = {
      ...touched(ctx),
      ...own,
      ...kept,
      id: objectId,
      objectTypes: [told.objectId],
      placements: {},
      position: 0,
    }
    tx.insert('customField', field as unknown as CustomField)
  }
}

const LOST: Readonly<Partial<Record<NounName, string>>> = {
  webhook: 'Its key is gone: whoever listens would have to be told another one, as for a new one.',
  customField: 'Its values went with it: a field that is made again would be empty.',
}

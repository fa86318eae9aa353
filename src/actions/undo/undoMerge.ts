import { mergeLeads } from '../leads/mergeLeads.ts'
import { attempt, MANY, refusalOf, refuse, TOLD, type Told, tell, type Work, within } from './undoing.ts'
import { undoLeadMerge } from './undoLeadMerge.ts'

/** Parts leads that were merged; where the event tells of that already, merges them again. */
export async function undoMerge(work: Work, told: Told): Promise<void> {
  const { ctx } = work
  const merge = await mergeOf(work, told)
  const { sourceLeadId: source, destinationLeadId: destination, isUndone } = merge
  const [merged, parted] = [tellsOfMerge(told), tellsOfParting(told)]
  if (!merged && !parted) return refuseAPart(work, told, [source, destination])
  if (merged === isUndone) {
    work.idle.push(refusalOf(told, { reason: 'That has been undone already.' }))
    return
  }
  const meta = { ...ctx.request.meta, merge_source_lead_id: source, merge_destination_lead_id: destination }
  await tell(work, told, meta)
  const own = within(work)
  const telling = { ...own, request: { ...own.request, meta: { ...meta, undone_event_id: told.id } } }
  await attempt(work, told, String, () =>
    merged ? undoLeadMerge(telling, merge.id) : mergeLeads(telling, { source, destination }),
  )
}

const tellsOfMerge = ({ action, objectType }: Told) =>
  action === 'merged' || (objectType === 'activity.lead_merge' && action === 'created')

const tellsOfParting = ({ action, objectType }: Told) =>
  (objectType === 'lead' && action === 'created') || (objectType === 'activity.lead_merge' && action === 'deleted')

/** What was moved by a merge, or by its undoing, goes with all of it. */
async function refuseAPart(work: Work, told: Told, leads: readonly string[]): Promise<void> {
  const all = await work.asks.events<Told>(
    {
      where: [
        { path: 'objectId', op: 'in', value: [...leads] },
        { path: 'createdAt', op: 'eq', value: told.createdAt },
      ],
      limit: MANY,
    },
    TOLD,
  )
  const because = all.filter((one) => tellsOfMerge(one) || tellsOfParting(one)).map(({ id }) => id)
  refuse(work, told, { reason: 'It is a part of a merge: undo the whole.', because })
}

/** The merge that an event is about, and whether the leads are parted again. */
async function mergeOf({ tx }: Work, { meta }: Told) {
  const { merge_source_lead_id: sourceLeadId = '', merge_destination_lead_id: destinationLeadId = '' } = meta
  const merges = await tx.related('leadMerge', 'leadId', destinationLeadId)
  const live = merges.find((one) => one.sourceLeadId === sourceLeadId)
  return { sourceLeadId, destinationLeadId, id: live?.id ?? '', isUndone: live === undefined }
}

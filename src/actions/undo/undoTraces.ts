import type { NounName, RecordNamed } from '../../domain/catalogue.ts'
import { objectTypesOf } from '../../domain/eventWords.ts'
import type { Comparison } from '../../search/listQuery.ts'
import { alive, touched } from '../context.ts'
import { takeThreadAlong } from '../leads/takeAlong.ts'
import { kindOf, MANY, TOLD, type Told, type Work } from './undoing.ts'
import { nounOfType } from './undoNouns.ts'

/** What a change leaves behind elsewhere: what tells of it in the history of a lead, and what it asks of somebody. */
type Trace = { readonly noun: NounName; readonly field: string }

const TRACES: Readonly<Partial<Record<NounName, readonly Trace[]>>> = {
  lead: [{ noun: 'leadStatusChange', field: 'leadId' }],
  opportunity: [
    { noun: 'opportunityStatusChange', field: 'opportunityId' },
    { noun: 'task', field: 'opportunityId' },
  ],
  task: [{ noun: 'taskCompleted', field: 'taskId' }],
}
const OF_ACTIVITIES: readonly Trace[] = [{ noun: 'task', field: 'activityId' }]

const TYPES = [...Object.values(TRACES).flat(), ...OF_ACTIVITIES].flatMap(({ noun }) => objectTypesOf(noun))

/**
 * Takes back what a change left behind, because an undone change is to leave nothing: what it made is deleted, what it
 * deleted comes back, what it changed is put back.
 * @returns what has to be so of the object itself in consequence, and what its action need not write again
 */
export async function undoTraces(work: Work, noun: NounName, told: Told, record: object) {
  const traces = TRACES[noun] ?? (told.objectType.startsWith('activity.') ? OF_ACTIVITIES : [])
  const amends: Record<string, unknown> = {}
  const taken = new Set<NounName>()
  const nextId = 'nextId' in record ? record.nextId : null
  for (const beside of await writtenBeside(work, told)) {
    const of = nounOfType(beside.objectType)
    const trace = traces.find((one) => one.noun === of)
    if (of === undefined || (trace === undefined && beside.objectId !== nextId)) continue
    const live = (await work.tx.find(of, beside.objectId)) as Row | undefined
    const row = live ?? ((await work.asks.trashed(of, beside.objectId)) as Row | undefined)
    const isNext = row !== undefined && row.id === nextId && beside.action === 'created'
    const isOwn = trace !== undefined && row?.[trace.field] === told.objectId && !isWritten(of, row)
    if (row === undefined || !(isNext || isOwn)) continue
    // Also where somebody has taken it back before: then there is nothing to add to that.
    taken.add(of)
    if (isNext) amends.nextId = null
    if (of === 'taskCompleted') amends.activityId = beside.action === 'deleted' ? row.id : null
    if ((beside.action === 'deleted') === (live !== undefined)) continue
    await takeBack(work, of, beside, row)
    await work.tx.flush()
  }
  return { amends, isLeftOut: (of: NounName) => taken.has(of) }
}

type Row = { readonly id: string; readonly [field: string]: unknown }

// Somebody made it, and wants it.
const isWritten = (noun: NounName, row: Row) => noun === 'task' && (row.kind === 'lead' || row.isComplete === true)

/** What the same user did while the event was made, the newest first. What undoing does is written bit by bit. */
async function writtenBeside({ asks, beside }: Work, told: Told): Promise<readonly Told[]> {
  const { undone_event_id: undone } = told.meta
  const known = beside?.(told)
  if (known !== undefined) return known
  const during: readonly Comparison[] = [
    { path: 'updatedAt', op: 'gte', value: told.createdAt },
    { path: 'updatedAt', op: 'lte', value: told.updatedAt },
    { path: 'userId', op: 'eq', value: told.userId },
  ]
  const request: readonly Comparison[] = [{ path: 'requestId', op: 'eq', value: told.requestId }]
  const where: readonly Comparison[] = [
    ...(undone === undefined ? during : request),
    { path: 'leadId', op: 'eq', value: told.leadId },
    { path: 'objectType', op: 'in', value: TYPES },
  ]
  const all = await asks.events<Told>({ where, limit: MANY }, TOLD)
  return all.filter((one) => isBeside(told, one))
}

const isBeside = (told: Told, one: Told) =>
  one.objectId !== told.objectId && one.meta.undone_event_id === told.meta.undone_event_id

/** The same for several events of the same user at once; undefined where that cannot be said of all of them. */
export async function allWrittenBeside(asks: Work['asks'], all: readonly Told[]): Promise<Work['beside']> {
  const leads = [...new Set(all.flatMap(({ leadId }) => leadId ?? []))]
  const times = all.flatMap(({ createdAt, updatedAt }) => [instant(createdAt), instant(updatedAt)]).toSorted()
  const [first, last] = [times[0], times.at(-1)]
  if (first === undefined || last === undefined || all.some(({ leadId }) => leadId === null)) return undefined
  if (all.some(({ meta }) => meta.undone_event_id !== undefined)) return undefined
  const where: readonly Comparison[] = [
    { path: 'leadId', op: 'in', value: leads },
    { path: 'updatedAt', op: 'gte', value: `${first}Z` },
    { path: 'updatedAt', op: 'lte', value: `${last}Z` },
    { path: 'objectType', op: 'in', value: TYPES },
  ]
  const found = await asks.events<Told>({ where, limit: MANY }, TOLD)
  if (found.length === MANY) return undefined
  const byLead = Map.groupBy(found, ({ leadId }) => leadId)
  return (told) =>
    (byLead.get(told.leadId) ?? []).filter(
      (one) =>
        isBeside(told, one) &&
        one.userId === told.userId &&
        instant(one.updatedAt) >= instant(told.createdAt) &&
        instant(one.updatedAt) <= instant(told.updatedAt),
    )
}

/** An instant in UTC to the microsecond, as a text that is in order. */
function instant(text: string): string {
  const [seconds = '', fraction = ''] = text.replace(/(Z|\+00:00)$/, '').split('.')
  return `${seconds}.${fraction.padEnd(6, '0')}`
}

async function takeBack(work: Work, noun: NounName, { action, previousData }: Told, row: Row): Promise<void> {
  const { ctx, tx, readBack } = work
  if (action === 'created') {
    tx.delete(noun, row.id)
    takeThreadAlong(tx, noun === 'task' ? 'taskId' : 'activityId', row.id)
  } else if (action === 'deleted') tx.restore(noun, { ...row, ...alive } as unknown as RecordNamed<typeof noun>)
  else if (action === 'updated') {
    const { kept } = readBack(noun, kindOf(row), previousData)
    tx.update(noun, { ...row, ...kept, ...touched(ctx) } as unknown as RecordNamed<typeof noun>)
  }
}

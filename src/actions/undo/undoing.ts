import { isDeepStrictEqual } from 'node:util'
import type { NounName, RecordNamed } from '../../domain/catalogue.ts'
import { AjarError } from '../../domain/errors.ts'
import type { EventAction } from '../../domain/event.ts'
import { plainly, type View } from '../../domain/view.ts'
import type { Comparison } from '../../search/listQuery.ts'
import type { Undoing as Questions } from '../../store/trash/undoing.ts'
import type { Context, ReadBack, Shown, Transaction } from '../context.ts'

/** An event, as far as undoing it matters. */
export type Told = {
  readonly id: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly userId: string | null
  readonly requestId: string | null
  readonly action: EventAction
  readonly objectType: string
  readonly objectId: string
  readonly leadId: string | null
  readonly changedFields: readonly string[]
  readonly meta: Readonly<Record<string, string>>
  readonly data: Shown | null
  readonly previousData: Shown
  /** What was changed is no longer shown to whoever asks. */
  readonly isWithheld: boolean
}

/** What is read of events to undo them. */
export const TOLD: View = {
  noun: 'event',
  entries: [
    { key: 'createdAt', path: 'createdAt', render: 'isoTime' },
    { key: 'updatedAt', path: 'updatedAt', render: 'isoTime' },
    ...plainly('id', 'userId', 'requestId', 'action', 'objectType', 'objectId', 'leadId'),
    ...plainly('changedFields', 'meta', 'data', 'previousData', 'isWithheld'),
  ],
}

/** Why something is not undone. */
export type Refusal = {
  readonly objectType: string
  readonly objectId: string
  /** The attribute that was changed since, and what it is now. */
  readonly field: string | null
  readonly now: unknown
  readonly reason: string
  /** The events that stand in the way. */
  readonly because: readonly string[]
  /** What to restore instead: the object whose deletion took this one along, or that this one belongs to. */
  readonly root: { readonly objectType: string; readonly objectId: string } | null
}

/** What undoing works with: its transaction, what it may overrule, and what it could not do so far. */
export type Work = {
  readonly ctx: Context
  readonly tx: Transaction
  readonly asks: Questions
  /** What is known beforehand of {@link writtenBeside}; undefined where it is to be looked for. */
  readonly beside?: (told: Told) => readonly Told[] | undefined
  readonly readBack: ReadBack
  /** Attributes that were changed since are put back all the same. */
  readonly force: boolean
  readonly refusals: Refusal[]
  /** What is as it was already. */
  readonly idle: Refusal[]
}

/** Notes why an event is not undone. */
export function refuse(work: Work, told: Pick<Told, 'objectType' | 'objectId'>, more: Partial<Refusal>): void {
  work.refusals.push(refusalOf(told, more))
}

export const refusalOf = ({ objectType, objectId }: Pick<Told, 'objectType' | 'objectId'>, more: Partial<Refusal>) => ({
  objectType,
  objectId,
  field: null,
  now: null,
  reason: '',
  because: [],
  root: null,
  ...more,
})

/**
 * The same context, in which actions write within a transaction that is under way; `through` is what they see of it. So
 * all their rules hold, and all that is undone at once is undone together or not at all.
 */
export function within({ ctx, tx }: Work, through: Transaction = tx): Context {
  const { view: _shown, ...rest } = ctx
  return {
    ...rest,
    store: {
      ...ctx.store,
      async write(_author, _view, act) {
        const id = await act(through)
        await tx.flush()
        return { id, json: '' }
      },
    },
  }
}

/** Runs an action; what it finds wrong is why the event cannot be undone. */
export async function attempt(
  work: Work,
  told: Told,
  nameOf: (path: readonly (string | number)[]) => string,
  act: () => Promise<unknown>,
): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof AjarError) || (error.code !== 'invalid' && error.code !== 'not_found')) throw error
    if (error.code === 'not_found') return refuse(work, told, { reason: 'Something that belongs to it is gone.' })
    for (const { path, code, detail } of error.problems)
      refuse(work, told, {
        field: path.length === 0 ? null : nameOf(path),
        reason: detail ?? `It is refused: ${code}.`,
      })
  }
}

/** Lets the events of what follows say which event is undone. */
export async function tell(
  { ctx, tx }: Work,
  told: Pick<Told, 'id'> | undefined,
  more: Told['meta'] = {},
): Promise<void> {
  await tx.flush()
  tx.telling({ ...ctx.request.meta, ...more, ...(told === undefined ? {} : { undone_event_id: told.id }) })
}

/** The events about an object, the newest first. */
export const eventsOf = ({ asks }: Work, { objectId }: Pick<Told, 'objectId'>, where: readonly Comparison[] = []) =>
  asks.events<Told>({ where: [{ path: 'objectId', op: 'eq', value: objectId }, ...where], limit: MANY }, TOLD)

export const MANY = 10_000

/** How an object is now in the words of events; undefined when it is not there. */
export async function nowOf({ ctx, asks }: Work, noun: NounName, id: string): Promise<Shown | undefined> {
  const view = ctx.eventViews[noun]
  return view === undefined ? undefined : asks.shown(noun, id, view)
}

/** The kind of an object among those of its noun. */
export const kindOf = (record: object) =>
  'kind' in record && typeof record.kind === 'string' ? record.kind : undefined

/**
 * Which of some attributes are not any more what an event says they became, with the later events that changed them. What
 * is derived may have changed with the time, and stands in the way only where somebody changed it.
 */
export async function changedSince(
  work: Work,
  told: Told,
  now: Shown,
  { fields, derived }: Pick<ReturnType<ReadBack>, 'fields' | 'derived'>,
): Promise<Refusal[]> {
  const differing = fields.filter((field) => !isSame(now[field], told.data?.[field]))
  if (differing.length === 0) return []
  const later = await eventsOf(work, told, [
    { path: 'action', op: 'eq', value: 'updated' },
    { path: 'updatedAt', op: 'gt', value: told.updatedAt },
  ])
  return differing.flatMap((field) => {
    const because = later.filter((one) => one.changedFields.includes(field)).map(({ id }) => id)
    if (because.length === 0 && derived.has(field)) return []
    return refusalOf(told, { field, now: now[field] ?? null, reason: 'It was changed after this.', because })
  })
}

/** Whether two values are the same; none is the same as not being there. */
export const isSame = (a: unknown, b: unknown) => isDeepStrictEqual(a ?? null, b ?? null)

/** A transaction in which an action changes the one object that it is about into what it was, exactly. */
export function amending<N extends NounName>(
  tx: Transaction,
  noun: N,
  id: string,
  amend: (record: RecordNamed<N>) => RecordNamed<N>,
  isLeftOut: (noun: NounName) => boolean,
): { through: Transaction; isWritten: () => boolean } {
  let written = false
  const amended = (record: object) => {
    written = true
    return amend(record as RecordNamed<N>)
  }
  const through = Object.assign(Object.create(tx) as Transaction, {
    insert(of: NounName, ...records: readonly RecordNamed<NounName>[]) {
      if (of === noun && !written && records[0] !== undefined) tx.insert(noun, amended(records[0]))
      else if (!isLeftOut(of)) tx.insert(of, ...records)
    },
    update(of: NounName, ...records: readonly RecordNamed<NounName>[]) {
      const own = of === noun ? records.filter((record) => (record as { readonly id: string }).id === id) : []
      const others = records.filter((record) => !own.includes(record))
      tx.update(noun, ...own.map(amended))
      if (!isLeftOut(of)) tx.update(of, ...others)
    },
    delete(of: NounName, ...ids: readonly string[]) {
      if (!isLeftOut(of)) tx.delete(of, ...ids)
    },
  })
  return { through, isWritten: () => written }
}

import type { NounName } from '../domain/catalogue.ts'
import type { CustomField } from '../domain/customField.ts'
import { AjarError, type Problem } from '../domain/errors.ts'
import type { Export } from '../domain/export.ts'
import type { Sheet } from '../domain/exportSheet.ts'
import type { Ids } from '../domain/id.ts'
import { type Actor, permit, scopeOf } from '../domain/permission.ts'
import type { View } from '../domain/view.ts'
import type { Condition, Order } from '../search/listQuery.ts'
import type { FileStore } from '../store/files/fileStore.ts'
import type { Store } from '../store/store.ts'
import type { Author } from '../store/writing/author.ts'
import type { Batch } from '../store/writing/batch.ts'
import type { Transaction, Written } from '../store/writing/transaction.ts'
import type { Outside } from './webhooks/webhookRequest.ts'

export type { FindOptions, Transaction, Written } from '../store/writing/transaction.ts'

/** Everything an action needs: who acts, when, where ids come from, the organization's store. Nothing is ambient. */
export type Context = {
  readonly actor: Actor
  /** The instant at which the request is taken to happen. */
  readonly now: string
  /** That instant is long ago, and what happened then is told now: it gets that time, and not the time of writing. */
  readonly isPast?: true
  /** The caller's distance from UTC in hours; decides what "today" is. */
  readonly offsetHours: number
  readonly ids: Ids
  /** Where Ajar is, for links that lead back to it; no slash at the end. */
  readonly url: string
  readonly store: Store
  /** The bytes of the organization's files. */
  readonly files: FileStore
  /** The servers of others. */
  readonly outside: Outside
  /** How the answer to a write is shown; without it nothing is read back. */
  readonly view?: View
  readonly eventViews: Partial<Record<NounName, View>>
  /** Reads back what events show; without it no change can be undone. */
  readonly readBack?: ReadBack
  /** What exports show; without it nothing can be exported. */
  readonly exportWords?: ExportWords
  /** For how long what was deleted can be restored; null for ever, 30 days unless it is said. */
  readonly trashDays?: number | null
  readonly request: { readonly id: string | null; readonly meta: Readonly<Record<string, string>> }
}

/** An object, or some of its attributes, as events show it. */
export type Shown = Readonly<Record<string, unknown>>

/**
 * What was shown of an object of a noun (and kind), in domain words: as a patch that an action takes, and the values of
 * fields as they are `kept`. `fields` are those of the names shown that say something of the object itself; of these,
 * what is `derived` follows from others, or from the time. `nameOf` is what the same vocabulary calls a path in a patch.
 */
export type ReadBack = (
  noun: NounName,
  kind: string | undefined,
  shown: Shown,
) => {
  readonly patch: object
  readonly kept: object
  readonly fields: readonly string[]
  readonly derived: ReadonlySet<string>
  readonly nameOf: (path: readonly (string | number)[]) => string
}

/** What exports show, and what chooses opportunities, in the words of who serves them. */
export type ExportWords = {
  /** Throws invalid, about `fields`, when one of those is not known. */
  readonly sheetOf: (asked: Export, fields: readonly CustomField[]) => Sheet
  /** What parameters such as those of a list choose. */
  readonly choose: (
    ctx: Context,
    params: Readonly<Record<string, unknown>>,
  ) => Promise<{ readonly where: readonly Condition[]; readonly order: readonly Order[]; readonly most: number | null }>
}

/**
 * Collects changes in `work` and writes them at once, with their events; `work` returns the id of what it is about.
 * Whoever may only read is refused, unless what they mean does not exist: that comes first.
 */
export function change(ctx: Context, work: (tx: Transaction) => Promise<string>): Promise<Written> {
  if (ctx.actor.permissions.has('edit_records')) return remove(ctx, work)
  return remove(ctx, async (tx) => {
    await work(tx).catch((error: unknown) => {
      if (error instanceof AjarError && error.code !== 'not_found') return
      throw error
    })
    permit(ctx.actor, 'edit_records')
    return ''
  })
}

/** The same for deletions, which have permissions of their own: someone may delete who may not edit. */
export function remove(ctx: Context, work: (tx: Transaction) => Promise<string>): Promise<Written> {
  return ctx.store.write(authorOf(ctx), ctx.view, work)
}

/**
 * Does several actions as one transaction: those that get `within` as their context. What one of them collects is dropped
 * when it fails, and the others go on.
 */
export function together<T>(ctx: Context, work: (tx: Batch, within: Context) => Promise<T>): Promise<T> {
  return ctx.store.batch(authorOf(ctx), (tx) => {
    const write: Context['store']['write'] = async (_author, _view, act) => ({ id: await tx.attempt(act), json: '' })
    return work(tx, { ...ctx, store: { ...ctx.store, write } })
  })
}

const authorOf = (ctx: Context): Author => ({
  ...scopeOf(ctx.actor),
  offsetHours: ctx.offsetHours,
  userId: ctx.actor.userId === '' ? null : ctx.actor.userId,
  apiKeyId: ctx.actor.apiKeyId,
  requestId: ctx.request.id,
  meta: ctx.request.meta,
  eventViews: ctx.eventViews,
  eventPrefix: () => ctx.ids('event').slice(0, EVENT_PREFIX),
  now: ctx.now,
  isPast: ctx.isPast === true,
})

/** What an action would find wrong, if nothing else stopped it; nothing is written. Other refusals are thrown. */
export async function rehearse(ctx: Context, act: (ctx: Context) => Promise<unknown>): Promise<readonly Problem[]> {
  try {
    const { store } = ctx
    await act({ ...ctx, store: { ...store, write: (author, _view, work) => store.rehearse(author, work) } })
    return []
  } catch (error) {
    if (error instanceof AjarError && error.code === 'invalid') return error.problems
    throw error
  }
}

// An event's id is 22 characters after `ev_`; the last six count the events of one transaction.
const EVENT_PREFIX = 'ev_'.length + 16

/**
 * The stamps of a new object. An import may say when it was made; here it is new all the same, so who asks what changed
 * gets to know of it.
 */
export function stamps(ctx: Context, draft: { createdAt?: string | null | undefined } = {}) {
  return {
    organizationId: ctx.actor.organizationId,
    createdAt: draft.createdAt ?? ctx.now,
    updatedAt: ctx.now,
    createdById: ctx.actor.userId,
    updatedById: ctx.actor.userId,
  }
}

/** What changes with every change. */
export const touched = (ctx: Context) => ({ updatedAt: ctx.now, updatedById: ctx.actor.userId })

/** Fields of an object that is not deleted. */
export const alive = { deletedAt: null, deletedWith: null } as const

/** Today, where the caller is. */
export const today = (ctx: Context): string => dayAt(ctx, ctx.now)

/** The day that it is where the caller is, at an instant. */
export function dayAt(ctx: Context, instant: string): string {
  return new Date(Date.parse(instant) + ctx.offsetHours * 3_600_000).toISOString().slice(0, 10)
}

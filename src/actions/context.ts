import type { NounName } from '../domain/catalogue.ts'
import { AjarError, type Problem } from '../domain/errors.ts'
import type { Ids } from '../domain/id.ts'
import { type Actor, permit, scopeOf } from '../domain/permission.ts'
import type { View } from '../domain/view.ts'
import type { FileStore } from '../store/fileStore.ts'
import type { Store } from '../store/store.ts'
import type { Transaction, Written } from '../store/transaction.ts'

export type { FindOptions, Transaction, Written } from '../store/transaction.ts'

/** Everything an action needs: who acts, when, where ids come from, the organization's store. Nothing is ambient. */
export type Context = {
  readonly actor: Actor
  /** The instant at which the request is taken to happen. */
  readonly now: string
  /** The caller's distance from UTC in hours; decides what "today" is. */
  readonly offsetHours: number
  readonly ids: Ids
  /** Where Ajar is, for links that lead back to it; no slash at the end. */
  readonly url: string
  readonly store: Store
  /** The bytes of the organization's files. */
  readonly files: FileStore
  /** How the answer to a write is shown; without it nothing is read back. */
  readonly view?: View
  readonly eventViews: Partial<Record<NounName, View>>
  readonly request: { readonly id: string | null; readonly meta: Readonly<Record<string, string>> }
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
  return ctx.store.write(
    {
      ...scopeOf(ctx.actor),
      offsetHours: ctx.offsetHours,
      userId: ctx.actor.userId,
      apiKeyId: ctx.actor.apiKeyId,
      requestId: ctx.request.id,
      meta: ctx.request.meta,
      eventViews: ctx.eventViews,
      eventPrefix: () => ctx.ids('event').slice(0, EVENT_PREFIX),
      now: ctx.now,
    },
    ctx.view,
    work,
  )
}

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

/** The stamps of a new object. An import may say when and by whom it was made. */
export function stamps(ctx: Context, draft: { createdAt?: string | null | undefined } = {}) {
  const createdAt = draft.createdAt ?? ctx.now
  return {
    organizationId: ctx.actor.organizationId,
    createdAt,
    updatedAt: createdAt,
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

import type { EventAction } from '../../domain/event.ts'
import { plainly, type View } from '../../domain/view.ts'
import type { Comparison } from '../../search/listQuery.ts'
import type { Context } from '../context.ts'
import { type EventPage, type EventQuery, listEvents } from '../event.ts'
import { find, type Key } from '../read.ts'

/** Somebody did something to an object, as far as they who look may know. */
export type Deed = {
  readonly id: string
  readonly at: string
  readonly userId: string | null
  readonly userName: string | null
  readonly action: EventAction
  readonly objectType: string
  readonly objectId: string
  readonly leadId: string | null
  readonly changedFields: readonly string[]
  readonly data: Readonly<Record<string, unknown>> | null
  readonly previousData: Readonly<Record<string, unknown>>
  /** What was changed is no longer shown to them. */
  readonly isWithheld: boolean
}

/** What a history is read of events. */
export const DEED: View = {
  noun: 'event',
  entries: [
    { key: 'at', path: 'updatedAt', render: 'isoTime' },
    { key: 'userName', path: 'user.fullName', render: 'plain' },
    ...plainly('id', 'userId', 'action', 'objectType', 'objectId', 'leadId'),
    ...plainly('changedFields', 'data', 'previousData', 'isWithheld'),
  ],
}

/** What one wants to know the history of: an object, whose events are named in one of these ways, or all about a lead. */
export type Subject = {
  readonly key: Key
  readonly noun: Parameters<typeof find>[1]
  readonly about: readonly Comparison[]
}

/**
 * A page of what was done to an object, also after it was deleted; throws not_found for what has never been there and for
 * what the actor may not see.
 */
export async function listHistory(ctx: Context, { key, noun, about }: Subject, query: EventQuery): Promise<EventPage> {
  const page = await listEvents(ctx, { ...query, where: [...about, ...query.where] }, DEED)
  if (page.rows.length === 0 && !(await hasEvents(ctx, about))) await find(ctx, noun, key, { noun, entries: [] })
  return page
}

const hasEvents = async (ctx: Context, where: readonly Comparison[]) =>
  (await listEvents(ctx, { where, limit: 1 }, { noun: 'event', entries: [] })).rows.length > 0

/** What custom fields are called, by id. */
export async function customFieldNames(ctx: Context): Promise<ReadonlyMap<string, string>> {
  const { customFields } = await ctx.store.settings()
  return new Map(customFields.map(({ id, name }) => [id, name]))
}

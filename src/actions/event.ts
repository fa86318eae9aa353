import type { View } from '../domain/view.ts'
import type { EventPage, EventQuery } from '../store/events/eventRead.ts'
import type { Context } from './context.ts'

export type { EventPage, EventPlace, EventQuery } from '../store/events/eventRead.ts'

/** A page of the event log, as far as the actor may see it. */
export const listEvents = (ctx: Context, query: EventQuery, view: View): Promise<EventPage> =>
  ctx.store.events(query, view)

import { AjarError, isUnavailable } from '../domain/errors.ts'
import { scopeOf } from '../domain/permission.ts'
import type { View } from '../domain/view.ts'
import type { Comparison } from '../search/listQuery.ts'
import type { EventChannel, EventFeed, FeedEvent } from '../store/events/eventFeed.ts'
import { type EventPosition, type EventStep, isBeyond } from '../store/events/eventFollow.ts'
import type { Context } from './context.ts'

export type { EventFeed } from '../store/events/eventFeed.ts'
export type { EventPosition, FollowedEvent } from '../store/events/eventFollow.ts'

/** What is followed, from where on, and how it looks. */
export type Following = {
  readonly where: readonly Comparison[]
  /** The last event that is known already; without it, what happens from now on. */
  readonly after: EventPosition | undefined
  readonly view: View
  /** Who follows, asked again now and then; throws when they may not any longer. */
  readonly again: () => Promise<Context>
  /** Aborted when nobody takes it any more. */
  readonly gone: AbortSignal
}

/** A piece of a stream: events, or none, as a sign of life. */
export type Piece = Pick<EventStep, 'events' | 'position'>

/** A stream of events that goes on until the process ends, whoever takes it goes, or may not have it any longer. */
export type EventStream = {
  readonly position: EventPosition
  /** Where it was to begin is not in this log: something may be missing. */
  readonly hasGap: boolean
  /** Ends by itself only when the process is about to. */
  readonly pieces: AsyncGenerator<Piece>
}

const AT_ONCE = 200
const SIGN_OF_LIFE_MS = 15_000
const ASK_AGAIN_MS = 20_000
const MAX_OF_ONE_KEY = 20
const MAX_AT_ALL = 2_000

/** Counts the streams of a process by key; throws `too_many`. */
export type StreamCounter = (ctx: Context, gone: AbortSignal) => void

export function streamCounter(): StreamCounter {
  const open = new Map<string, number>()
  let all = 0
  return ({ actor }, gone) => {
    const key = actor.apiKeyId ?? actor.membershipId
    const count = open.get(key) ?? 0
    if (count >= MAX_OF_ONE_KEY) throw new AjarError('too_many', `This key has ${MAX_OF_ONE_KEY} streams open already.`)
    if (all >= MAX_AT_ALL)
      throw new AjarError('unavailable', 'There are too many streams. Please try again in a moment.')
    open.set(key, count + 1)
    all += 1
    gone.addEventListener('abort', () => {
      all -= 1
      const left = (open.get(key) ?? 1) - 1
      if (left === 0) open.delete(key)
      else open.set(key, left)
    })
  }
}

/**
 * Follows the log: what has happened since the position is read from it, and then what happens comes from the feed of the
 * process, as far as the actor may see it. Who takes it slowly is read for slowly; nothing is kept for them.
 */
export async function followEvents(ctx: Context, feed: EventFeed, following: Following): Promise<EventStream> {
  const { after, gone } = following
  const { channel, leave } = await feed.join(ctx.actor.organizationId)
  gone.addEventListener('abort', leave)
  if (gone.aborted) leave()
  const [latest, end] = await Promise.all([ctx.store.latestEvent(), ctx.store.endOfEvents()])
  // A number that no transaction has yet is from another server, or from before this one was restored.
  const hasGap = after !== undefined && isBeyond(after, end)
  const position = after === undefined || hasGap ? latest : after
  return { position, hasGap, pieces: pieces(ctx, feed, channel, { ...following, after: position }) }
}

async function* pieces(
  first: Context,
  feed: EventFeed,
  channel: EventChannel,
  following: Following & { readonly after: EventPosition },
): AsyncGenerator<Piece> {
  const { gone, again } = following
  const stop = AbortSignal.any([gone, feed.closing])
  let [ctx, position] = [first, following.after]
  let [asked, told] = [performance.now(), performance.now()]
  while (!stop.aborted) {
    if (performance.now() - asked >= ASK_AGAIN_MS) {
      ctx = await again().catch((error: unknown) => stillThere(ctx, error))
      asked = performance.now()
    }
    const step = await nextStep(ctx, feed, channel, position, following)
    position = step.position
    if (step.events.length > 0 || performance.now() - told >= SIGN_OF_LIFE_MS) {
      yield step
      told = performance.now()
    }
    if (step.isEnd) await channel.news(position, SIGN_OF_LIFE_MS - (performance.now() - told), stop)
  }
}

// While the database is away nobody can be asked.
function stillThere(ctx: Context, error: unknown): Context {
  if (isUnavailable(error)) return ctx
  throw error
}

/** What comes next, from the feed, or from the log where the feed no longer has it. */
async function nextStep(
  ctx: Context,
  feed: EventFeed,
  channel: EventChannel,
  position: EventPosition,
  { where, view }: Following,
): Promise<EventStep> {
  const { start } = channel
  const fresh = channel.after(position)
  if (fresh !== undefined) return freshStep(ctx, feed, fresh, position, where)
  const step = await ctx.store.eventsAfter(position, AT_ONCE, view, where)
  // What is no longer in the log between the two is not waited for.
  return step.isEnd && isBeyond(start, step.position) ? { ...step, position: start } : step
}

async function freshStep(
  ctx: Context,
  feed: EventFeed,
  fresh: readonly FeedEvent[],
  position: EventPosition,
  where: readonly Comparison[],
): Promise<EventStep> {
  const passed = fresh.slice(0, AT_ONCE)
  const wanted = passed.filter((event) => where.every((one) => matches(event, one)))
  const seen =
    wanted.length === 0
      ? undefined
      : await feed.seen(
          scopeOf(ctx.actor),
          wanted.map(({ id }) => id),
        )
  const events = wanted.flatMap((event) =>
    seen?.has(event.id) ? [{ position: placeOf(event), json: event.json }] : [],
  )
  const last = passed.at(-1)
  return { events, position: last === undefined ? position : placeOf(last), isEnd: passed.length === fresh.length }
}

const placeOf = ({ transactionId, id }: EventPosition): EventPosition => ({ transactionId, id })

/** Whether an event is one of those asked for by the values of what it says itself. */
const matches = (event: FeedEvent, { path, value }: Comparison) => event[path as keyof FeedEvent] === value

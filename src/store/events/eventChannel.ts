import { type EventPosition, isBeyond } from './eventFollow.ts'

/** An event as it came, with what it may be chosen by. */
export type FeedEvent = EventPosition & {
  readonly organizationId: string
  readonly objectType: string
  readonly objectId: string
  readonly leadId: string | null
  readonly action: string
  readonly userId: string | null
  readonly requestId: string | null
  readonly json: string
}

// So much of what came last is kept for those who are a little behind; who is further behind reads the log.
const MAX_EVENTS = 1_000
const MAX_SIZE = 4_000_000

/** What happened last in an organization, for those in this process who follow it. */
export class EventChannel {
  private readonly events: FeedEvent[] = []
  private readonly waiting = new Set<() => void>()
  private size = 0
  private first: EventPosition
  private last: EventPosition

  /** @param from what comes after this position will be added */
  constructor(from: EventPosition) {
    this.first = from
    this.last = from
  }

  /** What is kept comes after this position. */
  get start(): EventPosition {
    return this.first
  }

  get end(): EventPosition {
    return this.last
  }

  /** Adds what comes next. */
  add(events: readonly FeedEvent[]): void {
    this.events.push(...events)
    this.size += sizeOf(events)
    this.last = placeOf(events.at(-1)) ?? this.last
    const kept = this.events.length
    let forgotten = 0
    while (kept - forgotten > MAX_EVENTS || (this.size > MAX_SIZE && kept - forgotten > 1)) {
      this.size -= this.events[forgotten]?.json.length ?? 0
      forgotten += 1
    }
    this.first = placeOf(this.events[forgotten - 1]) ?? this.first
    this.events.splice(0, forgotten)
    for (const done of this.waiting) done()
  }

  /** What came after a position; undefined when some of it is no longer kept. */
  after(position: EventPosition): readonly FeedEvent[] | undefined {
    if (isBeyond(this.first, position)) return undefined
    let [low, high] = [0, this.events.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (isBeyond(this.events[middle] as FeedEvent, position)) high = middle
      else low = middle + 1
    }
    return this.events.slice(low)
  }

  /** Resolves when there is something after a position, and at the latest after so many milliseconds. */
  async news(after: EventPosition, ms: number, signal: AbortSignal): Promise<void> {
    if (isBeyond(this.last, after) || signal.aborted) return
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        this.waiting.delete(done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      signal.addEventListener('abort', done)
      this.waiting.add(done)
    })
  }
}

const sizeOf = (events: readonly FeedEvent[]) => events.reduce((sum, { json }) => sum + json.length, 0)

const placeOf = (event: FeedEvent | undefined): EventPosition | undefined =>
  event === undefined ? undefined : { transactionId: event.transactionId, id: event.id }

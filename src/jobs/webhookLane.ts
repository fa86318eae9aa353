import type {
  DueEvent,
  Health,
  KeptQueue,
  Outcome,
  PassedEvent,
  QueuedEvent,
  WebhookQueue,
} from '../actions/webhooks/webhookQueue.ts'
import { bodyOf, type Parcel, type send } from '../actions/webhooks/webhookSend.ts'
import {
  DOWN_AFTER,
  isWanted,
  kindsOf,
  MAX_BACKLOG,
  PAUSED_AFTER_MS,
  type PauseReason,
  retryDelay,
  type WebhookDelivery,
} from '../domain/webhook.ts'

/** How deliveries are timed. */
export type Timing = {
  /** How long an update or a deletion waits for others that are folded into it. */
  readonly foldingMs: number
  /** For how long an event is tried. */
  readonly dropAfterMs: number
  /** Events that are older are not delivered to a subscription that was paused. */
  readonly keepMs: number
  /** By what the times between attempts are multiplied; tests are in a hurry. */
  readonly pace: number
}

export type LaneMeans = {
  readonly queue: WebhookQueue
  readonly timing: Timing
  readonly deliver: (to: KeptQueue, parcel: Parcel) => ReturnType<typeof send>
  readonly failed: (error: unknown) => void
}

/** The work on one subscription in this process. */
export type Lane = {
  /** Tells what the subscription is like now, and that there may be something to do. */
  wake(kept: KeptQueue): void
  /** Takes no more; what is being delivered is waited for. */
  stop(): void
  /** Resolves when it has ended, which it also does by itself when the subscription is paused. */
  readonly over: Promise<void>
}

const PARALLEL = 24
// So many more are at hand: where the database is busy, asking it takes longer than many deliveries.
const AHEAD = 100
const AT_ONCE = 500
const GONE = 410
const AFTER_TROUBLE_MS = 1_000
// What a receiver that is down would get is kept as attempts, and is of no use to anybody.
const DOWN_REST_MS = 60_000

/**
 * Follows the log for one subscription and delivers what it wants: events of one object one after the other, those of
 * different objects side by side. All that is written to the queue is written by this one loop, in turn.
 */
export function openLane(means: LaneMeans, first: KeptQueue): Lane {
  const { queue, timing, deliver, failed } = means
  const bell = new Bell()
  let kept = first
  let hasNews = first.hasNews
  let isStopping = false
  let pausing: PauseReason | undefined
  // The objects of which an event is being delivered, or was, and that is not written down yet.
  const flying = new Set<string>()
  let underWay = 0
  let taken: DueEvent[] = []
  let ended: End[] = []
  const state = {
    failures: first.failures,
    failingSince: first.failingSince,
    latestError: null as object | null,
    hasRecovered: false,
    restsUntil: 0,
  }
  const over = run()

  return {
    over,
    wake(now) {
      kept = now
      hasNews ||= now.hasNews
      if (now.hasNews || now.hasDue) bell.ring()
    },
    stop() {
      isStopping = true
      bell.ring()
    },
  }

  async function run(): Promise<void> {
    await attempted(() => queue.begin())
    while (!isStopping) {
      await attempted(work)
      if (!hasNews && ended.length === 0 && pausing === undefined && !isStopping) await bell.rung()
    }
    while (flying.size > 0) {
      if (ended.length === 0) await bell.rung()
      // What is not written down is delivered once more.
      if (!(await attempted(settle))) break
    }
    await attempted(() => queue.leave())
  }

  async function work(): Promise<void> {
    while (hasNews && pausing === undefined && !isStopping) await gather()
    await settle()
    if (pausing === undefined) return launch()
    await queue.pause(pausing)
    isStopping = true
  }

  /** Whether something could be done; where not, the database is given a moment. */
  async function attempted(act: () => Promise<void>): Promise<boolean> {
    try {
      await act()
      return true
    } catch (error) {
      failed(error)
      await new Promise((resolve) => setTimeout(resolve, AFTER_TROUBLE_MS))
      return false
    }
  }

  /** Reads on in the log. */
  async function gather(): Promise<void> {
    const passed = await queue.pass(kindsOf(kept), await queue.scope(), AT_ONCE)
    const last = passed.at(-1)
    hasNews = passed.length === AT_ONCE
    if (last === undefined) return
    const wanted = passed.flatMap((event) => queued(event) ?? [])
    if (!(await queue.add(wanted, last))) isStopping = true
    kept = { ...kept, queued: kept.queued + wanted.length }
    if (kept.queued - Math.min(kept.found, kept.queued) >= MAX_BACKLOG) pausing = 'backlog'
  }

  function queued(event: PassedEvent): QueuedEvent | undefined {
    const { json, id, transactionId, objectId, action, createdAt, updatedAt } = event
    if (json === null || updatedAt < Date.now() - timing.keepMs) return undefined
    if (!isWanted(kept, JSON.parse(json) as Parameters<typeof isWanted>[1])) return undefined
    const waits = action === 'updated' || action === 'deleted' ? timing.foldingMs : 0
    return { id, transactionId, objectId, readyAt: new Date(createdAt + waits).toISOString() }
  }

  /** Takes some of what is due, and begins. A receiver that is down is asked by one event, now and then. */
  async function launch(): Promise<void> {
    if (isStopping || Date.now() < state.restsUntil) return
    if (isDown()) taken = []
    const wanted = isDown() ? 1 - flying.size : AHEAD - taken.length
    if (wanted > (isDown() ? 0 : AHEAD / 2)) {
      taken.push(...(await queue.due([...flying, ...taken.map(({ objectId }) => objectId)], wanted)))
    }
    begin()
  }

  /** Begins as many deliveries as there is room for. */
  function begin(): void {
    while (underWay < (isDown() ? 1 : PARALLEL) && !isStopping && pausing === undefined) {
      const event = Date.now() < state.restsUntil ? undefined : taken.shift()
      if (event === undefined) return
      flying.add(event.objectId)
      underWay += 1
      void attempt(event).then((end) => {
        underWay -= 1
        ended.push(end)
        begin()
        bell.ring()
      })
    }
  }

  async function attempt(event: DueEvent): Promise<End> {
    const { id, transactionId, objectId, objectType, action, json } = event
    const attempts = event.attempts + 1
    const done = { id, transactionId, objectId, attempts, firstTriedAt: null, dueAt: null }
    if (json === null) return { outcome: { ...done, result: 'dropped' }, log: [] }
    const body = bodyOf(kept.webhookId, json)
    const { received, delivery } = await deliver(kept, {
      kind: 'delivery',
      eventId: id,
      objectType,
      action,
      attempt: attempts,
      body,
    })
    note(delivery)
    if (received.error === null) return { outcome: { ...done, result: 'delivered' }, log: [delivery] }
    if (received.status === GONE) pausing ??= 'gone'
    return { outcome: failedOutcome(event, attempts), log: [delivery] }
  }

  /** What becomes of an event that could not be delivered. */
  function failedOutcome(event: DueEvent, attempts: number): Outcome {
    const { id, transactionId, objectId } = event
    const now = Date.now()
    // A subscription that was resumed has all its patience again.
    const since = Math.max(event.firstTriedAt ?? now, kept.resumedAt ?? 0)
    const next = now + retryDelay(attempts) * timing.pace * (0.9 + 0.2 * Math.random())
    const isOver = pausing === undefined && next - since > timing.dropAfterMs
    return {
      id,
      transactionId,
      objectId,
      attempts,
      result: isOver ? 'dropped' : 'retry',
      firstTriedAt: new Date(since).toISOString(),
      dueAt: new Date(next).toISOString(),
    }
  }

  function isDown(): boolean {
    return state.failures >= DOWN_AFTER
  }

  function note({ isSuccess, sentAt, responseStatus, error }: WebhookDelivery): void {
    if (isSuccess) {
      state.hasRecovered ||= state.failures >= DOWN_AFTER
      state.failures = 0
      state.failingSince = null
      state.restsUntil = 0
      return
    }
    state.failures += 1
    state.failingSince = Math.max(state.failingSince ?? Date.now(), kept.resumedAt ?? 0)
    state.latestError = { message: error, status_code: responseStatus, date: sentAt }
    const rest = Math.min(retryDelay(state.failures - DOWN_AFTER + 1), DOWN_REST_MS) * timing.pace
    if (state.failures >= DOWN_AFTER) state.restsUntil = Date.now() + rest
    if (Date.now() - state.failingSince >= PAUSED_AFTER_MS) pausing ??= 'failing'
  }

  async function settle(): Promise<void> {
    const some = ended
    if (some.length === 0) return
    ended = []
    try {
      await queue.settle(
        some.map(({ outcome }) => outcome),
        health(),
        some.flatMap(({ log }) => log),
      )
      if (state.hasRecovered) await queue.hasten()
    } catch (error) {
      ended = [...some, ...ended]
      throw error
    }
    state.hasRecovered = false
    for (const { outcome } of some) flying.delete(outcome.objectId)
    kept = { ...kept, queued: kept.queued - some.filter(({ outcome }) => outcome.result !== 'retry').length }
  }

  function health(): Health {
    const { failures, failingSince, latestError } = state
    return { failures, failingSince: failingSince === null ? null : new Date(failingSince).toISOString(), latestError }
  }
}

/** How an attempt ended. */
type End = { readonly outcome: Outcome; readonly log: readonly WebhookDelivery[] }

/** Somebody may wait for it to ring; that it rang before is not forgotten. */
class Bell {
  private hasRung = false
  private answer: (() => void) | undefined

  ring(): void {
    this.hasRung = true
    this.answer?.()
  }

  async rung(): Promise<void> {
    if (!this.hasRung) {
      await new Promise<void>((resolve) => {
        this.answer = resolve
      })
    }
    this.hasRung = false
    this.answer = undefined
  }
}

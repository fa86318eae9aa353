import { audited, noun, type RecordOf } from './noun.ts'
import { type Filter, passes } from './webhookFilter.ts'

/**
 * A subscription to the event log: what happens is sent to `url`. `startsAt` is where in the log it begins. What is known
 * of its deliveries is kept by whoever delivers, and only read here.
 */
export const webhook = noun({
  stored: {
    ...audited,
    url: 'text',
    events: 'json',
    eventFilter: 'json?',
    verifySsl: 'boolean',
    signatureKey: 'text',
    status: 'text',
    pauseReason: 'text?',
    resumedAt: 'instant?',
    startsAt: 'text',
  },
  computed: { healthStatus: 'text', latestError: 'json', failingHours: 'integer', counters: 'json' },
})
export type Webhook = RecordOf<typeof webhook>

/** What one subscription wants to hear of, in the words of the event log. */
export type WantedEvent = {
  readonly object_type: string
  readonly action: string
  readonly extra_filter: Filter | null
}

/** One attempt to deliver an event, as it went. */
export const webhookDelivery = noun({
  stored: {
    organizationId: 'id',
    id: 'id',
    webhookId: 'id',
    eventId: 'id',
    kind: 'text',
    objectType: 'text',
    action: 'text',
    attempt: 'integer',
    sentAt: 'instant',
    durationMs: 'integer',
    isSuccess: 'boolean',
    requestHeaders: 'json',
    requestBody: 'text',
    responseStatus: 'integer?',
    responseHeaders: 'json?',
    responseBody: 'text?',
    error: 'text?',
  },
})
export type WebhookDelivery = RecordOf<typeof webhookDelivery>

export const WEBHOOK_STATUSES = ['active', 'paused'] as const

/** Why a subscription was paused: by a request, or because of how deliveries went. */
export type PauseReason = 'api' | 'gone' | 'failing' | 'backlog'

export const MAX_WEBHOOKS = 40
export const MAX_WANTED_EVENTS = 200

const FIRST_RETRY_MS = 5_000
const LAST_RETRY_MS = 20 * 60_000
const GROWTH = 3

/** How long to wait after so many failed attempts: 5 s, 15 s, 45 s and so on up to 20 minutes. */
export const retryDelay = (attempts: number): number =>
  Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * GROWTH ** Math.min(attempts - 1, 10))

/** How many failures in a row make a receiver one that is down, which is asked by one request at a time. */
export const DOWN_AFTER = 5
/** A subscription of which every delivery fails for so long is paused. */
export const PAUSED_AFTER_MS = 3 * 86_400_000
/** A subscription for which so many events wait is paused. */
export const MAX_BACKLOG = 100_000
/** For how long attempts are kept. */
export const DELIVERIES_KEPT_DAYS = 7

/** What is asked of events before they are delivered. */
export type Wants = { readonly events: readonly WantedEvent[]; readonly eventFilter: Filter | null }

/** The kinds of event that a subscription names, each as `object_type action`. */
export const kindsOf = ({ events }: Wants): readonly string[] => [
  ...new Set(events.map(({ object_type: type, action }) => `${type} ${action}`)),
]

/** Whether a subscription wants an event; one of the entries that name its kind is enough. */
export function isWanted({ events, eventFilter }: Wants, event: { object_type: string; action: string }): boolean {
  if (eventFilter !== null && !passes(eventFilter, event)) return false
  return events.some(
    ({ object_type: type, action, extra_filter: filter }) =>
      type === event.object_type && action === event.action && (filter === null || passes(filter, event)),
  )
}

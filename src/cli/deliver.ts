import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { pauseWebhook } from '../actions/webhooks/webhook.ts'
import type { WebhookQueues } from '../actions/webhooks/webhookQueue.ts'
import { send } from '../actions/webhooks/webhookSend.ts'
import { eventView } from '../api/close/event.ts'
import type { WebhookConfig } from '../config.ts'
import { contextsOf, INTERNET, type Means } from '../contexts.ts'
import { type Scope, scopeOf, systemActor } from '../domain/permission.ts'
import { type Deliveries, deliverWebhooks } from '../jobs/webhooks.ts'
import type { Database } from '../store/database/database.ts'
import { findMember } from '../store/people/apiKey.ts'
import { beginQueue, type KeptQueue, keepQueues, leaveQueue } from '../store/webhooks/webhookLease.ts'
import { dueEvents, hastenEvents, passEvents, queueEvents, settleEvents } from '../store/webhooks/webhookQueue.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const POLL_MS = 500
// A process that dies keeps its subscriptions from others for so long.
const LEASE_MS = 15_000

/**
 * Begins to deliver to subscriptions in this process.
 * @param config.pace what the times between attempts are multiplied by, for tests
 */
export function startDelivering(
  means: Means,
  config: WebhookConfig & { readonly pace?: number },
  log: Pick<Logger, 'error' | 'warn'>,
): Deliveries {
  const { ids, outside = INTERNET } = means
  return deliverWebhooks({
    queues: queuesOf(means, log),
    timing: {
      foldingMs: config.delayMs,
      dropAfterMs: config.dropHours * HOUR_MS,
      keepMs: config.keepDays * DAY_MS,
      pace: config.pace ?? 1,
    },
    pollMs: POLL_MS,
    send: (to, parcel) => send({ outside, ids }, to, parcel),
    failed: (error) => log.error({ err: error }, 'webhooks had a problem'),
  })
}

function queuesOf(means: Means, log: Pick<Logger, 'warn'>): WebhookQueues {
  const { database } = means
  const { writer } = database
  const contextOf = contextsOf(means)
  const keeper = randomUUID()
  return {
    keep: () => keepQueues({ reader: database, writer }, keeper, LEASE_MS),
    open(kept) {
      const hold = { organizationId: kept.organizationId, webhookId: kept.webhookId, keeper }
      return {
        begin: () => beginQueue(writer, hold),
        scope: () => scopeFor(database, kept),
        pass: (kinds, scope, limit) => passEvents(database, hold, { kinds, scope, limit, view: eventView }),
        add: (events, upTo) => queueEvents(writer, hold, events, upTo),
        due: (busy, limit) => dueEvents(database, hold, { busy, limit, view: eventView }),
        settle: (outcomes, health, deliveries) => settleEvents(writer, hold, outcomes, health, deliveries),
        hasten: () => hastenEvents(writer, hold),
        async pause(reason) {
          const actor = systemActor(kept.organizationId)
          await pauseWebhook(
            contextOf(actor, { offsetHours: 0, request: { id: null, meta: {} } }),
            kept.webhookId,
            reason,
          )
          log.warn({ organizationId: kept.organizationId, webhookId: kept.webhookId, reason }, 'webhook paused')
        },
        leave: () => leaveQueue(writer, hold),
      }
    },
  }
}

/** What whoever made a subscription may see by now; of somebody who left, what everybody may. */
async function scopeFor(database: Database, { organizationId, membershipId, createdById }: KeptQueue): Promise<Scope> {
  const actor = membershipId === null ? undefined : await findMember(database, organizationId, membershipId)
  if (actor !== undefined) return scopeOf(actor)
  return { organizationId, userId: createdById ?? '', principals: [createdById ?? ''] }
}

import { signatureHeaders } from '../../auth/webhookSignature.ts'
import type { Ids } from '../../domain/id.ts'
import type { Webhook, WebhookDelivery } from '../../domain/webhook.ts'
import type { Outside, Received } from './webhookRequest.ts'

/** Where to, and what proves it comes from us. */
export type Subscriber = Pick<Webhook, 'organizationId' | 'url' | 'verifySsl' | 'signatureKey'> & {
  readonly webhookId: string
}

/** What is sent, and why: as it happened, once more because somebody asked, or to try the receiver. */
export type Parcel = Pick<WebhookDelivery, 'kind' | 'eventId' | 'objectType' | 'action' | 'attempt'> & {
  readonly body: string
}

/** What a receiver gets of an event. */
export const bodyOf = (webhookId: string, eventJson: string) =>
  `{"subscription_id":${JSON.stringify(webhookId)},"event":${eventJson}}`

// So much of an answer is kept.
const MAX_KEPT = 4_000

/** Sends an event to a subscriber, and says how it went, for the log of deliveries too. */
export async function send(
  { outside, ids }: { readonly outside: Outside; readonly ids: Ids },
  { organizationId, webhookId, url, verifySsl, signatureKey }: Subscriber,
  { body, ...about }: Parcel,
): Promise<{ readonly received: Received; readonly delivery: WebhookDelivery }> {
  const now = new Date()
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Ajar-Webhooks',
    accept: '*/*',
    ...signatureHeaders(signatureKey, body, now),
  }
  const received = await outside.post({ url, verifySsl, headers, body })
  const delivery: WebhookDelivery = {
    ...about,
    organizationId,
    id: ids('webhookDelivery'),
    webhookId,
    sentAt: now.toISOString(),
    durationMs: received.durationMs,
    isSuccess: received.error === null,
    requestHeaders: headers,
    requestBody: body,
    responseStatus: received.status,
    responseHeaders: received.headers,
    responseBody: received.body?.slice(0, MAX_KEPT).toWellFormed() ?? null,
    error: received.error,
  }
  return { received, delivery }
}

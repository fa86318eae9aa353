import { notFound } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import type { View } from '../../domain/view.ts'
import type { WantedEvent, Webhook, WebhookDelivery } from '../../domain/webhook.ts'
import { type Context, change, type Written } from '../context.ts'
import { bodyOf, type Parcel, type Subscriber, send } from './webhookSend.ts'

/** Sends once more what was sent before, as it was, and notes how that goes. */
export async function redeliver(ctx: Context, webhookId: string, deliveryId: string): Promise<Written> {
  const { webhook, delivery } = await found(ctx, webhookId, deliveryId)
  const { eventId, objectType, action, requestBody: body } = delivery
  return sent(ctx, webhook, { kind: 'redelivery', eventId, objectType, action, attempt: 1, body })
}

/**
 * Sends an event of the first kind that the subscription names: the latest there is, under an id of its own, or else an
 * event of nothing.
 */
export async function sendSample(ctx: Context, webhookId: string, view: View): Promise<Written> {
  const webhook = await webhookNamed(ctx, webhookId)
  const [{ object_type: objectType, action } = { object_type: 'lead', action: 'created' }] =
    webhook.events as readonly WantedEvent[]
  const where = [
    { path: 'objectType', op: 'eq', value: objectType },
    { path: 'action', op: 'eq', value: action },
  ] as const
  const { rows } = await ctx.store.events({ where, limit: 1 }, view)
  const [latest] = rows
  const eventId = ctx.ids('event')
  const now = ctx.now.slice(0, 23)
  const event = {
    ...(latest === undefined ? blankEvent(ctx) : (JSON.parse(latest) as ReturnType<typeof blankEvent>)),
    id: eventId,
    date_created: now,
    date_updated: now,
    object_type: objectType,
    action,
  }
  const body = bodyOf(webhookId, JSON.stringify({ ...event, meta: { ...event.meta, is_test: true } }))
  return sent(ctx, webhook, { kind: 'test', eventId, objectType, action, attempt: 1, body })
}

const blankEvent = ({ actor }: Context) => ({
  organization_id: actor.organizationId,
  user_id: actor.userId,
  api_key_id: null,
  oauth_client_id: null,
  request_id: null,
  object_id: 'none',
  lead_id: null,
  changed_fields: [],
  data: {},
  previous_data: {},
  meta: {},
})

async function sent(ctx: Context, { id, ...webhook }: Webhook, parcel: Parcel): Promise<Written> {
  permit(ctx.actor, 'edit_records')
  const to: Subscriber = { ...webhook, webhookId: id }
  const { delivery } = await send(ctx, to, parcel)
  return change(ctx, async (tx) => {
    tx.insert('webhookDelivery', delivery)
    return delivery.id
  })
}

async function webhookNamed(ctx: Context, id: string): Promise<Webhook> {
  const webhook = await ctx.store.load('webhook', id)
  if (webhook === undefined) throw notFound('webhook', id)
  return webhook
}

async function found(ctx: Context, webhookId: string, deliveryId: string) {
  const webhook = await webhookNamed(ctx, webhookId)
  const delivery: WebhookDelivery | undefined = await ctx.store.load('webhookDelivery', deliveryId)
  if (delivery?.webhookId !== webhookId) throw notFound('webhookDelivery', deliveryId)
  return { webhook, delivery }
}

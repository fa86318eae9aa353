import type { FastifyInstance } from 'fastify'
import { show } from '../../actions/read.ts'
import { redeliver, sendSample } from '../../actions/webhooks/webhookDelivery.ts'
import { chosen, pageOf } from '../resource/chosen.ts'
import { shown } from '../resource/codec.ts'
import type { Answer } from '../resource/dialect.ts'
import type { Call, Engine } from '../resource/engine.ts'
import { exact, flag, instants } from '../resource/filter.ts'
import { readOnly, resource } from '../resource/resource.ts'
import { type Handler, serve } from '../resource/routes.ts'
import { viewOf } from '../resource/view.ts'
import { integerOrNull, isoTime, string, stringOrNull } from './common.ts'
import { eventView } from './event.ts'
import { webhook } from './webhook.ts'

const integer = shown({ type: 'integer' })
const headers = shown({ type: ['object', 'null'], additionalProperties: { type: 'string' } })

/** Attempts to deliver, with what was sent and what came back. */
export const webhookDelivery = resource('webhookDelivery', {
  path: '/webhook/:id/delivery/',
  title: 'WebhookDelivery',
  fields: {
    id: readOnly('id', string),
    webhook_id: readOnly('webhookId', string),
    event_id: readOnly('eventId', string),
    kind: readOnly('kind', shown({ enum: ['delivery', 'redelivery', 'test'] })),
    object_type: readOnly('objectType', string),
    action: readOnly('action', string),
    attempt: readOnly('attempt', integer),
    date_created: readOnly('sentAt', isoTime),
    duration_ms: readOnly('durationMs', integer),
    is_success: readOnly('isSuccess', shown({ type: 'boolean' })),
    request_headers: readOnly('requestHeaders', headers),
    request_body: readOnly('requestBody', string),
    response_status: readOnly('responseStatus', integerOrNull),
    response_headers: readOnly('responseHeaders', headers),
    response_body: readOnly('responseBody', stringOrNull),
    error: readOnly('error', stringOrNull),
  },
  filters: { event_id: exact('eventId'), is_success: flag('isSuccess'), date_created: instants('sentAt') },
  orders: { date_created: ['sentAt'] },
  defaultOrder: ['-sentAt'],
})

/** Serves the attempts of each subscription, and what makes more of them. */
export function mountWebhookDeliveries(app: FastifyInstance, engine: Engine): void {
  const { dialect, context } = engine
  const view = viewOf(webhookDelivery, { single: true })
  const posting =
    (act: (call: Call, id: string) => Promise<{ readonly json: string }>): Handler =>
    async (call, method, id) => {
      if (method !== 'POST') return dialect.unsupported(webhookDelivery, method, false)
      return { status: 200, body: (await act(call, id)).json }
    }
  serve(app, engine, '/webhook/:id/delivery/', webhook, async (call, method, id) => {
    if (method !== 'GET') return dialect.unsupported(webhookDelivery, method, false)
    return deliveryList(engine, call, id)
  })
  serve(app, engine, '/webhook/:id/delivery/:delivery/', webhookDelivery, async (call, method, id) => {
    if (method !== 'GET') return dialect.unsupported(webhookDelivery, method, true)
    const fields = dialect.fields(call.params)
    const where = [{ path: 'webhookId', op: 'eq', value: id }] as const
    const key = { path: 'id', value: deliveryIn(call), where }
    const ctx = context(call.actor, call.request)
    return {
      status: 200,
      body: await show(ctx, 'webhookDelivery', key, viewOf(webhookDelivery, { single: true, fields })),
    }
  })
  const again = posting((call, id) => redeliver(context(call.actor, call.request, view), id, deliveryIn(call)))
  serve(app, engine, '/webhook/:id/delivery/:delivery/redeliver/', webhookDelivery, again, { bodiless: true })
  const sample = posting((call, id) => sendSample(context(call.actor, call.request, view), id, eventView))
  serve(app, engine, '/webhook/:id/test/', webhook, sample, { bodiless: true })
}

async function deliveryList({ dialect, context }: Engine, call: Call, id: string): Promise<Answer> {
  if (!('list' in dialect)) throw new Error('deliveries come by the page')
  const ctx = context(call.actor, call.request)
  // Of a subscription that the caller may not see there is nothing to say.
  await show(ctx, 'webhook', { path: 'id', value: id }, { noun: 'webhook', entries: [] })
  const asked = await chosen(dialect, webhookDelivery, ctx, call.params)
  const ofThis = { ...asked, where: [...asked.where, { path: 'webhookId', op: 'eq', value: id } as const] }
  const of = { ...webhookDelivery, path: `/webhook/${id}/delivery/` }
  const paging = dialect.paging(of, call.params)
  const view = viewOf(webhookDelivery, { single: false, fields: dialect.fields(call.params) })
  return dialect.list(ctx, webhookDelivery, pageOf(ctx, webhookDelivery, ofThis, paging, view), ofThis)
}

const deliveryIn = ({ request }: Call) => String((request.params as { readonly delivery?: string }).delivery ?? '')

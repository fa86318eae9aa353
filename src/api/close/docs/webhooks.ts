import type { JsonSchema } from '../../resource/codec.ts'
import { schemaOf } from '../../resource/resource.ts'
import { webhookDelivery } from '../webhookDelivery.ts'
import { failures, inPath, inQuery } from './parts.ts'
import { EVENT } from './story.ts'

const WEBHOOK = 'whsub_0VbgpC7eS7aJi0DgZf5Eb'

const example = {
  id: 'whdel_0VbgpC7eS8bKj1EhAg6FcCh7XsYvWp9PlUeO2mTwFn',
  webhook_id: WEBHOOK,
  event_id: EVENT.id,
  kind: 'delivery',
  object_type: EVENT.object_type,
  action: EVENT.action,
  attempt: 1,
  date_created: '2026-03-04T09:15:29.012000+00:00',
  duration_ms: 84,
  is_success: true,
  request_headers: {
    'content-type': 'application/json',
    'close-sig-timestamp': '1772615729',
    'close-sig-hash': '5f2b6f6a1f0c9a7c0d7b3f1f6c1c9a2f4a6d2a7e3b9f0c5d8e1a4b7c6d3e2f10',
  },
  request_body: JSON.stringify({ subscription_id: WEBHOOK, event: { id: EVENT.id } }),
  response_status: 200,
  response_headers: { 'content-type': 'text/plain' },
  response_body: 'thanks',
  error: null,
}
const delivery = schemaOf(webhookDelivery)

const id = inPath('id', 'The id of the webhook.')
const deliveryId = inPath('delivery_id', 'The id of the attempt.')
const one = (description: string) => ({
  '200': { description, content: { 'application/json': { schema: delivery, example } } },
})

/** Attempts to deliver, and what makes more of them. */
export const webhookPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/v1/webhook/{id}/test/': {
    parameters: [id],
    post: {
      tags: ['Webhooks'],
      summary: 'Create a sample for a webhook',
      description: 'The latest event of the first kind it hears of, under an id of its own. Ajar’s own.',
      operationId: 'test_webhook',
      responses: { ...one('What was sent, and what came back.'), ...failures('401', '403', '404') },
    },
  },
  '/api/v1/webhook/{id}/delivery/': {
    parameters: [id],
    get: {
      tags: ['Webhooks'],
      summary: 'List attempts to deliver',
      description: 'Those of the last 7 days, the latest first. Ajar’s own.',
      operationId: 'list_webhook_deliveries',
      parameters: [
        inQuery('event_id', 'Only those of this event.'),
        inQuery('is_success', 'Only those that did, or did not, succeed.', { type: 'boolean' }),
        inQuery('_limit', 'How many at most.', { type: 'integer' }),
        inQuery('_skip', 'How many to leave out at the beginning.', { type: 'integer' }),
        { $ref: '#/components/parameters/fields' },
      ],
      responses: {
        '200': {
          description: 'A page of attempts.',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: { has_more: { type: 'boolean' }, data: { type: 'array', items: delivery } },
                required: ['has_more', 'data'],
              },
              example: { has_more: false, data: [example] },
            },
          },
        },
        ...failures('400', '401', '404'),
      },
    },
  },
  '/api/v1/webhook/{id}/delivery/{delivery_id}/': {
    parameters: [id, deliveryId],
    get: {
      tags: ['Webhooks'],
      summary: 'Fetch an attempt to deliver',
      operationId: 'fetch_webhook_delivery',
      responses: { ...one('The attempt.'), ...failures('401', '404') },
    },
  },
  '/api/v1/webhook/{id}/delivery/{delivery_id}/redeliver/': {
    parameters: [id, deliveryId],
    post: {
      tags: ['Webhooks'],
      summary: 'Retry an attempt to deliver',
      description: 'The same body with a new signature. Ajar’s own.',
      operationId: 'redeliver_webhook_delivery',
      responses: { ...one('What was sent, and what came back.'), ...failures('401', '403', '404') },
    },
  },
}

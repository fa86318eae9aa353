import { WEBHOOK_STATUSES } from '../../domain/webhook.ts'
import { WEBHOOK_ACTIONS, WEBHOOK_OBJECT_TYPES } from '../../domain/webhookWords.ts'
import { boolean, type Codec, choice, decodeList, isObject, shown, textUpTo } from '../resource/codec.ts'
import { oneOf } from '../resource/filter.ts'
import { jsonObject } from '../resource/json.ts'
import { field, readOnly, resource } from '../resource/resource.ts'
import { byDate, isoTime, string, stringOrNull } from './common.ts'

const MAX_URL = 2000
const MAX_FILTER = 20_000
const FILTER = jsonObject(MAX_FILTER)

const PARTS: Readonly<Record<string, Codec>> = {
  object_type: choice(...WEBHOOK_OBJECT_TYPES),
  action: choice(...WEBHOOK_ACTIONS),
  extra_filter: FILTER,
}

/** What to hear of. Keys that are unknown would be filters that do not filter. */
const events: Codec<'json'> = {
  types: ['json'],
  render: 'plain',
  decode: (value, path, report) =>
    decodeList(value, path, report, (item, at) => {
      if (!isObject(item)) return report(at, 'wrong_type', 'object')
      for (const key of Object.keys(item)) if (!Object.hasOwn(PARTS, key)) report([...at, key], 'unknown_key')
      return Object.fromEntries(
        Object.entries(PARTS).map(([key, codec]) => {
          const given = Object.hasOwn(item, key) ? item[key] : null
          if (given !== null) return [key, codec.decode(given, [...at, key], report)]
          return [key, key === 'extra_filter' ? null : report([...at, key], 'required')]
        }),
      )
    }),
  empty: [],
  schema: {
    type: 'array',
    items: {
      type: 'object',
      properties: {
        object_type: { type: 'string', enum: WEBHOOK_OBJECT_TYPES },
        action: { type: 'string', enum: WEBHOOK_ACTIONS },
        extra_filter: { type: ['object', 'null'] },
      },
      required: ['object_type', 'action'],
    },
  },
}

const OF_DELIVERIES = { fleeting: true } as const

/** Subscriptions to what happens. The key is in no event: others read the log, too. */
export const webhook = resource('webhook', {
  path: '/webhook/',
  title: 'Webhook',
  description: 'An address that gets what happens, as it happens.',
  methods: ['list', 'create', 'fetch', 'update', 'delete'],
  policy: { generation: 2, deletes: 1 },
  fields: {
    id: readOnly('id', string),
    organization_id: readOnly('organizationId', string),
    url: field('url', textUpTo(MAX_URL)),
    events: field('events', events),
    event_filter: field('eventFilter', FILTER),
    verify_ssl: field('verifySsl', boolean),
    status: field('status', choice(...WEBHOOK_STATUSES)),
    signature_key: readOnly('signatureKey', string, { fleeting: true }),
    pause_reason: readOnly('pauseReason', stringOrNull),
    health_status: readOnly('healthStatus', shown({ enum: ['healthy', 'unhealthy'] }), OF_DELIVERIES),
    latest_error: readOnly('latestError', shown({ type: ['object', 'null'] }), OF_DELIVERIES),
    recent_consecutive_fail_buckets_cnt: readOnly('failingHours', shown({ type: 'integer' }), OF_DELIVERIES),
    counters: readOnly('counters', shown({ type: 'object' }), OF_DELIVERIES),
    created_by: readOnly('createdById', stringOrNull),
    updated_by: readOnly('updatedById', stringOrNull),
    date_created: readOnly('createdAt', isoTime),
    date_updated: readOnly('updatedAt', isoTime),
  },
  filters: { status: oneOf('status'), ...byDate.filters },
  orders: byDate.orders,
  defaultOrder: ['-createdAt'],
})

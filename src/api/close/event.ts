import { type EventPage, type EventQuery, listEvents } from '../../actions/event.ts'
import { invalid, malformed } from '../../domain/errors.ts'
import type { Comparison } from '../../search/listQuery.ts'
import { shown, texts } from '../resource/codec.ts'
import type { Answer } from '../resource/dialect.ts'
import type { Call, Engine } from '../resource/engine.ts'
import { exact, instants, readFilters } from '../resource/filter.ts'
import { wholeNumber } from '../resource/params.ts'
import { constant, readOnly, resource } from '../resource/resource.ts'
import { viewOf } from '../resource/view.ts'
import { isoTimeNoOffset, string, stringOrNull } from './common.ts'
import { type EventCursor, printCursor, readCursor } from './eventCursor.ts'

/** The event log: what was done, by whom, and how it was before and after. */
export const event = resource('event', {
  path: '/event/',
  title: 'Event',
  description: 'What was done to an object, by whom, and how it was before and after.',
  methods: ['list', 'fetch'],
  fields: {
    id: readOnly('id', string),
    date_created: readOnly('createdAt', isoTimeNoOffset),
    date_updated: readOnly('updatedAt', isoTimeNoOffset),
    organization_id: readOnly('organizationId', string),
    user_id: readOnly('userId', stringOrNull),
    api_key_id: readOnly('apiKeyId', stringOrNull),
    oauth_client_id: constant(null),
    request_id: readOnly('requestId', stringOrNull),
    object_type: readOnly('objectType', string),
    object_id: readOnly('objectId', string),
    lead_id: readOnly('leadId', stringOrNull),
    action: readOnly('action', string),
    changed_fields: readOnly('changedFields', texts),
    data: readOnly('data', shown({ type: ['object', 'null'] })),
    previous_data: readOnly('previousData', shown({ type: 'object' })),
    meta: readOnly('meta', shown({ type: 'object' })),
  },
  filters: {
    object_type: exact('objectType'),
    object_id: exact('objectId'),
    action: exact('action'),
    user_id: exact('userId'),
    request_id: exact('requestId'),
    lead_id: exact('leadId'),
    date_updated: instants('updatedAt'),
  },
  defaultOrder: ['-updatedAt'],
})

/** An event as webhooks carry it. */
export const eventView = viewOf(event, { single: true })

const DEFAULT_LIMIT = 50
// The original ends at 50.
const MAX_LIMIT = 200

/** The list of events, a page at a time in either direction. */
export async function eventList({ dialect, context }: Engine, { actor, request, params }: Call): Promise<Answer> {
  const ctx = context(actor, request)
  const { where, problems } = readFilters(event.filters, params, ctx.offsetHours)
  if (problems.length > 0) throw invalid(problems)
  const view = viewOf(event, { single: false, fields: dialect.fields(params) })
  return pageAnswer(params, where as readonly Comparison[], (query) => listEvents(ctx, query, view))
}

/** A page of the log with cursors to the pages beside it. */
export async function pageAnswer(
  params: Call['params'],
  where: readonly Comparison[],
  read: (query: EventQuery) => Promise<EventPage>,
): Promise<Answer> {
  const limit = readLimit(params)
  const cursor = readCursor(params._cursor)
  // The dates of the first page go with its cursors, and need not be said again.
  const dates = where.some(isDate) ? where.filter(isDate) : (cursor?.dates ?? [])
  const asked = [...where.filter((one) => !isDate(one)), ...dates]
  const { rows, first, last, hasMore } = await read({ where: asked, limit, ...(cursor && placeOf(cursor)) })
  const next = cursor?.newer === true || hasMore ? last : undefined
  const previous = cursor === undefined || (cursor.newer && !hasMore) ? undefined : first
  const cursors = {
    cursor_next: next === undefined ? null : printCursor({ beyond: next, newer: false, dates }),
    cursor_previous: previous === undefined ? null : printCursor({ beyond: previous, newer: true, dates }),
  }
  return { status: 200, body: `{"data":[${rows.join(',')}],${JSON.stringify(cursors).slice(1)}` }
}

const placeOf = ({ beyond, newer }: EventCursor) => ({ beyond, newer })

const isDate = ({ path }: Comparison) => path === 'updatedAt'

function readLimit(params: Call['params']): number {
  const limit = params._limit === undefined ? DEFAULT_LIMIT : wholeNumber(params._limit)
  if (limit === undefined || limit < 0) throw malformed(`_limit must be an integer (got "${params._limit}" instead).`)
  if (limit > MAX_LIMIT)
    throw malformed(`The limit you set is larger than the maximum limit for this resource (max_limit = ${MAX_LIMIT}).`)
  // Whoever pages by it would get the first page for ever.
  if (!['', '0'].includes(params._skip ?? '')) throw malformed('_skip is not supported here; use _cursor.')
  return limit
}

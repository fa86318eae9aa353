import type { JsonSchema } from '../../resource/codec.ts'
import type { Resource } from '../../resource/resource.ts'
import { event } from '../event.ts'
import { hasHistory } from '../history.ts'
import { failures, inQuery, text, textOrNull } from './parts.ts'
import { EVENT, LEAD, USER } from './story.ts'

const pages = [
  inQuery('_limit', 'How many events to answer with at most.', {
    type: 'integer',
    minimum: 0,
    maximum: 200,
    default: 50,
  }),
  inQuery(
    '_cursor',
    'The `cursor_next` or `cursor_previous` of another page, with the same parameters; dates may be left out.',
  ),
]
const dates = ['gt', 'gte', 'lt', 'lte'].map((op) =>
  inQuery(
    `date_updated__${op}`,
    'When it was last changed: ISO 8601, a time or a date, which begins where X-TZ-Offset says.',
  ),
)
const page = (items: JsonSchema) => ({
  type: 'object',
  properties: {
    data: { type: 'array', items },
    cursor_next: { ...textOrNull, description: 'Leads to older events.' },
    cursor_previous: { ...textOrNull, description: 'Leads to newer events.' },
  },
  required: ['data', 'cursor_next', 'cursor_previous'],
})
const answer = (items: JsonSchema, one: object) => ({
  '200': {
    description: 'The newest first.',
    content: {
      'application/json': { schema: page(items), example: { data: [one], cursor_next: null, cursor_previous: null } },
    },
  },
})

const deed = {
  type: 'object',
  title: 'Deed',
  properties: {
    id: { ...text, description: 'The id of the event.' },
    date: text,
    user_id: textOrNull,
    user_name: textOrNull,
    action: text,
    object_type: text,
    object_id: text,
    object_name: textOrNull,
    lead_id: textOrNull,
    changes: {
      type: 'array',
      items: { type: 'object', properties: { field: text, label: text, before: {}, after: {} } },
    },
    is_withheld: { type: 'boolean', description: 'Whether what was changed is for administrators alone by now.' },
  },
}
const deedExample = {
  id: EVENT.id,
  date: '2026-03-04T09:15:22.123000+00:00',
  user_id: USER,
  user_name: 'Tomás Rivera',
  action: 'updated',
  object_type: 'lead',
  object_id: LEAD,
  object_name: 'Harbor Bakery',
  lead_id: LEAD,
  changes: [{ field: 'status_label', label: 'Status', before: 'Potential', after: 'Qualified' }],
  is_withheld: false,
}

/** The list of the log, which has pages of its own, and the history of each object. */
export const eventPaths = (
  resources: readonly Resource[],
  schemaOf: (title: string) => JsonSchema,
): Readonly<Record<string, JsonSchema>> => ({
  '/api/v1/event/': {
    get: {
      tags: ['Events'],
      summary: 'List events',
      description: 'The filters may be put together in any way.',
      operationId: 'list_Event',
      parameters: [
        ...pages,
        { $ref: '#/components/parameters/fields' },
        ...Object.keys(event.filters).flatMap((name) =>
          name === 'date_updated' ? dates : [inQuery(name, `Only those whose \`${name}\` is this.`)],
        ),
      ],
      responses: { ...answer(schemaOf('Event'), EVENT), ...failures('400', '401') },
    },
  },
  '/api/v1/event/stream/': stream(schemaOf('Event')),
  ...Object.fromEntries(resources.filter(hasHistory).map((of) => [`/api/v1${of.path}{id}/history/`, history(of)])),
})

const history = (of: Resource): JsonSchema => ({
  parameters: [{ $ref: '#/components/parameters/id' }],
  get: {
    tags: ['Events'],
    summary: `Fetch the history of one of ${of.path}`,
    description: 'In words for a screen, also of what is deleted. Ajar’s own.',
    operationId: `history_${of.path?.replaceAll('/', '_')}`,
    parameters: [
      ...pages,
      inQuery('action', 'Only what was done in this way.'),
      inQuery('user_id', 'Only what this user did.'),
      ...dates,
      ...(of.noun === 'lead'
        ? [inQuery('include', 'With what was done to all that belongs to it.', { enum: ['all'] })]
        : []),
    ],
    responses: { ...answer(deed, deedExample), ...failures('400', '401', '404') },
  },
})

const stream = (schema: JsonSchema): JsonSchema => ({
  get: {
    tags: ['Events'],
    summary: 'List events as they happen',
    description:
      'Server-sent events, whose `data` is an event. They go on until the connection ends. The filters may be put together in any way. Ajar’s own.',
    operationId: 'stream_Event',
    parameters: [
      {
        name: 'Last-Event-ID',
        in: 'header',
        description: 'The `id` of the last event that is known already; without it, the stream begins now.',
        schema: text,
      },
      inQuery('last_event_id', 'The same, for those who cannot send headers.'),
      { $ref: '#/components/parameters/fields' },
      ...Object.keys(event.filters)
        .filter((name) => name !== 'date_updated')
        .map((name) => inQuery(name, `Only those whose \`${name}\` is this.`)),
    ],
    responses: {
      '200': {
        description: 'What happens, as it happens.',
        content: {
          'text/event-stream': {
            schema: { type: 'string', contentMediaType: 'application/json', contentSchema: schema },
            example: `id: 81440-${EVENT.id}\ndata: ${JSON.stringify(EVENT)}\n\n`,
          },
        },
      },
      ...failures('400', '401'),
    },
  },
})

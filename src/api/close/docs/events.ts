import type { JsonSchema } from '../../resource/codec.ts'
import type { Resource } from '../../resource/resource.ts'
import { event } from '../event.ts'
import { hasHistory } from '../history.ts'
import { EVENT, LEAD, USER } from './story.ts'

const failure = (name: string) => ({ $ref: `#/components/responses/${name}` })
const failures = { '400': failure('Invalid'), '401': failure('Unauthenticated') }
const text = { type: 'string' }
const textOrNull = { type: ['string', 'null'] }

const query = (name: string, description: string, schema: JsonSchema = text) => ({
  name,
  in: 'query',
  description,
  schema,
})
const pages = [
  query('_limit', 'How many events to answer with at most.', {
    type: 'integer',
    minimum: 0,
    maximum: 200,
    default: 50,
  }),
  query(
    '_cursor',
    'The `cursor_next` or `cursor_previous` of another page, with the same parameters; dates may be left out.',
  ),
]
const dates = ['gt', 'gte', 'lt', 'lte'].map((op) =>
  query(
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
          name === 'date_updated' ? dates : [query(name, `Only those whose \`${name}\` is this.`)],
        ),
      ],
      responses: { ...answer(schemaOf('Event'), EVENT), ...failures },
    },
  },
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
      query('action', 'Only what was done in this way.'),
      query('user_id', 'Only what this user did.'),
      ...dates,
      ...(of.noun === 'lead'
        ? [query('include', 'With what was done to all that belongs to it.', { enum: ['all'] })]
        : []),
    ],
    responses: { ...answer(deed, deedExample), ...failures, '404': failure('NotFound') },
  },
})

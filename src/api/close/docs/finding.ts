import type { JsonSchema } from '../../resource/codec.ts'
import { SEARCH_TYPES } from '../globalSearch.ts'
import { CONTACT, LEAD } from './story.ts'

const failure = (name: string) => ({ $ref: `#/components/responses/${name}` })
const failures = { '400': failure('Invalid'), '401': failure('Unauthenticated') }
const STRING = { type: 'string' }
const STRING_OR_NULL = { type: ['string', 'null'] }
const parameter = (name: string, description: string, schema: JsonSchema) => ({
  name,
  in: 'query',
  description,
  schema,
})
const answer = (schema: JsonSchema, example: unknown) => ({
  '200': { description: 'What was found.', content: { 'application/json': { schema, example } } },
})
const object = (properties: Readonly<Record<string, JsonSchema>>, optional: readonly string[] = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((key) => !optional.includes(key)),
})
const list = (items: JsonSchema) => ({ type: 'array', items })
const ranges = {
  ...list({ type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 2 }),
  description: 'From where to where, in UTF-16 code units.',
}

const hit = object({
  type: STRING,
  id: STRING,
  lead_id: STRING_OR_NULL,
  title: STRING,
  title_ranges: ranges,
  subtitle: STRING_OR_NULL,
  field: STRING_OR_NULL,
  snippet: STRING_OR_NULL,
  snippet_ranges: ranges,
})
const groups = object({ data: list(object({ type: STRING, has_more: { type: 'boolean' }, hits: list(hit) })) })

const reason = object({
  type: { type: 'string', enum: ['email', 'phone', 'name', 'domain', 'lead'] },
  value: STRING,
  on: { ...STRING_OR_NULL, description: 'The id of the lead or contact that has the value.' },
})
const duplicate = object(
  { id: STRING, lead_id: STRING, display_name: STRING, score: { type: 'number' }, reasons: list(reason) },
  ['lead_id'],
)
const group = object(
  {
    id: STRING,
    lead_id: STRING,
    display_name: STRING,
    score: { type: 'number' },
    reasons: list(reason),
    duplicates: list(duplicate),
  },
  ['lead_id', 'score', 'reasons', 'duplicates'],
)
const page = (of: JsonSchema) =>
  object({ has_more: { type: 'boolean' }, cursor: STRING_OR_NULL, data: list(of) }, ['cursor'])

const LIKELY = {
  id: 'lead_0VbgnB8fT2aKj3DgZf5EbCh8XsYvWp9QlUeO4mTwFnB',
  display_name: 'Harbour Bakery Ltd',
  score: 0.92,
  reasons: [{ type: 'phone', value: '+15035550142', on: CONTACT }],
}
const limit = (most: number, usual: number) =>
  parameter('_limit', 'How many.', { type: 'integer', minimum: 1, maximum: most, default: usual })

const duplicatesOf = (kind: 'lead' | 'contact', tag: string, draft: Readonly<Record<string, unknown>>) => ({
  get: {
    tags: [tag],
    summary: `List duplicate ${kind}s`,
    description: `Those that may be the same as one ${kind}; without one, all that may be there twice, by the page. Ajar’s own.`,
    operationId: `list_duplicate_${kind}s`,
    parameters: [
      parameter(`${kind}_id`, 'Of which one.', STRING),
      parameter('_cursor', 'Where the page before ended.', STRING),
      limit(100, 20),
    ],
    responses: { ...answer(page(group), { has_more: false, data: [LIKELY] }), ...failures, '404': failure('NotFound') },
  },
  post: {
    tags: [tag],
    summary: `List ${kind}s that may be the one being typed`,
    description: `Those that may be the same as a ${kind} that is being typed; nothing is made. Ajar’s own.`,
    operationId: `find_duplicate_${kind}s`,
    requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' }, example: draft } } },
    responses: { ...answer(page(duplicate), { has_more: false, data: [LIKELY] }), ...failures },
  },
})

const TYPED = { name: 'Nadia Okafor', phones: [{ phone: '+1 503 555 0142' }] }

/** The search box, and what may be there twice. */
export const findingPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/v1/search/': {
    get: {
      tags: ['Leads'],
      summary: 'List what is found by whatever is typed',
      description:
        'The best of each kind of object: names, addresses, numbers and words, as they are typed. Ajar’s own.',
      operationId: 'search_box',
      parameters: [
        parameter('q', 'What was typed.', STRING),
        parameter('types', `What to look for, separated by commas: ${SEARCH_TYPES.join(', ')}.`, STRING),
        limit(50, 5),
      ],
      responses: {
        ...answer(groups, {
          data: [
            {
              type: 'lead',
              has_more: false,
              hits: [
                {
                  type: 'lead',
                  id: LEAD,
                  lead_id: LEAD,
                  title: 'Harbor Bakery',
                  title_ranges: [[0, 4]],
                  subtitle: 'Portland, OR, US',
                  field: 'name',
                  snippet: 'Harbor Bakery',
                  snippet_ranges: [[0, 4]],
                },
              ],
            },
          ],
        }),
        ...failures,
      },
    },
  },
  '/api/v1/lead/duplicates/': duplicatesOf('lead', 'Leads', { name: 'Harbor Bakery', contacts: [TYPED] }),
  '/api/v1/contact/duplicates/': duplicatesOf('contact', 'Contacts', TYPED),
}

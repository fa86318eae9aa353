import type { JsonSchema } from '../../resource/codec.ts'
import { SEARCH_TYPES } from '../globalSearch.ts'
import { failures, inQuery, text, textOrNull } from './parts.ts'
import { CONTACT, LEAD } from './story.ts'

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
  type: text,
  id: text,
  lead_id: textOrNull,
  title: text,
  title_ranges: ranges,
  subtitle: textOrNull,
  field: textOrNull,
  snippet: textOrNull,
  snippet_ranges: ranges,
})
const groups = object({ data: list(object({ type: text, has_more: { type: 'boolean' }, hits: list(hit) })) })

const reason = object({
  type: { type: 'string', enum: ['email', 'phone', 'name', 'domain', 'lead'] },
  value: text,
  on: { ...textOrNull, description: 'The id of the lead or contact that has the value.' },
})
const duplicate = object(
  { id: text, lead_id: text, display_name: text, score: { type: 'number' }, reasons: list(reason) },
  ['lead_id'],
)
const group = object(
  {
    id: text,
    lead_id: text,
    display_name: text,
    score: { type: 'number' },
    reasons: list(reason),
    duplicates: list(duplicate),
  },
  ['lead_id', 'score', 'reasons', 'duplicates'],
)
const page = (of: JsonSchema) =>
  object({ has_more: { type: 'boolean' }, cursor: textOrNull, data: list(of) }, ['cursor'])

const LIKELY = {
  id: 'lead_0VbgnB8fT2aKj3DgZf5EbCh8XsYvWp9QlUeO4mTwFnB',
  display_name: 'Harbour Bakery Ltd',
  score: 0.92,
  reasons: [{ type: 'phone', value: '+15035550142', on: CONTACT }],
}
const limit = (most: number, usual: number) =>
  inQuery('_limit', 'How many.', { type: 'integer', minimum: 1, maximum: most, default: usual })

const duplicatesOf = (kind: 'lead' | 'contact', tag: string, draft: Readonly<Record<string, unknown>>) => ({
  get: {
    tags: [tag],
    summary: `List duplicate ${kind}s`,
    description: `Those that may be the same as one ${kind}; without one, all that may be there twice, by the page. Ajar’s own.`,
    operationId: `list_duplicate_${kind}s`,
    parameters: [
      inQuery(`${kind}_id`, 'Of which one.'),
      inQuery('_cursor', 'Where the page before ended.'),
      limit(100, 20),
    ],
    responses: { ...answer(page(group), { has_more: false, data: [LIKELY] }), ...failures('400', '401', '404') },
  },
  post: {
    tags: [tag],
    summary: `List ${kind}s that may be the one being typed`,
    description: `Those that may be the same as a ${kind} that is being typed; nothing is made. Ajar’s own.`,
    operationId: `find_duplicate_${kind}s`,
    requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' }, example: draft } } },
    responses: { ...answer(page(duplicate), { has_more: false, data: [LIKELY] }), ...failures('400', '401') },
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
        inQuery('q', 'What was typed.'),
        inQuery('types', `What to look for, separated by commas: ${SEARCH_TYPES.join(', ')}.`),
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
        ...failures('400', '401'),
      },
    },
  },
  '/api/v1/lead/duplicates/': duplicatesOf('lead', 'Leads', { name: 'Harbor Bakery', contacts: [TYPED] }),
  '/api/v1/contact/duplicates/': duplicatesOf('contact', 'Contacts', TYPED),
}

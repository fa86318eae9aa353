import type { JsonSchema } from '../../resource/codec.ts'
import { failures, text, textOrNull } from './parts.ts'
import { LEAD } from './story.ts'

const FIELD = { type: 'regular_field', object_type: 'opportunity', field_name: 'value' }
const BODY = {
  query: {
    type: 'and',
    queries: [
      { type: 'object_type', object_type: 'lead' },
      {
        type: 'has_related',
        this_object_type: 'lead',
        related_object_type: 'opportunity',
        related_query: { type: 'field_condition', field: FIELD, condition: { type: 'number_range', gte: 100_000 } },
      },
    ],
  },
  _fields: { lead: ['display_name', 'num_opportunities'] },
  sort: [{ direction: 'desc', field: { type: 'regular_field', object_type: 'lead', field_name: 'date_created' } }],
  _limit: 50,
  include_counts: true,
}

const request: JsonSchema = {
  type: 'object',
  properties: {
    query: { type: 'object', description: 'What is looked for: a node, and perhaps nodes below it.' },
    _fields: {
      type: 'object',
      additionalProperties: { type: 'array', items: text },
      description: 'What hits carry, by object type. Without it they carry their id and type.',
    },
    _limit: {
      type: 'integer',
      minimum: 0,
      maximum: 200,
      default: 100,
      description: 'How many hits a page has at most.',
    },
    cursor: { ...textOrNull, description: 'What the page before said; all else stays as it was.' },
    results_limit: { type: ['integer', 'null'], minimum: 0, description: 'How many hits there may be on all pages.' },
    sort: {
      type: 'array',
      maxItems: 3,
      items: {
        type: 'object',
        properties: { direction: { enum: ['asc', 'desc'], default: 'asc' }, field: { type: 'object' } },
        required: ['field'],
      },
    },
    include_counts: { type: 'boolean', default: false },
  },
  required: ['query'],
}

const answer: JsonSchema = {
  type: 'object',
  properties: {
    data: {
      type: 'array',
      items: {
        type: 'object',
        properties: { __object_type: text, id: text },
        required: ['__object_type', 'id'],
      },
    },
    cursor: { ...textOrNull, description: 'Where the next page begins; null on the last.' },
    count: { type: 'object', properties: { limited: { type: 'integer' }, total: { type: 'integer' } } },
  },
  required: ['data', 'cursor'],
}

/** Searching by a tree. */
export const searchingPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/v1/data/search/': {
    post: {
      tags: ['Leads'],
      summary: 'Search by a tree',
      description:
        'Leads, contacts, opportunities, tasks, cases and activities by everything they and what they have are like.',
      operationId: 'search',
      requestBody: { required: true, content: { 'application/json': { schema: request, example: BODY } } },
      responses: {
        '200': {
          description: 'What was found.',
          content: {
            'application/json': {
              schema: answer,
              example: {
                data: [{ __object_type: 'lead', id: LEAD, display_name: 'Harbor Bakery', num_opportunities: 1 }],
                cursor: null,
                count: { limited: 1, total: 1 },
              },
            },
          },
        },
        ...failures('400', '401'),
      },
    },
  },
}

import { BULK_STEPS, type BulkStatus, type BulkStep } from '../../../domain/bulkAction.ts'
import type { JsonSchema } from '../../resource/codec.ts'
import { CREATED_AT, LEAD, SHOWN } from './story.ts'

const failure = (name: string) => ({ $ref: `#/components/responses/${name}` })
const failures = {
  '400': failure('Invalid'),
  '401': failure('Unauthenticated'),
  '403': failure('Forbidden'),
  '404': failure('NotFound'),
}
const text = { type: 'string' }
const named = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'The id of the bulk action.',
  schema: text,
}
const parameter = (name: string, schema: JsonSchema, description: string) => ({
  name,
  in: 'query',
  description,
  schema,
})

const KINDS = { edit: 'BulkEditAction', delete: 'BulkDeleteAction' } as const
const TAGS = { edit: 'Bulk edit actions', delete: 'Bulk delete actions' } as const
type Kind = keyof typeof KINDS

const STEPS: Readonly<Record<BulkStep, string>> = {
  cancel: 'Stops it for good. What was done stays.',
  pause: 'Lets it wait where it is.',
  resume: 'Lets it go on where it was, when it is paused or could not be gone on with.',
}

const AFTER: Readonly<Record<BulkStep, BulkStatus>> = { cancel: 'canceled', pause: 'paused', resume: 'resuming' }

const error = {
  type: 'object',
  title: 'BulkActionError',
  properties: {
    id: text,
    object_id: text,
    message: { ...text, description: 'Why the object stayed as it was.' },
    date_created: { ...text, format: 'date-time' },
  },
}
const anError = {
  id: 'bulkerr_0VbgpC7eT1dMl3GjCi8He',
  object_id: LEAD,
  message: 'It is no longer there.',
  date_created: CREATED_AT,
}

const errorsOf = (kind: Kind) => ({
  parameters: [named],
  get: {
    tags: [TAGS[kind]],
    summary: 'List what could not be done',
    description: 'The objects that stayed as they were, and why. Ajar’s own.',
    operationId: `list_bulk_${kind}_errors`,
    parameters: [
      parameter('_limit', { type: 'integer' }, 'How many at most.'),
      parameter('_skip', { type: 'integer' }, 'How many to leave out at the beginning.'),
      parameter('_fields', text, 'The wanted fields, separated by commas.'),
    ],
    responses: {
      '200': {
        description: 'A page of errors.',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: { has_more: { type: 'boolean' }, data: { type: 'array', items: error } },
              required: ['has_more', 'data'],
            },
            example: { has_more: false, data: [anError] },
          },
        },
      },
      ...failures,
    },
  },
})

const stepOf = (kind: Kind, step: BulkStep, schema: JsonSchema) => ({
  parameters: [named],
  post: {
    tags: [TAGS[kind]],
    summary: `${step[0]?.toUpperCase()}${step.slice(1)} one`,
    description: `${STEPS[step]} Ajar’s own.`,
    operationId: `${step}_bulk_${kind}`,
    responses: {
      '200': {
        description: 'The bulk action.',
        content: { 'application/json': { schema, example: { ...SHOWN[KINDS[kind]], status: AFTER[step] } } },
      },
      ...failures,
    },
  },
})

/** What Ajar adds to bulk actions. */
export function bulkActionPaths(refTo: (title: string) => JsonSchema): Readonly<Record<string, JsonSchema>> {
  const kinds = Object.keys(KINDS) as Kind[]
  const steps = Object.keys(BULK_STEPS) as BulkStep[]
  const paths = kinds.flatMap((kind): [string, JsonSchema][] => [
    [`/api/v1/bulk_action/${kind}/{id}/error/`, errorsOf(kind)],
    ...steps.map((step): [string, JsonSchema] => [
      `/api/v1/bulk_action/${kind}/{id}/${step}/`,
      stepOf(kind, step, refTo(KINDS[kind])),
    ]),
  ])
  return Object.fromEntries(paths)
}

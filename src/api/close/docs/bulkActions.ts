import { BULK_STEPS, type BulkStatus, type BulkStep } from '../../../domain/bulkAction.ts'
import type { JsonSchema } from '../../resource/codec.ts'
import { failures, inPath, inQuery, text } from './parts.ts'
import { CREATED_AT, LEAD, SHOWN } from './story.ts'

const id = inPath('id', 'The id of the bulk action.')

const KINDS = { edit: 'BulkEditAction', delete: 'BulkDeleteAction', undo: 'BulkUndoAction' } as const
const TAGS = { edit: 'Bulk edit actions', delete: 'Bulk delete actions', undo: 'Bulk undo actions' } as const
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
  parameters: [id],
  get: {
    tags: [TAGS[kind]],
    summary: 'List what could not be done',
    description: 'The objects that stayed as they were, and why. Ajar’s own.',
    operationId: `list_bulk_${kind}_errors`,
    parameters: [
      inQuery('_limit', 'How many at most.', { type: 'integer' }),
      inQuery('_skip', 'How many to leave out at the beginning.', { type: 'integer' }),
      inQuery('_fields', 'The wanted fields, separated by commas.'),
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
      ...failures('400', '401', '403', '404'),
    },
  },
})

const stepOf = (kind: Kind, step: BulkStep, schema: JsonSchema) => ({
  parameters: [id],
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
      ...failures('400', '401', '403', '404'),
    },
  },
})

const foresight = {
  type: 'object',
  title: 'BulkUndoForesight',
  properties: {
    dry_run: { type: 'boolean' },
    n_leads: { type: 'integer' },
    n_objects: { type: 'integer' },
    n_objects_tried: { type: 'integer', description: 'How many of them it was tried with.' },
    errors: {
      type: 'array',
      description: 'Those of them that could not be undone, 20 at most.',
      items: { type: 'object', properties: { object_id: text, message: text }, required: ['object_id', 'message'] },
    },
  },
}

const undoOf = (kind: Kind, schema: JsonSchema) => ({
  parameters: [id],
  post: {
    tags: [TAGS.undo],
    summary: `Undo a bulk ${kind} action`,
    description: 'Puts back, in the background, what it changed. Ajar’s own.',
    operationId: `undo_bulk_${kind}`,
    parameters: [
      inQuery('dry_run', 'Only say how much there is to undo, and what would stand in the way.', { type: 'boolean' }),
      inQuery('force', 'Put back also what was changed since.', { type: 'boolean' }),
    ],
    responses: {
      '200': {
        description: 'The bulk action that undoes it; with `dry_run`, what it would do.',
        content: {
          'application/json': { schema: { anyOf: [schema, foresight] }, example: SHOWN.BulkUndoAction },
        },
      },
      ...failures('400', '401', '403', '404'),
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
    ...(kind === 'undo'
      ? []
      : [[`/api/v1/bulk_action/${kind}/{id}/undo/`, undoOf(kind, refTo(KINDS.undo))] satisfies [string, JsonSchema]]),
  ])
  return Object.fromEntries(paths)
}

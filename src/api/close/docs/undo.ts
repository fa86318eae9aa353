import type { JsonSchema } from '../../resource/codec.ts'
import { failures, inPath, inQuery, text, textOrNull } from './parts.ts'
import { LEAD, USER } from './story.ts'

const json = (description: string, schema: JsonSchema, example: object) => ({
  description,
  content: { 'application/json': { schema, example } },
})

const done = {
  type: 'object',
  title: 'Undone',
  properties: {
    dry_run: { type: 'boolean' },
    done: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          object_type: text,
          object_id: text,
          action: { enum: ['restored', 'updated', 'deleted', 'merged'] },
          changed_fields: { type: 'array', items: text },
          event_id: { ...textOrNull, description: 'The event that tells of it; null where nothing was done.' },
        },
      },
    },
  },
  required: ['dry_run', 'done'],
}
const conflicts = {
  type: 'object',
  title: 'Conflicts',
  properties: {
    error: text,
    conflicts: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          object_type: text,
          object_id: text,
          field: textOrNull,
          now: { description: 'What the field is now.' },
          reason: text,
          because: { type: 'array', items: text, description: 'The events that stand in the way.' },
          root: {
            type: ['object', 'null'],
            description: 'What to restore instead.',
            properties: { object_type: text, object_id: text },
          },
        },
      },
    },
  },
  required: ['error', 'conflicts'],
}

const EVENT_ID = 'ev_0VbiSNYQ08AP3haxA00000'
const undone = (action: string) => ({
  dry_run: false,
  done: [{ object_type: 'lead', object_id: LEAD, action, changed_fields: [], event_id: EVENT_ID }],
})
const refused = {
  error: 'Nothing was undone. It was changed after this.',
  conflicts: [
    {
      object_type: 'lead',
      object_id: LEAD,
      field: 'name',
      now: 'Harbor & Sons',
      reason: 'It was changed after this.',
      because: [EVENT_ID],
      root: null,
    },
  ],
}
const flags = [
  inQuery('dry_run', 'Only say what would be done.', { type: 'boolean' }),
  inQuery('force', 'Put back also what was changed since.', { type: 'boolean' }),
]
const undoing = (action: string) => ({
  '200': json('What was done.', done, undone(action)),
  ...failures('400', '401', '403', '404'),
  '409': json('Nothing was done, and why.', conflicts, refused),
})

const trashed = {
  type: 'object',
  title: 'Trashed',
  properties: {
    id: text,
    object_type: text,
    lead_id: textOrNull,
    title: textOrNull,
    date_deleted: { ...text, format: 'date-time' },
    deleted_by: textOrNull,
    event_id: { ...textOrNull, description: 'The event of its deletion.' },
    children: { type: 'integer', description: 'How many things went with it.' },
    date_purged: { ...textOrNull, format: 'date-time', description: 'When it goes for good.' },
  },
}
const example = {
  id: LEAD,
  object_type: 'lead',
  lead_id: LEAD,
  title: 'Harbor Looms',
  date_deleted: '2026-03-05T09:15:22.123+00:00',
  deleted_by: USER,
  event_id: EVENT_ID,
  children: 12,
  date_purged: '2026-04-04T09:15:22.123Z',
}
const operations = ['', '__gt', '__gte', '__lt', '__lte']

/** Undoing, and what was deleted. */
export const undoPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/v1/event/{id}/undo/': {
    parameters: [inPath('id', 'The id of the event.')],
    post: {
      tags: ['Trash'],
      summary: 'Undo what an event tells of',
      description: 'All of it or, where something stands in the way, nothing. Ajar’s own.',
      operationId: 'undo_event',
      parameters: flags,
      responses: undoing('updated'),
    },
  },
  '/api/v1/trash/': {
    get: {
      tags: ['Trash'],
      summary: 'List what was deleted',
      description: 'What was deleted by itself, the last first. Ajar’s own.',
      operationId: 'list_trash',
      parameters: [
        inQuery('object_type', 'As the event log calls it.'),
        inQuery('deleted_by', 'A user.'),
        inQuery('query', 'Words in the title.'),
        ...operations.map((op) => inQuery(`date_deleted${op}`, 'When it was deleted: ISO 8601.')),
        inQuery('_limit', 'How many at most.', { type: 'integer', minimum: 0, maximum: 200, default: 50 }),
        inQuery('_cursor', 'The `cursor_next` of the page before, with the same parameters.'),
        inQuery('_fields', 'The wanted fields, separated by commas.'),
      ],
      responses: {
        '200': json(
          'A page of the trash.',
          {
            type: 'object',
            properties: {
              has_more: { type: 'boolean' },
              cursor_next: textOrNull,
              data: { type: 'array', items: trashed },
            },
            required: ['has_more', 'cursor_next', 'data'],
          },
          { has_more: false, cursor_next: null, data: [example] },
        ),
        ...failures('400', '401'),
      },
    },
  },
  '/api/v1/trash/{id}/': {
    parameters: [inPath('id', 'The id of what was deleted.')],
    get: {
      tags: ['Trash'],
      summary: 'Fetch something deleted',
      operationId: 'fetch_trashed',
      responses: { '200': json('What was deleted.', trashed, example), ...failures('401', '404') },
    },
    delete: {
      tags: ['Trash'],
      summary: 'Remove something for good',
      description: 'With all deleted things that belong to it. For administrators.',
      operationId: 'purge_trashed',
      responses: { '200': json('It is gone.', { type: 'object' }, {}), ...failures('400', '401', '403', '404') },
    },
  },
  '/api/v1/trash/{id}/restore/': {
    parameters: [inPath('id', 'The id of what was deleted.')],
    post: {
      tags: ['Trash'],
      summary: 'Undo a deletion',
      description: 'With all that went with it. Who may delete it may restore it.',
      operationId: 'restore_trashed',
      parameters: flags,
      responses: undoing('restored'),
    },
  },
}

import type { JsonSchema } from '../../resource/codec.ts'
import { failures, inPath, text } from './parts.ts'
import { LEAD } from './story.ts'

const done = {
  '200': {
    description: 'Done.',
    content: {
      'application/json': {
        schema: { type: 'object', properties: { status: { const: 'ok' } }, required: ['status'] },
        example: { status: 'ok' },
      },
    },
  },
}

/** Merging two leads, and parting them again. */
export const mergingPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/v1/lead/merge/': {
    post: {
      tags: ['Leads'],
      summary: 'Merge two leads',
      description:
        'All that belongs to the source goes over to the destination, what the destination lacks is filled in, and the source is deleted.',
      operationId: 'merge_leads',
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              properties: { source: text, destination: text },
              required: ['source', 'destination'],
            },
            example: { source: 'lead_0VbgnB8fT2aKj3DgZf5EbCh8XsYvWp9QlUeO4mTwFnB', destination: LEAD },
          },
        },
      },
      responses: { ...done, ...failures('400', '401', '403', '404') },
    },
  },
  '/api/v1/activity/lead_merge/{id}/undo/': {
    parameters: [inPath('id', 'The id of the merge.')],
    post: {
      tags: ['Lead merges'],
      summary: 'Undo a merge',
      description: 'Both leads are as they were, but for what somebody has changed since. Ajar’s own.',
      operationId: 'undo_lead_merge',
      responses: { ...done, ...failures('400', '401', '403', '404') },
    },
  },
}

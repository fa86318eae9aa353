import type { JsonSchema } from '../../resource/codec.ts'
import { LEAD } from './story.ts'

const failure = (name: string) => ({ $ref: `#/components/responses/${name}` })
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
const failures = {
  '400': failure('Invalid'),
  '401': failure('Unauthenticated'),
  '403': failure('Forbidden'),
  '404': failure('NotFound'),
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
              properties: { source: { type: 'string' }, destination: { type: 'string' } },
              required: ['source', 'destination'],
            },
            example: { source: 'lead_0VbgnB8fT2aKj3DgZf5EbCh8XsYvWp9QlUeO4mTwFnB', destination: LEAD },
          },
        },
      },
      responses: { ...done, ...failures },
    },
  },
  '/api/v1/activity/lead_merge/{id}/undo/': {
    parameters: [
      { name: 'id', in: 'path', required: true, description: 'The id of the merge.', schema: { type: 'string' } },
    ],
    post: {
      tags: ['Lead merges'],
      summary: 'Undo a merge',
      description: 'Both leads are as they were, but for what somebody has changed since. Ajar’s own.',
      operationId: 'undo_lead_merge',
      responses: { ...done, ...failures },
    },
  },
}

import type { JsonSchema } from '../../resource/codec.ts'
import { USER } from './story.ts'

const failure = (name: string) => ({ $ref: `#/components/responses/${name}` })
const failures = { '401': failure('Unauthenticated'), '403': failure('Forbidden'), '404': failure('NotFound') }

const pinned = {
  'application/json': {
    schema: {
      type: 'object',
      properties: { saved_view_ids: { type: 'array', items: { type: 'string' } } },
      required: ['saved_view_ids'],
    },
    example: { saved_view_ids: ['save_0VbgpC7eS6zIh9CfYe4DaBg7WrXuVo8OkTdN0lSvEmZ'] },
  },
}

const offline = (type: string) => ({ type, status: 'offline', active_calls: [] })

/** Who can be called, and the views that somebody has pinned. */
export const identityPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/v1/user/availability/': {
    get: {
      tags: ['Users'],
      summary: 'List who can be called',
      description: 'Nobody: Ajar makes no calls itself, so everybody is offline.',
      operationId: 'list_user_availability',
      parameters: [
        {
          name: 'organization_id',
          in: 'query',
          description: 'The organization; that of the key unless given.',
          schema: { type: 'string' },
        },
      ],
      responses: {
        '200': {
          description: 'The active members.',
          content: {
            'application/json': {
              schema: { type: 'object', properties: { data: { type: 'array', items: { type: 'object' } } } },
              example: { data: [{ user_id: USER, availability: ['mobile', 'native', 'web'].map(offline) }] },
            },
          },
        },
        '401': failure('Unauthenticated'),
        '404': failure('NotFound'),
      },
    },
  },
  '/api/v1/membership/{id}/pinned_views/': {
    parameters: [
      { name: 'id', in: 'path', required: true, description: 'The id of the membership.', schema: { type: 'string' } },
    ],
    get: {
      tags: ['Memberships'],
      summary: 'Fetch the views that a member has pinned',
      operationId: 'fetch_pinned_views',
      responses: { '200': { description: 'The views, in order.', content: pinned }, ...failures },
    },
    put: {
      tags: ['Memberships'],
      summary: 'Change the views that a member has pinned',
      description: 'The list replaces the present one.',
      operationId: 'update_pinned_views',
      requestBody: { required: true, content: pinned },
      responses: {
        '200': { description: 'The views, in order.', content: pinned },
        '400': failure('Invalid'),
        ...failures,
      },
    },
  },
}

import type { JsonSchema } from '../../resource/codec.ts'
import { failures, inPath, inQuery, text } from './parts.ts'
import { USER } from './story.ts'

const pinned = {
  'application/json': {
    schema: {
      type: 'object',
      properties: { saved_view_ids: { type: 'array', items: text } },
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
      parameters: [inQuery('organization_id', 'The organization; that of the key unless given.')],
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
        ...failures('401', '404'),
      },
    },
  },
  '/api/v1/membership/{id}/pinned_views/': {
    parameters: [inPath('id', 'The id of the membership.')],
    get: {
      tags: ['Memberships'],
      summary: 'Fetch the views that a member has pinned',
      operationId: 'fetch_pinned_views',
      responses: { '200': { description: 'The views, in order.', content: pinned }, ...failures('401', '403', '404') },
    },
    put: {
      tags: ['Memberships'],
      summary: 'Change the views that a member has pinned',
      description: 'The list replaces the present one.',
      operationId: 'update_pinned_views',
      requestBody: { required: true, content: pinned },
      responses: {
        '200': { description: 'The views, in order.', content: pinned },
        ...failures('400', '401', '403', '404'),
      },
    },
  },
}

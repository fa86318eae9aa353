import type { JsonSchema } from '../../resource/codec.ts'
import { USER } from './story.ts'

const inPath = (name: string, of: string) => ({
  name,
  in: 'path',
  required: true,
  description: `The id of the ${of}.`,
  schema: { type: 'string' },
})
const failure = (name: string) => ({ $ref: `#/components/responses/${name}` })
const failures = { '401': failure('Unauthenticated'), '403': failure('Forbidden'), '404': failure('NotFound') }

const member = {
  'application/json': {
    schema: { type: 'object', properties: { user_id: { type: 'string' } }, required: ['user_id'] },
    example: { user_id: USER },
  },
}

/** Who is in a group, one by one. */
export const memberPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/v1/group/{id}/member/': {
    parameters: [inPath('id', 'group')],
    post: {
      tags: ['Groups'],
      summary: 'Add a member to a group',
      description: 'Doing so again changes nothing.',
      operationId: 'create_group_member',
      requestBody: { required: true, content: member },
      responses: { '201': { description: 'The member.', content: member }, '400': failure('Invalid'), ...failures },
    },
  },
  '/api/v1/group/{id}/member/{user_id}/': {
    parameters: [inPath('id', 'group'), inPath('user_id', 'user')],
    delete: {
      tags: ['Groups'],
      summary: 'Remove a member from a group',
      description: 'Doing so again changes nothing.',
      operationId: 'delete_group_member',
      responses: { '204': { description: 'Removed.' }, ...failures },
    },
  },
}

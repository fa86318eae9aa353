import type { JsonSchema } from '../../resource/codec.ts'
import { failures, inPath, text } from './parts.ts'
import { USER } from './story.ts'

const groupId = inPath('id', 'The id of the group.')
const member = {
  'application/json': {
    schema: { type: 'object', properties: { user_id: text }, required: ['user_id'] },
    example: { user_id: USER },
  },
}

/** Who is in a group, one by one. */
export const memberPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/v1/group/{id}/member/': {
    parameters: [groupId],
    post: {
      tags: ['Groups'],
      summary: 'Add a member to a group',
      description: 'Doing so again changes nothing.',
      operationId: 'create_group_member',
      requestBody: { required: true, content: member },
      responses: { '201': { description: 'The member.', content: member }, ...failures('400', '401', '403', '404') },
    },
  },
  '/api/v1/group/{id}/member/{user_id}/': {
    parameters: [groupId, inPath('user_id', 'The id of the user.')],
    delete: {
      tags: ['Groups'],
      summary: 'Remove a member from a group',
      description: 'Doing so again changes nothing.',
      operationId: 'delete_group_member',
      responses: { '204': { description: 'Removed.' }, ...failures('401', '403', '404') },
    },
  },
}

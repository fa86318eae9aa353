import { longText } from '../resource/codec.ts'
import { constant, field, input, readOnly, resource } from '../resource/resource.ts'
import { id, isoTime, string, stringOrNull } from './common.ts'

/** Comments on activities and tasks, of the newer generation. The body is rich text. */
export const comment = resource('comment', {
  path: '/comment/',
  title: 'Comment',
  description: 'What somebody says about an activity or a task.',
  methods: ['create', 'fetch', 'delete'],
  policy: { generation: 2 },
  needs: [['object_id'], ['body']],
  fields: {
    id: readOnly('id', string),
    object_id: input('objectId', id),
    thread_id: readOnly('threadId', string),
    lead_id: readOnly('leadId', stringOrNull),
    organization_id: readOnly('organizationId', string),
    body: field('html', longText),
    mentions: constant([]),
    created_at: readOnly('createdAt', isoTime),
    created_by: readOnly('createdById', stringOrNull),
    updated_at: readOnly('updatedAt', isoTime),
    updated_by: readOnly('updatedById', stringOrNull),
    removed_at: constant(null),
    removed_by: constant(null),
  },
})

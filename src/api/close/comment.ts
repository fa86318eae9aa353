import { refused } from '../../domain/errors.ts'
import { longText, shown } from '../resource/codec.ts'
import { anyOf, exact } from '../resource/filter.ts'
import { field, input, readOnly, resource } from '../resource/resource.ts'
import { byDate, id, isoTime, string, stringOrNull } from './common.ts'

const ids = shown({ type: 'array', items: { type: 'string' } })

/** Comments, of the newer generation. The body is rich text; that of a removed comment is empty. */
export const comment = resource('comment', {
  path: '/comment/',
  title: 'Comment',
  description: 'What somebody says about an activity, a task or an opportunity.',
  methods: ['list', 'create', 'fetch', 'update', 'delete'],
  policy: { generation: 2, whole: true, checkParams },
  needs: [['object_id'], ['body']],
  fields: {
    id: readOnly('id', string),
    object_id: input('objectId', id, { once: true }),
    thread_id: readOnly('threadId', string),
    lead_id: readOnly('leadId', stringOrNull),
    organization_id: readOnly('organizationId', string),
    body: field('html', longText),
    mentions: readOnly('mentionIds', ids),
    created_at: readOnly('createdAt', isoTime),
    created_by: readOnly('createdById', stringOrNull),
    updated_at: readOnly('updatedAt', isoTime),
    updated_by: readOnly('updatedById', stringOrNull),
    removed_at: readOnly('removedAt', isoTime),
    removed_by: readOnly('removedById', stringOrNull),
  },
  filters: { object_id: exact('thread.objectId'), thread_id: exact('threadId'), ...byDate.filters },
  orders: byDate.orders,
  defaultOrder: ['createdAt'],
})

/** What is said about one object: how much, and by whom. */
export const commentThread = resource('commentThread', {
  path: '/comment_thread/',
  title: 'CommentThread',
  description: 'All comments on one object. It comes with the first of them and goes with the last.',
  methods: ['list', 'fetch'],
  policy: { generation: 2 },
  fields: {
    id: readOnly('id', string),
    object_id: readOnly('objectId', string),
    object_type: readOnly('objectType', string),
    lead_id: readOnly('leadId', stringOrNull),
    organization_id: readOnly('organizationId', string),
    num_comments: readOnly('commentCount', shown({ type: 'integer' })),
    participating: readOnly('participantIds', ids),
    created_at: readOnly('createdAt', isoTime),
    updated_at: readOnly('updatedAt', isoTime),
  },
  filters: {
    ids: anyOf('id'),
    object_ids: anyOf('objectId'),
    ...byDate.filters,
  },
  orders: byDate.orders,
  defaultOrder: ['-createdAt'],
})

// All comments of an organization make no list that anybody could read.
function checkParams(params: Readonly<Record<string, string>>): void {
  const named = ['object_id', 'thread_id'].filter((name) => (params[name] ?? '') !== '')
  if (named.length !== 1) throw refused('Exactly one of object_id and thread_id is needed.')
}

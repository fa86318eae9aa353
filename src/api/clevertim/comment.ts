import { refers } from '../resource/references.ts'
import { field, input, readOnly, resource } from '../resource/resource.ts'
import { longText } from './codecs.ts'
import { changedSince, id, numberOrNull, stamps } from './common.ts'
import { aNote, aTask } from './targets.ts'

/** Comments on a note or a task. The reference's own example writes the text as `name`. */
export const comment = resource('comment', {
  path: '/comment',
  title: 'comment',
  key: 'number',
  methods: ['list', 'fetch', 'create', 'delete'],
  only: [
    { path: 'isRemoved', op: 'eq', value: false },
    // What is said about an opportunity has no place here.
    { path: 'opportunityId', op: 'eq', value: null },
  ],
  needs: [
    ['comment', 'name'],
    ['nid', 'tid'],
  ],
  fields: {
    id,
    comment: field('text', longText),
    name: input('text', longText, { unless: 'comment' }),
    nid: refers('activity.number', 'activityId', aNote),
    tid: refers('task.number', 'taskId', aTask),
    userId: readOnly('createdBy.number', numberOrNull),
    ...stamps,
  },
  filters: changedSince,
})

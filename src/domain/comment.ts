import { audited, deletable, noun, type RecordOf } from './noun.ts'

/**
 * What someone says about an activity or a task. `text` is the words, `html` with mark-up. All that is said about one
 * object is a thread.
 */
export const comment = noun({
  stored: {
    ...audited,
    ...deletable,
    leadId: 'id?',
    activityId: 'id?',
    taskId: 'id?',
    text: 'text',
    html: 'text',
  },
  computed: { number: 'integer', threadId: 'id' },
  refs: { activity: 'activity', task: 'task', createdBy: 'user', updatedBy: 'user' },
})
export type Comment = RecordOf<typeof comment>

import { audited, deletable, noun, type RecordOf } from './noun.ts'

/** What a thread and its comments are about: exactly one of these; the lead is the one that it belongs to. */
const about = { leadId: 'id?', activityId: 'id?', taskId: 'id?', opportunityId: 'id?' } as const
const aboutRefs = { activity: 'activity', task: 'task', opportunity: 'opportunity' } as const

/**
 * What someone says about an activity, a task or an opportunity. `text` is the words, `html` with mark-up. One that is
 * removed has lost its words, but keeps its place as long as others of its thread have theirs.
 */
export const comment = noun({
  stored: {
    ...audited,
    ...deletable,
    ...about,
    threadId: 'id',
    text: 'text',
    html: 'text',
    mentionIds: 'texts',
    removedAt: 'instant?',
    removedById: 'id?',
  },
  computed: { number: 'integer', isRemoved: 'boolean' },
  refs: { ...aboutRefs, thread: 'commentThread', createdBy: 'user', updatedBy: 'user' },
})
export type Comment = RecordOf<typeof comment>

/** All that is said about one object; it comes with the first comment and goes with the last. */
export const commentThread = noun({
  stored: { ...audited, ...deletable, ...about, objectId: 'id' },
  computed: { objectType: 'text', commentCount: 'integer', participantIds: 'json' },
  refs: { ...aboutRefs, createdBy: 'user', updatedBy: 'user' },
  lists: { comments: 'comment' },
})
export type CommentThread = RecordOf<typeof commentThread>

import { activityParts } from './activity.ts'
import { noun, type RecordOf } from './noun.ts'

const { stored, computed, refs, lists } = activityParts

/** Marks that somebody completed a task. Its words are kept as they were then, and so is whose it was. */
export const taskCompleted = noun({
  stored,
  details: { taskId: 'id', taskText: 'text', taskAssigneeId: 'id?' },
  computed: { ...computed, taskAssigneeName: 'text?' },
  refs,
  lists,
})
export type TaskCompleted = RecordOf<typeof taskCompleted>

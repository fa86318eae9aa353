import { fullName } from '../people/user.ts'

/** SQL for the name of whom the task that the activity `t` tells of was assigned to. */
export const taskAssigneeName = (t: string) =>
  `(select ${fullName('u')} from users u where u.id = ${t}.details->>'taskAssigneeId')`

import type { Context } from '../context.ts'
import type { Problems } from '../problems.ts'

/** A user that is named must be a member; one that is there already may have left. */
export async function checkMember(
  ctx: Context,
  field: string,
  userId: string | null | undefined,
  present: string | null,
  problems: Problems,
): Promise<void> {
  if (userId === undefined || userId === null || userId === present || userId === ctx.actor.userId) return
  if (!(await ctx.store.members([userId])).has(userId)) problems.add([field], 'unknown_reference')
}

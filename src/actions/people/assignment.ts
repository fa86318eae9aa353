import type { CustomValues } from '../../domain/values.ts'
import type { Context } from '../context.ts'

/**
 * The custom values that a new lead begins with: whoever sees only leads that are assigned to them is the first whom
 * theirs is assigned to, unless they name somebody else. Otherwise it would be gone for them at once.
 */
export async function assignedToMaker(ctx: Context): Promise<CustomValues> {
  const { actor, store } = ctx
  const { permissions, assignment } = actor
  const seesAll = permissions.has('view_all_leads') || permissions.has('manage_organization')
  if (seesAll || assignment === undefined || assignment.seesUnassigned) return {}
  const { customFields } = await store.settings()
  const field = customFields.find(({ id, type }) => type === 'user' && assignment.fieldIds.includes(id))
  if (field === undefined) return {}
  return { [field.id]: field.acceptsMultipleValues ? [actor.userId] : actor.userId }
}

import { type CustomField, isActivityTypeId, isCustomObjectTypeId, nounOfObjectType } from '../../domain/customField.ts'
import { CUSTOM_TYPES, SINGLE_TYPES } from '../../domain/customValue.ts'
import type { Context } from '../context.ts'
import type { Path, Problems } from '../problems.ts'

/** What is wrong with a field among the others that there are. */
export async function checkField(
  ctx: Context,
  field: CustomField,
  others: readonly CustomField[],
  problems: Problems,
): Promise<void> {
  if (field.name === '') problems.add(['name'], 'required')
  const meets = (one: CustomField) =>
    (field.isShared && one.isShared) || one.objectTypes.some((type) => field.objectTypes.includes(type))
  if (others.some((one) => one.name === field.name && meets(one))) problems.add(['name'], 'conflict', field.name)
  const unknown = field.objectTypes.find((type) => nounOfObjectType(type) === undefined)
  if (unknown !== undefined) problems.add(['objectTypes'], 'not_a_choice', unknown)
  if (field.type === '') problems.add(['type'], 'required')
  else if (!Object.hasOwn(CUSTOM_TYPES, field.type)) problems.add(['type'], 'not_a_choice', field.type)
  if (field.type === 'choices' && !(Array.isArray(field.choices) && field.choices.length > 0))
    problems.add(['choices'], 'required')
  if (field.acceptsMultipleValues && SINGLE_TYPES.includes(field.type)) {
    problems.add(['acceptsMultipleValues'], 'not_a_choice', `${field.type} fields take one value`)
  }
  await checkReferenced(ctx, field, problems)
}

/** Whether there is such an object type: a noun, or a type of the organization's own. */
export async function isType(ctx: Context, objectType: string): Promise<boolean> {
  const noun = isActivityTypeId(objectType)
    ? 'customActivityType'
    : isCustomObjectTypeId(objectType)
      ? 'customObjectType'
      : undefined
  if (noun === undefined) return nounOfObjectType(objectType) !== undefined
  return (await ctx.store.idsBy(noun, 'id', [objectType])).has(objectType)
}

async function checkReferenced(ctx: Context, { type, referencedTypeId }: CustomField, problems: Problems) {
  if (type !== 'custom_object') return
  if (referencedTypeId === null || referencedTypeId === '') problems.add(['referencedTypeId'], 'required')
  else if (!isCustomObjectTypeId(referencedTypeId) || !(await isType(ctx, referencedTypeId)))
    problems.add(['referencedTypeId'], 'unknown_reference')
}

/** Roles that are named must be there; those that were named before may have gone. */
export async function checkRoles(
  ctx: Context,
  roleIds: readonly string[],
  present: readonly string[],
  path: Path,
  problems: Problems,
): Promise<void> {
  const added = roleIds.filter((id) => !present.includes(id))
  const known = await ctx.store.idsBy('role', 'id', added)
  for (const id of added) if (!known.has(id)) problems.add([...path, roleIds.indexOf(id)], 'unknown_reference')
}

import {
  type CustomField,
  isActivityTypeId,
  isCustomObjectTypeId,
  isOwnType,
  nounOfObjectType,
  type Placement,
  placementsOf,
} from '../../domain/customField.ts'
import type { Context, Transaction } from '../context.ts'
import type { Path, Problems } from '../problems.ts'
import { checkRoles, isType } from './customFieldCheck.ts'

/** Where a shared field is to be used: a noun, or a type of the organization's own by its id; and what is true of it there. */
export type AssociationDraft = {
  readonly objectType?: string | null
  readonly activityTypeId?: string | null
  readonly customObjectTypeId?: string | null
  readonly required?: boolean | null
  readonly editableWithRoles?: readonly string[] | null
}

/** The other fields there are. Whoever adds or renames one waits here for others who do, so that names stay unique. */
export async function otherFields(ctx: Context, tx: Transaction, id?: string): Promise<readonly CustomField[]> {
  await tx.get('organization', ctx.actor.organizationId)
  const { customFields } = await ctx.store.settings({ fresh: true })
  return customFields.filter((one) => one.id !== id).map(({ number: _number, ...field }) => field)
}

/** Takes the values of a field from all objects of these types. */
export async function forgetValues(tx: Transaction, objectTypes: readonly string[], id: string): Promise<void> {
  for (const type of objectTypes) {
    const noun = nounOfObjectType(type)
    if (noun !== undefined) await tx.forgetCustomValues(noun, id, isOwnType(type) ? type : undefined)
  }
}

/** The nouns whose objects may have values of a field that belongs to these types. */
export const nounsOf = (objectTypes: readonly string[]) => [
  ...new Set(objectTypes.flatMap((type) => nounOfObjectType(type) ?? [])),
]

/** A field that objects of a type have no more, and their values with it. */
export async function withoutUse(tx: Transaction, field: CustomField, objectType: string): Promise<CustomField> {
  const { [objectType]: _gone, ...placements } = placementsOf(field)
  await forgetValues(tx, [objectType], field.id)
  return { ...field, objectTypes: field.objectTypes.filter((type) => type !== objectType), placements }
}

/** An object type with what is true of a field there; undefined when there is no such type. */
export async function readAssociation(
  ctx: Context,
  draft: AssociationDraft,
  path: Path,
  problems: Problems,
): Promise<{ objectType: string; placement: Placement } | undefined> {
  const editableWithRoles = draft.editableWithRoles ?? []
  await checkRoles(ctx, editableWithRoles, [], [...path, 'editableWithRoles'], problems)
  const objectType = await readType(ctx, draft, path, problems)
  if (objectType === undefined) return undefined
  return { objectType, placement: { position: null, required: draft.required ?? false, editableWithRoles } }
}

async function readType(ctx: Context, draft: AssociationDraft, path: Path, problems: Problems) {
  const { objectType } = draft
  if (objectType == null) {
    problems.add([...path, 'objectType'], 'required')
    return undefined
  }
  const owner = OWNER[objectType]
  if (owner === undefined) return objectType
  const id = draft[owner.field]
  if (id == null || id === '') problems.add([...path, owner.field], 'required')
  else if (!owner.isIt(id) || !(await isType(ctx, id))) problems.add([...path, owner.field], 'unknown_reference')
  else return id
  return undefined
}

const OWNER: Readonly<
  Record<string, { field: 'activityTypeId' | 'customObjectTypeId'; isIt: (id: string) => boolean }>
> = {
  activity: { field: 'activityTypeId', isIt: isActivityTypeId },
  customObject: { field: 'customObjectTypeId', isIt: isCustomObjectTypeId },
}

import { CUSTOM_OBJECT_TYPES, type CustomField, type CustomObjectType } from '../domain/customField.ts'
import { CUSTOM_TYPES, SINGLE_TYPES } from '../domain/customValue.ts'
import { permit } from '../domain/permission.ts'
import { type Context, change, remove, stamps, type Transaction, touched, type Written } from './context.ts'
import { differs, given } from './patch.ts'
import { Problems } from './problems.ts'

export type CustomFieldDraft = {
  readonly objectTypes?: readonly string[] | null
  readonly name?: string | null
  readonly description?: string | null
  readonly type?: string | null
  readonly choices?: readonly string[] | null
  readonly acceptsMultipleValues?: boolean | null
  readonly editableWithRoles?: readonly string[] | null
}

/** Adds a custom field to one noun or several. */
export async function createCustomField(ctx: Context, draft: CustomFieldDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    permit(ctx.actor, 'manage_customizations')
    const others = await otherFields(ctx, tx)
    const field: CustomField = {
      ...stamps(ctx),
      id: ctx.ids('customField'),
      objectTypes: [...new Set(draft.objectTypes ?? [])],
      name: draft.name ?? '',
      description: draft.description ?? null,
      type: draft.type ?? '',
      choices: draft.choices ?? null,
      acceptsMultipleValues: draft.acceptsMultipleValues ?? false,
      editableWithRoles: draft.editableWithRoles ?? [],
      position: 1 + Math.max(-1, ...others.map((one) => one.position)),
    }
    check(field, others)
    tx.insert('customField', field)
    return field.id
  })
}

/** Changes a custom field. What no longer has it loses its values. */
export async function updateCustomField(ctx: Context, id: string, patch: CustomFieldDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const field = await tx.get('customField', id)
    permit(ctx.actor, 'manage_customizations')
    const changed: CustomField = {
      ...field,
      objectTypes: patch.objectTypes == null ? field.objectTypes : [...new Set(patch.objectTypes)],
      name: given(patch.name ?? undefined, field.name),
      description: given(patch.description, field.description),
      type: patch.type ?? field.type,
      choices: given(patch.choices, field.choices),
      acceptsMultipleValues: patch.acceptsMultipleValues ?? field.acceptsMultipleValues,
      editableWithRoles: patch.editableWithRoles ?? field.editableWithRoles,
    }
    check(changed, await otherFields(ctx, tx, id))
    const left = field.objectTypes.filter((type) => !changed.objectTypes.includes(type))
    await forgetValues(tx, left, id)
    if (differs(field, changed)) tx.update('customField', { ...changed, ...touched(ctx) })
    return id
  })
}

/** Deletes a field and all its values. */
export async function deleteCustomField(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    const field = await tx.get('customField', id)
    permit(ctx.actor, 'manage_customizations')
    await forgetValues(tx, field.objectTypes, id)
    tx.delete('customField', id)
    return id
  })
}

/** The other fields there are. Whoever adds or renames one waits here for others who do, so that names stay unique. */
async function otherFields(ctx: Context, tx: Transaction, id?: string): Promise<readonly CustomField[]> {
  await tx.get('organization', ctx.actor.organizationId)
  const { customFields } = await ctx.store.settings({ fresh: true })
  return customFields.filter((one) => one.id !== id)
}

async function forgetValues(tx: Transaction, objectTypes: readonly string[], id: string): Promise<void> {
  for (const noun of objectTypes.filter(isObjectType)) await tx.forgetCustomValues(noun, id)
}

const isObjectType = (name: string): name is CustomObjectType => CUSTOM_OBJECT_TYPES.some((type) => type === name)

function check(field: CustomField, others: readonly CustomField[]): void {
  const problems = new Problems()
  if (field.name === '') problems.add(['name'], 'required')
  const meets = (one: CustomField) => one.objectTypes.some((type) => field.objectTypes.includes(type))
  if (others.some((one) => one.name === field.name && meets(one))) problems.add(['name'], 'conflict', field.name)
  if (field.objectTypes.length === 0) problems.add(['objectTypes'], 'required')
  const unknown = field.objectTypes.find((type) => !isObjectType(type))
  if (unknown !== undefined) problems.add(['objectTypes'], 'not_a_choice', unknown)
  if (field.type === '') problems.add(['type'], 'required')
  else if (!Object.hasOwn(CUSTOM_TYPES, field.type)) problems.add(['type'], 'not_a_choice', field.type)
  if (field.type === 'choices' && !(Array.isArray(field.choices) && field.choices.length > 0))
    problems.add(['choices'], 'required')
  if (field.acceptsMultipleValues && SINGLE_TYPES.includes(field.type)) {
    problems.add(['acceptsMultipleValues'], 'not_a_choice', `${SINGLE_TYPES.join(' and ')} fields take one value`)
  }
  problems.settle()
}

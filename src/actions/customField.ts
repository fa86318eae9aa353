import type { CustomField } from '../domain/customField.ts'
import { CUSTOM_TYPES, MULTIPLE_TYPES } from '../domain/customValue.ts'
import { permit } from '../domain/permission.ts'
import { type Context, change, stamps, touched, type Written } from './context.ts'
import { differs, given } from './patch.ts'
import { Problems } from './problems.ts'

export type CustomFieldDraft = {
  readonly name?: string | null
  readonly description?: string | null
  readonly type?: string | null
  readonly choices?: readonly string[] | null
  readonly acceptsMultipleValues?: boolean | null
  readonly editableWithRoles?: readonly string[] | null
}

/** Adds a custom field to leads. */
export async function createLeadCustomField(ctx: Context, draft: CustomFieldDraft): Promise<Written> {
  permit(ctx.actor, 'manage_customizations')
  const { customFields } = await ctx.store.settings({ fresh: true })
  const field: CustomField = {
    ...stamps(ctx),
    id: ctx.ids('customField'),
    objectType: 'lead',
    name: draft.name ?? '',
    description: draft.description ?? null,
    type: draft.type ?? '',
    choices: draft.choices ?? null,
    acceptsMultipleValues: draft.acceptsMultipleValues ?? false,
    editableWithRoles: draft.editableWithRoles ?? [],
    position: 1 + Math.max(-1, ...customFields.map((one) => one.position)),
  }
  check(field, customFields)
  return change(ctx, async (tx) => {
    tx.insert('customField', field)
    return field.id
  })
}

export async function updateLeadCustomField(ctx: Context, id: string, patch: CustomFieldDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const field = await tx.get('customField', id)
    permit(ctx.actor, 'manage_customizations')
    const changed: CustomField = {
      ...field,
      name: given(patch.name ?? undefined, field.name),
      description: given(patch.description, field.description),
      type: patch.type ?? field.type,
      choices: given(patch.choices, field.choices),
      acceptsMultipleValues: patch.acceptsMultipleValues ?? field.acceptsMultipleValues,
      editableWithRoles: patch.editableWithRoles ?? field.editableWithRoles,
    }
    const { customFields } = await ctx.store.settings({ fresh: true })
    check(
      changed,
      customFields.filter((one) => one.id !== id),
    )
    if (differs(field, changed)) tx.update('customField', { ...changed, ...touched(ctx) })
    return id
  })
}

/** Deletes a field and all its values. */
export async function deleteLeadCustomField(ctx: Context, id: string): Promise<Written> {
  return change(ctx, async (tx) => {
    await tx.get('customField', id)
    permit(ctx.actor, 'manage_customizations')
    await tx.forgetCustomValues('lead', id)
    tx.delete('customField', id)
    return id
  })
}

function check(field: CustomField, others: readonly CustomField[]): void {
  const problems = new Problems()
  if (field.name === '') problems.add(['name'], 'required')
  if (others.some((one) => one.objectType === field.objectType && one.name === field.name))
    problems.add(['name'], 'conflict', field.name)
  if (field.type === '') problems.add(['type'], 'required')
  else if (!(field.type in CUSTOM_TYPES)) problems.add(['type'], 'not_a_choice', field.type)
  if (field.type === 'choices' && !(Array.isArray(field.choices) && field.choices.length > 0))
    problems.add(['choices'], 'required')
  if (field.acceptsMultipleValues && !MULTIPLE_TYPES.includes(field.type)) {
    problems.add(
      ['acceptsMultipleValues'],
      'not_a_choice',
      `only ${MULTIPLE_TYPES.join(' and ')} fields take several values`,
    )
  }
  problems.settle()
}

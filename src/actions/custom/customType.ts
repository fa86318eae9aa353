import type { CustomActivityType, CustomObjectType } from '../../domain/customType.ts'
import { refused } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { alive, type Context, change, remove, stamps, type Transaction, touched, type Written } from '../context.ts'
import { takeThreadAlong } from '../leads/takeAlong.ts'
import { differs, given } from '../patch.ts'
import { Problems } from '../problems.ts'
import { checkRoles } from './customFieldCheck.ts'
import { type FieldOrder, orderFields } from './customFieldSchema.ts'
import { otherFields, withoutUse } from './customFieldUse.ts'

type TypeDraft = {
  readonly name?: string | null
  readonly description?: string | null
  readonly apiCreateOnly?: boolean | null
  readonly editableWithRoles?: readonly string[] | null
  readonly isArchived?: boolean | null
}
export type CustomActivityTypeDraft = TypeDraft & { readonly fields?: FieldOrder | null }
export type CustomObjectTypeDraft = TypeDraft & { readonly namePlural?: string | null }

const BLANK = {
  ...alive,
  name: '',
  description: null,
  apiCreateOnly: false,
  editableWithRoles: [] as readonly string[],
  isArchived: false,
}

/** Makes a type of activity. Its fields are made after it. */
export async function createCustomActivityType(ctx: Context, draft: CustomActivityTypeDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    permit(ctx.actor, 'manage_customizations')
    const problems = new Problems()
    const type: CustomActivityType = {
      ...stamps(ctx),
      id: ctx.ids('customActivityType'),
      ...(await readType(ctx, draft, BLANK, problems)),
    }
    problems.settle()
    tx.insert('customActivityType', type)
    return type.id
  })
}

/** Changes a type of activity, also the order of its fields. */
export async function updateCustomActivityType(
  ctx: Context,
  id: string,
  patch: CustomActivityTypeDraft,
): Promise<Written> {
  return change(ctx, async (tx) => {
    const type = await tx.get('customActivityType', id)
    permit(ctx.actor, 'manage_customizations')
    const problems = new Problems()
    const changed: CustomActivityType = { ...type, ...(await readType(ctx, patch, type, problems)) }
    problems.settle()
    await orderFields(ctx, tx, id, patch.fields)
    if (differs(type, changed)) tx.update('customActivityType', { ...changed, ...touched(ctx) })
    return id
  })
}

/** Deletes a type of activity with its activities, what was said about them, and its fields. */
export async function deleteCustomActivityType(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    await tx.get('customActivityType', id)
    permit(ctx.actor, 'manage_customizations')
    await deleteFields(ctx, tx, id)
    const ids = (await tx.related('customActivity', 'typeId', id)).map((one) => one.id)
    const discussed = await tx.related('commentThread', 'activityId', ids)
    for (const { activityId } of discussed) takeThreadAlong(tx, 'activityId', activityId ?? '')
    tx.deleteAll('customActivity', 'typeId', id)
    tx.delete('customActivityType', id)
    return id
  })
}

/** Makes a type of object. */
export async function createCustomObjectType(ctx: Context, draft: CustomObjectTypeDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    permit(ctx.actor, 'manage_customizations')
    const problems = new Problems()
    const type: CustomObjectType = {
      ...stamps(ctx),
      id: ctx.ids('customObjectType'),
      ...(await readObjectType(ctx, draft, { ...BLANK, namePlural: '' }, problems)),
    }
    problems.settle()
    tx.insert('customObjectType', type)
    return type.id
  })
}

export async function updateCustomObjectType(ctx: Context, id: string, patch: CustomObjectTypeDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const type = await tx.get('customObjectType', id)
    permit(ctx.actor, 'manage_customizations')
    const problems = new Problems()
    const changed: CustomObjectType = { ...type, ...(await readObjectType(ctx, patch, type, problems)) }
    problems.settle()
    if (differs(type, changed)) tx.update('customObjectType', { ...changed, ...touched(ctx) })
    return id
  })
}

/** Deletes a type of object with its objects and fields. Fields of other types that refer to it have to go first. */
export async function deleteCustomObjectType(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    await tx.get('customObjectType', id)
    permit(ctx.actor, 'manage_customizations')
    const referring = (await otherFields(ctx, tx)).find(
      (field) => field.referencedTypeId === id && field.objectTypes.some((type) => type !== id),
    )
    if (referring !== undefined)
      throw refused(`The custom field ${JSON.stringify(referring.name)} refers to this type; delete that first.`)
    await deleteFields(ctx, tx, id)
    tx.deleteAll('customObject', 'typeId', id)
    tx.delete('customObjectType', id)
    return id
  })
}

/** Shared fields stay where else they are used. */
async function deleteFields(ctx: Context, tx: Transaction, typeId: string): Promise<void> {
  const fields = (await otherFields(ctx, tx)).filter((field) => field.objectTypes.includes(typeId))
  for (const field of fields) {
    if (field.isShared) tx.update('customField', { ...(await withoutUse(tx, field, typeId)), ...touched(ctx) })
    else tx.delete('customField', field.id)
  }
}

type Kept = Omit<
  CustomActivityType,
  'organizationId' | 'id' | 'createdAt' | 'updatedAt' | 'createdById' | 'updatedById'
>

async function readType(ctx: Context, draft: TypeDraft, present: Kept, problems: Problems): Promise<Kept> {
  const name = given(draft.name, present.name) ?? ''
  if (name === '') problems.add(['name'], 'required')
  const editableWithRoles = draft.editableWithRoles ?? present.editableWithRoles
  await checkRoles(ctx, editableWithRoles, present.editableWithRoles, ['editableWithRoles'], problems)
  return {
    deletedAt: present.deletedAt,
    deletedWith: present.deletedWith,
    name,
    description: given(draft.description, present.description),
    apiCreateOnly: draft.apiCreateOnly ?? present.apiCreateOnly,
    editableWithRoles,
    isArchived: draft.isArchived ?? present.isArchived,
  }
}

async function readObjectType(
  ctx: Context,
  draft: CustomObjectTypeDraft,
  present: Kept & { readonly namePlural: string },
  problems: Problems,
) {
  const namePlural = given(draft.namePlural, present.namePlural) ?? ''
  if (namePlural === '') problems.add(['namePlural'], 'required')
  return { ...(await readType(ctx, draft, present, problems)), namePlural }
}

import { type CustomField, type Placement, placementIn, placementsOf } from '../../domain/customField.ts'
import { notFound } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { type Context, change, remove, type Transaction, touched, type Written } from '../context.ts'
import { differs } from '../patch.ts'
import { Problems } from '../problems.ts'
import { checkRoles } from './customFieldCheck.ts'
import { type AssociationDraft, otherFields, readAssociation, withoutUse } from './customFieldUse.ts'

/** Lets objects of one more type have a shared field. */
export async function associateCustomField(ctx: Context, fieldId: string, draft: AssociationDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const field = await sharedField(tx, fieldId)
    permit(ctx.actor, 'manage_customizations')
    const problems = new Problems()
    const read = await readAssociation(ctx, draft, [], problems)
    const others = await otherFields(ctx, tx, fieldId)
    if (read !== undefined) checkNew(field, read.objectType, others, problems)
    problems.settle()
    if (read === undefined) return fieldId
    const { objectType, placement } = read
    tx.update('customField', {
      ...field,
      objectTypes: [...field.objectTypes, objectType],
      placements: { ...placementsOf(field), [objectType]: placement },
      ...touched(ctx),
    })
    return fieldId
  })
}

/** Changes what is true of a shared field where it is used. */
export async function updateAssociation(
  ctx: Context,
  fieldId: string,
  objectType: string,
  patch: AssociationDraft,
): Promise<Written> {
  return change(ctx, async (tx) => {
    const field = await associatedField(tx, fieldId, objectType)
    permit(ctx.actor, 'manage_customizations')
    const present = placementIn(field, objectType)
    const changed: Placement = {
      ...present,
      required: patch.required ?? present.required,
      editableWithRoles: patch.editableWithRoles ?? present.editableWithRoles,
    }
    const problems = new Problems()
    await checkRoles(ctx, changed.editableWithRoles, present.editableWithRoles, ['editableWithRoles'], problems)
    problems.settle()
    if (differs(present, changed)) {
      const placements = { ...placementsOf(field), [objectType]: changed }
      tx.update('customField', { ...field, placements, ...touched(ctx) })
    }
    return fieldId
  })
}

/** Takes a shared field, with its values, from the objects of a type. */
export async function dissociateCustomField(ctx: Context, fieldId: string, objectType: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    const field = await associatedField(tx, fieldId, objectType)
    permit(ctx.actor, 'manage_customizations')
    tx.update('customField', { ...(await withoutUse(tx, field, objectType)), ...touched(ctx) })
    return fieldId
  })
}

function checkNew(field: CustomField, objectType: string, others: readonly CustomField[], problems: Problems): void {
  if (field.objectTypes.includes(objectType)) problems.add([], 'object', 'The field is associated with this already.')
  const taken = others.some((one) => one.name === field.name && one.objectTypes.includes(objectType))
  if (taken) problems.add([], 'object', `There is already a field called ${JSON.stringify(field.name)} there.`)
}

async function sharedField(tx: Transaction, fieldId: string): Promise<CustomField> {
  const field = await tx.get('customField', fieldId)
  if (!field.isShared) throw notFound('customField', fieldId)
  return field
}

async function associatedField(tx: Transaction, fieldId: string, objectType: string): Promise<CustomField> {
  const field = await sharedField(tx, fieldId)
  if (!field.objectTypes.includes(objectType)) throw notFound('customField', fieldId)
  return field
}

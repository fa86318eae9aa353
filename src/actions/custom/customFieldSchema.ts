import {
  CUSTOM_OBJECT_TYPES,
  fieldsInOrder,
  isActivityTypeId,
  isCustomObjectTypeId,
  placementIn,
  placementsOf,
} from '../../domain/customField.ts'
import { notFound } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import { type Context, change, type Transaction, touched, type Written } from '../context.ts'
import { Problems } from '../problems.ts'
import { otherFields } from './customFieldUse.ts'

/** Fields by their ids, in the order in which they are to stand. */
export type FieldOrder = readonly { readonly id: string }[]
export type CustomFieldSchemaDraft = { readonly fields?: FieldOrder | null }

/** Puts the fields of an object type in order; those that are not named come after. */
export async function updateCustomFieldSchema(
  ctx: Context,
  id: string,
  { fields }: CustomFieldSchemaDraft,
): Promise<Written> {
  return change(ctx, async (tx) => {
    const objectType = await objectTypeOf(ctx, id)
    permit(ctx.actor, 'manage_customizations')
    await orderFields(ctx, tx, objectType, fields)
    return id
  })
}

/** The same as part of a change of the type that has the fields. */
export async function orderFields(
  ctx: Context,
  tx: Transaction,
  objectType: string,
  order: FieldOrder | null | undefined,
): Promise<void> {
  if (order == null) return
  const present = fieldsInOrder(await otherFields(ctx, tx), objectType)
  const problems = new Problems()
  const named = [...new Set(order.map(({ id }) => id))]
  for (const [i, { id }] of order.entries()) {
    if (!present.some((field) => field.id === id)) problems.add(['fields', i, 'id'], 'unknown_reference')
  }
  problems.settle()
  const place = (id: string) => (named.includes(id) ? named.indexOf(id) : named.length)
  const next = present.toSorted((a, b) => place(a.id) - place(b.id))
  if (next.every((field, i) => field.id === present[i]?.id)) return
  const moved = next.flatMap((field, position) => {
    const placement = placementIn(field, objectType)
    if (placement.position === position) return []
    return [
      { ...field, placements: { ...placementsOf(field), [objectType]: { ...placement, position } }, ...touched(ctx) },
    ]
  })
  tx.update('customField', ...moved)
}

/** The object type that a schema is of; throws not_found. */
async function objectTypeOf(ctx: Context, id: string): Promise<string> {
  const [kind = '', typeId] = id.split('/')
  if (typeId === undefined && CUSTOM_OBJECT_TYPES.some((type) => type === kind)) return kind
  const { customActivityTypes, customObjectTypes } = await ctx.store.settings({ fresh: true })
  const types = kind === 'activity' ? customActivityTypes : kind === 'custom_object' ? customObjectTypes : []
  const found = types.find((one) => one.id === typeId && (isActivityTypeId(one.id) || isCustomObjectTypeId(one.id)))
  if (found === undefined) throw notFound('customFieldSchema', id)
  return found.id
}

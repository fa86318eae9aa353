import type { CustomObject, CustomObjectType } from '../../domain/customType.ts'
import type { CustomChange } from '../../domain/customValue.ts'
import { permit } from '../../domain/permission.ts'
import { alive, type Context, change, remove, stamps, touched, type Written } from '../context.ts'
import { differs, given } from '../patch.ts'
import { Problems } from '../problems.ts'
import { permitType } from './customActivity.ts'
import { applyCustom, checkRequired } from './customValues.ts'

export type CustomObjectDraft = {
  readonly typeId?: string | null
  readonly leadId?: string | null
  readonly name?: string | null
  readonly custom?: readonly CustomChange[]
}

/** Makes an object of a type that the organization made up, at a lead. */
export async function createCustomObject(ctx: Context, draft: CustomObjectDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const lead = draft.leadId == null ? undefined : await tx.find('lead', draft.leadId)
    if (draft.leadId == null) problems.add(['leadId'], 'required')
    else if (lead === undefined) problems.add(['leadId'], 'unknown_reference')
    const type = await typeOf(ctx, draft.typeId)
    if (draft.typeId == null || draft.typeId === '') problems.add(['typeId'], 'required')
    else if (type === undefined) problems.add(['typeId'], 'unknown_reference')
    else permitType(ctx, type)
    if ((draft.name ?? '') === '') problems.add(['name'], 'required')
    const object: CustomObject = {
      ...stamps(ctx),
      ...alive,
      id: ctx.ids('customObject'),
      typeId: type?.id ?? '',
      leadId: lead?.id ?? '',
      name: draft.name ?? '',
      custom: {},
    }
    const custom = type === undefined ? {} : await valuesAfter(ctx, object, draft, undefined, problems)
    problems.settle()
    tx.insert('customObject', { ...object, custom })
    return object.id
  })
}

/** Renames an object or changes its custom values; its type and lead stay. */
export async function updateCustomObject(ctx: Context, id: string, patch: CustomObjectDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const object = await tx.get('customObject', id)
    const type = await typeOf(ctx, object.typeId)
    if (type !== undefined) permitType(ctx, type)
    const problems = new Problems()
    for (const field of ['typeId', 'leadId'] as const) {
      if (patch[field] !== undefined && patch[field] !== object[field]) problems.add([field], 'read_only')
    }
    const name = given(patch.name, object.name) ?? ''
    if (name === '') problems.add(['name'], 'required')
    const custom = await valuesAfter(ctx, object, patch, object.custom, problems)
    problems.settle()
    const changed: CustomObject = { ...object, name, custom }
    if (differs(object, changed)) tx.update('customObject', { ...changed, ...touched(ctx) })
    return id
  })
}

export async function deleteCustomObject(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    const object = await tx.get('customObject', id)
    permit(ctx.actor, 'delete_leads')
    const type = await typeOf(ctx, object.typeId)
    if (type !== undefined) permitType(ctx, type)
    tx.delete('customObject', id)
    return id
  })
}

async function typeOf(ctx: Context, id: string | null | undefined): Promise<CustomObjectType | undefined> {
  const isIt = (type: CustomObjectType) => type.id === id
  const known = (await ctx.store.settings()).customObjectTypes.find(isIt)
  return known ?? (await ctx.store.settings({ fresh: true })).customObjectTypes.find(isIt)
}

async function valuesAfter(
  ctx: Context,
  object: CustomObject,
  draft: CustomObjectDraft,
  before: CustomObject['custom'] | undefined,
  problems: Problems,
) {
  const owner = { objectType: object.typeId, leadId: object.leadId === '' ? null : object.leadId }
  const { values } = await applyCustom(ctx, owner, object.custom, draft.custom ?? [], ['custom'], problems)
  await checkRequired(ctx, object.typeId, values, before, problems)
  return values
}

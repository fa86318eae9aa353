import { isDeepStrictEqual } from 'node:util'
import type { CustomField } from '../domain/customField.ts'
import { CUSTOM_TYPES, type CustomChange, readCustomValue } from '../domain/customValue.ts'
import type { CustomValues } from '../domain/values.ts'
import type { Context } from './context.ts'
import type { Problems } from './problems.ts'

/** What a patch of custom values comes to: the new values, and fields that must be made first. */
export type CustomResult = { readonly values: CustomValues; readonly newFields: readonly CustomField[] }

/**
 * Applies changes of custom values, checking each against its field. A name in the old `custom` map that no field
 * has makes a new text or number field: in 2012 that map took any key. An object that was read has each value twice, by
 * name and by id; when it is sent back, the one that was changed counts.
 */
export async function applyCustom(
  ctx: Context,
  objectType: string,
  before: CustomValues,
  changes: readonly CustomChange[],
  path: readonly (string | number)[],
  problems: Problems,
): Promise<CustomResult> {
  if (changes.length === 0) return { values: before, newFields: [] }
  const values: Record<string, unknown> = { ...before }
  const newFields: CustomField[] = []
  for (const one of changes) {
    const at = [...path, one.key]
    const known = (await findField(ctx, objectType, one)) ?? newFields.find((made) => made.name === one.name)
    const field = known ?? (one.creates ? newField(ctx, objectType, one, newFields.length) : undefined)
    if (field === undefined) {
      problems.add(at, 'unknown_field')
      continue
    }
    if (known === undefined) newFields.push(field)
    const read = readCustomValue(field, values[field.id], one)
    if ('problem' in read) problems.add(at, read.problem, read.detail)
    else if (one.op === 'set' && isDeepStrictEqual(read.value, before[field.id] ?? null)) continue
    else if (read.value === null) delete values[field.id]
    else values[field.id] = await userByName(ctx, field, read.value, at, problems)
  }
  return { values, newFields }
}

async function findField(
  ctx: Context,
  objectType: string,
  { id, name }: CustomChange,
): Promise<CustomField | undefined> {
  const matches = (field: CustomField) =>
    field.objectType === objectType && (id === undefined ? field.name === name : field.id === id)
  const known = (await ctx.store.settings()).customFields.find(matches)
  return known ?? (await ctx.store.settings({ fresh: true })).customFields.find(matches)
}

function newField(
  ctx: Context,
  objectType: string,
  { name, value }: CustomChange,
  place: number,
): CustomField | undefined {
  const type = typeof value === 'number' ? 'number' : typeof value === 'string' ? 'text' : undefined
  if (name === undefined || name === '' || type === undefined || !ctx.actor.permissions.has('manage_customizations'))
    return undefined
  return {
    organizationId: ctx.actor.organizationId,
    id: ctx.ids('customField'),
    createdAt: ctx.now,
    updatedAt: ctx.now,
    createdById: ctx.actor.userId,
    updatedById: ctx.actor.userId,
    objectType,
    name,
    description: null,
    type,
    choices: null,
    acceptsMultipleValues: false,
    editableWithRoles: [],
    position: 100_000 + place,
  }
}

// A user may be written by id or by exact full name; the id is kept.
async function userByName(
  ctx: Context,
  field: CustomField,
  value: unknown,
  path: readonly (string | number)[],
  problems: Problems,
): Promise<unknown> {
  if (field.type !== CUSTOM_TYPES.user) return value
  const wanted = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string')
  const members = await ctx.store.members(wanted)
  const ids: string[] = []
  for (const one of wanted) {
    const [id] = members.has(one) ? [one] : await ctx.store.usersNamed(one)
    if (id === undefined) problems.add(path, 'unknown_reference')
    else ids.push(id)
  }
  return Array.isArray(value) ? ids : (ids[0] ?? null)
}

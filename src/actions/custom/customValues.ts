import { isDeepStrictEqual } from 'node:util'
import { type CustomField, isRequiredIn, mayEdit } from '../../domain/customField.ts'
import { type CustomChange, REFERRED_NOUN, type ReferredNoun, readCustomValue } from '../../domain/customValue.ts'
import { forbidden } from '../../domain/errors.ts'
import type { Settings } from '../../domain/settings.ts'
import type { CustomValues } from '../../domain/values.ts'
import type { Condition } from '../../search/listQuery.ts'
import type { Context } from '../context.ts'
import type { Problems } from '../problems.ts'

/** Whose custom values they are: an object of this type, which belongs to a lead if it is not one. */
export type CustomOwner = { readonly objectType: string; readonly leadId: string | null }

/** What a patch of custom values comes to: the new values, and fields that must be made first. */
export type CustomResult = { readonly values: CustomValues; readonly newFields: readonly CustomField[] }

/**
 * Applies changes of custom values, checking each against its field. A name in the old `custom` map that no field
 * has makes a new text or number field: in 2012 that map took any key. An object that was read has each value twice, by
 * name and by id; when it is sent back, the one that was changed counts.
 */
export async function applyCustom(
  ctx: Context,
  owner: CustomOwner,
  before: CustomValues,
  changes: readonly CustomChange[],
  path: readonly (string | number)[],
  problems: Problems,
): Promise<CustomResult> {
  if (changes.length === 0) return { values: before, newFields: [] }
  const { objectType } = owner
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
    // Also what could not be chosen any more may be sent back.
    if (one.op === 'set' && isDeepStrictEqual(one.value, before[field.id] ?? null)) continue
    const named = await withIds(ctx, owner, field, one)
    const read = named === undefined ? UNKNOWN : readCustomValue(field, values[field.id], named)
    if ('problem' in read) problems.add(at, read.problem, read.detail)
    else if (one.op === 'set' && isDeepStrictEqual(read.value, before[field.id] ?? null)) continue
    else if (!mayEdit(field, objectType, ctx.actor.roleId))
      throw forbidden(`Your role may not edit the field ${JSON.stringify(field.name)}.`)
    else if (read.value === null) delete values[field.id]
    else values[field.id] = read.value
  }
  return { values, newFields }
}

/** Reports the fields that objects of a type must have a value in and that have none; `before` is what may be missing. */
export async function checkRequired(
  ctx: Context,
  objectType: string,
  values: CustomValues,
  before: CustomValues | undefined,
  problems: Problems,
): Promise<void> {
  const { customFields } = await ctx.store.settings()
  for (const field of customFields) {
    if (!field.objectTypes.includes(objectType) || !isRequiredIn(field, objectType)) continue
    const isMissing = values[field.id] === undefined && (before === undefined || before[field.id] !== undefined)
    if (isMissing) problems.add(['custom', field.id], 'required')
  }
}

async function findField(
  ctx: Context,
  objectType: string,
  { id, name, number }: CustomChange,
): Promise<CustomField | undefined> {
  const isMeant = (field: Settings['customFields'][number]) =>
    id !== undefined ? field.id === id : number !== undefined ? field.number === number : field.name === name
  const matches = (field: Settings['customFields'][number]) => field.objectTypes.includes(objectType) && isMeant(field)
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
    objectTypes: [objectType],
    name,
    description: null,
    type,
    choices: null,
    isShared: false,
    acceptsMultipleValues: false,
    required: false,
    editableWithRoles: [],
    referencedTypeId: null,
    backReferenceVisible: null,
    placements: {},
    position: 100_000 + place,
  }
}

const UNKNOWN = { problem: 'unknown_reference', detail: undefined } as const

/**
 * The change with the ids of what its value refers to, or undefined when some of that is not there. Objects are named
 * by id, users also by their exact full name; whoever names fields by number names objects so too.
 */
async function withIds(
  ctx: Context,
  owner: CustomOwner,
  field: CustomField,
  one: CustomChange,
): Promise<CustomChange | undefined> {
  const noun = REFERRED_NOUN[field.type]
  if (noun === undefined || one.value === null) return one
  const wanted: unknown[] = Array.isArray(one.value) ? one.value : [one.value]
  const ids: unknown[] = []
  for (const value of wanted) {
    const id = value === '' ? '' : await idOf(ctx, noun, value, one.number !== undefined, belongingTo(owner, field))
    if (id === undefined) return undefined
    ids.push(id)
  }
  return { ...one, value: Array.isArray(one.value) ? ids : ids[0] }
}

/** What a contact or custom object must be besides being there, where it is named by its id: one of the same lead. */
function belongingTo({ leadId }: CustomOwner, { type, referencedTypeId }: CustomField): Condition[] {
  const ofLead: Condition[] = leadId === null ? [] : [{ path: 'leadId', op: 'eq', value: leadId }]
  if (type === 'contact') return ofLead
  return type === 'custom_object' ? [...ofLead, { path: 'typeId', op: 'eq', value: referencedTypeId }] : []
}

async function idOf(
  ctx: Context,
  noun: ReferredNoun,
  value: unknown,
  byNumber: boolean,
  where: readonly Condition[],
): Promise<string | undefined> {
  if (byNumber && noun !== 'customObject')
    return (await ctx.store.idsBy(noun, 'number', [Number(value)])).get(Number(value))
  if (typeof value !== 'string') return undefined
  const found = (await ctx.store.idsBy(noun, 'id', [value], where)).get(value)
  return found ?? (noun === 'user' ? (await ctx.store.usersNamed(value))[0] : undefined)
}

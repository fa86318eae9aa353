import type { CustomField } from '../../domain/customField.ts'
import { isActivityTypeId, isCustomObjectTypeId, isOwnType, placementsOf } from '../../domain/customField.ts'
import { convertedValue } from '../../domain/customValue.ts'
import { permit } from '../../domain/permission.ts'
import { type Context, change, remove, stamps, type Transaction, touched, type Written } from '../context.ts'
import { differs, given } from '../patch.ts'
import { Problems } from '../problems.ts'
import { checkField, checkRoles, isType } from './customFieldCheck.ts'
import { type AssociationDraft, forgetValues, nounsOf, otherFields, readAssociation } from './customFieldUse.ts'

type Owner = 'activityTypeId' | 'customObjectTypeId'
const IS_OWNER = { activityTypeId: isActivityTypeId, customObjectTypeId: isCustomObjectTypeId } as const

/** Where a field belongs is said in one of four ways: as nouns, as a type of the organization's own, or as associations. */
export type CustomFieldDraft = {
  readonly objectTypes?: readonly string[] | null
  /** The type that must have the field, by the name that it is given under. */
  readonly owner?: Owner
  readonly activityTypeId?: string | null
  readonly customObjectTypeId?: string | null
  readonly associations?: readonly AssociationDraft[] | null
  readonly isShared?: boolean
  readonly name?: string | null
  readonly description?: string | null
  readonly type?: string | null
  readonly choices?: readonly string[] | null
  readonly acceptsMultipleValues?: boolean | null
  readonly required?: boolean | null
  readonly editableWithRoles?: readonly string[] | null
  readonly referencedTypeId?: string | null
  readonly backReferenceVisible?: boolean | null
}

/** Adds a custom field to one noun or type, or to several. */
export async function createCustomField(ctx: Context, draft: CustomFieldDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    permit(ctx.actor, 'manage_customizations')
    const others = await otherFields(ctx, tx)
    const problems = new Problems()
    const { objectTypes, placements } = await readUses(ctx, draft, problems)
    const type = draft.type ?? ''
    const field: CustomField = {
      ...stamps(ctx),
      id: ctx.ids('customField'),
      objectTypes,
      isShared: draft.isShared === true || objectTypes.length > 1,
      name: draft.name ?? '',
      description: draft.description ?? null,
      type,
      choices: draft.choices ?? null,
      acceptsMultipleValues: draft.acceptsMultipleValues ?? false,
      required: draft.required ?? false,
      editableWithRoles: draft.editableWithRoles ?? [],
      referencedTypeId: draft.referencedTypeId ?? null,
      backReferenceVisible: type === 'custom_object' ? (draft.backReferenceVisible ?? true) : null,
      placements,
      position: 1 + Math.max(-1, ...others.map((one) => one.position)),
    }
    await checkRoles(ctx, field.editableWithRoles, [], ['editableWithRoles'], problems)
    await checkField(ctx, field, others, problems)
    problems.settle()
    tx.insert('customField', field)
    return field.id
  })
}

/** Changes a custom field. What no longer has it loses its values; where its type changes, values change with it. */
export async function updateCustomField(ctx: Context, id: string, patch: CustomFieldDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const field = await tx.get('customField', id)
    permit(ctx.actor, 'manage_customizations')
    const problems = new Problems()
    checkFixed(field, patch, problems)
    const objectTypes = usesAfter(field, patch)
    if (objectTypes.length === 0 && !field.isShared) problems.add(['objectTypes'], 'required')
    const type = patch.type ?? field.type
    const changed: CustomField = {
      ...field,
      objectTypes,
      placements: Object.fromEntries(
        Object.entries(placementsOf(field)).filter(([objectType]) => objectTypes.includes(objectType)),
      ),
      isShared: field.isShared || objectTypes.length > 1,
      name: patch.name ?? field.name,
      description: given(patch.description, field.description),
      type,
      choices: given(patch.choices, field.choices),
      acceptsMultipleValues: patch.acceptsMultipleValues ?? field.acceptsMultipleValues,
      required: patch.required ?? field.required,
      editableWithRoles: patch.editableWithRoles ?? field.editableWithRoles,
      referencedTypeId: type === 'custom_object' ? given(patch.referencedTypeId, field.referencedTypeId) : null,
      backReferenceVisible:
        type === 'custom_object' ? (patch.backReferenceVisible ?? field.backReferenceVisible ?? true) : null,
    }
    await checkRoles(ctx, changed.editableWithRoles, field.editableWithRoles, ['editableWithRoles'], problems)
    await checkField(ctx, changed, await otherFields(ctx, tx, id), problems)
    problems.settle()
    if (!differs(field, changed)) return id

    const left = field.objectTypes.filter((one) => !objectTypes.includes(one))
    await forgetValues(tx, left, id)
    await convertValues(tx, field, changed)
    tx.update('customField', { ...changed, ...touched(ctx) })
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

async function convertValues(tx: Transaction, from: CustomField, to: CustomField): Promise<void> {
  if (from.type === to.type && from.acceptsMultipleValues === to.acceptsMultipleValues) return
  for (const noun of nounsOf(to.objectTypes)) {
    const values = await tx.customValuesOf(noun, from.id)
    await tx.replaceCustomValues(
      noun,
      from.id,
      values.map((before) => ({ before, after: convertedValue(from, to, before) })),
    )
  }
}

async function readUses(ctx: Context, draft: CustomFieldDraft, problems: Problems) {
  const associations = await Promise.all(
    (draft.associations ?? []).map((one, i) => readAssociation(ctx, one, ['associations', i], problems)),
  )
  const owner = await readOwner(ctx, draft, problems)
  const nouns = draft.objectTypes ?? []
  if (nouns.length === 0 && draft.owner === undefined && draft.isShared !== true)
    problems.add(['objectTypes'], 'required')
  return {
    objectTypes: [...new Set([...nouns, ...owner, ...associations.flatMap((one) => one?.objectType ?? [])])],
    placements: Object.fromEntries(
      associations.flatMap((one) => (one === undefined ? [] : [[one.objectType, one.placement] as const])),
    ),
  }
}

async function readOwner(ctx: Context, draft: CustomFieldDraft, problems: Problems): Promise<readonly string[]> {
  const { owner } = draft
  if (owner === undefined) return []
  const id = draft[owner] ?? ''
  if (id === '') problems.add([owner], 'required')
  else if (!IS_OWNER[owner](id) || !(await isType(ctx, id))) problems.add([owner], 'unknown_reference')
  else return [id]
  return []
}

/** Who names nouns means nouns alone; with the organization's own types the field stays. */
function usesAfter(field: CustomField, { objectTypes }: CustomFieldDraft): readonly string[] {
  if (objectTypes == null) return field.objectTypes
  const present = field.objectTypes.filter((type) => !isOwnType(type))
  const asked = [...new Set(objectTypes)]
  if (present.length === asked.length && asked.every((type) => present.includes(type))) return field.objectTypes
  return [...asked, ...field.objectTypes.filter(isOwnType)]
}

/** What a field of one of the organization's own types is and belongs to stays; so does what a field refers to. */
function checkFixed(field: CustomField, patch: CustomFieldDraft, problems: Problems): void {
  const [first = ''] = field.objectTypes
  if (!field.isShared && isOwnType(first)) {
    if (patch.type != null && patch.type !== field.type) problems.add(['type'], 'read_only')
    for (const owner of Object.keys(IS_OWNER) as Owner[]) {
      if (patch[owner] != null && patch[owner] !== first) problems.add([owner], 'read_only')
    }
  }
  const { referencedTypeId } = patch
  if (field.referencedTypeId !== null && referencedTypeId !== undefined && referencedTypeId !== field.referencedTypeId)
    problems.add(['referencedTypeId'], 'read_only')
}

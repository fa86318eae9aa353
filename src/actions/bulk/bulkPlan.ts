import {
  type BulkDelete,
  type BulkEdit,
  type BulkObject,
  customEditOf,
  DELETED_NOUNS,
  type DeletedType,
  type FieldHome,
} from '../../domain/bulkAction.ts'
import { type CustomField, mayEdit, nounOfObjectType } from '../../domain/customField.ts'
import type { CustomChange } from '../../domain/customValue.ts'
import { forbidden } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import type { Condition } from '../../search/listQuery.ts'
import type { Context } from '../context.ts'
import { applyCustom } from '../custom/customValues.ts'
import { Problems } from '../problems.ts'
import { customDeed, DELETIONS, type Deed, type Deletable, leadStatusDeed } from './bulkDeeds.ts'

/** What a bulk action does, and to which objects of a noun. */
export type Plan = Deed & { readonly noun: BulkObject; readonly where: readonly Condition[] }

/** What a bulk action comes to, for whoever asks for it; throws what is wrong with it, and what they may not do. */
export async function planOf(ctx: Context, action: BulkEdit | BulkDelete): Promise<Plan> {
  if ('objectType' in action) return planDeletion(ctx, action)
  permit(ctx.actor, 'bulk_edit')
  permit(ctx.actor, 'edit_records')
  const edit = customEditOf(action.type)
  if (edit === undefined) return planStatus(ctx, action)
  return edit.clears ? planCleared(ctx, action, edit.home) : planSet(ctx, action, edit.home)
}

/** Whoever undoes a bulk action must be allowed to do it by hand, and as much as whoever did it. */
export function permitUndo({ actor }: Pick<Context, 'actor'>, { kind, targetNoun }: Undone): void {
  permit(actor, 'edit_records')
  permit(actor, kind === 'delete' ? 'bulk_delete' : 'bulk_edit')
  if (kind === 'delete') permit(actor, DELETIONS[targetNoun as Deletable].needs)
}

type Undone = Pick<BulkEdit | BulkDelete, 'kind' | 'targetNoun'>

/** What an edit is done to; `found` is what the query looks for. */
export function targetOf({ type }: Pick<BulkEdit, 'type'>, found: string): string {
  const home = customEditOf(type)?.home
  if (home === undefined) return 'lead'
  return home === 'shared' ? found : home
}

function planDeletion({ actor }: Context, { objectType }: BulkDelete): Plan {
  permit(actor, 'bulk_delete')
  const noun = DELETED_NOUNS[objectType as DeletedType]
  const { needs, ...deed } = DELETIONS[noun]
  permit(actor, needs)
  return { ...deed, noun, where: [] }
}

async function planStatus(ctx: Context, { leadStatusId }: BulkEdit): Promise<Plan> {
  const problems = new Problems()
  if (leadStatusId === null) problems.add(['leadStatusId'], 'required')
  else if (!(await settingsWith(ctx, ({ leadStatuses }) => leadStatuses.some(({ id }) => id === leadStatusId))))
    problems.add(['leadStatusId'], 'not_a_choice', leadStatusId)
  problems.settle()
  return { ...leadStatusDeed(leadStatusId ?? ''), noun: 'lead', where: [] }
}

async function planCleared(ctx: Context, edit: BulkEdit, home: FieldHome): Promise<Plan> {
  const field = await fieldOf(ctx, edit, home)
  return planCustom(ctx, edit, field, { key: 'customFieldId', id: field.id, op: 'set', value: null })
}

const OPERATIONS: Readonly<Record<string, CustomChange['op']>> = { replace: 'set', add: 'add', remove: 'remove' }

async function planSet(ctx: Context, edit: BulkEdit, home: FieldHome): Promise<Plan> {
  const field = await fieldOf(ctx, edit, home)
  const problems = new Problems()
  const op = OPERATIONS[edit.customFieldOperation ?? 'replace'] ?? 'set'
  const key = edit.customFieldValues === null ? 'customFieldValue' : 'customFieldValues'
  const value = valueFor(field, edit[key])
  if (isBlank(value)) problems.add([key], 'required')
  if (op !== 'set' && !field.acceptsMultipleValues)
    problems.add(['customFieldOperation'], 'object', 'The field has one value only: it can be replaced.')
  problems.settle()
  const change: CustomChange = { key, id: field.id, op, value }
  await applyCustom(ctx, { objectType: objectTypesOf(edit, field)[0] ?? '', leadId: null }, {}, [change], [], problems)
  problems.settle()
  return planCustom(ctx, edit, field, change)
}

function planCustom({ actor }: Context, edit: BulkEdit, field: CustomField, change: CustomChange): Plan {
  const noun = edit.targetNoun as BulkObject
  const types = objectTypesOf(edit, field)
  if (!types.some((type) => mayEdit(field, type, actor.roleId)))
    throw forbidden(`Your role may not edit the field ${JSON.stringify(field.name)}.`)
  const ofType: Condition[] = types.includes(noun) ? [] : [{ path: 'typeId', op: 'in', value: types }]
  return { ...customDeed(noun, change), noun, where: ofType }
}

/** The object types that have the field, among those that the edit is done to. */
const objectTypesOf = ({ targetNoun }: BulkEdit, { objectTypes }: CustomField): readonly string[] =>
  objectTypes.filter((type) => nounOfObjectType(type) === targetNoun)

/** The field that an edit names by id or, as older clients do, by name. */
async function fieldOf(ctx: Context, edit: BulkEdit, home: FieldHome): Promise<CustomField> {
  const { customFieldId, customFieldName } = edit
  const problems = new Problems()
  const isMeant = (field: CustomField) =>
    (customFieldId === null ? field.name === customFieldName : field.id === customFieldId) &&
    (home !== 'shared' || field.isShared) &&
    objectTypesOf(edit, field).length > 0
  const field = await settingsWith(ctx, ({ customFields }) => customFields.find(isMeant))
  const key = customFieldId === null && customFieldName !== null ? 'customFieldName' : 'customFieldId'
  if (edit[key] === null) problems.add([key], 'required')
  else if (field === undefined) problems.add([key], 'unknown_field')
  problems.settle()
  return field as CustomField
}

/** What the kept settings say, or those of now where the kept say nothing. */
async function settingsWith<T>(
  { store }: Context,
  find: (settings: Awaited<ReturnType<Context['store']['settings']>>) => T | undefined | false,
): Promise<T | undefined | false> {
  return find(await store.settings()) || find(await store.settings({ fresh: true }))
}

const isBlank = (value: unknown) => value === null || value === '' || (Array.isArray(value) && value.length === 0)

// Some clients send the one value of a field as a list of one.
const valueFor = ({ acceptsMultipleValues }: CustomField, value: unknown): unknown =>
  !acceptsMultipleValues && Array.isArray(value) && value.length === 1 ? value[0] : value

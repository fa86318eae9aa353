import type { CustomActivity } from '../../domain/customActivity.ts'
import type { CustomActivityType } from '../../domain/customType.ts'
import type { CustomChange } from '../../domain/customValue.ts'
import { forbidden } from '../../domain/errors.ts'
import { permitOwned } from '../../domain/permission.ts'
import { type ActivityDraft, activityOf, checkContact, filedUnder, permitDeletion } from '../activities/activity.ts'
import { type Context, change, remove, touched, type Written } from '../context.ts'
import { takeThreadAlong } from '../leads/takeAlong.ts'
import { differs, given, givenInstant, unlessSame } from '../patch.ts'
import { Problems } from '../problems.ts'
import { applyCustom, checkRequired } from './customValues.ts'

export type CustomActivityDraft = ActivityDraft & {
  readonly typeId?: string | null
  readonly status?: string | null
  readonly pinned?: boolean | null
  readonly custom?: readonly CustomChange[]
}

/** Logs an activity of a type that the organization made up. What is published has all that its type requires. */
export async function createCustomActivity(ctx: Context, draft: CustomActivityDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const lead = await filedUnder(ctx, tx, draft, problems)
    const type = await typeOf(ctx, draft.typeId)
    if (draft.typeId == null || draft.typeId === '') problems.add(['typeId'], 'required')
    else if (type === undefined) problems.add(['typeId'], 'unknown_reference')
    else permitType(ctx, type)
    const status = draft.status ?? 'published'
    const values = type === undefined ? {} : await valuesOf(ctx, type.id, lead?.id ?? null, draft, status, problems)
    problems.settle()
    const activity: CustomActivity = {
      ...activityOf(ctx, 'customActivity', lead?.id ?? '', draft),
      typeId: type?.id ?? null,
      custom: values,
      status,
      source: 'api',
      pinned: draft.pinned ?? false,
      pinnedAt: draft.pinned === true ? ctx.now : null,
      lastPublishedAt: status === 'published' ? ctx.now : null,
    }
    tx.insert('customActivity', activity)
    return activity.id
  })
}

/** Changes what the patch names. Publishing a draft asks for what its type requires. */
export async function updateCustomActivity(ctx: Context, id: string, patch: CustomActivityDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const activity = await tx.get('customActivity', id)
    permitOwned(ctx.actor, activity.userId, 'manage_others_activities')
    const type = await typeOf(ctx, activity.typeId)
    if (type !== undefined) permitType(ctx, type)
    const problems = new Problems()
    if (patch.typeId !== undefined && patch.typeId !== activity.typeId) problems.add(['typeId'], 'read_only')
    await checkContact(tx, unlessSame(patch.contactId, activity.contactId), activity.leadId, problems)
    const owner = { objectType: activity.typeId ?? '', leadId: activity.leadId }
    const custom = await applyCustom(ctx, owner, activity.custom, patch.custom ?? [], ['custom'], problems)
    const status = patch.status ?? activity.status
    const isPublished = status === 'published' && activity.status !== 'published'
    if (status === 'published') {
      const before = isPublished ? undefined : activity.custom
      await checkRequired(ctx, owner.objectType, custom.values, before, problems)
    }
    problems.settle()
    const pinned = patch.pinned ?? activity.pinned
    const changed: CustomActivity = {
      ...activity,
      contactId: given(patch.contactId, activity.contactId),
      at: givenInstant(patch.at, activity.at),
      custom: custom.values,
      status,
      pinned,
      pinnedAt: pinned ? (activity.pinnedAt ?? ctx.now) : null,
      lastPublishedAt: isPublished ? ctx.now : activity.lastPublishedAt,
    }
    if (differs(activity, changed)) tx.update('customActivity', { ...changed, ...touched(ctx) })
    return id
  })
}

/** Deletes an activity, which only the roles may that may change it. */
export async function deleteCustomActivity(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    const activity = await tx.get('customActivity', id)
    permitDeletion(ctx.actor, activity)
    const type = await typeOf(ctx, activity.typeId)
    if (type !== undefined) permitType(ctx, type)
    tx.delete('customActivity', id)
    takeThreadAlong(tx, 'activityId', id)
    return id
  })
}

/** Refuses an actor whose role is not among those that a type names. */
export function permitType(
  ctx: Context,
  { name, editableWithRoles }: Pick<CustomActivityType, 'name' | 'editableWithRoles'>,
) {
  if (editableWithRoles.length === 0 || editableWithRoles.includes(ctx.actor.roleId)) return
  throw forbidden(`Your role may not edit ${JSON.stringify(name)}.`)
}

async function typeOf(ctx: Context, id: string | null | undefined): Promise<CustomActivityType | undefined> {
  const isIt = (type: CustomActivityType) => type.id === id
  const known = (await ctx.store.settings()).customActivityTypes.find(isIt)
  return known ?? (await ctx.store.settings({ fresh: true })).customActivityTypes.find(isIt)
}

async function valuesOf(
  ctx: Context,
  typeId: string,
  leadId: string | null,
  draft: CustomActivityDraft,
  status: string,
  problems: Problems,
) {
  const custom = await applyCustom(ctx, { objectType: typeId, leadId }, {}, draft.custom ?? [], ['custom'], problems)
  if (status === 'published') await checkRequired(ctx, typeId, custom.values, undefined, problems)
  return custom.values
}

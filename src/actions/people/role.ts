import { refused } from '../../domain/errors.ts'
import { isPermission, permit } from '../../domain/permission.ts'
import { type Role, VISIBILITY_BEHAVIORS } from '../../domain/role.ts'
import { type Context, change, remove, type Written } from '../context.ts'
import { differs } from '../patch.ts'
import { Problems } from '../problems.ts'
import { keepAnAdministrator } from './administrators.ts'

export type RoleDraft = {
  readonly name?: string | null
  readonly permissions?: readonly string[] | null
  /** Nothing can be made or changed; whoever does not say so gets a role that may. */
  readonly isReadOnly?: boolean | null
  readonly visibilityFieldIds?: readonly string[] | null
  readonly visibilityBehavior?: string | null
}

/** Makes a role. */
export async function createRole(ctx: Context, draft: RoleDraft): Promise<Written> {
  permit(ctx.actor, 'manage_organization')
  return change(ctx, async (tx) => {
    const blank: Role = {
      organizationId: ctx.actor.organizationId,
      id: ctx.ids('role'),
      name: '',
      isBuiltIn: false,
      permissions: [EDIT],
      visibilityFieldIds: [],
      visibilityBehavior: null,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    }
    tx.insert('role', await readRole(ctx, draft, blank))
    return blank.id
  })
}

/** Changes a role for all who hold it. The built-in ones stay as they are. */
export async function updateRole(ctx: Context, id: string, patch: RoleDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const role = await tx.get('role', id)
    permit(ctx.actor, 'manage_organization')
    const changed = await readRole(ctx, patch, role)
    if (!differs(role, changed)) return id
    if (role.isBuiltIn) throw refused('Built-in roles cannot be changed; make one of your own.')
    tx.update('role', { ...changed, updatedAt: ctx.now })
    if (role.permissions.includes(ADMINISTER) && !changed.permissions.includes(ADMINISTER)) {
      await tx.flush()
      await keepAnAdministrator(ctx, tx)
    }
    return id
  })
}

/** Deletes a role that nobody holds, not even somebody who has left: they might come back. */
export async function deleteRole(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    const role = await tx.get('role', id)
    permit(ctx.actor, 'manage_organization')
    if (role.isBuiltIn) throw refused('Built-in roles cannot be deleted.')
    if (await tx.isUsed('membership', 'roleId', id))
      throw refused('Members hold this role, or did when they left; give them another one first.')
    tx.delete('role', id)
    return id
  })
}

const EDIT = 'edit_records'
const ADMINISTER = 'manage_organization'

async function readRole(ctx: Context, draft: RoleDraft, present: Role): Promise<Role> {
  const problems = new Problems()
  const name = draft.name === undefined ? present.name : (draft.name ?? '')
  if (name === '') problems.add(['name'], 'required')
  const permissions = readPermissions(draft, present, problems)
  const visibility = await readLeadVisibility(ctx, draft, present, permissions, problems)
  problems.settle()
  return { ...present, name, permissions, ...visibility }
}

// Clients of the original do not know `edit_records`, so leaving it out of the list takes nothing away.
function readPermissions(draft: RoleDraft, present: Role, problems: Problems): readonly string[] {
  const named = draft.permissions === undefined ? present.permissions : (draft.permissions ?? [])
  for (const [i, one] of named.entries()) {
    if (!isPermission(one)) problems.add(['permissions', i], 'not_a_choice', one)
  }
  const mayEdit =
    typeof draft.isReadOnly === 'boolean'
      ? !draft.isReadOnly
      : named.includes(EDIT) || present.permissions.includes(EDIT)
  const next = [...named.filter((one) => one !== EDIT), ...(mayEdit ? [EDIT] : [])]
  return sameMembers(next, present.permissions) ? present.permissions : [...new Set(next)].sort()
}

const sameMembers = (a: readonly string[], b: readonly string[]) =>
  new Set(a).size === b.length && a.every((one) => b.includes(one))

async function readLeadVisibility(
  ctx: Context,
  draft: RoleDraft,
  present: Role,
  permissions: readonly string[],
  problems: Problems,
): Promise<Pick<Role, 'visibilityFieldIds' | 'visibilityBehavior'>> {
  const { visibilityFieldIds: ids, visibilityBehavior: behavior } = draft
  const isRestricted = !permissions.includes('view_all_leads')
  if (!isRestricted) {
    if ((ids ?? []).length > 0) problems.add(['visibilityFieldIds'], 'object', EMPTY)
    if ((behavior ?? null) !== null) problems.add(['visibilityBehavior'], 'object', EMPTY)
    return { visibilityFieldIds: [], visibilityBehavior: null }
  }
  const fieldIds = ids === undefined ? present.visibilityFieldIds : [...new Set(ids)]
  const { customFields } = await ctx.store.settings({ fresh: true })
  for (const [i, id] of (fieldIds ?? []).entries()) {
    const isOfUsers = customFields.some(
      (field) => field.id === id && field.type === 'user' && field.objectTypes.includes('lead'),
    )
    // One that has been deleted since may be sent back.
    if (!isOfUsers && !present.visibilityFieldIds.includes(id))
      problems.add(['visibilityFieldIds', i], 'unknown_reference')
  }
  const next = behavior === undefined ? present.visibilityBehavior : behavior
  return { visibilityFieldIds: fieldIds ?? [], visibilityBehavior: next ?? VISIBILITY_BEHAVIORS[0] }
}

const EMPTY = 'Must be empty for a role that may view all leads.'

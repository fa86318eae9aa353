import { refused } from '../../domain/errors.ts'
import type { Group } from '../../domain/group.ts'
import { permit } from '../../domain/permission.ts'
import { type Context, change, remove, stamps, touched, type Written } from '../context.ts'
import { differs } from '../patch.ts'
import { Problems } from '../problems.ts'

export type GroupDraft = { readonly name?: string | null; readonly memberIds?: readonly string[] | null }

/** Makes a group, with the members it is given. */
export async function createGroup(ctx: Context, draft: GroupDraft): Promise<Written> {
  permit(ctx.actor, 'manage_organization')
  return change(ctx, async (tx) => {
    const id = ctx.ids('group')
    const group: Group = { ...stamps(ctx), id, ...(await readGroup(ctx, draft, { id, name: '', memberIds: [] })) }
    tx.insert('group', group)
    return id
  })
}

/** Renames a group or says anew who is in it. */
export async function updateGroup(ctx: Context, id: string, patch: GroupDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const group = await tx.get('group', id)
    permit(ctx.actor, 'manage_organization')
    const changed: Group = { ...group, ...(await readGroup(ctx, patch, group)) }
    if (differs(group, changed)) tx.update('group', { ...changed, ...touched(ctx) })
    return id
  })
}

/** Deletes a group. What only its members could see is for everyone from then on: nobody else is named any more. */
export async function deleteGroup(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    await tx.get('group', id)
    permit(ctx.actor, 'manage_organization')
    if (await tx.searchesUseGroup(id))
      throw refused('Smart Views are shared with this group or look for it; change them first.')
    await tx.forgetPrincipal(id)
    tx.delete('group', id)
    return id
  })
}

/** Puts somebody into a group, who may be in it already. */
export async function addToGroup(ctx: Context, id: string, userId: string): Promise<Written> {
  return changeMembers(ctx, id, async (group) => {
    const known = group.memberIds.includes(userId) || (await ctx.store.members([userId])).has(userId)
    const problems = new Problems()
    if (!known) problems.add(['userId'], 'unknown_reference')
    problems.settle()
    return [...group.memberIds.filter((one) => one !== userId), userId]
  })
}

/** Takes somebody out of a group, who may not be in it. */
export async function removeFromGroup(ctx: Context, id: string, userId: string): Promise<Written> {
  return changeMembers(ctx, id, async (group) => group.memberIds.filter((one) => one !== userId))
}

function changeMembers(ctx: Context, id: string, decide: (group: Group) => Promise<readonly string[]>) {
  return change(ctx, async (tx) => {
    const group = await tx.get('group', id)
    permit(ctx.actor, 'manage_organization')
    const memberIds = await decide(group)
    if (memberIds.length !== group.memberIds.length) tx.update('group', { ...group, memberIds, ...touched(ctx) })
    return id
  })
}

/** What a draft says of a group: a name that no other group has, and members of the organization. */
async function readGroup(ctx: Context, draft: GroupDraft, present: Pick<Group, 'id' | 'name' | 'memberIds'>) {
  const problems = new Problems()
  const name = draft.name === undefined ? present.name : (draft.name ?? '')
  if (name === '') problems.add(['name'], 'required')
  else if ((await ctx.store.groupsNamed(name)).some((id) => id !== present.id)) problems.add(['name'], 'conflict', name)

  const memberIds = draft.memberIds === undefined ? present.memberIds : [...new Set(draft.memberIds)]
  const added = memberIds.filter((id) => !present.memberIds.includes(id))
  const members = await ctx.store.members(added)
  for (const id of added) if (!members.has(id)) problems.add(['memberIds', memberIds.indexOf(id)], 'unknown_reference')
  problems.settle()
  return { name, memberIds }
}

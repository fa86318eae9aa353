import { type Actor, isAdmin, seesAmong } from '../../domain/permission.ts'
import type { Context } from '../context.ts'
import type { Problems } from '../problems.ts'

/**
 * Who may see something, as a draft says it: as a whole list of users and groups, or in parts: whether it is private,
 * to whom, and for which groups.
 */
export type VisibilityDraft = {
  readonly visibleTo?: readonly string[] | null
  readonly isPrivate?: boolean | null
  readonly groupIds?: readonly string[] | null
  readonly privateUserId?: string | null
}

/** The ids of users and groups who may see something; null is everyone. */
type Visibility = readonly string[] | null
type Asking = { readonly actor: Actor; readonly store: Pick<Context['store'], 'principals'> }
type Known = Awaited<ReturnType<Asking['store']['principals']>>

/**
 * Who may see something after a patch; null is everyone. What the draft does not name stays as it is, and where nobody
 * is left, everyone may see it. Who is not an administrator must stay among those who see it: to them it would be gone,
 * and they could not take that back.
 */
export async function readVisibility(
  { actor, store }: Asking,
  draft: VisibilityDraft,
  present: Visibility,
  problems: Problems,
): Promise<Visibility> {
  const field = FIELDS.find((one) => draft[one] !== undefined)
  if (field === undefined) return present
  const named = [...(draft.visibleTo ?? []), ...(draft.groupIds ?? []), ...listed(draft.privateUserId)]
  const known = await store.principals([...(present ?? []), ...named])
  checkNamed(draft, present ?? [], known, problems)

  const whole = (draft.visibleTo === undefined ? present : draft.visibleTo) ?? []
  const isGroup = (id: string) => known.groups.has(id)
  const users = usersAfter(
    draft,
    actor.userId,
    whole.filter((id) => !isGroup(id)),
  )
  const next = [...new Set([...users, ...groupsAfter(draft, whole.filter(isGroup))])]
  if (sameMembers(next, present ?? [])) return present
  if (next.length === 0) return null
  if (!isAdmin(actor) && !seesAmong(actor, next)) {
    problems.add([field], 'object', 'You would no longer see this yourself.')
  }
  return next
}

const FIELDS = ['visibleTo', 'privateUserId', 'isPrivate', 'groupIds'] as const

/** Those who are named must be there; who is sent back with the whole list may have left. */
function checkNamed(draft: VisibilityDraft, present: readonly string[], known: Known, problems: Problems): void {
  for (const [i, id] of (draft.visibleTo ?? []).entries()) {
    const isThere = known.users.has(id) || known.groups.has(id) || present.includes(id)
    if (!isThere) problems.add(['visibleTo', i], 'unknown_reference')
  }
  for (const [i, id] of (draft.groupIds ?? []).entries()) {
    if (!known.groups.has(id)) problems.add(['groupIds', i], 'unknown_reference')
  }
  for (const id of listed(draft.privateUserId)) {
    if (!known.users.has(id) && !present.includes(id)) problems.add(['privateUserId'], 'unknown_reference')
  }
}

function usersAfter({ isPrivate, privateUserId }: VisibilityDraft, actorId: string, present: readonly string[]) {
  if (isPrivate === false) return []
  if (privateUserId !== undefined && privateUserId !== null) return [privateUserId]
  if (isPrivate !== true) return privateUserId === null ? [] : present
  return present.length > 0 && privateUserId === undefined ? present : [actorId]
}

// Private is private: groups that saw it before no longer do, unless they are named in the same breath.
function groupsAfter({ isPrivate, privateUserId, groupIds }: VisibilityDraft, present: readonly string[]) {
  if (groupIds !== undefined) return groupIds ?? []
  const becomesPrivate = isPrivate === true || (isPrivate !== false && listed(privateUserId).length > 0)
  return becomesPrivate ? [] : present
}

const listed = (id: string | null | undefined) => (id === undefined || id === null ? [] : [id])

const sameMembers = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((id) => b.includes(id))

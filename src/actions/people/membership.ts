import { forbidden, refused } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import type { RateLimit } from '../../domain/rateLimit.ts'
import { isEmailAddress, isWebAddress } from '../../domain/text.ts'
import { type Membership, NOTHING_SET_UP, type User } from '../../domain/user.ts'
import type { View } from '../../domain/view.ts'
import type { Condition } from '../../search/listQuery.ts'
import { type Context, change, remove, type Transaction, type Written } from '../context.ts'
import { differs, given } from '../patch.ts'
import { Problems } from '../problems.ts'
import { keepAnAdministrator } from './administrators.ts'

export type NewMemberDraft = { readonly email?: string | null; readonly roleId?: string | null }

export type MembershipDraft = {
  readonly roleId?: string | null
  readonly autoRecordCalls?: string | null
  readonly defaultCallerId?: string | null
  readonly hangupRecordingUrl?: string | null
  readonly mayWorkflowsImpersonate?: boolean | null
  readonly trackEmailOpens?: boolean | null
  readonly pinnedViewIds?: readonly string[] | null
  readonly rateLimit?: RateLimit | null
}

/**
 * Makes sure that somebody is a member: makes the user and the membership where there are none, and lets somebody back
 * in who has left. Who is a member already keeps their role.
 */
export async function addMember(ctx: Context, draft: NewMemberDraft): Promise<Written> {
  permit(ctx.actor, 'manage_organization')
  return change(ctx, async (tx) => {
    const email = draft.email ?? ''
    const person = email === '' ? undefined : await ctx.store.personWith(email)
    const roleId = await readNewMember(tx, draft)
    if (person?.membershipId != null) {
      const present = await tx.get('membership', person.membershipId)
      if (!present.isActive) tx.update('membership', { ...present, isActive: true, roleId, updatedAt: ctx.now })
      return present.id
    }
    const user = person === undefined ? newUser(ctx, email) : undefined
    if (user !== undefined) tx.insert('user', user)
    const made: Membership = {
      organizationId: ctx.actor.organizationId,
      id: ctx.ids('membership'),
      userId: user?.id ?? person?.userId ?? '',
      roleId,
      isActive: true,
      isOwner: false,
      ...NOTHING_SET_UP,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    }
    tx.insert('membership', made)
    return made.id
  })
}

/** Changes what members have set up for themselves, or their role and limit, which takes an administrator. */
export async function updateMembership(ctx: Context, id: string, patch: MembershipDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    if (await changeMembership(ctx, tx, id, patch)) await keepAnAdministrator(ctx, tx)
    return id
  })
}

const MAX_AT_ONCE = 1000
const ID: View = { noun: 'membership', entries: [{ key: 'id', path: 'id', render: 'plain' }] }

/**
 * The same for several members at once, all or none of them. They have to be named.
 * @returns how many match
 */
export async function updateMemberships(
  ctx: Context,
  where: readonly Condition[],
  patch: MembershipDraft,
): Promise<number> {
  permit(ctx.actor, 'manage_organization')
  if (where.length === 0) throw refused('Name the memberships to change: {"_params": {"id__in": "memb_…,memb_…"}}.')
  // In one order, so that two of these do not wait for each other.
  const order = [{ path: 'id', descending: false }]
  const { rows, hasMore } = await ctx.store.list('membership', { where, order, limit: MAX_AT_ONCE, skip: 0 }, ID)
  if (hasMore) throw refused(`At most ${MAX_AT_ONCE} memberships can be changed at once.`)
  await change(ctx, async (tx) => {
    let hasNewRoles = false
    for (const row of rows) {
      const { id } = JSON.parse(row) as { id: string }
      hasNewRoles = (await changeMembership(ctx, tx, id, patch)) || hasNewRoles
    }
    if (hasNewRoles) await keepAnAdministrator(ctx, tx)
    return ''
  })
  return rows.length
}

/** Ends a membership: its keys stop working, and what its user did and owns stays. */
export async function deactivateMembership(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    const membership = await tx.get('membership', id)
    permit(ctx.actor, 'manage_organization')
    if (!membership.isActive) return id
    tx.update('membership', { ...membership, isActive: false, updatedAt: ctx.now })
    await tx.flush()
    await keepAnAdministrator(ctx, tx)
    return id
  })
}

/** Refuses who asks for what only a member themselves and administrators may see. */
export function permitOwnMembership({ actor }: Context, id: string): void {
  if (id !== actor.membershipId) permit(actor, 'manage_organization')
}

/** @returns whether a role was changed, which has been written then */
async function changeMembership(ctx: Context, tx: Transaction, id: string, patch: MembershipDraft): Promise<boolean> {
  const membership = await tx.get('membership', id)
  permitOwnMembership(ctx, id)
  const changed = await readMembership(ctx, tx, patch, membership)
  if (!differs(membership, changed)) return false
  const isNewRole = changed.roleId !== membership.roleId
  if (isNewRole || differs({ of: membership.rateLimit }, { of: changed.rateLimit })) {
    permit(ctx.actor, 'manage_organization')
  }
  tx.update('membership', { ...changed, updatedAt: ctx.now })
  if (isNewRole) await tx.flush()
  return isNewRole
}

async function readMembership(
  ctx: Context,
  tx: Transaction,
  patch: MembershipDraft,
  present: Membership,
): Promise<Membership> {
  const problems = new Problems()
  const roleId = patch.roleId === undefined ? present.roleId : (patch.roleId ?? '')
  if (roleId === '') problems.add(['roleId'], 'required')
  else if (roleId !== present.roleId && (await tx.find('role', roleId)) === undefined)
    problems.add(['roleId'], 'unknown_reference')
  const url = patch.hangupRecordingUrl
  if (url && url !== present.hangupRecordingUrl && !isWebAddress(url))
    problems.add(['hangupRecordingUrl'], 'invalid_url')
  const pinnedViewIds = await readPins(ctx, patch, present, problems)
  problems.settle()
  return {
    ...present,
    roleId,
    autoRecordCalls: given(patch.autoRecordCalls, present.autoRecordCalls) ?? NOTHING_SET_UP.autoRecordCalls,
    defaultCallerId: given(patch.defaultCallerId, present.defaultCallerId),
    hangupRecordingUrl: given(url, present.hangupRecordingUrl),
    mayWorkflowsImpersonate: given(patch.mayWorkflowsImpersonate, present.mayWorkflowsImpersonate) ?? false,
    trackEmailOpens: given(patch.trackEmailOpens, present.trackEmailOpens) ?? false,
    pinnedViewIds,
    rateLimit: given(patch.rateLimit, present.rateLimit),
  }
}

/** Views that the member sees, each once. Those that are gone are not shown, so leaving them out changes nothing. */
async function readPins(
  { store }: Context,
  { pinnedViewIds: wanted }: MembershipDraft,
  { userId, pinnedViewIds: present }: Membership,
  problems: Problems,
): Promise<readonly string[]> {
  if (wanted === undefined) return present
  const ids = [...new Set(wanted)]
  const seen = await store.savedSearchesFor(userId, [...ids, ...present])
  for (const [i, id] of (wanted ?? []).entries()) {
    if (!seen.has(id)) problems.add(['pinnedViewIds', i], 'unknown_reference')
  }
  const shown = present.filter((id) => seen.has(id))
  return differs(shown, ids) ? ids : present
}

/** The role of a new member: any but those that manage the organization, which only those give who look at whom. */
async function readNewMember(tx: Transaction, { email, roleId }: NewMemberDraft): Promise<string> {
  const problems = new Problems()
  if (email == null || email === '') problems.add(['email'], 'required')
  else if (!isEmailAddress(email)) problems.add(['email'], 'invalid_email')
  const role = roleId == null || roleId === '' ? undefined : await tx.find('role', roleId)
  if (roleId == null || roleId === '') problems.add(['roleId'], 'required')
  else if (role === undefined) problems.add(['roleId'], 'unknown_reference')
  problems.settle()
  if (role?.permissions.includes('manage_organization'))
    throw forbidden('Nobody joins with a role that manages the organization; give it to a member.')
  return role?.id ?? ''
}

function newUser(ctx: Context, email: string): User {
  return {
    id: ctx.ids('user'),
    // What people are called they say themselves; until then, the beginning of their address has to do.
    firstName: email.split('@')[0] ?? email,
    lastName: '',
    email,
    lastUsedTimezone: null,
    emailVerifiedAt: null,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  }
}

import { forbidden } from './errors.ts'
import type { RateLimit } from './rateLimit.ts'

/**
 * Everything a role can allow. The names are those of the Close API, but for `edit_records`: Ajar's own, without which
 * nothing can be made or changed.
 */
export const PERMISSIONS = [
  'bulk_delete',
  'bulk_edit',
  'bulk_email',
  'bulk_import',
  'bulk_sequence_subscriptions',
  'call_coach_barge',
  'call_coach_listen',
  'calling',
  'delete_leads',
  'delete_own_activities',
  'delete_own_opportunities',
  'delete_own_tasks',
  'edit_records',
  'export',
  'manage_customizations',
  'manage_email_sequences',
  'manage_group_numbers',
  'manage_organization',
  'manage_others_activities',
  'manage_others_opportunities',
  'manage_others_tasks',
  'manage_team_email_templates',
  'manage_team_smart_views',
  'merge_leads',
  'view_all_leads',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** Whether a role can allow something of this name. */
export const isPermission = (name: string): name is Permission => (PERMISSIONS as readonly string[]).includes(name)

const USER: readonly Permission[] = [
  'calling',
  'delete_own_activities',
  'delete_own_opportunities',
  'delete_own_tasks',
  'delete_leads',
  'edit_records',
  'bulk_edit',
  'bulk_email',
  'bulk_import',
  'bulk_sequence_subscriptions',
  'manage_others_tasks',
  'merge_leads',
  'view_all_leads',
]

/** The roles every organization starts with. Their ids are plain words. */
export const BUILT_IN_ROLES: readonly { id: string; name: string; permissions: readonly Permission[] }[] = [
  { id: 'admin', name: 'Admin', permissions: PERMISSIONS },
  { id: 'superuser', name: 'Super User', permissions: PERMISSIONS.filter((p) => p !== 'manage_organization') },
  { id: 'user', name: 'User', permissions: USER },
  {
    id: 'restricteduser',
    name: 'Restricted User',
    permissions: [
      'calling',
      'delete_own_activities',
      'delete_own_opportunities',
      'delete_own_tasks',
      'edit_records',
      'view_all_leads',
    ],
  },
  { id: 'readonly', name: 'Read-only User', permissions: ['view_all_leads'] },
]

/** Who acts: one membership of one organization, and how they came in. */
export type Actor = {
  readonly organizationId: string
  readonly userId: string
  readonly membershipId: string
  readonly roleId: string
  /** The groups they are in. */
  readonly groupIds: readonly string[]
  readonly permissions: ReadonlySet<Permission>
  readonly apiKeyId: string | null
  /** Which leads they see when they may not see all. */
  readonly assignment?: Assignment
  /** How often they may ask. */
  readonly rateLimits?: { readonly key: RateLimit | null; readonly organization: RateLimit | null }
}

/** Who tidies up an organization by night. Nothing is made or changed in their name. */
export const systemActor = (organizationId: string): Actor => ({
  organizationId,
  userId: '',
  membershipId: '',
  roleId: 'admin',
  groupIds: [],
  permissions: new Set(PERMISSIONS),
  apiKeyId: null,
})

/** Leads are seen that name a user in one of these custom fields; those that name nobody in any of them, if so said. */
export type Assignment = { readonly fieldIds: readonly string[]; readonly seesUnassigned: boolean }

/** Whether someone sees and may change everything in their organization. */
export const isAdmin = (actor: Actor) => actor.permissions.has('manage_organization')

/**
 * Which objects may be seen at all: those of one organization, and of the hidden ones those that name one of the
 * `principals`, which are ids of users and groups. Without principals nothing is hidden. With `assigned`, leads are seen
 * only by those whom they are assigned to, with all that belongs to them.
 */
export type Scope = {
  readonly organizationId: string
  readonly principals?: readonly string[]
  readonly assigned?: Assignment & { readonly userId: string }
  /** Who looks, for what is somebody's own; without them everybody's is seen. */
  readonly userId?: string | null
  /** The caller's distance from UTC in hours: when their days begin. */
  readonly offsetHours?: number
}

/** What someone may see. */
export function scopeOf(actor: Actor): Scope {
  const { organizationId, userId, groupIds } = actor
  if (isAdmin(actor)) return { organizationId, userId }
  const principals = [userId, ...groupIds]
  if (actor.permissions.has('view_all_leads')) return { organizationId, userId, principals }
  return { organizationId, userId, principals, assigned: { ...(actor.assignment ?? NOTHING_ASSIGNED), userId } }
}

const NOTHING_ASSIGNED: Assignment = { fieldIds: [], seesUnassigned: false }

/** Whether someone is among those who are named as seeing something. */
export function seesAmong(actor: Actor, visibleTo: readonly string[]): boolean {
  return isAdmin(actor) || [actor.userId, ...actor.groupIds].some((id) => visibleTo.includes(id))
}

/** Refuses an actor whose role lacks the permission. */
export function permit(actor: Actor, needed: Permission): void {
  if (!actor.permissions.has(needed)) throw forbidden(`Your role does not allow this: it lacks '${needed}'.`)
}

/**
 * Refuses a change to something another user owns unless the role may manage others' things; what belongs to nobody
 * is everybody's.
 */
export function permitOwned(actor: Actor, ownerId: string | null, others: Permission): void {
  if (ownerId !== null && ownerId !== actor.userId) permit(actor, others)
}

import { hashOf, newApiKey } from '../../auth/apiKey.ts'
import { hashPassword, newPassword } from '../../auth/password.ts'
import type { Ids } from '../../domain/id.ts'
import { currencySymbol } from '../../domain/money.ts'
import { type Actor, BUILT_IN_ROLES } from '../../domain/permission.ts'
import type { StatusType } from '../../domain/status.ts'
import { type Membership, NOTHING_SET_UP } from '../../domain/user.ts'
import type { Database } from '../../store/database/database.ts'
import { addApiKey } from '../../store/people/apiKey.ts'
import { knowsTimezone } from '../../store/timezone.ts'
import { addOrganization, isSetUp, type NewOrganization } from '../../store/writing/setup.ts'

export type SetUp = {
  readonly email: string
  readonly password: string | undefined
  readonly apiKey: string | undefined
  readonly organization: string
  readonly country: string
  /** IANA name; one that the database does not know becomes UTC. */
  readonly timezone: string
  readonly currency: string
  /** Who and what is there from the beginning; the usual unless said. */
  readonly plan?: Plan
}

/** What an organization starts with. The first member is its owner. */
export type Plan = {
  readonly foundedAt: string
  readonly members: readonly [Member, ...Member[]]
  readonly leadStatuses: readonly string[]
  readonly pipelines: readonly {
    readonly name: string
    readonly statuses: readonly (readonly [string, StatusType])[]
  }[]
}

export type Member = {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  /** One of the built-in roles. */
  readonly roleId: string
}

/** What the first start tells the administrator, once. */
export type FirstLogin = {
  readonly organizationId: string
  readonly email: string
  readonly password: string
  readonly apiKey: string
  /** The members in the order of the plan, as they act. */
  readonly members: readonly Actor[]
}

// The vendor shows built-in roles as made in year one.
const BEGINNING = '0001-01-01T00:00:00Z'

/**
 * Makes an organization, its owner and an API key: on a store that has none, unless told otherwise. `hash` makes the hash
 * of the owner's password.
 * @returns undefined when the store is set up already
 */
export async function setUp(
  database: Database,
  ids: Ids,
  wish: SetUp,
  now: string,
  { evenIfSetUp = false, hash = hashPassword } = {},
): Promise<FirstLogin | undefined> {
  if (!evenIfSetUp && (await isSetUp(database))) return undefined
  const password = wish.password ?? newPassword()
  const apiKey = wish.apiKey ?? newApiKey()
  const plan = wish.plan ?? usualPlan(wish.email, now)
  const timezone = (await knowsTimezone(database, wish.timezone)) ? wish.timezone : 'UTC'
  const made = newOrganization(ids, { ...wish, timezone }, plan, await hash(password))
  const [membership] = made.memberships
  const added = await addOrganization(database, made, { first: !evenIfSetUp }, (tx) =>
    addApiKey(tx, {
      organizationId: made.organization.id,
      id: ids('apiKey'),
      membershipId: membership?.id ?? '',
      name: 'First key',
      hash: hashOf(apiKey),
      now,
    }),
  )
  if (!added) return undefined
  const { email } = plan.members[0]
  return { organizationId: made.organization.id, email, password, apiKey, members: made.memberships.map(actorOf) }
}

function usualPlan(email: string, now: string): Plan {
  return {
    foundedAt: now,
    members: [{ firstName: nameFrom(email), lastName: '', email, roleId: 'admin' }],
    leadStatuses: ['Potential', 'Bad Fit', 'Qualified', 'Customer'],
    pipelines: [
      {
        name: 'Sales',
        statuses: [
          ['Active', 'active'],
          ['Won', 'won'],
          ['Lost', 'lost'],
        ],
      },
    ],
  }
}

function newOrganization(ids: Ids, wish: SetUp, plan: Plan, ownersHash: string): NewOrganization {
  const organizationId = ids('organization')
  const times = { createdAt: plan.foundedAt, updatedAt: plan.foundedAt }
  const within = { organizationId, ...times }
  const people = plan.members.map((member) => ({ ...member, id: ids('user') }))
  const pipelines = plan.pipelines.map((one) => ({ ...one, id: ids('pipeline') }))
  return {
    organization: {
      id: organizationId,
      name: wish.organization,
      currency: wish.currency,
      currencySymbol: currencySymbol(wish.currency),
      country: wish.country,
      timezone: wish.timezone,
      rateLimit: null,
      createdById: null,
      updatedById: null,
      ...times,
    },
    roles: BUILT_IN_ROLES.map((role) => ({
      ...role,
      organizationId,
      isBuiltIn: true,
      visibilityFieldIds: [],
      visibilityBehavior: null,
      createdAt: BEGINNING,
      updatedAt: BEGINNING,
    })),
    users: people.map(({ id, firstName, lastName, email }, place) => ({
      id,
      firstName,
      lastName,
      email,
      lastUsedTimezone: null,
      emailVerifiedAt: null,
      passwordHash: place === 0 ? ownersHash : null,
      ...times,
    })),
    memberships: people.map(({ id, roleId }, place) => ({
      id: ids('membership'),
      userId: id,
      roleId,
      isActive: true,
      isOwner: place === 0,
      ...NOTHING_SET_UP,
      ...within,
    })),
    leadStatuses: plan.leadStatuses.map((label, position) => ({
      id: ids('leadStatus'),
      label,
      color: null,
      position,
      ...within,
    })),
    pipelines: pipelines.map(({ id, name }, position) => ({
      id,
      name,
      position,
      createdById: null,
      updatedById: null,
      ...within,
    })),
    opportunityStatuses: pipelines.flatMap((pipeline) =>
      pipeline.statuses.map(([label, type], position) => ({
        id: ids('opportunityStatus'),
        pipelineId: pipeline.id,
        label,
        type,
        position,
        ...within,
      })),
    ),
  }
}

function actorOf({ organizationId, userId, id, roleId }: Membership): Actor {
  const role = BUILT_IN_ROLES.find((one) => one.id === roleId)
  return {
    organizationId,
    userId,
    membershipId: id,
    roleId,
    groupIds: [],
    permissions: new Set(role?.permissions),
    apiKeyId: null,
  }
}

/** `mara.quist@…` → `Mara`. */
function nameFrom(email: string): string {
  const [first = ''] = email.split(/[@.+_-]/)
  return first.charAt(0).toUpperCase() + first.slice(1)
}

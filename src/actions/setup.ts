import { hashOf, newApiKey } from '../auth/apiKey.ts'
import { hashPassword, newPassword } from '../auth/password.ts'
import type { Ids } from '../domain/id.ts'
import { currencySymbol } from '../domain/money.ts'
import { BUILT_IN_ROLES } from '../domain/permission.ts'
import type { StatusType } from '../domain/status.ts'
import { addApiKey } from '../store/apiKey.ts'
import type { Database } from '../store/database.ts'
import { addOrganization, isSetUp, type NewOrganization } from '../store/setup.ts'

export type SetUp = {
  readonly email: string
  readonly password: string | undefined
  readonly apiKey: string | undefined
  readonly organization: string
  readonly country: string
  readonly currency: string
}

/** What the first start tells the administrator, once. */
export type FirstLogin = {
  readonly organizationId: string
  readonly email: string
  readonly password: string
  readonly apiKey: string
}

const LEAD_STATUSES = ['Potential', 'Bad Fit', 'Qualified', 'Customer']
const OPPORTUNITY_STATUSES: readonly [string, StatusType][] = [
  ['Active', 'active'],
  ['Won', 'won'],
  ['Lost', 'lost'],
]
// The vendor shows built-in roles as made in year one.
const BEGINNING = '0001-01-01T00:00:00Z'

/**
 * Makes an organization, its owner and an API key: on a store that has none, unless told otherwise.
 * @returns undefined when the store is set up already
 */
export async function setUp(
  database: Database,
  ids: Ids,
  wish: SetUp,
  now: string,
  { evenIfSetUp = false } = {},
): Promise<FirstLogin | undefined> {
  if (!evenIfSetUp && (await isSetUp(database))) return undefined
  const password = wish.password ?? newPassword()
  const apiKey = wish.apiKey ?? newApiKey()
  const passwordHash = await hashPassword(password)
  const made = newOrganization(ids, wish, passwordHash, now)
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
  return added ? { organizationId: made.organization.id, email: wish.email, password, apiKey } : undefined
}

function newOrganization(ids: Ids, wish: SetUp, passwordHash: string, now: string): NewOrganization {
  const organizationId = ids('organization')
  const userId = ids('user')
  const pipelineId = ids('pipeline')
  const times = { createdAt: now, updatedAt: now }
  const within = { organizationId, ...times }
  return {
    organization: {
      id: organizationId,
      name: wish.organization,
      currency: wish.currency,
      currencySymbol: currencySymbol(wish.currency),
      country: wish.country,
      createdById: null,
      updatedById: null,
      ...times,
    },
    roles: BUILT_IN_ROLES.map((role) => ({
      ...role,
      organizationId,
      isBuiltIn: true,
      createdAt: BEGINNING,
      updatedAt: BEGINNING,
    })),
    users: [
      {
        id: userId,
        firstName: nameFrom(wish.email),
        lastName: '',
        email: wish.email,
        lastUsedTimezone: null,
        emailVerifiedAt: null,
        passwordHash,
        ...times,
      },
    ],
    memberships: [{ id: ids('membership'), userId, roleId: 'admin', isActive: true, ...within }],
    leadStatuses: LEAD_STATUSES.map((label, position) => ({
      id: ids('leadStatus'),
      label,
      color: null,
      position,
      ...within,
    })),
    pipelines: [{ id: pipelineId, name: 'Sales', position: 0, createdById: null, updatedById: null, ...within }],
    opportunityStatuses: OPPORTUNITY_STATUSES.map(([label, type], position) => ({
      id: ids('opportunityStatus'),
      pipelineId,
      label,
      type,
      position,
      ...within,
    })),
  }
}

/** `mara.quist@…` → `Mara`. */
function nameFrom(email: string): string {
  const [first = ''] = email.split(/[@.+_-]/)
  return first.charAt(0).toUpperCase() + first.slice(1)
}

import { setUp } from '../../src/actions/people/setup.ts'
import { hashOf } from '../../src/auth/apiKey.ts'
import { hashPassword } from '../../src/auth/password.ts'
import { idSource } from '../../src/domain/id.ts'
import { NOTHING_SET_UP } from '../../src/domain/user.ts'
import type { Database } from '../../src/store/database/database.ts'
import { addApiKey } from '../../src/store/people/apiKey.ts'
import { insertAll } from '../../src/store/writing/setup.ts'

const ids = idSource()
const PASSWORD = 'correct horse battery'
let passwordHash: Promise<string> | undefined

/** An organization of its own for a test, with the key of its owner. */
export type TestOrganization = { organizationId: string; apiKey: string }

/** Makes an organization; a database may hold many, so tests cannot meet. */
export async function anOrganization(
  database: Database,
  more: { country?: string; timezone?: string; currency?: string } = {},
): Promise<TestOrganization> {
  const apiKey = `key_${ids('request')}`
  const first = await setUp(
    database,
    ids,
    {
      email: `owner-${ids('request').toLowerCase()}@ajar.example`,
      password: PASSWORD,
      apiKey,
      organization: 'Northfold',
      country: more.country ?? 'US',
      timezone: more.timezone ?? 'UTC',
      currency: more.currency ?? 'USD',
    },
    new Date().toISOString(),
    // All have the same password, and a good hash takes longer than the rest.
    { evenIfSetUp: true, hash: () => (passwordHash ??= hashPassword(PASSWORD)) },
  )
  if (first === undefined) throw new Error('no organization was made')
  return { organizationId: first.organizationId, apiKey }
}

/** Adds a member with a role to an organization, and gives their key and user id. */
export async function aMember(
  database: Database,
  { organizationId }: TestOrganization,
  roleId: string,
): Promise<{ apiKey: string; userId: string }> {
  const now = new Date().toISOString()
  const userId = ids('user')
  const membershipId = ids('membership')
  const apiKey = `key_${ids('request')}`
  await insertAll(database, 'user', [
    {
      id: userId,
      firstName: 'Ivo',
      lastName: 'Lund',
      email: `${userId.toLowerCase()}@ajar.example`,
      lastUsedTimezone: null,
      emailVerifiedAt: null,
      createdAt: now,
      updatedAt: now,
    },
  ])
  await insertAll(database, 'membership', [
    {
      organizationId,
      id: membershipId,
      userId,
      roleId,
      isActive: true,
      isOwner: false,
      ...NOTHING_SET_UP,
      createdAt: now,
      updatedAt: now,
    },
  ])
  await addApiKey(database, {
    organizationId,
    id: ids('apiKey'),
    membershipId,
    name: 'test',
    hash: hashOf(apiKey),
    now,
  })
  return { apiKey, userId }
}

import sql from 'sql-template-tag'
import type { NounName, RecordNamed } from '../../domain/catalogue.ts'
import type { Organization } from '../../domain/organization.ts'
import type { Role } from '../../domain/role.ts'
import type { LeadStatus, OpportunityStatus, Pipeline } from '../../domain/status.ts'
import type { Membership, User } from '../../domain/user.ts'
import type { Database, Runner } from '../database/database.ts'
import { insertSql } from './change.ts'

/** Everything a new organization starts with. */
export type NewOrganization = {
  readonly organization: Organization
  readonly roles: readonly Role[]
  readonly users: readonly (User & { readonly passwordHash: string | null })[]
  readonly memberships: readonly Membership[]
  readonly leadStatuses: readonly LeadStatus[]
  readonly pipelines: readonly Pipeline[]
  readonly opportunityStatuses: readonly OpportunityStatus[]
}

/** Whether any organization exists. */
export async function isSetUp(runner: Runner): Promise<boolean> {
  return (await runner.run(sql`select 1 from organizations limit 1`)).length > 0
}

/** Every organization there is. */
export async function organizationIds(runner: Runner): Promise<readonly string[]> {
  const rows = await runner.run<{ id: string }>(sql`select id from organizations order by id`)
  return rows.map(({ id }) => id)
}

/**
 * Makes an organization. The first one is made once: of several processes that start at once on an empty store, one
 * makes it.
 * @param options.first whether to do nothing when there is an organization already
 * @returns whether this call made it
 */
export async function addOrganization(
  database: Database,
  made: NewOrganization,
  options: { first: boolean },
  then: (tx: Runner) => Promise<void>,
): Promise<boolean> {
  return database.transaction(async (tx) => {
    await tx.run(sql`lock table organizations in share row exclusive mode`)
    if (options.first && (await isSetUp(tx))) return false
    await insertAll(tx, 'organization', [made.organization])
    await insertAll(tx, 'role', made.roles)
    await insertAll(tx, 'user', made.users)
    for (const { id, passwordHash } of made.users)
      await tx.run(sql`update users set password_hash = ${passwordHash} where id = ${id}`)
    await insertAll(tx, 'membership', made.memberships)
    await insertAll(tx, 'leadStatus', made.leadStatuses)
    await insertAll(tx, 'pipeline', made.pipelines)
    await insertAll(tx, 'opportunityStatus', made.opportunityStatuses)
    await then(tx)
    return true
  })
}

/** Inserts objects without events, for data that nobody has to be told of. */
export async function insertAll<N extends NounName>(
  runner: Runner,
  noun: N,
  records: readonly RecordNamed<N>[],
): Promise<void> {
  if (records.length > 0) await runner.run(insertSql(noun, records))
}

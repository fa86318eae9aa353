import sql from 'sql-template-tag'
import type { Actor, Permission } from '../domain/permission.ts'
import type { Runner } from './database.ts'

/** The membership that a key acts for, by the key's SHA-256; undefined for unknown, revoked and former members' keys. */
export async function findActor(runner: Runner, hash: Uint8Array): Promise<Actor | undefined> {
  const [row] = await runner.run<Omit<Actor, 'permissions'> & { permissions: Permission[] }>(
    sql`select k.id as "apiKeyId", m.organization_id as "organizationId", m.user_id as "userId", m.id as "membershipId",
        r.permissions, array(
          select g.id from groups g where g.organization_id = m.organization_id and g.member_ids ? m.user_id) as "groupIds"
      from api_keys k
      join memberships m on m.organization_id = k.organization_id and m.id = k.membership_id
      join roles r on r.organization_id = m.organization_id and r.id = m.role_id
      where k.hash = ${hash} and k.revoked_at is null and m.is_active`,
  )
  return row === undefined ? undefined : { ...row, permissions: new Set(row.permissions) }
}

/** Notes that a key was used. */
export async function markUsed(runner: Runner, actor: Actor, now: string): Promise<void> {
  await runner.run(
    sql`update api_keys set last_used_at = ${now} where organization_id = ${actor.organizationId} and id = ${actor.apiKeyId}`,
  )
}

/** Adds a key to a membership; the key itself is not kept. */
export async function addApiKey(
  runner: Runner,
  key: { organizationId: string; id: string; membershipId: string; name: string; hash: Uint8Array; now: string },
): Promise<void> {
  await runner.run(
    sql`insert into api_keys (organization_id, id, membership_id, name, hash, created_at)
      values (${key.organizationId}, ${key.id}, ${key.membershipId}, ${key.name}, ${key.hash}, ${key.now})`,
  )
}

import sql, { raw } from 'sql-template-tag'
import type { Actor, Assignment, Permission } from '../../domain/permission.ts'
import type { RateLimit } from '../../domain/rateLimit.ts'
import type { Runner } from '../database/database.ts'

const ACTOR = raw(`m.organization_id as "organizationId", m.user_id as "userId", m.id as "membershipId",
    m.role_id as "roleId", r.permissions, r.visibility_field_ids as "fieldIds",
    coalesce(r.visibility_behavior = 'allow_unassigned', false) as "seesUnassigned",
    m.rate_limit as "ownLimit", o.rate_limit as "commonLimit", array(
      select g.id from groups g where g.organization_id = m.organization_id and g.member_ids ? m.user_id) as "groupIds"
  from memberships m
  join roles r on r.organization_id = m.organization_id and r.id = m.role_id
  join organizations o on o.id = m.organization_id`)

/** The membership that a key acts for, by the key's SHA-256; undefined for unknown, revoked and former members' keys. */
export async function findActor(runner: Runner, hash: Uint8Array): Promise<Actor | undefined> {
  const [row] = await runner.run<ActorRow>(
    sql`select k.id as "apiKeyId", ${ACTOR}
      join api_keys k on k.organization_id = m.organization_id and k.membership_id = m.id
      where k.hash = ${hash} and k.revoked_at is null and m.is_active`,
  )
  return row === undefined ? undefined : actorOf(row)
}

/** Who acts when a membership does something without a key: what it has asked to be done later. */
export async function findMember(
  runner: Runner,
  organizationId: string,
  membershipId: string,
): Promise<Actor | undefined> {
  const [row] = await runner.run<ActorRow>(
    sql`select null as "apiKeyId", ${ACTOR}
      where m.organization_id = ${organizationId} and m.id = ${membershipId} and m.is_active`,
  )
  return row === undefined ? undefined : actorOf(row)
}

type ActorRow = Pick<Actor, 'apiKeyId' | 'organizationId' | 'userId' | 'membershipId' | 'roleId' | 'groupIds'> &
  Assignment & {
    readonly permissions: readonly Permission[]
    readonly ownLimit: RateLimit | null
    readonly commonLimit: RateLimit | null
  }

function actorOf({ permissions, fieldIds, seesUnassigned, ownLimit, commonLimit, ...who }: ActorRow): Actor {
  return {
    ...who,
    permissions: new Set(permissions),
    assignment: { fieldIds, seesUnassigned },
    rateLimits: { key: ownLimit ?? commonLimit, organization: commonLimit },
  }
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

import { refused } from '../../domain/errors.ts'
import type { Role } from '../../domain/role.ts'
import type { Membership } from '../../domain/user.ts'
import type { Context, Transaction } from '../context.ts'

/**
 * Refuses what would leave an organization without anybody who may manage it. Must see the changes made so far, so flush
 * before. All memberships are locked, so that two administrators cannot remove each other at once.
 */
export async function keepAnAdministrator(ctx: Context, tx: Transaction): Promise<void> {
  const within = ctx.actor.organizationId
  const memberships = await tx.related('membership', 'organizationId', within)
  const roles = await tx.related('role', 'organizationId', within)
  if (!memberships.some((one) => administers(one, roles)))
    throw refused('The organization needs an administrator; this is the last one.')
}

function administers({ isActive, roleId }: Membership, roles: readonly Role[]): boolean {
  return isActive && roles.some((role) => role.id === roleId && role.permissions.includes('manage_organization'))
}

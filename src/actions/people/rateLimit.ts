import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { tooMany } from '../../domain/errors.ts'
import type { Actor } from '../../domain/permission.ts'
import { ORGANIZATION_SHARE, type RateLimit, type RateUse } from '../../domain/rateLimit.ts'

// Limits are few, and each has its own counters. More than that means that somebody changes them all the time.
const MAX_LIMITERS = 1000

/**
 * Counts requests of one kind by key and by organization; throws `too_many`.
 * @returns what is left of the tighter limit, undefined for those who have none
 */
export type CountRequest = (actor: Actor, group: string) => Promise<RateUse | undefined>

/** Counters in the memory of this process: each process that serves an organization counts for itself. */
export function requestCounter(): CountRequest {
  const limiters = new Map<string, RateLimiterMemory>()

  return async ({ organizationId, membershipId, apiKeyId, rateLimits }, group) => {
    const own = rateLimits?.key ?? null
    const shared = rateLimits?.organization ?? null
    const ofKey = own && (await use(own, 'key', `${organizationId} ${apiKeyId ?? membershipId}`, group))
    const ofAll = shared && (await use(together(shared), 'organization', organizationId, group))
    if (ofKey === null || ofAll === null) return ofKey ?? ofAll ?? undefined
    return ofAll.remaining < ofKey.remaining ? ofAll : ofKey
  }

  async function use({ limit, window }: RateLimit, scope: RateUse['scope'], of: string, group: string) {
    const found = await limiterOf({ limit, window })
      .consume(`${scope} ${of} ${group}`)
      .catch((reason: unknown) => {
        if (reason instanceof RateLimiterRes) return reason
        throw reason
      })
    const reset = Math.max(found.msBeforeNext, 0) / 1000
    const used: RateUse = { limit, window, remaining: found.remainingPoints, reset, scope, group }
    if (found.consumedPoints > limit) throw tooMany(used)
    return used
  }

  function limiterOf({ limit, window }: RateLimit): RateLimiterMemory {
    const name = `${limit} in ${window}`
    const known = limiters.get(name)
    if (known !== undefined) return known
    if (limiters.size >= MAX_LIMITERS) limiters.clear()
    const made = new RateLimiterMemory({ points: limit, duration: window })
    limiters.set(name, made)
    return made
  }
}

const together = ({ limit, window }: RateLimit): RateLimit => ({ limit: limit * ORGANIZATION_SHARE, window })

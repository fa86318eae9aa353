import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { CountRequest } from '../../actions/people/rateLimit.ts'
import type { RateUse } from '../../domain/rateLimit.ts'
import type { Dialect } from './dialect.ts'

type Headers = Readonly<Record<string, string>>

/**
 * The same dialects, whose requests are counted as soon as it is known who sends them. Answers tell what is left of a
 * limit; those without a limit get no such headers. Call before anything is mounted.
 */
export function limited(app: FastifyInstance, count: CountRequest): (dialect: Dialect) => Dialect {
  const known = new WeakSet<FastifyRequest>()
  const told = new WeakMap<FastifyRequest, Headers>()
  app.addHook('onSend', async (request, reply) => {
    const headers = told.get(request)
    if (headers !== undefined) reply.headers(headers)
  })
  return (dialect) => ({
    ...dialect,
    async authenticate(request) {
      const actor = await dialect.authenticate(request)
      // Who is asked again in the course of an answer has been counted.
      if (known.has(request)) return actor
      known.add(request)
      const used = await count(actor, groupOf(dialect, request))
      if (used !== undefined) told.set(request, rateHeaders(used))
      return actor
    },
  })
}

// One limit for each verb of each path, whatever the ids in it.
const groupOf = (dialect: Dialect, request: FastifyRequest) =>
  `${dialect.methodOf(request)} ${request.routeOptions.url ?? ''}`

/** What answers tell of a limit: in one header now, in three for older clients. */
export function rateHeaders({ limit, remaining, reset }: RateUse): Headers {
  const seconds = inSeconds(reset)
  return {
    ratelimit: `limit=${limit}, remaining=${remaining}, reset=${seconds}`,
    'x-rate-limit-limit': String(limit),
    'x-rate-limit-remaining': String(remaining),
    'x-rate-limit-reset': seconds,
  }
}

/** The same for a request that was refused. Clients that wait whole seconds come after the limit is over. */
export const refusalHeaders = (used: RateUse): Headers => ({
  ...rateHeaders(used),
  'retry-after': String(Math.max(1, Math.ceil(used.reset))),
})

/** Seconds as a text with two decimals at most. */
export const inSeconds = (seconds: number) => String(Math.ceil(seconds * 100) / 100)

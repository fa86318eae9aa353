import type { FastifyInstance } from 'fastify'

// Whoever asks for it asks every few seconds; a database that takes longer than this is not ready.
const PATIENCE_MS = 2_000

/**
 * Serves what load balancers and the like ask: whether the process is up, and whether requests should be sent to it.
 * @param unready says why they should not
 */
export function mountHealth(app: FastifyInstance, unready: () => Promise<string | undefined>): void {
  app.get('/healthz', { logLevel: 'silent' }, (_request, reply) => reply.header(...FRESH).send({ status: 'up' }))
  app.get('/readyz', { logLevel: 'silent' }, async (_request, reply) => {
    const reason = await Promise.race([unready(), late()]).catch(() => 'The database cannot be reached.')
    reply.header(...FRESH)
    if (reason === undefined) return reply.send({ status: 'ready' })
    return reply.code(503).send({ status: 'unready', reason })
  })
}

const FRESH = ['cache-control', 'no-store'] as const

function late(): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE_MS, 'The database takes too long to answer.').unref()
  })
}

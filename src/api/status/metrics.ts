import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What is known of the inside: numbers that are asked for when somebody looks. */
export type Inside = {
  readonly connections: () => Readonly<Record<string, Readonly<Record<string, number>>>>
  /** How many follow what happens. */
  readonly streams: () => number
  readonly jobs: () => Promise<readonly { readonly kind: string; readonly state: string; readonly count: number }[]>
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/** Counts requests, and serves what was counted, to whoever may look at it, as Prometheus reads it. */
export function mountMetrics(app: FastifyInstance, inside: Inside, token: string | undefined): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'ajar_http_request_duration_seconds',
    help: 'How long requests took, by the pattern of their path.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [registry],
  })
  measure(registry, inside)
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
    done()
  })
  app.get('/metrics', { logLevel: 'silent' }, async (request, reply) => {
    // Somebody who may not look is not told that there is something to see.
    if (!mayLook(request, token)) return reply.callNotFound()
    return reply
      .header('cache-control', 'no-store')
      .type(registry.contentType)
      .send(await registry.metrics())
  })
}

function measure(registry: Registry, { connections, streams, jobs }: Inside): void {
  const registers = [registry]
  new Gauge({
    name: 'ajar_database_connections',
    help: 'Connections to PostgreSQL, and requests that wait for one.',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const [pool, states] of Object.entries(connections()))
        for (const [state, count] of Object.entries(states)) this.set({ pool, state }, count)
    },
  })
  new Gauge({
    name: 'ajar_event_streams',
    help: 'Streams of what happens that are open.',
    registers,
    collect() {
      this.set(streams())
    },
  })
  new Gauge({
    name: 'ajar_jobs',
    help: 'Jobs of all organizations that are kept, by kind and state.',
    labelNames: ['kind', 'state'],
    registers,
    async collect() {
      this.reset()
      // While the database is away the rest is all the more wanted.
      for (const { kind, state, count } of await jobs().catch(() => [])) this.set({ kind, state }, count)
    },
  })
}

/**
 * Whether somebody may see the metrics: who knows the token, or, where there is none, who asks from this machine. A proxy
 * asks from this machine too, but for others: it says so, or it passes on the name that they know.
 */
function mayLook({ headers, ip }: FastifyRequest, token: string | undefined): boolean {
  if (token !== undefined) return isSame(headers.authorization ?? '', `Bearer ${token}`)
  const passedOn = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => headers[name] !== undefined)
  return !passedOn && LOOPBACK.test(ip) && HERE.test(headers.host ?? '')
}

const LOOPBACK = /^(::ffff:)?127\.|^::1$/
const HERE = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i

const isSame = (given: string, wanted: string) => timingSafeEqual(hash(given), hash(wanted))
const hash = (text: string) => createHash('sha256').update(text).digest()

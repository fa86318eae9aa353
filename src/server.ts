import type { ServerResponse } from 'node:http'
import { Server } from 'node:net'
import helmet from '@fastify/helmet'
import Fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify'
import { actions } from './actions/actions.ts'
import { requestCounter } from './actions/people/rateLimit.ts'
import { clevertimFailures, clevertimResources, mountClevertim, withPrefix } from './api/clevertim/clevertim.ts'
import { clevertimDialect } from './api/clevertim/dialect.ts'
import { clevertimDescription } from './api/clevertim/docs/description.ts'
import { closeFailures, closeResources, eventWords, mountClose } from './api/close/close.ts'
import { closeDialect } from './api/close/dialect.ts'
import { closeDescription } from './api/close/docs/description.ts'
import { eventView } from './api/close/event.ts'
import { mountDocs } from './api/docs/docs.ts'
import { mountWelcome } from './api/docs/welcome.ts'
import type { Failures } from './api/resource/dialect.ts'
import type { Engine } from './api/resource/engine.ts'
import { limited } from './api/resource/limited.ts'
import { send } from './api/resource/routes.ts'
import { mountHealth } from './api/status/health.ts'
import { mountMetrics } from './api/status/metrics.ts'
import { apiKeyAuthentication } from './auth/apiKey.ts'
import { contextsOf, type Means } from './contexts.ts'
import { AjarError, malformed } from './domain/errors.ts'
import { type Ids, idSource } from './domain/id.ts'
import { JOB_KINDS } from './domain/job.ts'
import { logOptions, logStream, underWay } from './log.ts'
import type { Database } from './store/database/database.ts'
import { outdated } from './store/database/migrate.ts'
import { openEventFeed } from './store/events/eventFeed.ts'
import type { FilesOf } from './store/files/fileStore.ts'
import { jobCounts } from './store/jobs/job.ts'
import { type JobQueue, openJobQueue } from './store/jobs/jobQueue.ts'

const BODY_LIMIT = 10 * 1024 * 1024

/** Puts the whole application together on a database; nothing listens yet. */
export async function buildServer(options: {
  database: Database
  files: FilesOf
  url: string
  logLevel: string
  ids?: Ids
  queue?: JobQueue
  metricsToken?: string | undefined
  trashDays?: number | null
  outside?: Means['outside']
}): Promise<FastifyInstance> {
  const { database, queue = openJobQueue(database, { kinds: JOB_KINDS }) } = options
  const ids = options.ids ?? idSource()
  const app = Fastify({
    logger: { ...logOptions(options.logLevel), stream: logStream() },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => ids('request'),
    bodyLimit: BODY_LIMIT,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    rewriteUrl: ({ url = '/', headers }) => withPrefix(url, headers.accept),
    frameworkErrors: (error, request, reply) =>
      void send(reply, failuresOf(request).error(asAjarError(error, request))),
  })
  const feed = openEventFeed(database, eventView, (error) =>
    app.log.error({ err: error }, 'the event log cannot be followed'),
  )
  acceptAnyBody(app)
  takeNobodyMore(app)
  // What goes on by itself has to be told that it is over; then all answers can be waited for.
  app.addHook('preClose', async () => feed.close())
  answerInFull(app)
  answerFailures(app)
  logRequests(app)
  mountHealth(app, async () => (feed.closing.aborted ? 'Ajar is about to stop.' : outdated(database)))
  const inside = {
    connections: () => database.use(),
    streams: () => feed.readers(),
    jobs: () => jobCounts(database, queue),
  }
  mountMetrics(app, inside, options.metricsToken)
  const resources = closeResources(options.url)
  const authenticate = apiKeyAuthentication(database)
  const context = contexts({ ...options, ids, queue, ...eventWords(resources) })
  const counted = limited(app, requestCounter())
  const [close, clevertim] = [counted(closeDialect(authenticate)), counted(clevertimDialect(authenticate))]
  mountClose(app, { dialect: close, actions, context }, resources, feed)
  mountClevertim(app, { dialect: clevertim, actions, context })
  // A browser's protections are for pages; an API answer is data, and sends what `send` says.
  await app.register(async (pages) => {
    await pages.register(helmet, { contentSecurityPolicy: CONTENT_SECURITY, strictTransportSecurity: false })
    const apis = [closeDescription(resources, close), clevertimDescription(clevertimResources, clevertim)]
    await mountDocs(pages, apis, options.url)
    await mountWelcome(pages, options.url)
  })
  return app
}

/** How requests become contexts: who, when, in which organization. */
function contexts(means: Means): Engine['context'] {
  const contextOf = contextsOf(means)
  return (actor, request, view) =>
    contextOf(actor, {
      offsetHours: readOffset(request.headers['x-tz-offset']),
      ...(view === undefined ? {} : { view }),
      request: {
        id: request.id,
        meta: { request_method: request.method, request_path: request.url.split('?')[0] ?? '' },
      },
    })
}

function readOffset(header: string | string[] | undefined): number {
  const hours = typeof header === 'string' ? Number(header) : 0
  return Number.isFinite(hours) && Math.abs(hours) <= 14 ? hours : 0
}

// Dialects decide what a body must be, so it is kept as text here, and what it is said to be is not looked at: Fastify
// itself would refuse a type that is none, such as `json`.
function acceptAnyBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addHook('onRequest', async (request) => {
    const type = request.headers['content-type']
    if (type !== undefined && !/^[\w.+-]+\/[\w.+-]+/.test(type)) request.headers['content-type'] = 'text/plain'
  })
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
}

// A line for each request at the level `info`. Of its path only the pattern: some addresses are as good as a key.
function logRequests(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => underWay.run(request.id, done))
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request
    const ms = Math.round(reply.elapsedTime)
    request.log.info({ method, route: routeOptions.url ?? 'none', status: reply.statusCode, ms }, 'request')
    done()
  })
}

// On closing, whoever comes finds nobody: a proxy goes elsewhere, and a browser that follows a stream comes again later,
// where an answer of 503 would tell it never to. Connections that are there stay until they have been answered once more.
function takeNobodyMore(app: FastifyInstance): void {
  app.addHook('preClose', async () => void Server.prototype.close.call(app.server))
}

// On closing, Node takes a connection for idle whose answer has been written but has not left yet, and cuts it. So the
// answers are waited for before it gets to that. One whose answer has just left it does not take for idle, and would wait
// for what else may come; so that ends here.
function answerInFull(app: FastifyInstance): void {
  const open = new Set<ServerResponse>()
  let isClosing = false
  app.addHook('onRequest', async ({ socket }, { raw }) => {
    open.add(raw)
    raw.once('close', () => {
      open.delete(raw)
      if (isClosing) socket.destroySoon()
    })
  })
  app.addHook('preClose', async () => {
    isClosing = true
    while (open.size > 0) await Promise.all([...open].map(closed))
  })
}

const closed = (response: ServerResponse) => new Promise((resolve) => response.once('close', resolve))

function answerFailures(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => send(reply, failuresOf(request).error(asAjarError(error, request))))
  app.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?')
    return send(reply, failuresOf(request).unknown(request.method, path))
  })
}

// What no dialect claims is answered as the first one does.
const failuresOf = ({ url }: FastifyRequest): Failures =>
  clevertimFailures.at.test(url) ? clevertimFailures : closeFailures

/** Failures of the HTTP layer in our own words; what is not the caller's fault is logged. */
function asAjarError(error: unknown, request: FastifyRequest): unknown {
  const { statusCode, code } = error as { statusCode?: number; code?: string }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new AjarError('too_large', `The request body is larger than ${BODY_LIMIT / 1024 / 1024} MB.`)
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return malformed('The request could not be understood.')
  request.log.error({ err: error }, 'request failed')
  return error
}

// Scripts and styles come from here alone. The reference page sets styles from its script, which needs 'unsafe-inline'.
const CONTENT_SECURITY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    baseUri: ["'none'"],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
    formAction: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'", 'data:'],
    styleSrc: ["'self'", "'unsafe-inline'"],
    scriptSrc: ["'self'"],
    connectSrc: ["'self'"],
  },
}

import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import type { NounActions } from '../../actions/actions.ts'
import { type Context, rehearse, type Written } from '../../actions/context.ts'
import { list, show } from '../../actions/read.ts'
import type { NounName } from '../../domain/catalogue.ts'
import { AjarError, invalid } from '../../domain/errors.ts'
import type { Actor } from '../../domain/permission.ts'
import type { View } from '../../domain/view.ts'
import { cleaned } from './codec.ts'
import { decode } from './decode.ts'
import type { Answer, Dialect } from './dialect.ts'
import { readFilters } from './filter.ts'
import { orderOf } from './paging.ts'
import type { Resource } from './resource.ts'
import { viewOf } from './view.ts'

/** What the engine is given: the dialect, the actions it may call, and how a request becomes a context. */
export type Engine = {
  readonly dialect: Dialect
  readonly actions: Partial<Record<NounName, NounActions>>
  readonly context: (actor: Actor, request: FastifyRequest, view?: View) => Context
}

/** A request as handlers see it: who, what body, which parameters. */
export type Call = {
  readonly request: FastifyRequest
  readonly actor: Actor
  readonly body: Readonly<Record<string, unknown>>
  readonly params: Readonly<Record<string, string>>
}

const METHODS: HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Serves a resource: its collection and its items, each method by the map. */
export function mount(app: FastifyInstance, engine: Engine, of: Resource): void {
  const { dialect } = engine
  serve(app, engine, `${of.path}`, of, async (call, method) => {
    if (method === 'GET' && of.methods.includes('list')) return listAnswer(engine, of, call)
    if (method === 'POST' && of.methods.includes('create')) return createAnswer(engine, of, call)
    return dialect.unsupported(of, method, false)
  })
  serve(app, engine, `${of.path}:id/`, of, async (call, method, id) => {
    if (method === 'GET' && of.methods.includes('fetch')) return fetchAnswer(engine, of, call, id)
    if (method === 'PUT' && of.methods.includes('update')) return updateAnswer(engine, of, call, id)
    if (method === 'DELETE' && of.methods.includes('delete')) return deleteAnswer(engine, of, call, id)
    return dialect.unsupported(of, method, true)
  })
}

/** Serves one path with every method, so that the dialect answers also those it does not support. */
export function serve(
  app: FastifyInstance,
  { dialect }: Engine,
  path: string,
  of: Resource,
  handler: (call: Call, method: string, id: string) => Promise<Answer>,
): void {
  app.route<{ Params: { id?: string } }>({
    method: METHODS,
    url: `${dialect.prefix}${path}`,
    async handler(request, reply) {
      const answer = await answered(dialect, request, of, handler, cleaned(request.params.id ?? ''))
      return send(reply, answer)
    },
  })
}

async function answered(
  dialect: Dialect,
  request: FastifyRequest,
  of: Resource,
  handler: (call: Call, method: string, id: string) => Promise<Answer>,
  id: string,
): Promise<Answer> {
  try {
    const actor = await dialect.authenticate(request)
    const method = dialect.methodOf(request)
    const hasBody = (request.method === 'POST' || request.method === 'PUT') && method !== 'DELETE'
    const body = hasBody ? dialect.parseBody(request) : {}
    const call = { request, actor, body, params: dialect.params(request, body) }
    return await handler(call, method, id)
  } catch (error) {
    if (!(error instanceof AjarError) || error.cause !== undefined) request.log.error({ err: error }, 'request failed')
    return dialect.error(error, request, of)
  }
}

/** Sends an answer as it is: the body has been made by PostgreSQL or the dialect. */
export function send(reply: FastifyReply, { status, body, headers }: Answer): FastifyReply {
  reply.code(status)
  reply.header('x-content-type-options', 'nosniff')
  if (headers !== undefined) reply.headers(headers)
  if (body !== '') reply.header('content-type', 'application/json')
  return reply.send(body)
}

async function listAnswer(
  { dialect, context }: Engine,
  of: Resource,
  { actor, request, params }: Call,
): Promise<Answer> {
  dialect.checkParams(of, params)
  const ctx = context(actor, request)
  const { where, problems } = readFilters(of.filters, params, ctx.offsetHours)
  if (problems.length > 0) throw invalid(problems)
  const { limit, skip } = dialect.paging(of, params)
  const query = { where, order: orderOf(of, params._order_by), limit, skip }
  const page = await list(
    ctx,
    of.noun,
    query,
    viewOf(of.shows ?? of, { single: false, fields: dialect.fields(params) }),
  )
  return dialect.list(ctx, of, page, where)
}

async function fetchAnswer(
  { dialect, context }: Engine,
  of: Resource,
  { actor, request, params }: Call,
  id: string,
): Promise<Answer> {
  const view = viewOf(of, { single: true, fields: dialect.fields(params) })
  return dialect.one(of, 'fetch', await show(context(actor, request), of.noun, { path: of.key, value: id }, view), id)
}

async function createAnswer(
  { dialect, context, actions }: Engine,
  of: Resource,
  { actor, request, body, params }: Call,
): Promise<Answer> {
  dialect.checkBody(of, body)
  const ctx = context(actor, request, viewOf(of, { single: true, fields: dialect.fields(params) }))
  const written = await perform(ctx, of, body, actions[of.noun]?.create)
  return dialect.one(of, 'create', written?.json ?? '', written?.id ?? '')
}

async function updateAnswer(
  { dialect, context, actions }: Engine,
  of: Resource,
  { actor, request, body, params }: Call,
  id: string,
): Promise<Answer> {
  dialect.checkBody(of, body)
  const ctx = context(actor, request, viewOf(of, { single: true, fields: dialect.fields(params) }))
  const update = actions[of.noun]?.update
  const written = await perform(ctx, of, body, update && ((its, draft) => update(its, id, draft)))
  return dialect.one(of, 'update', written?.json ?? '', id)
}

type Act = (ctx: Context, draft: object) => Promise<Written>

/**
 * Decodes a body and does with it what was asked. When part of it cannot be read, the action is rehearsed with the
 * rest, so that the caller hears of everything that is wrong at once.
 */
async function perform(
  ctx: Context,
  of: Resource,
  body: Call['body'],
  act: Act | undefined,
): Promise<Written | undefined> {
  const { draft, problems } = decode(of, body)
  if (problems.length === 0) return act?.(ctx, draft)
  const unread = new Set(problems.map(({ path }) => path[0]))
  const more = act === undefined ? [] : await rehearse(ctx, (its) => act(its, draft))
  throw invalid([...problems, ...more.filter(({ path }) => !unread.has(path[0]))])
}

async function deleteAnswer(
  { dialect, context, actions }: Engine,
  of: Resource,
  { actor, request }: Call,
  id: string,
): Promise<Answer> {
  await actions[of.noun]?.delete?.(context(actor, request), id)
  return dialect.deleted(of, id)
}

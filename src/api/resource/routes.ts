import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { AjarError } from '../../domain/errors.ts'
import { cleaned } from './codec.ts'
import type { Answer, Dialect, Streaming } from './dialect.ts'
import type { Call, Engine } from './engine.ts'
import { fetchAnswer, listAnswer } from './read.ts'
import type { Resource } from './resource.ts'
import { createAnswer, deleteAnswer, updateAnswer, updateManyAnswer } from './write.ts'

export type Handler = (call: Call, method: string, id: string) => Promise<Answer | Streaming>

const METHODS: HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * Serves a resource: its collection and its items, each method by the map.
 * @param listed answers the list, where that is not the usual one
 */
export function mount(
  app: FastifyInstance,
  engine: Engine,
  of: Resource,
  listed: (call: Call) => ReturnType<Handler> = (call) => listAnswer(engine, of, call),
): void {
  const { dialect } = engine
  serve(app, engine, `${of.path}`, of, async (call, method) => {
    if (method === 'GET' && of.methods.includes('list')) return listed(call)
    if (method === 'POST' && of.methods.includes('create')) return createAnswer(engine, of, call)
    if (method === 'PUT' && of.methods.includes('updateMany')) return updateManyAnswer(engine, of, call)
    return dialect.unsupported(of, method, false)
  })
  serve(app, engine, `${of.path?.replace(/\/$/, '')}/:id`, of, async (call, method, id) => {
    if (method === 'GET' && of.methods.includes('fetch')) return fetchAnswer(engine, of, call, id)
    if (method === 'PUT' && of.methods.includes('update')) return updateAnswer(engine, of, call, id)
    if (method === 'DELETE' && of.methods.includes('delete')) return deleteAnswer(engine, of, call, id)
    return dialect.unsupported(of, method, true)
  })
}

/**
 * Serves one path with every method, so that the dialect answers also those it does not support.
 * @param options.bodiless whether a POST may come without a body, where there is nothing to say
 */
export function serve(
  app: FastifyInstance,
  { dialect }: Engine,
  path: string,
  of: Resource,
  handler: Handler,
  options: { readonly bodiless?: boolean } = {},
): void {
  app.route<{ Params: { id?: string } }>({
    method: METHODS,
    url: `${dialect.prefix}${path}`,
    async handler(request, reply) {
      const answer = await answered(dialect, request, of, handler, cleaned(request.params.id ?? ''), options)
      return send(reply, answer)
    },
  })
}

async function answered(
  dialect: Dialect,
  request: FastifyRequest,
  of: Resource,
  handler: Handler,
  id: string,
  { bodiless = false }: { readonly bodiless?: boolean },
): Promise<Answer | Streaming> {
  try {
    const actor = await dialect.authenticate(request)
    const method = dialect.methodOf(request)
    const takesBody = (request.method === 'POST' || request.method === 'PUT') && method !== 'DELETE'
    const hasBody = takesBody && !(bodiless && (request.body ?? '') === '')
    const body = hasBody ? dialect.parseBody(request) : {}
    const call = { request, actor, body, params: dialect.params(request, body) }
    return await handler(call, method, id)
  } catch (error) {
    return failureAnswer(dialect, request, of, error)
  }
}

/** A failure in the words of the dialect; what was not foreseen is logged. */
export function failureAnswer(dialect: Dialect, request: FastifyRequest, of: Resource, error: unknown): Answer {
  if (!(error instanceof AjarError) || error.cause !== undefined) request.log.error({ err: error }, 'request failed')
  return dialect.error(error, request, of)
}

/**
 * Sends an answer as it is: the body has been made by PostgreSQL or the dialect. One that is still being made is read as
 * fast as it is taken, no further than the caller stays, and when it fails the connection is cut.
 */
export function send(reply: FastifyReply, { status, body, headers }: Answer | Streaming): FastifyReply {
  reply.code(status)
  reply.header('x-content-type-options', 'nosniff')
  if (headers !== undefined) reply.headers(headers)
  if (body !== '' && !reply.hasHeader('content-type')) reply.header('content-type', 'application/json')
  return reply.send(typeof body === 'string' ? body : Readable.from(body))
}

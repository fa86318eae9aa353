import { create as contentDisposition } from 'content-disposition'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../actions/context.ts'
import {
  type Content,
  findContent,
  openContent,
  receiveContent,
  replaceContent,
} from '../../actions/files/fileContent.ts'
import { type ByteRange, MAX_CONTENT_BYTES, tooLarge } from '../../domain/file.ts'
import type { Actor } from '../../domain/permission.ts'
import { cleaned } from './codec.ts'
import type { Answer } from './dialect.ts'
import type { Engine } from './engine.ts'
import { keyOf } from './key.ts'
import { readRange } from './range.ts'
import type { Resource } from './resource.ts'
import { failureAnswer, send } from './routes.ts'
import { takeStreams, uploadOf } from './upload.ts'
import { viewOf } from './view.ts'

type Request = FastifyRequest<{ Params: { id: string } }>

/** Serves the bytes of the files that a map shows: GET brings them, PUT and POST replace them. */
export function mountContent(app: FastifyInstance, engine: Engine, of: Resource): void {
  // What is registered is waited for when the server gets ready.
  void app.register(async (inner) => {
    await takeStreams(inner)
    inner.route<{ Params: { id: string } }>({
      method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: `${engine.dialect.prefix}${of.path?.replace(/\/$/, '')}/:id/content`,
      handler: (request, reply) => {
        const find: Find = (ctx) => findContent(ctx, keyOf(of, cleaned(request.params.id)))
        return answered(engine, of, request, reply, { find }, () => takeContent(engine, of, request))
      },
    })
  })
}

/** Serves a URL to which forms with a file are sent; `take` has to find out who sends one. */
export function mountForm(
  app: FastifyInstance,
  engine: Engine,
  of: Resource,
  url: string,
  take: (request: FastifyRequest) => Promise<Answer>,
): void {
  // What is registered is waited for when the server gets ready.
  void app.register(async (inner) => {
    await takeStreams(inner)
    inner.route({
      method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url,
      handler: (request, reply) =>
        refusing(engine, of, request, reply, async () => {
          const { method } = request
          const answer = method === 'POST' ? await take(request) : engine.dialect.unsupported(of, method, false)
          return send(reply, answer)
        }),
    })
  })
}

/** Serves bytes that a path leads to, for looking at; `of` is what failures call them. */
export function mountPicture(app: FastifyInstance, engine: Engine, of: Resource, path: string, find: Find): void {
  mountBytes(app, engine, of, `${engine.dialect.prefix}${path}`, { find, inline: true })
}

/** Serves bytes that a URL leads to. */
export function mountBytes(app: FastifyInstance, engine: Engine, of: Resource, url: string, source: Source): void {
  app.route({
    method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url,
    handler: (request, reply) => answered(engine, of, request, reply, source),
  })
}

/** Finds what a request asks for; throws not_found. */
type Find = (ctx: Context, request: FastifyRequest) => Promise<Content>
export type Source = {
  readonly find: Find
  /** Browsers show what they can show safely. */
  readonly inline?: boolean
  /** Who asks, where something else than a key may say so. */
  readonly authenticate?: (request: FastifyRequest) => Promise<Actor>
}

async function answered(
  engine: Engine,
  of: Resource,
  request: FastifyRequest,
  reply: FastifyReply,
  source: Source,
  take?: () => Promise<Answer>,
): Promise<FastifyReply> {
  return refusing(engine, of, request, reply, async () => {
    const { method } = request
    if (method === 'GET' || method === 'HEAD') return sendContent(engine, request, reply, source)
    if (take !== undefined && (method === 'PUT' || method === 'POST')) return send(reply, await take())
    await engine.dialect.authenticate(request)
    return send(reply, engine.dialect.unsupported(of, method, true))
  })
}

async function refusing(
  { dialect }: Engine,
  of: Resource,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await answer()
  } catch (error) {
    // What is still to come of a refused upload is not waited for.
    if (!request.raw.complete) reply.header('connection', 'close')
    return send(reply, failureAnswer(dialect, request, of, error))
  }
}

async function takeContent({ dialect, context }: Engine, of: Resource, request: Request): Promise<Answer> {
  const actor = await dialect.authenticate(request)
  const key = keyOf(of, cleaned(request.params.id))
  if (Number(request.headers['content-length']) > MAX_CONTENT_BYTES + FORM_BYTES) throw tooLarge()
  const received = await receiveContent(context(actor, request), key, uploadOf(request))
  // An upload takes its time; the change happens when it has ended.
  const ctx = context(actor, request, viewOf(of, { single: true }))
  const { id, json } = await replaceContent(ctx, received)
  return dialect.one(of, 'update', json, id)
}

// What a form has around a file.
const FORM_BYTES = 100_000

async function sendContent(
  engine: Engine,
  request: FastifyRequest,
  reply: FastifyReply,
  source: Source,
): Promise<FastifyReply> {
  const actor = await (source.authenticate?.(request) ?? engine.dialect.authenticate(request))
  const ctx = engine.context(actor, request)
  const content = await source.find(ctx, request)
  const { status, headers, range } = headOf(content, request, source.inline === true)
  const hasBytes = request.method === 'GET' && (status === 200 || status === 206)
  const bytes = hasBytes ? await openContent(ctx, content, range) : ''
  // Somebody has just replaced it.
  if (bytes === undefined) return sendContent(engine, request, reply, source)
  return reply.code(status).headers(headers).send(bytes)
}

type Head = { readonly status: number; readonly headers: Record<string, string | number>; readonly range?: ByteRange }

/** All of an answer but its bytes: whether they are known already, or a part is enough. */
function headOf(
  { size, sha256, contentType, name, encoding }: Content,
  request: FastifyRequest,
  inline: boolean,
): Head {
  const asked = request.headers
  const etag = `"${sha256}"`
  const headers = { ...SAFE, etag, 'accept-ranges': 'bytes' }
  if (asked['if-none-match'] !== undefined && matches(asked['if-none-match'], etag)) return { status: 304, headers }
  const current = asked['if-range'] === undefined || asked['if-range'] === etag
  const range = current ? readRange(asked.range, size) : undefined
  if (range === null) return { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } }
  const described = {
    ...headers,
    ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
    'content-type': contentType ?? 'application/octet-stream',
    // Browsers make a file of this name; what would lead elsewhere has no place in it.
    'content-disposition': contentDisposition(name.replaceAll(/[/\\\p{Cc}]/gu, '_'), {
      type: inline && PICTURE.test(contentType ?? '') ? 'inline' : 'attachment',
    }),
  }
  if (range === undefined) return { status: 200, headers: { ...described, 'content-length': size } }
  const { start, end } = range
  const part = { 'content-length': end - start + 1, 'content-range': `bytes ${start}-${end}/${size}` }
  return { status: 206, headers: { ...described, ...part }, range }
}

// Not SVG: that is a document, with scripts.
const PICTURE = /^image\/(?:png|jpeg|gif|webp)\s*(?:;|$)/i

// Anybody may have made the content. Should a browser show it all the same, nothing in it runs.
const SAFE = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cache-control': 'private, no-cache',
}

const matches = (header: string, etag: string) =>
  header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag)

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Something sent to a browser as it is. The tag changes with the bytes, so a browser asks and mostly hears "unchanged". */
export type Asset = {
  readonly type: string
  readonly bytes: Buffer
  readonly packed: Buffer | undefined
  readonly tag: string
}

const TYPES = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
} as const

export type AssetKind = keyof typeof TYPES

// Below this, packing saves no network packet.
const WORTH_PACKING = 1400

/** Prepares bytes for sending, packed once rather than on each request. */
export async function asset(kind: AssetKind, content: string | Buffer): Promise<Asset> {
  const bytes = Buffer.from(content)
  return {
    type: TYPES[kind],
    bytes,
    // A font is packed already.
    packed: kind === 'woff2' || bytes.length < WORTH_PACKING ? undefined : await promisify(gzip)(bytes),
    tag: createHash('sha256').update(bytes).digest('base64url').slice(0, 22),
  }
}

/** The text of a file in `pages/`. */
export const page = (name: string): string => readFileSync(new URL(`./pages/${name}`, import.meta.url), 'utf8')

/** Serves one asset at one path. A function is called at the first request: for what is large and seldom asked for. */
export function serveAsset(app: FastifyInstance, path: string, what: Asset | (() => Promise<Asset>)): void {
  app.get(path, async (request, reply) => sendAsset(request, reply, typeof what === 'function' ? await what() : what))
}

/** Answers with the asset, packed if the client can unpack it, or with 304 if it has it already. */
export function sendAsset(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, bytes, packed, tag }: Asset,
): FastifyReply {
  const usePacked =
    packed !== undefined && /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(request.headers['accept-encoding'] ?? '')
  const etag = usePacked ? `"${tag}-gzip"` : `"${tag}"`
  // The paths carry no version, so what is cached must be asked about: an update shows at once.
  reply.headers({ 'cache-control': 'no-cache', etag })
  if (packed !== undefined) reply.header('vary', 'accept-encoding')
  if (hasAlready(request.headers['if-none-match'], etag)) return reply.code(304).send()
  reply.type(type)
  if (usePacked) reply.header('content-encoding', 'gzip')
  return reply.send(usePacked ? packed : bytes)
}

function hasAlready(header: string | undefined, etag: string): boolean {
  const known = (header ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
  return known.includes(etag) || known.includes('*')
}

import type { FastifyRequest } from 'fastify'
import { count } from '../../actions/read.ts'
import type { Authenticate } from '../../auth/apiKey.ts'
import { AjarError, invalid, malformed } from '../../domain/errors.ts'
import { isObject } from '../resource/codec.ts'
import { unknownKeys } from '../resource/decode.ts'
import { isTooDeep } from '../resource/depth.ts'
import type { Dialect } from '../resource/dialect.ts'
import { type Paging, WHOLE } from '../resource/paging.ts'
import type { Resource } from '../resource/resource.ts'
import { errorAnswer, simple } from './errors.ts'
import { opportunityTotalKeys } from './opportunityTotals.ts'

/**
 * Policies a resource of this dialect may name. The API has two generations: the newer one answers
 * 201 with a Location and 204, and refuses keys it does not know.
 */
export type Policy = {
  readonly generation?: 1 | 2
  /** Added to the envelope of a list: the number of all matches, or the sums over them too. */
  readonly totals?: 'count' | 'opportunity'
  /** The list is whole and has no `has_more`. */
  readonly unpaged?: true
  /** Refuses parameters that may not stand together. */
  readonly checkParams?: (params: Readonly<Record<string, string>>) => void
}

const DEFAULT_LIMIT = 100
// Clients are known to ask for up to 1000 of some resources; we allow it for all.
const MAX_LIMIT = 1000
const MAX_SKIP = 250_000

/** The Close dialect. Facts are from the public API reference and recorded traffic; see docs/api/close. */
export function closeDialect(authenticate: Authenticate): Dialect {
  return {
    prefix: '/api/v1',

    async authenticate(request) {
      const actor = await authenticate(keyOf(request.headers.authorization))
      if (actor === undefined) throw new AjarError('unauthenticated', unauthorized(request))
      return actor
    },

    // Documented for clients that cannot send a long query string.
    methodOf(request) {
      const override = request.headers['x-http-method-override']
      if (request.method === 'HEAD') return 'GET'
      return request.method === 'POST' && typeof override === 'string' ? override.toUpperCase() : request.method
    },

    params(request, body) {
      if (isObject(body?._params)) return textual(body._params, (list) => list.map(asText).join(','))
      return textual(request.query as Record<string, unknown>, (list) => asText(list.at(-1)))
    },

    parseBody(request) {
      const text = typeof request.body === 'string' ? request.body : ''
      const parsed = parseJson(text, request.headers['content-type'])
      if (!isObject(parsed)) throw malformed('JSON data must be a dict.')
      if (isTooDeep(parsed)) throw malformed('The JSON is nested too deeply.')
      return parsed
    },

    paging: (of, params) => (policyOf(of).unpaged ? WHOLE : readPaging(params)),

    fields(params) {
      const names = (params._fields ?? '').split(',').flatMap((name) => name.trim() || [])
      return names.length === 0 ? undefined : new Set(names)
    },

    checkParams(of, params) {
      refuseSearch(params)
      policyOf(of).checkParams?.(params)
    },

    checkBody(of, body) {
      if (policyOf(of).generation !== 2) return
      const unknown = unknownKeys(of, body).filter((key) => key !== '_params')
      if (unknown.length === 0) return
      throw invalid(unknown.map((key) => ({ path: [key], code: 'unknown_key' })))
    },

    one(of, method, json, id) {
      if (method !== 'create' || policyOf(of).generation !== 2) return { status: 200, body: json }
      return { status: 201, body: json, headers: { location: `/api/v1${of.path}${id}/` } }
    },

    deleted: (of) => (policyOf(of).generation === 2 ? { status: 204, body: '' } : { status: 200, body: '{}' }),

    async list(ctx, of, page, where) {
      const data = `"data":[${page.rows.join(',')}]`
      const { totals, unpaged } = policyOf(of)
      if (unpaged) return { status: 200, body: `{${data}}` }
      const head = `"has_more":${page.hasMore}`
      if (totals === undefined) return { status: 200, body: `{${head},${data}}` }
      const sums =
        totals === 'count'
          ? { total_results: await count(ctx, of.noun, where) }
          : await opportunityTotalKeys(ctx, where)
      return { status: 200, body: `{${head},${JSON.stringify(sums).slice(1, -1)},${data}}` }
    },

    unsupported(of, method, item) {
      if (item && method === 'POST') return simple(404, 'Not found. Did you mean to use PUT?')
      return simple(405, `The method ${method} is not allowed for ${item ? 'one' : 'the list of'} ${of.title}.`)
    },

    error: (error, _request, of) => errorAnswer(error, of),
  }
}

export const policyOf = (of: Resource): Policy => of.policy ?? {}

// The key is the user name of HTTP Basic; the password is empty, or whatever a client puts there.
function keyOf(header: string | undefined): string {
  const match = /^Basic\s+([A-Za-z0-9+/=_-]+)\s*$/i.exec(header ?? '')
  if (match === null) return ''
  const pair = Buffer.from(match[1] ?? '', 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  return colon < 0 ? pair : pair.slice(0, colon)
}

const unauthorized = (request: FastifyRequest) =>
  `The server could not verify that you are authorized to access the URL requested (${request.url.split('?')[0]}). ` +
  'Either you supplied no API key or it is not a valid one.'

// A body that is JSON is taken as such whatever it is declared to be: the first documented example declares nothing,
// and curl then says it is a form.
function parseJson(text: string, contentType: string | undefined): unknown {
  try {
    return JSON.parse(text)
  } catch {
    if (contentType !== undefined && !contentType.includes('json')) {
      throw malformed("Please send valid JSON with a 'Content-Type: application/json' header.")
    }
    throw malformed('The request contains invalid JSON.')
  }
}

type Many = (list: readonly unknown[]) => string

function textual(values: Readonly<Record<string, unknown>>, many: Many): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, v]) => [name, Array.isArray(v) ? many(v) : asText(v)]))
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

// Search is not there yet. Unlike other unknown filters these are not ignored: a script must not take everything for
// what it looked for, and delete it.
function refuseSearch(params: Readonly<Record<string, string>>): void {
  const asked = ['query', 'lead_query'].find((name) => !['', '*'].includes(params[name] ?? ''))
  if (asked !== undefined) throw malformed(`Searching with ${asked} is not there yet.`)
}

function readPaging(params: Readonly<Record<string, string>>): Paging {
  const limit = params._limit === undefined ? DEFAULT_LIMIT : wholeNumber(params._limit)
  const skip = params._skip === undefined ? 0 : wholeNumber(params._skip)
  if (limit === undefined || limit < 0) throw malformed(`_limit must be an integer (got "${params._limit}" instead).`)
  if (skip === undefined || skip < 0)
    throw malformed(`_skip must be a non-negative integer (got "${params._skip}" instead).`)
  if (limit > MAX_LIMIT) {
    throw malformed(`The limit you set is larger than the maximum limit for this resource (max_limit = ${MAX_LIMIT}).`)
  }
  if (skip > MAX_SKIP) {
    throw malformed(
      `The skip you set is larger than the maximum skip for this resource (max_skip = ${MAX_SKIP}). Please refine your search query.`,
    )
  }
  return { limit, skip }
}

const wholeNumber = (text: string) => (/^-?\d{1,15}$/.test(text.trim()) ? Number(text) : undefined)

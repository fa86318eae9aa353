import type { FastifyRequest } from 'fastify'
import type { Context } from '../../actions/context.ts'
import { count } from '../../actions/read.ts'
import type { Authenticate } from '../../auth/apiKey.ts'
import { AjarError, invalid, malformed } from '../../domain/errors.ts'
import { basicUser } from '../resource/basic.ts'
import { objectIn } from '../resource/body.ts'
import { isObject } from '../resource/codec.ts'
import { type Cursor, listOf } from '../resource/cursor.ts'
import { unknownKeys } from '../resource/decode.ts'
import type { Chosen, Dialect } from '../resource/dialect.ts'
import { type Paging, WHOLE } from '../resource/paging.ts'
import { asText, queryOf, textual, wholeNumber } from '../resource/params.ts'
import type { Resource } from '../resource/resource.ts'
import { errorAnswer, simple } from './errors.ts'
import { opportunityTotalKeys } from './opportunityTotals.ts'
import { searchIn } from './query.ts'

/**
 * Policies a resource of this dialect may name. The API has two generations: the newer one answers
 * 201 with a Location and 204, and refuses keys it does not know.
 */
export type Policy = {
  readonly generation?: 1 | 2
  /** The generation whose way of answering to DELETE it has, where that is another one. */
  readonly deletes?: 1
  /** Added to the envelope of a list: the number of all matches, or the sums over them too. */
  readonly totals?: 'count' | 'opportunity'
  /** The list is whole and has no `has_more`. */
  readonly unpaged?: true
  /** The list is whole, whatever `_limit` says. */
  readonly whole?: true
  /** Refuses parameters that may not stand together. */
  readonly checkParams?: (params: Readonly<Record<string, string>>) => void
}

const DEFAULT_LIMIT = 100
// Generated clients send a list as the same parameter several times.
const LISTED = /(?:__in|^ids|^object_ids|^_fields)$/
// Clients are known to ask for up to 1000 of some resources; we allow it for all.
const MAX_LIMIT = 1000
const MAX_SKIP = 250_000

/** The Close dialect. Facts are from the public API reference and recorded traffic; see docs/api/close. */
export function closeDialect(authenticate: Authenticate): Dialect {
  return {
    prefix: '/api/v1',

    async authenticate(request) {
      const actor = await authenticate(basicUser(request.headers.authorization))
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
      return queryOf(request, LISTED)
    },

    parseBody: (request) => objectIn(request, { unparsable: notJson(request), notObject: 'JSON data must be a dict.' }),

    paging(of, params) {
      const paging = policyOf(of).unpaged || policyOf(of).whole ? WHOLE : readPaging(params)
      return params._cursor === undefined ? paging : { ...paging, cursor: readCursor(of, params, paging) }
    },

    fields(params) {
      const names = (params._fields ?? '').split(',').flatMap((name) => name.trim() || [])
      return names.length === 0 ? undefined : new Set(names)
    },

    checkParams: (of, params) => policyOf(of).checkParams?.(params),

    search: searchIn,

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

    deleted: (of) =>
      (policyOf(of).deletes ?? policyOf(of).generation) === 2 ? { status: 204, body: '' } : { status: 200, body: '{}' },

    // Documented with one of the two keys, and seen with the other.
    many: (_of, count) => ({ status: 200, body: JSON.stringify({ count, ok: true }) }),

    async list(ctx, of, found, chosen) {
      const [{ rows, hasMore, cursorNext }, sums] = await Promise.all([found, totalsOf(ctx, of, chosen)])
      const head = { ...(policyOf(of).unpaged ? {} : { has_more: hasMore }), cursor_next: cursorNext }
      const remarks = chosen.remarks.length === 0 ? {} : { query_remarks: chosen.remarks }
      const keys = JSON.stringify({ ...head, ...sums, ...remarks }).slice(1, -1)
      return { status: 200, body: `{${keys}${keys === '' ? '' : ','}"data":[${rows.join(',')}]}` }
    },

    unsupported(of, method, item) {
      if (item && method === 'POST') return simple(404, 'Not found. Did you mean to use PUT?')
      return simple(405, `The method ${method} is not allowed for ${item ? 'one' : 'the list of'} ${of.title}.`)
    },

    error: (error, _request, of) => errorAnswer(error, of),
  }
}

/** What a list says of all that match, whatever its pages. */
async function totalsOf(ctx: Context, of: Resource, { where, most }: Chosen): Promise<object> {
  const { totals } = policyOf(of)
  if (totals === undefined) return {}
  if (totals === 'opportunity') return opportunityTotalKeys(ctx, where)
  return { total_results: Math.min(await count(ctx, of.noun, where), most ?? Number.POSITIVE_INFINITY) }
}

export const policyOf = (of: Resource): Policy => of.policy ?? {}

const unauthorized = (request: FastifyRequest) =>
  `The server could not verify that you are authorized to access the URL requested (${request.url.split('?')[0]}). ` +
  'Either you supplied no API key or it is not a valid one.'

function notJson(request: FastifyRequest): string {
  const type = request.headers['content-type']
  return type === undefined || type.includes('json')
    ? 'The request contains invalid JSON.'
    : "Please send valid JSON with a 'Content-Type: application/json' header."
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

// What may differ from page to page.
const ASIDE: ReadonlySet<string> = new Set(['_cursor', '_limit', '_skip', '_fields'])

function readCursor(of: Resource, params: Readonly<Record<string, string>>, { skip }: Paging): Cursor {
  if (skip > 0) {
    const detail = 'A page is found by _cursor or by _skip, not by both.'
    throw invalid([{ path: ['_skip'], code: 'object', detail }])
  }
  return { text: params._cursor ?? '', parameter: '_cursor', list: listOf(of.path ?? '', params, ASIDE) }
}

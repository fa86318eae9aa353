import type { FastifyRequest } from 'fastify'
import type { Context } from '../../actions/context.ts'
import type { Page } from '../../actions/read.ts'
import type { Actor } from '../../domain/permission.ts'
import type { Condition, Match, Order } from '../../search/listQuery.ts'
import type { SortKey } from '../../search/tree.ts'
import type { Paging } from './paging.ts'
import type { Method, Resource } from './resource.ts'

export type Answer = {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer whose body is still being made when it begins to be sent. */
export type Streaming = Omit<Answer, 'body'> & { readonly body: AsyncIterable<string> }

/** What a wire format decides for itself. The engine asks; it never knows which dialect it speaks. */
export type Dialect = Manners & (Paged | Whole)

/** Lists come by the page. */
type Paged = {
  /** `page` is on its way, so that what else the answer needs can be asked for beside it. */
  list(ctx: Context, of: Resource, page: Promise<Page>, chosen: Chosen): Promise<Answer>
}
/** Lists are whole: what they hold is sent while it is read, a batch at a time. */
type Whole = { stream(of: Resource, batches: AsyncIterable<readonly string[]>): Streaming }

type Manners = {
  /** Where its paths begin, without a slash at the end. */
  readonly prefix: string
  /** Who sends this request; throws `unauthenticated`. */
  authenticate(request: FastifyRequest): Promise<Actor>
  /** The method that is meant, where a header may say another than the request line. */
  methodOf(request: FastifyRequest): string
  /** Query parameters, from the URL or wherever else the dialect lets them be. */
  params(request: FastifyRequest, body: Readonly<Record<string, unknown>> | undefined): Readonly<Record<string, string>>
  /** The object in the body; throws `malformed`. */
  parseBody(request: FastifyRequest): Readonly<Record<string, unknown>>
  /** How long a page may be, and where it starts. */
  paging(of: Resource, params: Readonly<Record<string, string>>): Paging
  /** Names of the wanted fields; undefined for all. */
  fields(params: Readonly<Record<string, string>>): ReadonlySet<string> | undefined
  /** Refuses parameters that the dialect does not let stand together. */
  checkParams(of: Resource, params: Readonly<Record<string, string>>): void
  /** What a search among the parameters asks for, where the dialect has such; throws `invalid`. */
  search?(ctx: Context, of: Resource, params: Readonly<Record<string, string>>): Promise<Sought | undefined>
  /** Refuses a body before it is decoded, e.g. for keys that a strict resource does not know; `id` is the path's. */
  checkBody(of: Resource, body: Readonly<Record<string, unknown>>, id?: string): void
  one(of: Resource, method: Method, json: string, id: string): Answer
  deleted(of: Resource, id: string): Answer
  /** After a change of many objects at once, where there is such a thing. */
  many?(of: Resource, count: number): Answer
  unsupported(of: Resource, method: string, item: boolean): Answer
  /** Any failure in the dialect's own words. */
  error(error: unknown, request: FastifyRequest, of?: Resource): Answer
}

/** What a search asks for: conditions, perhaps an order, perhaps how many there may be, and what is odd about it. */
export type Sought = {
  readonly where: readonly Match[]
  readonly order: readonly SortKey[]
  readonly most: number | null
  readonly remarks: readonly string[]
}

/** The objects that a request is about, by its parameters. */
export type Chosen = {
  readonly where: readonly Condition[]
  readonly order: readonly Order[]
  /** How many there may be on all pages; null where nothing limits them. */
  readonly most: number | null
  /** What the caller should know about the search. */
  readonly remarks: readonly string[]
}

/** What a dialect says of requests that reach none of its resources. */
export type Failures = {
  error(error: unknown): Answer
  unknown(method: string, path: string): Answer
}

import type { FastifyInstance, FastifyRequest } from 'fastify'
import {
  type EventFeed,
  type EventPosition,
  type EventStream,
  type FollowedEvent,
  followEvents,
  type Piece,
  streamCounter,
} from '../../actions/eventStream.ts'
import { AjarError, invalid, malformed } from '../../domain/errors.ts'
import type { Comparison } from '../../search/listQuery.ts'
import type { Answer, Streaming } from '../resource/dialect.ts'
import type { Call, Engine } from '../resource/engine.ts'
import { readFilters } from '../resource/filter.ts'
import { serve } from '../resource/routes.ts'
import { event, eventView } from './event.ts'

// A stream is at a place in the log, not at a time.
const { date_updated: _, ...FILTERS } = event.filters

// Whatever is on the way keeps its hands off: what is held back or squeezed together is late.
const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
}

/** Serves what happens as it happens, as server-sent events, which is Ajar's own. */
export function mountEventStream(app: FastifyInstance, engine: Engine, feed: EventFeed): void {
  const { dialect, context } = engine
  const count = streamCounter()
  serve(app, engine, '/event/stream/', event, async (call, method): Promise<Answer | Streaming> => {
    if (method !== 'GET') return dialect.unsupported(event, method, false)
    const { request } = call
    const ctx = context(call.actor, request)
    const asked = { where: readWhere(call), after: readAfter(call), view: eventView }
    if (request.method === 'HEAD') return { status: 200, body: '', headers: HEADERS }
    const connection = connectionOf(request)
    try {
      count(ctx, connection.gone)
      // Whoever is no longer who they were is refused as anybody else is.
      const again = async () => context(await dialect.authenticate(request), request)
      const stream = await followEvents(ctx, feed, { ...asked, again, gone: connection.gone })
      const texts = printed(stream, dialect.fields(call.params), connection)
      return { status: 200, headers: HEADERS, body: noSlower(texts, connection, feed.closing) }
    } catch (error) {
      connection.over()
      throw error
    }
  })
}

function readWhere({ params }: Call): readonly Comparison[] {
  for (const name of Object.keys(params)) {
    if (/^(date_updated|_cursor|_skip|_limit)/.test(name))
      throw malformed(`${name} is not for streams, which begin after last_event_id.`)
  }
  const { where, problems } = readFilters(FILTERS, params, 0)
  if (problems.length > 0) throw invalid(problems)
  return where as readonly Comparison[]
}

// A browser that connects again sends the header, to the address that it was given first.
function readAfter({ request, params }: Call): EventPosition | undefined {
  const header = request.headers['last-event-id']
  const text = typeof header === 'string' && header !== '' ? header : (params.last_event_id ?? '')
  if (text === '') return undefined
  const [, transactionId = '', id = ''] = POSITION.exec(text) ?? []
  if (transactionId !== '' && BigInt(transactionId) < 2n ** 64n) return { transactionId, id }
  throw invalid([{ path: ['last_event_id'], code: 'object', detail: 'This is not the id of an event of a stream.' }])
}

const POSITION = /^(\d{1,20})-([\w.]{0,100})$/
const printPosition = ({ transactionId, id }: EventPosition) => `${transactionId}-${id}`

/** The connection of a request for as long as its answer goes on. */
type Connection = { readonly gone: AbortSignal; readonly over: () => void; readonly cut: () => void }

function connectionOf({ raw: { socket } }: FastifyRequest): Connection {
  const gone = new AbortController()
  const over = () => {
    socket.off('close', over)
    gone.abort()
  }
  if (socket.destroyed) over()
  else socket.once('close', over)
  return { gone: gone.signal, over, cut: () => socket.destroy() }
}

const RETRY_MS = 2_000
const MAX_CHUNK = 64 * 1024

async function* printed(
  { position, hasGap, pieces }: EventStream,
  fields: ReadonlySet<string> | undefined,
  { over }: Connection,
): AsyncGenerator<string> {
  try {
    yield `retry: ${RETRY_MS}\nid: ${printPosition(position)}\n\n${hasGap ? told('gap', 'unknown_position') : ''}`
    for await (const piece of pieces) yield* chunks(piece, fields)
    yield told('end', 'closing')
  } catch (error) {
    if (!(error instanceof AjarError) || error.code !== 'unauthenticated') throw error
    yield told('end', 'unauthenticated')
  } finally {
    over()
  }
}

const told = (what: 'gap' | 'end', reason: string) => `event: ${what}\ndata: ${JSON.stringify({ reason })}\n\n`

function* chunks({ events, position }: Piece, fields: ReadonlySet<string> | undefined): Generator<string> {
  // Whoever comes again after a while need not go through what they do not want.
  if (events.length === 0) yield `:\nid: ${printPosition(position)}\n\n`
  let text = ''
  for (const one of events) {
    text += frame(one, fields)
    if (text.length < MAX_CHUNK) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

function frame({ position, json }: FollowedEvent, fields: ReadonlySet<string> | undefined): string {
  const shown = fields === undefined ? json : cutTo(fields, json)
  // JSON has line breaks only where a space does as well; here one would end the data.
  return `id: ${printPosition(position)}\ndata: ${shown.replaceAll(/[\r\n]+/g, ' ')}\n\n`
}

function cutTo(fields: ReadonlySet<string>, json: string): string {
  const entries = Object.entries(JSON.parse(json) as object)
  return fields.has('_all') ? json : JSON.stringify(Object.fromEntries(entries.filter(([key]) => fields.has(key))))
}

// So long a piece may be on its way. A connection that takes nothing is dead, or somebody holds it who does not read.
const PATIENCE_MS = 30_000
const LAST_PATIENCE_MS = 3_000

/** The same texts; when one is not taken in time, the connection is cut. Its other end can come again. */
async function* noSlower(
  texts: AsyncIterable<string>,
  { cut }: Connection,
  closing: AbortSignal,
): AsyncGenerator<string> {
  for await (const text of texts) {
    let timer = setTimeout(cut, closing.aborted ? LAST_PATIENCE_MS : PATIENCE_MS)
    const hurry = () => {
      clearTimeout(timer)
      timer = setTimeout(cut, LAST_PATIENCE_MS)
    }
    closing.addEventListener('abort', hurry)
    try {
      yield text
    } finally {
      clearTimeout(timer)
      closing.removeEventListener('abort', hurry)
    }
  }
}

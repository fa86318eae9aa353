import type { FastifyInstance } from 'fastify'
import type { Context } from '../../actions/context.ts'
import {
  listTrash,
  purgedAt,
  purgeTrashed,
  restoreTrashed,
  showTrashed,
  type Trashed,
  type TrashPlace,
  type TrashQuery,
} from '../../actions/undo/trash.ts'
import { invalid, malformed } from '../../domain/errors.ts'
import { parseInstant } from '../../domain/time.ts'
import type { Comparison } from '../../search/listQuery.ts'
import type { Answer } from '../resource/dialect.ts'
import type { Call, Engine } from '../resource/engine.ts'
import { type Filter, instants, readFilters } from '../resource/filter.ts'
import { wholeNumber } from '../resource/params.ts'
import { resource } from '../resource/resource.ts'
import { serve } from '../resource/routes.ts'
import { outcomeAnswer, readOptions } from './undo.ts'

// What was deleted is of many kinds; what is said of it is said here.
const trash = resource('organization', { title: 'Trash', fields: {} })

/** Serves what was deleted, which is Ajar's own. */
export function mountTrash(app: FastifyInstance, engine: Engine): void {
  const { dialect, context } = engine
  serve(app, engine, '/trash/', trash, async (call, method) => {
    if (method !== 'GET') return dialect.unsupported(trash, method, false)
    return listAnswer(context(call.actor, call.request), engine, call)
  })
  serve(app, engine, '/trash/:id/', trash, async (call, method, id) => {
    const ctx = context(call.actor, call.request)
    if (method === 'GET') return answer(shown(ctx, await showTrashed(ctx, id), dialect.fields(call.params)))
    if (method !== 'DELETE') return dialect.unsupported(trash, method, true)
    await purgeTrashed(ctx, id)
    return answer({})
  })
  serve(
    app,
    engine,
    '/trash/:id/restore/',
    trash,
    async ({ actor, request, params }, method, id) => {
      if (method !== 'POST') return dialect.unsupported(trash, method, false)
      const options = readOptions(params)
      return outcomeAnswer(await restoreTrashed(context(actor, request), id, options), options)
    },
    { bodiless: true },
  )
}

const answer = (body: object): Answer => ({ status: 200, body: JSON.stringify(body) })

async function listAnswer(ctx: Context, { dialect }: Engine, { params }: Call): Promise<Answer> {
  const { rows, hasMore } = await listTrash(ctx, readQuery(ctx, params))
  const last = hasMore ? rows.at(-1) : undefined
  const fields = dialect.fields(params)
  return answer({
    has_more: hasMore,
    cursor_next: last === undefined ? null : printPlace({ at: last.deletedAt, id: last.id }),
    data: rows.map((row) => shown(ctx, row, fields)),
  })
}

function shown(ctx: Context, row: Trashed, asked: ReadonlySet<string> | undefined): object {
  const fields = {
    id: row.id,
    object_type: row.objectType,
    lead_id: row.leadId,
    title: row.title,
    date_deleted: row.deletedAt,
    deleted_by: row.deletedById,
    event_id: row.eventId,
    children: row.children,
    date_purged: purgedAt(ctx, row),
  }
  return asked === undefined ? fields : Object.fromEntries(Object.entries(fields).filter(([key]) => asked.has(key)))
}

const FILTERS: Readonly<Record<string, Filter>> = { date_deleted: instants('deletedAt') }
const DEFAULT_LIMIT = 50
const MAX_LIMIT = 200

function readQuery(ctx: Context, params: Call['params']): TrashQuery {
  const { where, problems } = readFilters(FILTERS, params, ctx.offsetHours)
  const beyond = readPlace(params._cursor ?? '')
  if (beyond === null)
    problems.push({ path: ['_cursor'], code: 'object', detail: 'This is not a cursor of this list.' })
  if (problems.length > 0) throw invalid(problems)
  const limit = params._limit === undefined ? DEFAULT_LIMIT : wholeNumber(params._limit)
  if (limit === undefined || limit < 0 || limit > MAX_LIMIT)
    throw malformed(`_limit must be from 0 to ${MAX_LIMIT} (got "${params._limit}" instead).`)
  if (!['', '0'].includes(params._skip ?? '')) throw malformed('_skip is not supported here; use _cursor.')
  const { object_type: objectType, deleted_by: deletedById, query: text } = params
  return {
    deletedAt: where as readonly Comparison[],
    limit,
    ...(objectType === undefined ? {} : { objectType }),
    ...(deletedById === undefined ? {} : { deletedById }),
    ...(text === undefined || text === '' ? {} : { text }),
    ...(beyond === undefined || beyond === null ? {} : { beyond }),
  }
}

const VERSION = 1

const printPlace = ({ at, id }: TrashPlace) => Buffer.from(JSON.stringify([VERSION, at, id])).toString('base64url')

/** The place that a cursor is at; undefined for the beginning, null for what is no cursor. */
function readPlace(text: string): TrashPlace | undefined | null {
  if (text === '') return undefined
  try {
    const [version, at, id]: readonly unknown[] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    const isPlace = version === VERSION && typeof at === 'string' && parseInstant(at) !== null && typeof id === 'string'
    return isPlace ? { at, id } : null
  } catch {
    return null
  }
}

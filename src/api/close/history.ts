import type { FastifyInstance } from 'fastify'
import { customFieldNames, type Deed, listHistory, type Subject } from '../../actions/undo/history.ts'
import { invalid } from '../../domain/errors.ts'
import { objectTypesOf } from '../../domain/eventWords.ts'
import type { Comparison } from '../../search/listQuery.ts'
import type { Answer } from '../resource/dialect.ts'
import type { Call, Engine } from '../resource/engine.ts'
import { readFilters } from '../resource/filter.ts'
import { keyOf } from '../resource/key.ts'
import type { Resource } from '../resource/resource.ts'
import { serve } from '../resource/routes.ts'
import { event, pageAnswer } from './event.ts'
import { changesOf, nameOf } from './historyWords.ts'

/** Whether a resource has objects of which the log tells. */
export const hasHistory = (of: Resource) =>
  of.methods.includes('fetch') && !['user', 'event', 'customFieldSchema', 'upload'].includes(of.noun)

/** Serves what was done to each object of a resource, in words that a screen can show. */
export function mountHistory(app: FastifyInstance, engine: Engine, of: Resource): void {
  const { dialect } = engine
  serve(app, engine, `${of.path}:id/history/`, of, async (call, method, id) =>
    method === 'GET' ? historyAnswer(engine, of, call, id) : dialect.unsupported(of, method, false),
  )
}

const { action, user_id, date_updated } = event.filters
const FILTERS = Object.fromEntries(
  Object.entries({ action, user_id, date_updated }).flatMap(([name, filter]) => (filter ? [[name, filter]] : [])),
)

async function historyAnswer({ context }: Engine, of: Resource, call: Call, id: string): Promise<Answer> {
  const { actor, request, params } = call
  const ctx = context(actor, request)
  const { where, problems } = readFilters(FILTERS, params, ctx.offsetHours)
  const include = params.include ?? ''
  if (include !== '' && !(include === 'all' && of.noun === 'lead'))
    problems.push({ path: ['include'], code: 'not_a_choice', detail: include })
  if (problems.length > 0) throw invalid(problems)
  const subject: Subject = { key: keyOf(of, id), noun: of.noun, about: aboutOf(of, id, include === 'all') }
  const fields = await customFieldNames(ctx)
  return pageAnswer(params, where as readonly Comparison[], async (query) => {
    const page = await listHistory(ctx, subject, query)
    return { ...page, rows: page.rows.map((row) => JSON.stringify(shown(JSON.parse(row) as Deed, fields))) }
  })
}

function aboutOf(of: Resource, id: string, withChildren: boolean): Comparison[] {
  if (withChildren) return [{ path: 'leadId', op: 'eq', value: id }]
  return [
    { path: 'objectId', op: 'eq', value: id },
    { path: 'objectType', op: 'in', value: objectTypesOf(of.noun) },
  ]
}

const shown = (deed: Deed, fields: ReadonlyMap<string, string>) => ({
  id: deed.id,
  date: deed.at,
  user_id: deed.userId,
  user_name: deed.userName,
  action: deed.action,
  object_type: deed.objectType,
  object_id: deed.objectId,
  object_name: nameOf(deed),
  lead_id: deed.leadId,
  changes: changesOf(deed, fields),
  is_withheld: deed.isWithheld,
})

import type { FastifyInstance } from 'fastify'
import type { Context } from '../../actions/context.ts'
import { count } from '../../actions/read.ts'
import { askedInJson, type Sought } from '../../actions/searching/search.ts'
import { AjarError, invalid } from '../../domain/errors.ts'
import type { TaskKind } from '../../domain/task.ts'
import type { OneView, View } from '../../domain/view.ts'
import type { SearchOptions } from '../../search/json.ts'
import { OBJECTS, objectOfNoun } from '../../search/objects.ts'
import type { ObjectType } from '../../search/tree.ts'
import { listOf, pageAt } from '../resource/cursor.ts'
import type { Answer, Chosen } from '../resource/dialect.ts'
import type { Engine } from '../resource/engine.ts'
import { orderOf } from '../resource/paging.ts'
import { type Resource, resource } from '../resource/resource.ts'
import { serve } from '../resource/routes.ts'
import { viewOf } from '../resource/view.ts'
import { TYPE_OF } from './taskKinds.ts'

// What may differ from page to page.
const ASIDE: ReadonlySet<string> = new Set(['cursor', '_limit', '_fields', 'include_counts'])

// What failures call it.
const search = resource('lead', { title: 'Search', fields: {} })

/** Serves the search by a tree: every kind of object that can be looked for, each shown by its map. */
export function mountSearch(app: FastifyInstance, engine: Engine, resources: readonly Resource[]): void {
  const { dialect, context } = engine
  serve(app, engine, '/data/search/', search, async ({ actor, request, body }, method) => {
    if (method !== 'POST') return dialect.unsupported(search, method, false)
    return found(context(actor, request), body, resources).catch(flattened)
  })
}

async function found(
  ctx: Context,
  body: Readonly<Record<string, unknown>>,
  resources: readonly Resource[],
): Promise<Answer> {
  const { sought, options } = await askedInJson(ctx, body)
  const { object, where, resultsLimit } = sought
  const of = resources.find(({ noun }) => objectOfNoun(noun) === object)
  if (of === undefined) throw invalid([{ path: ['query'], code: 'object', detail: 'These cannot be listed.' }])
  const chosen = { where, order: ordered(of, sought), most: resultsLimit }
  const cursor = { text: options.cursor ?? '', parameter: 'cursor', list: listOf('/data/search/', body, ASIDE) }
  const view = hitsView(of, object, options.fields)
  const [{ rows, cursorNext = null }, counts] = await Promise.all([
    pageAt(ctx, of.noun, chosen, options.limit, view, cursor),
    options.includeCounts ? counted(ctx, of, chosen) : {},
  ])
  const rest = JSON.stringify({ cursor: cursorNext, ...counts }).slice(1)
  return { status: 200, body: `{"data":[${rows.join(',')}],${rest}` }
}

function ordered(of: Resource, { order }: Sought): Hits['order'] {
  const last = order.at(-1)
  return last === undefined ? orderOf(of, undefined) : [...order, { path: 'id', descending: last.descending }]
}

type Hits = Pick<Chosen, 'where' | 'order' | 'most'>

async function counted(ctx: Context, of: Resource, { where, most }: Hits): Promise<object> {
  const total = await count(ctx, of.noun, where)
  return { count: { limited: Math.min(total, most ?? total), total } }
}

type Fields = SearchOptions['fields']

/** What hits carry: their type and id, and what was asked for. */
function hitsView(of: Resource, object: ObjectType, fields: Fields): View {
  if (of.shows === undefined) return hitView(of, OBJECTS[object].json, fields)
  const kinds = Object.entries(of.shows.kinds).map(([kind, one]) => [kind, hitView(one, typeOf(object, kind), fields)])
  return { noun: of.noun, kinds: Object.fromEntries(kinds) }
}

/** What is asked of activities or tasks is asked of each kind of them. */
function hitView(of: Resource, type: string, fields: Fields): OneView {
  const [family = type] = type.split('.')
  const names = [type, family].flatMap((name) => (Object.hasOwn(fields, name) ? (fields[name] ?? []) : []))
  const { noun, entries } = viewOf(of, { single: false, fields: new Set(['id', ...names]), sought: true }) as OneView
  return { noun, entries: [{ key: '__object_type', constant: type }, ...entries] }
}

const typeOf = (object: ObjectType, kind: string) =>
  object === 'task' ? `task.${TYPE_OF[kind as TaskKind]}` : OBJECTS[kind as ObjectType].json

/** A problem deep inside of the tree is told by its path as one name. */
function flattened(error: unknown): never {
  if (!(error instanceof AjarError) || error.code !== 'invalid') throw error
  throw invalid(
    error.problems.map(({ path, code, detail }) => ({
      path: path.length === 0 ? [] : [path.join('.')],
      code: 'object',
      detail: detail ?? code,
    })),
  )
}

import { type Context, rehearse, type Written } from '../../actions/context.ts'
import { find } from '../../actions/read.ts'
import { AjarError, invalid, type Problem } from '../../domain/errors.ts'
import type { View } from '../../domain/view.ts'
import { type Body, decode } from './decode.ts'
import type { Answer } from './dialect.ts'
import { missing, withoutEcho } from './echo.ts'
import type { Call, Engine } from './engine.ts'
import { readFilters } from './filter.ts'
import { keyOf } from './key.ts'
import { resolveReferences } from './references.ts'
import type { Resource } from './resource.ts'
import { viewOf } from './view.ts'

export async function createAnswer(engine: Engine, of: Resource, call: Call): Promise<Answer> {
  const { dialect, context, actions } = engine
  const unwelcome = refusals(() => dialect.checkBody(of, call.body))
  const ctx = context(call.actor, call.request, shownView(engine, of, call))
  const create = actions[of.noun]?.create
  const act = create && ((its: Context, draft: object) => create(its, { ...draft, ...raised(of, call), ...of.sets }))
  const written = await perform(ctx, of, call.body, [...unwelcome, ...missing(of, call.body)], act)
  return dialect.one(of, 'create', written?.json ?? '', written?.id ?? '')
}

export async function updateAnswer(engine: Engine, of: Resource, call: Call, name: string): Promise<Answer> {
  const { dialect, context, actions } = engine
  const unwelcome = refusals(() => dialect.checkBody(of, call.body, name))
  const view = shownView(engine, of, call)
  const ctx = context(call.actor, call.request, view)
  const { id, body, problems } = await whatChanges(ctx, of, call.body, name, view)
  const update = actions[of.noun]?.update
  const written = await perform(
    ctx,
    of,
    body,
    [...unwelcome, ...problems],
    update && ((its, draft) => update(its, id, draft, { binned: of.binned === true })),
    id,
  )
  return dialect.one(of, 'update', written?.json ?? '', id)
}

/** Changes all objects that the parameters choose. */
export async function updateManyAnswer(engine: Engine, of: Resource, call: Call): Promise<Answer> {
  const { dialect, context, actions } = engine
  dialect.checkParams(of, call.params)
  const unwelcome = refusals(() => dialect.checkBody(of, call.body))
  const ctx = context(call.actor, call.request)
  const { where, problems } = readFilters(of.filters, call.params, ctx.offsetHours)
  const sought = await dialect.search?.(ctx, of, call.params)
  const chosen = [...(of.only ?? []), ...where, ...(sought?.where ?? [])]
  let count = 0
  const act: Act = async (its, draft) => {
    count = (await actions[of.noun]?.updateMany?.(its, chosen, draft)) ?? 0
    return { id: '', json: '' }
  }
  await perform(ctx, of, call.body, [...unwelcome, ...problems], act, '')
  return dialect.many?.(of, count) ?? dialect.unsupported(of, 'PUT', false)
}

export async function deleteAnswer(
  { dialect, context, actions }: Engine,
  of: Resource,
  { actor, request }: Call,
  name: string,
): Promise<Answer> {
  const ctx = context(actor, request)
  const isNamed = of.key === 'id' && of.only === undefined
  const id = isNamed ? name : (await find(ctx, of.noun, keyOf(of, name), nothing(of))).id
  await actions[of.noun]?.[of.removes ?? 'delete']?.(ctx, id)
  return dialect.deleted(of, id)
}

/** What the parameters of a request add to a draft. */
function raised({ flags = {} }: Resource, { params }: Call): Readonly<Record<string, boolean>> {
  const given = Object.entries(flags).filter(([name]) => params[name] === 'true')
  return Object.fromEntries(given.map(([, field]) => [field, true]))
}

const shownView = ({ dialect }: Engine, of: Resource, { params }: Call) =>
  viewOf(of.shows ?? of, { single: true, fields: dialect.fields(params) })

const nothing = ({ noun }: Resource): View => ({ noun, entries: [] })

/**
 * The id of what is to be updated, and what of the body is a change. Where a path names objects by their id there is
 * nothing to look up, and the action finds out both.
 */
async function whatChanges(ctx: Context, of: Resource, sent: Body, name: string, view: View) {
  if (of.key === 'id') {
    // What is somewhere else is not here.
    if (of.only !== undefined) await find(ctx, of.noun, keyOf(of, name), nothing(of))
    return { id: name, body: sent, problems: missing(of, sent, {}) }
  }
  const { id, json } = await find(ctx, of.noun, keyOf(of, name), view)
  const shown = JSON.parse(json) as Body
  const body = withoutEcho(of, sent, shown)
  return { id, body, problems: missing(of, body, shown) }
}

// Who may not know that an object is there, or may not change it, is told that first.
function refusals(check: () => void): readonly Problem[] {
  try {
    check()
    return []
  } catch (error) {
    if (error instanceof AjarError && error.code === 'invalid') return error.problems
    throw error
  }
}

type Act = (ctx: Context, draft: object) => Promise<Written>

/**
 * Decodes a body and does with it what was asked. When part of it cannot be read, the action is rehearsed with the
 * rest, so that the caller hears of everything that is wrong at once.
 */
async function perform(
  ctx: Context,
  of: Resource,
  body: Body,
  before: readonly Problem[],
  act: Act | undefined,
  id?: string,
): Promise<Written | undefined> {
  const read = decode(of, body, { creating: id === undefined })
  const { draft, problems: unresolved } = await resolveReferences(ctx, of, read.draft)
  const problems = [...before, ...read.problems, ...unresolved]
  if (problems.length === 0) return act?.(ctx, draft)
  const unread = new Set(problems.map(({ path }) => path[0]))
  const rest = Object.fromEntries(Object.entries(draft).filter(([field]) => !unread.has(field)))
  const more = act === undefined ? [] : await rehearse(ctx, (its) => act(its, rest))
  // What is said of the object as a whole may be said only because of what was left out.
  throw invalid([...problems, ...more.filter(({ path: [field] }) => field !== undefined && !unread.has(field))])
}

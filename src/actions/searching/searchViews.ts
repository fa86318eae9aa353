import { AjarError } from '../../domain/errors.ts'
import type { View } from '../../domain/view.ts'
import { check, type Remark } from '../../search/check.ts'
import { parseView } from '../../search/json.ts'
import { objectOfJson, relatedTo } from '../../search/objects.ts'
import { parseText } from '../../search/text.ts'
import {
  type JsonPath,
  mapViews,
  type Node,
  type ObjectType,
  placeOf,
  type Search,
  viewsIn,
} from '../../search/tree.ts'
import type { Vocabulary } from '../../search/vocabulary.ts'
import type { Context } from '../context.ts'
import { vocabulary } from './vocabulary.ts'

// Views may look into views. Each level is one more question to the store, and each mention puts a whole tree in the
// place of a name, so both have an end.
const MAX_DEPTH = 10
const MAX_NODES = 2000

type ViewNode = Extract<Node, { kind: 'view' }>
type Found = { readonly node: Node; readonly remarks: readonly Remark[] }
/** A view as it is looked into, or why it cannot be. */
type Known = Search | { readonly wrong: string }

/**
 * A tree with those of the saved views that it names, as far as the actor may see them. Their order, share and limit do
 * not count. A view that is not there, or leads back to itself, matches nothing; where `strict`, it is a problem.
 * @param within the views that the tree itself is in
 */
export async function withViews(
  ctx: Context,
  node: Node,
  { strict, within }: { strict: boolean; within: readonly string[] },
): Promise<Found> {
  const names = viewsIn(node)
  if (names.length === 0) return { node, remarks: [] }
  const expansion = new Expansion(await knownViews(ctx, names, { strict }), strict)
  try {
    return { node: expansion.of(node, within), remarks: expansion.remarks }
  } catch (error) {
    if (strict || error !== expansion.tooMany) throw error
    return { node: { kind: 'none' }, remarks: [{ message: TOO_MANY }] }
  }
}

const problemAt = (path: JsonPath, message: string) =>
  new AjarError('invalid', message, { problems: [{ path, code: 'object', detail: message }] })

const TOO_MANY = 'these views look into too many others'

class Expansion {
  readonly remarks: Remark[] = []
  readonly tooMany = problemAt([], TOO_MANY)
  private readonly known: ReadonlyMap<string, Known>
  private readonly strict: boolean
  private left = MAX_NODES

  constructor(known: ReadonlyMap<string, Known>, strict: boolean) {
    this.known = known
    this.strict = strict
  }

  of(node: Node, around: readonly string[]): Node {
    return mapViews(node, (view) => this.inPlaceOf(view, around))
  }

  private inPlaceOf(view: ViewNode, around: readonly string[]): Node {
    const { object, view: id } = view
    if (around.length === MAX_DEPTH) throw this.tooMany
    if (around.includes(id)) return this.nothing(view, `the view '${id}' looks into itself`)
    const search = this.known.get(id) ?? { wrong: `there is no view '${id}'` }
    if ('wrong' in search) return this.nothing(view, search.wrong)
    this.left -= sizeOf(search.node)
    if (this.left < 0) throw this.tooMany
    const node = this.of(search.node, [...around, id])
    if (search.object === object) return node
    if (!relatedTo(object).includes(search.object))
      return this.nothing(view, `the view '${id}' is about something else`)
    return { kind: 'related', object, related: search.object, node, ...placeOf(view) }
  }

  private nothing(view: ViewNode, message: string): Node {
    if (this.strict) {
      throw problemAt(view.at !== undefined && !('start' in view.at) ? view.at : [], message)
    }
    this.remarks.push({ message, ...placeOf(view) })
    return { kind: 'none', ...placeOf(view) }
  }
}

/** The views of these names and all that they name in turn, one level after the other. */
async function knownViews(ctx: Context, names: readonly string[], { strict }: { strict: boolean }) {
  const words = await vocabulary(ctx)
  const known = new Map<string, Known>()
  let wanted = names
  for (let depth = 0; wanted.length > 0 && depth <= MAX_DEPTH; depth++) {
    const rows = await load(ctx, wanted)
    for (const row of rows) known.set(row.id, read(row, words, strict))
    const further = rows.flatMap(({ id }) => {
      const search = known.get(id)
      return search === undefined || 'wrong' in search ? [] : viewsIn(search.node)
    })
    wanted = [...new Set(further)].filter((id) => !known.has(id))
  }
  return known
}

/** What a view looks for, as it is kept. */
export type Looked = {
  readonly objectType: string
  readonly query: string | null
  readonly searchQuery: unknown
}
type Row = Looked & { readonly id: string }

const VIEW: View = {
  noun: 'savedSearch',
  entries: ['id', 'objectType', 'query', 'searchQuery'].map((path) => ({ key: path, path, render: 'plain' })),
}

// Nobody sees the private views of others, so they cannot look into them either.
async function load(ctx: Context, names: readonly string[]): Promise<readonly Row[]> {
  const ids = names.filter((name) => /^save_[\dA-Za-z]+$/.test(name))
  const where = [{ path: 'id', op: 'in', value: ids }] as const
  const order = [{ path: 'id', descending: false }]
  const { rows } = await ctx.store.list('savedSearch', { where, order, limit: ids.length, skip: 0 }, VIEW)
  return rows.map((row) => JSON.parse(row) as Row)
}

/** What is kept of a view may have been written when its fields were still there. */
function read({ id, objectType, query, searchQuery }: Row, words: Vocabulary, strict: boolean): Known {
  try {
    if (searchQuery === null)
      return check(parseText(query ?? '', objectOfView(objectType)), words, { strict: false }).search
    return check(parseView(searchQuery), words, { strict }).search
  } catch (error) {
    if (error instanceof AjarError && error.code === 'invalid') return { wrong: `the view '${id}': ${error.message}` }
    throw error
  }
}

/** What the members of a view are, by what the view says of its type. */
export const objectOfView = (type: string): ObjectType =>
  objectOfJson(type) ?? objectOfJson(`activity.${type}`) ?? 'lead'

function sizeOf(node: Node): number {
  if (node.kind === 'and' || node.kind === 'or') return node.nodes.reduce((sum, one) => sum + sizeOf(one), 1)
  return node.kind === 'not' || node.kind === 'related' ? 1 + sizeOf(node.node) : 1
}

import type { BulkAction, BulkObject } from '../../domain/bulkAction.ts'
import { AjarError, invalid, refused } from '../../domain/errors.ts'
import type { Condition } from '../../search/listQuery.ts'
import { OBJECTS } from '../../search/objects.ts'
import type { ObjectType } from '../../search/tree.ts'
import type { Chosen } from '../../store/bulk/bulkChosen.ts'
import type { Context } from '../context.ts'
import { askedInJson, askedInText, type Sought } from '../searching/search.ts'

/** What a bulk action looks for. */
export type Asked = Pick<BulkAction, 'query' | 'searchQuery' | 'sort' | 'resultsLimit'>

/** What a draft asks for; a tree may be wrapped as Smart Views have it, with the order beside the query. */
export function askedOf(draft: { readonly [K in keyof Asked]?: Asked[K] | null }): Asked {
  const given = (draft.searchQuery ?? null) as Readonly<Record<string, unknown>> | null
  const isWrapped = given !== null && given.type === undefined && given.query !== undefined
  return {
    query: draft.query ?? null,
    searchQuery: isWrapped ? given.query : given,
    sort: draft.sort ?? (isWrapped ? given.sort : undefined) ?? [],
    resultsLimit: draft.resultsLimit ?? null,
  }
}

/** What is looked for, and how many of it may be found. */
export type Found = Pick<Sought, 'object' | 'where' | 'order' | 'resultsLimit'>

/**
 * What a bulk action looks for. Whatever a query leaves unclear is refused: one that finds more than was meant cannot be
 * taken back as easily as it was sent.
 */
export async function foundBy(ctx: Context, asked: Asked): Promise<Found> {
  const { query, searchQuery, sort, resultsLimit } = asked
  if (query === null && searchQuery === null)
    throw refused('Say by query or s_query what to look for; the query "*" is all.')
  if (query !== null && searchQuery !== null) throw problem('query', 'Look by query or by s_query, not by both.')
  const tree = await inTree(ctx, { query: searchQuery ?? { type: 'match_all' }, sort, results_limit: resultsLimit })
  if (query === null) return tree
  const text = await inText(ctx, query)
  return {
    ...text,
    order: tree.order.length > 0 ? tree.order : text.order,
    resultsLimit: least(tree.resultsLimit, text.resultsLimit),
  }
}

/** The objects of a noun among what was found, or those of the leads that were. */
export function chosenOf(found: Found, noun: BulkObject, where: readonly Condition[]): Chosen {
  const { object, order, resultsLimit } = found
  if (object !== noun && object !== 'lead')
    throw problem('searchQuery', `must look for objects of the type ${typesFor(noun).join(' or ')}`)
  return { noun, where, sought: { noun: object, where: found.where, order, limit: resultsLimit } }
}

const typesFor = (noun: BulkObject): readonly string[] => [
  'lead',
  ...(noun === 'lead' || noun === 'customObject' ? [] : [OBJECTS[noun satisfies ObjectType].json]),
]

async function inTree(ctx: Context, body: Readonly<Record<string, unknown>>): Promise<Found> {
  try {
    return (await askedInJson(ctx, body)).sought
  } catch (error) {
    if (!(error instanceof AjarError) || error.code !== 'invalid') throw error
    throw invalid(
      error.problems.map(({ path: [part, ...rest], code, detail }) => ({
        path: [FIELDS[String(part)] ?? 'searchQuery'],
        code: 'object',
        detail: `${rest.length === 0 ? '' : `${rest.join('.')}: `}${detail ?? code}`,
      })),
    )
  }
}

const FIELDS: Readonly<Record<string, string>> = { sort: 'sort', results_limit: 'resultsLimit' }

async function inText(ctx: Context, query: string): Promise<Found> {
  if (query.trim() === '') throw problem('query', 'An empty query is nothing to go by; "*" is all.')
  try {
    const { remarks, ...found } = await askedInText(ctx, query)
    const [remark] = remarks
    if (remark !== undefined) throw problem('query', remark.message)
    return found
  } catch (error) {
    if (!(error instanceof AjarError) || error.code !== 'invalid') throw error
    throw problem('query', error.message.replace(/^query: /, ''))
  }
}

const problem = (field: string, detail: string) => invalid([{ path: [field], code: 'object', detail }])

const least = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b)

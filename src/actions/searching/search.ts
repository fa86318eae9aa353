import { AjarError, refused } from '../../domain/errors.ts'
import { type Checked, check, type Remark } from '../../search/check.ts'
import { parseSearch, parseView, type SearchOptions } from '../../search/json.ts'
import type { Match } from '../../search/listQuery.ts'
import { parseText } from '../../search/text.ts'
import {
  CURRENT_USER,
  mapConditions,
  type Node,
  type ObjectType,
  type Search,
  type SortKey,
  type Written,
  type WrittenNode,
} from '../../search/tree.ts'
import type { Context } from '../context.ts'
import { type Looked, objectOfView, withViews } from './searchViews.ts'
import { vocabulary } from './vocabulary.ts'

/** What a search comes to: conditions and an order that lists, counts and whatever else reads objects take. */
export type Sought = {
  readonly object: ObjectType
  /** Empty where everything is wanted. */
  readonly where: readonly Match[]
  /** Empty where it says nothing about the order. */
  readonly order: readonly SortKey[]
  /** How many hits there may be, over all pages. */
  readonly resultsLimit: number | null
  /** What somebody should know about it. */
  readonly remarks: readonly Remark[]
}

/**
 * What a text asks for. Fields, people and views that are not there match nothing.
 * @throws QueryError with the place where the text cannot be read
 */
export const askedInText = (ctx: Context, text: string, object: ObjectType = 'lead'): Promise<Sought> =>
  asked(ctx, parseText(text, object), { strict: false })

/**
 * What the body of a search asks for, and how it wants the answer.
 * @throws AjarError with every problem and its path; what is not there is one too
 */
export async function askedInJson(
  ctx: Context,
  body: Readonly<Record<string, unknown>>,
): Promise<{ sought: Sought; options: SearchOptions }> {
  const { search, options } = parseSearch(body)
  return { sought: await asked(ctx, search, { strict: true }), options }
}

/**
 * The same of objects by what their leads are like.
 * @throws QueryError with the place where the text cannot be read
 */
export function askedOfLeads(ctx: Context, text: string, object: ObjectType): Promise<Sought> {
  const { node, slice, resultsLimit } = parseText(text)
  if (slice !== null || resultsLimit !== null) throw refused('Shares and limits of leads say nothing about these.')
  return asked(ctx, { ...EVERYTHING, object, node: ofLead(object, node) }, { strict: false })
}

/**
 * What objects have to be like whose leads are members of a saved view.
 * @throws AjarError when there is no such view that the actor may see
 */
export const askedOfLeadView = (ctx: Context, view: string, object: ObjectType): Promise<Sought> =>
  asked(ctx, { ...EVERYTHING, object, node: ofLead(object, { kind: 'view', object: 'lead', view }) }, { strict: true })

/**
 * Refuses what a view is to look for if it could not be answered, or would look into the view itself.
 * @param view the id of the view
 */
export async function checkView(ctx: Context, view: string, { objectType, query, searchQuery }: Looked): Promise<void> {
  const isTree = searchQuery !== null
  const written = isTree ? parseView(searchQuery) : parseText(query ?? '', objectOfView(objectType))
  await asked(ctx, written, { strict: isTree, within: [view] })
}

const ofLead = (object: ObjectType, node: WrittenNode): WrittenNode =>
  node.kind === 'all' ? node : { kind: 'related', object, related: 'lead', node }

/** `within`: the views that this is to be put into. */
type Manner = { readonly strict: boolean; readonly within?: readonly string[] }
const EVERYTHING = { node: { kind: 'all' }, sort: [], resultsLimit: null, slice: null } as const

async function asked(ctx: Context, written: Written, { strict, within = [] }: Manner): Promise<Sought> {
  const { search, remarks } = await checked(ctx, written, { strict })
  const found = await withViews(ctx, search.node, { strict, within })
  const matches = byUser(found.node, ctx.actor.userId)
  return {
    object: search.object,
    where: conditions(ctx, { ...search, node: matches }),
    order: search.sort,
    resultsLimit: search.resultsLimit,
    remarks: [...remarks, ...found.remarks],
  }
}

/** The words that are kept may be a few seconds old: what they lack is looked for once more. */
async function checked(ctx: Context, written: Written, { strict }: Manner): Promise<Checked> {
  const kept = await vocabulary(ctx)
  try {
    const first = check(written, kept, { strict })
    if (first.remarks.length === 0) return first
  } catch (error) {
    if (!(error instanceof AjarError) || error.code !== 'invalid') throw error
  }
  return check(written, await vocabulary(ctx, { fresh: true }), { strict })
}

/** Whoever asks, in the place of the word for them. */
const byUser = (node: Node, userId: string): Node =>
  mapConditions(node, (condition) =>
    condition.kind === 'reference'
      ? { ...condition, ids: condition.ids.map((id) => (id === CURRENT_USER ? userId : id)) }
      : condition,
  )

function conditions({ now, offsetHours }: Context, { object, node, slice }: Search): readonly Match[] {
  if (node.kind === 'all' && slice === null) return []
  const clock = { now, offsetHours }
  return [{ object, matches: node, clock, ...(slice === null ? {} : { slice }) }]
}

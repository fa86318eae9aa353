import type { NounName } from '../domain/catalogue.ts'
import { notFound } from '../domain/errors.ts'
import type { Condition, ListQuery } from '../domain/query.ts'
import type { View } from '../domain/view.ts'
import type { OpportunityTotals } from '../store/opportunityTotals.ts'
import type { Key, Page } from '../store/read.ts'
import type { Context } from './context.ts'

export type { OpportunityTotals } from '../store/opportunityTotals.ts'
export type { Page } from '../store/read.ts'

/** One object as JSON text; throws not_found for what is not there and for what the actor may not see. */
export async function show(ctx: Context, noun: NounName, key: Key, view: View): Promise<string> {
  const json = await ctx.store.show(noun, key, view)
  if (json === undefined) throw notFound(noun, key.value)
  return json
}

/** A page of objects as JSON texts. */
export const list = (ctx: Context, noun: NounName, query: ListQuery, view: View): Promise<Page> =>
  ctx.store.list(noun, query, view)

/** How many objects match, regardless of paging. */
export const count = (ctx: Context, noun: NounName, where: readonly Condition[]): Promise<number> =>
  ctx.store.count(noun, where)

/** What the matching opportunities come to, regardless of paging. */
export const opportunityTotals = (ctx: Context, where: readonly Condition[]): Promise<OpportunityTotals> =>
  ctx.store.opportunityTotals(where)

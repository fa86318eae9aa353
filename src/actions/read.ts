import type { NounName } from '../domain/catalogue.ts'
import { notFound } from '../domain/errors.ts'
import type { View } from '../domain/view.ts'
import type { Condition, ListQuery } from '../search/listQuery.ts'
import type { Key, Page, Shown } from '../store/reading/read.ts'
import type { Stretch } from '../store/reading/stream.ts'
import type { Position, Step } from '../store/reading/walk.ts'
import type { OpportunityTotals } from '../store/totals/opportunityTotals.ts'
import type { Context } from './context.ts'

export type { Key, Page, Shown } from '../store/reading/read.ts'
export type { Position, Step } from '../store/reading/walk.ts'
export type { OpportunityTotals } from '../store/totals/opportunityTotals.ts'

/** One object as JSON text; throws not_found for what is not there and for what the actor may not see. */
export async function show(ctx: Context, noun: NounName, key: Key, view: View): Promise<string> {
  return (await find(ctx, noun, key, view)).json
}

/** The same with its id, for those who know it by something else. */
export async function find(ctx: Context, noun: NounName, key: Key, view: View): Promise<Shown> {
  const shown = await ctx.store.show(noun, key, view)
  if (shown === undefined) throw notFound(noun, String(key.value))
  return shown
}

/** A page of objects as JSON texts. */
export const list = (ctx: Context, noun: NounName, query: ListQuery, view: View): Promise<Page> =>
  ctx.store.list(noun, query, view)

/** The page that comes after a position, and the position after that; `cursor.ts` makes texts of positions. */
export const walk = (ctx: Context, noun: NounName, query: ListQuery, view: View, position: Position): Promise<Step> =>
  ctx.store.walk(noun, query, view, position)

/** All that matches as JSON texts, read while it is taken. */
export const stream = (ctx: Context, noun: NounName, stretch: Stretch, view: View): AsyncIterable<readonly string[]> =>
  ctx.store.stream(noun, stretch, view)

/** The ids of objects by their numbers; what the actor may not see is not found. */
export const idsByNumber = (
  ctx: Context,
  noun: NounName,
  numbers: readonly number[],
  where: readonly Condition[],
): Promise<Map<number, string>> => ctx.store.idsBy(noun, 'number', numbers, where)

/** How many objects match, regardless of paging. */
export const count = (ctx: Context, noun: NounName, where: readonly Condition[]): Promise<number> =>
  ctx.store.count(noun, where)

/** What the matching opportunities come to, regardless of paging. */
export const opportunityTotals = (ctx: Context, where: readonly Condition[]): Promise<OpportunityTotals> =>
  ctx.store.opportunityTotals(where)

/** The same for groups of them, by the value that each group has in a field. */
export const opportunityTotalsBy = (
  ctx: Context,
  where: readonly Condition[],
  by: { readonly path: string; readonly values: readonly (string | null)[] },
): Promise<ReadonlyMap<string | null, OpportunityTotals>> => ctx.store.opportunityTotalsBy(where, by)

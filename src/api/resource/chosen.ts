import type { Context } from '../../actions/context.ts'
import { list, type Page } from '../../actions/read.ts'
import { invalid } from '../../domain/errors.ts'
import type { View } from '../../domain/view.ts'
import { pageAt } from './cursor.ts'
import type { Chosen, Dialect } from './dialect.ts'
import { readFilters } from './filter.ts'
import { orderOf, type Paging } from './paging.ts'
import type { Resource } from './resource.ts'

type Params = Readonly<Record<string, string>>

/**
 * What filters choose, and a search where the dialect has one among its parameters; a search that says how to sort wins
 * over the parameter for it. Throws `invalid`.
 */
export async function chosen(dialect: Dialect, of: Resource, ctx: Context, params: Params): Promise<Chosen> {
  const { where, problems } = readFilters(of.filters, of.rewrite?.(params) ?? params, ctx.offsetHours)
  if (problems.length > 0) throw invalid(problems)
  const sought = await dialect.search?.(ctx, of, params)
  const last = sought?.order.at(-1)
  return {
    where: [...(of.only ?? []), ...where, ...(sought?.where ?? [])],
    order:
      sought === undefined || last === undefined
        ? orderOf(of, params._order_by)
        : [...sought.order, { path: 'id', descending: last.descending }],
    most: sought?.most ?? null,
    remarks: sought?.remarks ?? [],
  }
}

/** A page of what is chosen. */
export async function pageOf(
  ctx: Context,
  of: Resource,
  chosen: Chosen,
  { limit, skip, cursor }: Paging,
  view: View,
): Promise<Page> {
  if (cursor !== undefined) return pageAt(ctx, of.noun, chosen, limit, view, cursor)
  const { where, order, most } = chosen
  const left = most === null ? Number.POSITIVE_INFINITY : Math.max(0, most - skip)
  const page = await list(ctx, of.noun, { where, order, limit: Math.min(limit, left), skip }, view)
  return limit < left ? page : { ...page, hasMore: false }
}

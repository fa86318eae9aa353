import type { Context } from '../../actions/context.ts'
import { cursorAt, positionAt } from '../../actions/cursor.ts'
import { type Page, walk } from '../../actions/read.ts'
import type { NounName } from '../../domain/catalogue.ts'
import { invalid } from '../../domain/errors.ts'
import type { View } from '../../domain/view.ts'
import type { ListQuery } from '../../search/listQuery.ts'

/** Where a page begins: where the one before ended. */
export type Cursor = {
  /** What the caller got with the page before; empty for the first. */
  readonly text: string
  /** What the caller calls it. */
  readonly parameter: string
  /** All that decides which objects the list has and in which order; a cursor is good for one list alone. */
  readonly list: string
}

/** The list that a path and parameters ask for, without those that only say how much of it is wanted, and how. */
export function listOf(path: string, params: Readonly<Record<string, unknown>>, aside: ReadonlySet<string>): string {
  const rest = Object.entries(params).filter(([name]) => !aside.has(name))
  return JSON.stringify([path, ...rest.sort(([a], [b]) => (a < b ? -1 : 1))])
}

/** The objects of a list, in their order, and how many of them there may be on all pages. */
type Listed = Pick<ListQuery, 'where' | 'order'> & { readonly most: number | null }

/** The page at a cursor, with the cursor of the page after it. */
export async function pageAt(
  ctx: Context,
  noun: NounName,
  { where, order, most }: Listed,
  limit: number,
  view: View,
  { text, parameter, list }: Cursor,
): Promise<Page> {
  const position = await positionAt(ctx, list, text)
  if (position === undefined) throw invalid([{ path: [parameter], code: 'object', detail: OF_ANOTHER }])
  const left = most === null ? Number.POSITIVE_INFINITY : Math.max(0, most - position.passed)
  const query = { where, order, limit: Math.min(limit, left), skip: 0 }
  const { rows, next } = await walk(ctx, noun, query, view, position)
  if (next === null || rows.length === left) return { rows, hasMore: false, cursorNext: null }
  return { rows, hasMore: true, cursorNext: await cursorAt(ctx, list, next) }
}

const OF_ANOTHER = 'This is no cursor of this list with these filters and this order.'

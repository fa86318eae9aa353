import type { PathOrder } from '../../search/listQuery.ts'
import type { Cursor } from './cursor.ts'
import type { Resource } from './resource.ts'

/** The part of a list that is wanted. */
export type Paging = { readonly limit: number; readonly skip: number; readonly cursor?: Cursor }

/**
 * The order a list is asked for, if the resource allows it, else its usual one. Ends with the id, so that no two
 * objects are equal and every page is a continuation of the one before.
 */
export function orderOf(of: Resource, asked: string | undefined): PathOrder[] {
  const descending = asked?.startsWith('-') ?? false
  const name = descending ? asked?.slice(1) : asked
  const paths = name !== undefined && Object.hasOwn(of.orders, name) ? of.orders[name] : undefined
  const order =
    paths === undefined ? of.defaultOrder.map(parseOrder) : paths.map((path): PathOrder => ({ path, descending }))
  const last = order.at(-1)
  return last?.path === 'id' ? order : [...order, { path: 'id', descending: last?.descending ?? false }]
}

function parseOrder(text: string): PathOrder {
  return text.startsWith('-') ? { path: text.slice(1), descending: true } : { path: text, descending: false }
}

/** A page of everything, for lists that are short and never cut. */
export const WHOLE: Paging = { limit: 10_000, skip: 0 }

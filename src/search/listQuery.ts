import type { Clock } from './moment.ts'
import type { Node, ObjectType, Slice, SortKey } from './tree.ts'

/** A list to read: conditions, order and the part of it wanted. Plain data in domain words. */
export type ListQuery = {
  readonly where: readonly Condition[]
  readonly order: readonly Order[]
  readonly limit: number
  readonly skip: number
}

/** What the objects of a list have to be like: a comparison with one field, or all that a search says. */
export type Condition = Comparison | Match
export type Comparison = { readonly path: string; readonly op: Operator; readonly value: ConditionValue }
/** A checked tree, in which saved views and whoever asks are already put in the place of their names. */
export type Match = {
  readonly object: ObjectType
  readonly matches: Node
  readonly clock: Clock
  /** Only one of several equal shares of what matches. */
  readonly slice?: Slice
}

/** Of a list of texts, `eq` and `in` mean that it has the value or one of them. */
/** `among`: one of these, or of those who are in one of these groups. */
export type Operator = 'eq' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'among'
export type ConditionValue = string | number | boolean | null | readonly (string | number | boolean | null)[]

/** By a field of the noun, or by what a search may sort by. */
export type Order = PathOrder | SortKey
export type PathOrder = { readonly path: string; readonly descending: boolean }

/** The whole of a small list, in the order of ids. */
export const everything: ListQuery = { where: [], order: [{ path: 'id', descending: false }], limit: 1000, skip: 0 }

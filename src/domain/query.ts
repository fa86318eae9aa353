/** A list to read: conditions, order and the part of it wanted. Plain data in domain words. */
export type ListQuery = {
  readonly where: readonly Condition[]
  readonly order: readonly Order[]
  readonly limit: number
  readonly skip: number
}

/** Of a list of texts, `eq` and `in` mean that it has the value or one of them. */
/** `among`: one of these, or of those who are in one of these groups. */
export type Operator = 'eq' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'among'
export type Condition = { readonly path: string; readonly op: Operator; readonly value: ConditionValue }
export type ConditionValue = string | number | boolean | null | readonly (string | number | boolean | null)[]
export type Order = { readonly path: string; readonly descending: boolean }

/** The whole of a small list, in the order of ids. */
export const everything: ListQuery = { where: [], order: [{ path: 'id', descending: false }], limit: 1000, skip: 0 }

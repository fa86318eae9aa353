import { fieldOf } from '../../search/fields.ts'
import type { Smart } from '../../search/smart.ts'
import { and, type Condition, type Node, type NumberRange, not, type ObjectType } from '../../search/tree.ts'

type FieldNode = Extract<Node, { kind: 'field' }>

/**
 * The same condition on a smart field, said of the objects themselves, where it can be: no calls is that there is no call,
 * the last call before a day that there is one and none since. So an index finds it, and nobody looks at every lead.
 * Undefined where the value has to be worked out.
 */
export function simpler({ field, condition }: FieldNode): Node | undefined {
  const means = 'custom' in field ? undefined : fieldOf(field.object, field.name)?.means
  if (means?.kind !== 'smart') return undefined
  const { smart } = means
  switch (smart.kind) {
    case 'count':
      return condition.kind === 'numbers' ? counted(smart.of, smart.where, condition) : undefined
    case 'edge': {
      const { object, where } = among(smart)
      const by = fieldOf(object, smart.by)
      const isSame = by?.means.kind === 'path' && by.means.path === smart.path
      return isSame ? extreme(smart.edge === 'last', object, where, smart.by, condition) : undefined
    }
    case 'rollup': {
      const by = smart.path === 'value' ? 'value' : 'annualized_value'
      const isEdge = smart.fn === 'min' || smart.fn === 'max'
      return isEdge ? extreme(smart.fn === 'max', 'opportunity', smart.where, by, condition) : undefined
    }
    case 'named':
      return undefined
  }
}

/** The objects that an edge is the first or last of, as one kind of object and a condition. */
export function among({ of, where }: Extract<Smart, { kind: 'edge' }>): { object: ObjectType; where: Node } {
  const [only = 'activity', ...others] = of
  if (others.length === 0) return { object: only, where }
  const kinds: Node = {
    kind: 'field',
    field: { object: 'activity', name: '_type' },
    condition: { kind: 'terms', values: of },
  }
  return { object: 'activity', where: both(kinds, where) }
}

const both = (...nodes: readonly Node[]): Node => and(nodes.filter(({ kind }) => kind !== 'all'))

/** A count that says no more than whether there is any. */
function counted(of: ObjectType, where: Node, range: NumberRange) {
  const { least, most } = boundsOf(range)
  const some: Node = { kind: 'related', object: 'lead', related: of, node: where }
  if (most < least) return { kind: 'none' } as const
  if (most === 0) return not(some)
  if (most < Infinity || least > 1) return undefined
  return least === 1 ? some : ({ kind: 'all' } as const)
}

/** The least and the most that a count in a range can be. */
export function boundsOf({ gt = -1, gte = 0, lt = Infinity, lte = Infinity }: NumberRange) {
  return {
    least: Math.max(Math.ceil(gte), Math.floor(gt) + 1, 0),
    most: Math.min(Math.floor(lte), Math.ceil(lt) - 1),
  }
}

/** The greatest value is in a range when one is at its start or later and none is beyond its end; so is the least, mirrored. */
function extreme(isGreatest: boolean, of: ObjectType, where: Node, by: string, condition: Condition): Node | undefined {
  const some = (own: Condition): Node => {
    const node = both(where, { kind: 'field', field: { object: of, name: by }, condition: own })
    return { kind: 'related', object: 'lead', related: of, node }
  }
  const ranges = rangesOf(isGreatest, condition)
  return ranges && both(some(ranges.reached), ...ranges.beyond.map((one) => not(some(one))))
}

type Ranges = { readonly reached: Condition; readonly beyond: readonly Condition[] }

/** What one value has to be like, and what none may be, for the greatest or the least to be in a range. */
function rangesOf(isGreatest: boolean, condition: Condition): Ranges | undefined {
  if (condition.kind === 'exists') return { reached: condition, beyond: [] }
  if (condition.kind === 'moments') {
    const { kind, onOrAfter, before } = condition
    const since = { kind, onOrAfter, before: null }
    const until = { kind, onOrAfter: null, before }
    return isGreatest
      ? { reached: since, beyond: before === null ? [] : [{ kind, onOrAfter: before, before: null }] }
      : { reached: until, beyond: onOrAfter === null ? [] : [{ kind, onOrAfter: null, before: onOrAfter }] }
  }
  if (condition.kind !== 'numbers') return undefined
  const { kind, gt, gte, lt, lte } = condition
  const range = (bounds: { readonly [K in 'gt' | 'gte' | 'lt' | 'lte']?: number | undefined }) => {
    const given = Object.entries(bounds).filter(([, bound]) => bound !== undefined)
    return { kind, ...Object.fromEntries(given) } as NumberRange
  }
  const above = [...(lte === undefined ? [] : [range({ gt: lte })]), ...(lt === undefined ? [] : [range({ gte: lt })])]
  const below = [...(gte === undefined ? [] : [range({ lt: gte })]), ...(gt === undefined ? [] : [range({ lte: gt })])]
  return isGreatest ? { reached: range({ gt, gte }), beyond: above } : { reached: range({ lt, lte }), beyond: below }
}

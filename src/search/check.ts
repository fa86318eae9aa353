import { AjarError, type Problem } from '../domain/errors.ts'
import { type Compared, type Meant, meaningOf } from './asked.ts'
import { type Field, fieldOf } from './fields.ts'
import { fitted } from './fits.ts'
import { OBJECTS, relatedTo } from './objects.ts'
import { QueryError } from './queryError.ts'
import {
  type Asked,
  and,
  type Condition,
  type FieldRef,
  type Node,
  not,
  type ObjectType,
  or,
  type Placed,
  placeOf,
  type Search,
  type SortKey,
  type ValueKind,
  type Written,
  type WrittenNode,
} from './tree.ts'
import { customFieldOf, kindOfCustom, type Vocabulary } from './vocabulary.ts'

/** What somebody should know about a query that can be answered all the same. */
export type Remark = Placed & { readonly message: string }
export type Checked = { readonly search: Search; readonly remarks: readonly Remark[] }

/**
 * Puts known fields, ids and typed conditions in the place of words. What is unknown matches nothing and is remarked
 * upon, or is a problem where `strict`, as it is in the JSON language.
 * @throws QueryError or AjarError with what is wrong and where
 */
export function check(written: Written, vocabulary: Vocabulary, { strict }: { strict: boolean }): Checked {
  const checker = new Checker(vocabulary, strict)
  const node = checker.node(written.node, written.object)
  const sort = written.sort.flatMap((key) => checker.sortKey(key))
  checker.refuse()
  return { search: { ...written, node, sort }, remarks: checker.remarks }
}

const NOTHING: Node = { kind: 'none' }

class Checker {
  readonly remarks: Remark[] = []
  private readonly problems: (Remark & { code: Problem['code'] })[] = []
  private readonly vocabulary: Vocabulary
  private readonly strict: boolean

  constructor(vocabulary: Vocabulary, strict: boolean) {
    this.vocabulary = vocabulary
    this.strict = strict
  }

  /** Every problem of a document at once; of a text, the first. */
  refuse(): void {
    const [first] = this.problems
    if (first === undefined) return
    if (first.at !== undefined && 'start' in first.at) throw new QueryError(first.message, first.at)
    const problems = this.problems.map(
      ({ at, code, message: detail }): Problem => ({
        path: at !== undefined && 'start' in at ? [] : (at ?? []),
        code,
        detail,
      }),
    )
    throw new AjarError('invalid', this.problems.map((one) => one.message).join('; '), { problems })
  }

  node(node: WrittenNode, object: ObjectType): Node {
    switch (node.kind) {
      case 'and':
      case 'or':
        return (node.kind === 'and' ? and : or)(
          node.nodes.map((one) => this.node(one, object)),
          node,
        )
      case 'not':
        return not(this.node(node.node, object), node)
      case 'related':
        return this.within(object, node.object, node, () => this.related(node.object, node.related, node))
      case 'field':
        return this.within(object, node.field.object, node, () => this.field(node.field, node.condition, node))
      case 'text':
        return /[\p{L}\p{N}]/u.test(node.match.value) ? node : { kind: 'all', ...placeOf(node) }
      case 'all':
      case 'none':
      case 'ids':
      case 'view':
        return node
    }
  }

  sortKey(key: SortKey): SortKey[] {
    const known = this.lookUp(key.field)
    const isOwn =
      known !== undefined && (known.field === undefined || !['inside', 'any'].includes(known.field.means.kind))
    if (isOwn) return [{ ...key, field: known.ref }]
    const message = `cannot sort by '${nameOf(key.field)}'`
    if (known !== undefined || this.strict) this.problems.push({ message, code: 'unknown_field', ...placeOf(key) })
    return []
  }

  /** A condition on something else than what is looked at is one on what that is related to. */
  private within(object: ObjectType, meant: ObjectType, place: Placed, make: () => Node): Node {
    if (object === meant) return make()
    if (!relatedTo(object).includes(meant)) return this.unrelated(object, meant, place)
    return { kind: 'related', object, related: meant, node: make(), ...placeOf(place) }
  }

  private related(object: ObjectType, related: ObjectType, node: Extract<WrittenNode, { kind: 'related' }>): Node {
    if (!relatedTo(object).includes(related)) return this.unrelated(object, related, node)
    return { ...node, node: this.node(node.node, related) }
  }

  private unrelated(object: ObjectType, related: ObjectType, place: Placed): Node {
    const message = `${OBJECTS[object].json} has no ${OBJECTS[related].json}`
    this.problems.push({ message, code: 'not_a_choice', ...placeOf(place) })
    return NOTHING
  }

  private field(ref: FieldRef, condition: Condition | Asked, place: Placed): Node {
    const known = this.lookUp(ref)
    if (known === undefined) return this.custom(ref, condition, place)
    const { object } = ref
    const means = known.field?.means
    if (means?.kind === 'inside') {
      const node = this.field({ object: means.object, name: means.name }, condition, place)
      // Without a value is who has none at all, not who has one that is empty.
      const inner = node.kind === 'not' && isEmptyAsked(condition) ? node.node : node
      const related: Node = { kind: 'related', object, related: means.object, node: inner, ...placeOf(place) }
      return inner.kind === 'none' ? inner : inner === node ? related : not(related, place)
    }
    const meant =
      condition.kind === 'asked' || condition.kind === 'askedIn'
        ? meaningOf(condition, known.compared, this.vocabulary)
        : fitted(condition, known.compared, this.vocabulary)
    const nodes = this.conditions(meant, ref, place)?.map((one) => plain(object, known, one, place))
    if (nodes === undefined) return not(plain(object, known, hasValue(known.compared.type), place), place)
    return or(nodes, place)
  }

  /** The conditions of which one has to hold; undefined when the field must have no value. */
  private conditions(meant: Meant, ref: FieldRef, place: Placed): readonly Condition[] | undefined {
    if ('empty' in meant) return undefined
    if ('anyOf' in meant) return meant.anyOf
    if ('nothing' in meant) this.remarks.push({ message: `${nameOf(ref)}: ${meant.nothing}`, ...placeOf(place) })
    else this.problems.push({ message: `${nameOf(ref)}: ${meant.wrong}`, code: 'wrong_type', ...placeOf(place) })
    return []
  }

  private lookUp(ref: FieldRef): Known | undefined {
    const { object } = ref
    if ('name' in ref) {
      const field = fieldOf(object, ref.name)
      if (field === undefined) return undefined
      const { type, words } = field
      return { ref: { object, name: field.name }, field, compared: { type, ...(words === undefined ? {} : { words }) } }
    }
    const custom = customFieldOf(this.vocabulary, object, ref.custom)
    if (custom === undefined) return undefined
    const type = kindOfCustom(custom)
    return { ref: { object, custom: custom.id, type }, field: undefined, compared: { type, custom } }
  }

  /** A custom field that the object itself has not may be one of what it has. */
  private custom(ref: FieldRef, condition: Condition | Asked, place: Placed): Node {
    const owner =
      'custom' in ref
        ? OWNERS.find((one) => relatedTo(ref.object).includes(one) && customFieldOf(this.vocabulary, one, ref.custom))
        : undefined
    if (owner !== undefined && 'custom' in ref)
      return this.within(ref.object, owner, place, () =>
        this.field({ object: owner, custom: ref.custom }, condition, place),
      )
    const message = `there is no field '${nameOf(ref)}'`
    if (this.strict) this.problems.push({ message, code: 'unknown_field', ...placeOf(place) })
    else this.remarks.push({ message, ...placeOf(place) })
    return { ...NOTHING, ...placeOf(place) }
  }
}

type Known = { readonly ref: FieldRef; readonly field: Field | undefined; readonly compared: Compared }
const OWNERS = ['contact', 'opportunity', 'customActivity', 'case', 'lead'] as const

const nameOf = (ref: FieldRef) => ('name' in ref ? ref.name : `custom.${ref.custom}`)
const isEmptyAsked = (condition: Condition | Asked) =>
  condition.kind === 'asked' && condition.value.quoted && condition.value.text === ''

/** That a field has a value; a counter has one when there is something to count. */
const hasValue = (type: ValueKind): Condition => (type === 'count' ? { kind: 'numbers', gt: 0 } : { kind: 'exists' })

/** A condition on the field itself, or on something that must be so of one of the things it is about. */
function plain(object: ObjectType, { ref, field }: Known, condition: Condition, place: Placed): Node {
  if (field?.means.kind !== 'any') return { kind: 'field', field: ref, condition, ...placeOf(place) }
  const { object: related, name } = field.means
  const inner: Condition = { kind: 'boolean', value: true }
  const node: Node = { kind: 'field', field: { object: related, name }, condition: inner, ...placeOf(place) }
  const some: Node = { kind: 'related', object, related, node, ...placeOf(place) }
  return condition.kind === 'boolean' && !condition.value ? not(some, place) : some
}

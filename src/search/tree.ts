/**
 * What both query languages say, as one tree. A parser makes it as it was written; `check` puts known fields, ids and
 * typed conditions in the place of words, and that is what the store compiles. Names of fields are those of
 * `fields.ts`; what is in the tree besides is in domain words.
 */
export type Search<C = Condition> = {
  /** What kind of object is looked for. */
  readonly object: ObjectType
  readonly node: Node<C>
  readonly sort: readonly SortKey[]
  /** How many hits there may be in all, over all pages. */
  readonly resultsLimit: number | null
  /** The n-th of m shares of the result; n counts from 1. */
  readonly slice: Slice | null
}

/** As it was written: fields and values are not looked up yet. */
export type Written = Search<Condition | Asked>
export type WrittenNode = Node<Condition | Asked>

export type Slice = { readonly n: number; readonly of: number }
export type SortKey = { readonly field: FieldRef; readonly descending: boolean } & Placed

/** A condition on one object; `object` of a field always is the object that is looked at there. */
export type Node<C = Condition> = Placed &
  (
    | { readonly kind: 'all' }
    | { readonly kind: 'none' }
    /** Two or more; `and()` and `or()` see to it. */
    | { readonly kind: 'and' | 'or'; readonly nodes: readonly Node<C>[] }
    /** Everything that does not match, also what has no value. Never of `all`, `none` or another `not`. */
    | { readonly kind: 'not'; readonly node: Node<C> }
    /** At least one related object matches. */
    | { readonly kind: 'related'; readonly object: ObjectType; readonly related: ObjectType; readonly node: Node<C> }
    | { readonly kind: 'field'; readonly field: FieldRef; readonly condition: C }
    /** Words anywhere in the document of the object: for a lead, its own text and that of all that it has. */
    | { readonly kind: 'text'; readonly object: ObjectType; readonly match: TextMatch }
    | { readonly kind: 'ids'; readonly object: ObjectType; readonly ids: readonly string[] }
    /** Members of a saved view; `mapViews` puts the view's own tree here. */
    | { readonly kind: 'view'; readonly object: ObjectType; readonly view: string }
  )

/** Where something was written: characters of a text, or the path in a JSON document. */
export type Placed = { readonly at?: Place }
export type Place = Span | JsonPath
export type Span = { readonly start: number; readonly end: number }
export type JsonPath = readonly (string | number)[]

/** One of our fields by name; or a custom field, by id or name as written, by id with its type once checked. */
export type FieldRef = OwnField | CustomFieldRef
export type OwnField = { readonly object: ObjectType; readonly name: string }
export type CustomFieldRef = { readonly object: ObjectType; readonly custom: string; readonly type?: ValueKind }

/** How a value compares. `period` is a span of time, which a moment range must overlap. */
export type ValueKind =
  | 'text'
  | 'phone'
  | 'number'
  | 'count'
  | 'cents'
  | 'moment'
  | 'date'
  | 'period'
  | 'choice'
  | 'boolean'
  | 'id'
  | 'user'
  | 'leadStatus'
  | 'opportunityStatus'
  | 'pipeline'
  | 'timezone'

/** Conditions once checked. Of a field with several values, one that fits is enough. */
export type Condition =
  | { readonly kind: 'exists' }
  | { readonly kind: 'words'; readonly match: TextMatch }
  /** One of these, letter for letter but for case. */
  | { readonly kind: 'terms'; readonly values: readonly string[] }
  /** One of these ids; `CURRENT_USER` stands for who asks, an id of a group for all who are in it. */
  | { readonly kind: 'reference'; readonly ids: readonly string[] }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | NumberRange
  /** From `onOrAfter` until just before `before`; null is open. */
  | { readonly kind: 'moments'; readonly onOrAfter: Moment | null; readonly before: Moment | null }
  /** Of a time zone: that its clocks now show `HH:MM:SS` between these; a range may go over midnight. */
  | { readonly kind: 'localTime'; readonly onOrAfter: string | null; readonly before: string | null }

export type NumberRange = {
  readonly kind: 'numbers'
  readonly gt?: number
  readonly gte?: number
  readonly lt?: number
  readonly lte?: number
}

/** Conditions as the text language writes them: what they mean depends on the type of the field. */
export type Asked =
  | { readonly kind: 'asked'; readonly op: Op; readonly value: Value }
  | { readonly kind: 'askedIn'; readonly values: readonly Value[] }
export type Op = ':' | '>' | '<' | '>=' | '<='
/** A word, or what stood in quotes. */
export type Value = { readonly text: string; readonly quoted: boolean }

/**
 * `full_words`: every word, in any order. `phrase`: side by side. `beginning_of_words`: words that begin with these.
 * `exact_value`: the whole text. Upper and lower case are the same in all of them.
 */
export type TextMatch = { readonly mode: TextMode; readonly value: string }
export const TEXT_MODES = ['full_words', 'phrase', 'beginning_of_words', 'exact_value'] as const
export type TextMode = (typeof TEXT_MODES)[number]

export const CURRENT_USER = 'CURRENT_USER'

/** A point in time that may depend on when and where one asks; `moment.ts` says which instant it is. */
export type Moment =
  | { readonly kind: 'now' }
  | { readonly kind: 'instant'; readonly at: string }
  /** What a clock on the wall shows: `2026-04-01T08:30:00`. */
  | { readonly kind: 'local'; readonly at: string }
  | { readonly kind: 'date'; readonly on: string; readonly edge: Edge }
  | { readonly kind: 'period'; readonly period: Period; readonly edge: Edge }
  /** So long before or after now; with an edge, the start or the end of that day. */
  | {
      readonly kind: 'offset'
      readonly direction: 'past' | 'future'
      readonly by: Duration
      readonly edge: Edge | null
    }
  /** Any other date in words, such as `last monday`. */
  | { readonly kind: 'inWords'; readonly text: string; readonly edge: Edge }
export type Edge = 'start' | 'end'
export const UNITS = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'] as const
export type Unit = (typeof UNITS)[number]
export type Duration = { readonly [U in Unit]?: number }

const SPANS = ['week', 'month', 'quarter', 'year'] as const
export const PERIODS = [
  'today',
  'yesterday',
  'tomorrow',
  ...inTurn('this'),
  ...inTurn('last'),
  ...inTurn('next'),
] as const
export type Period = (typeof PERIODS)[number]
function inTurn<W extends string>(which: W) {
  return SPANS.map((span) => `${which}-${span}` as const)
}

/** What can be looked for, and what it can be related to: nouns, and parts of nouns that are asked about like them. */
export const OBJECT_TYPES = [
  'lead',
  'contact',
  'opportunity',
  'task',
  'activity',
  'note',
  'call',
  'email',
  'emailThread',
  'sms',
  'meeting',
  'whatsAppMessage',
  'customActivity',
  'formSubmission',
  'created',
  'leadMerge',
  'leadStatusChange',
  'opportunityStatusChange',
  'taskCompleted',
  'case',
  // Of a contact; of a lead, its own and those of its contacts.
  'contactEmail',
  'contactPhone',
  'contactUrl',
  'address',
  'sequenceSubscription',
  // A time during which a lead or an opportunity had one status.
  'leadStatusPeriod',
  'opportunityStatusPeriod',
] as const
export type ObjectType = (typeof OBJECT_TYPES)[number]

/** All of them match; of an empty list, everything does. */
export function and<C>(nodes: readonly Node<C>[], from: Placed = {}): Node<C> {
  return nodes.length > 1 ? { kind: 'and', nodes, ...placeOf(from) } : (nodes[0] ?? { kind: 'all', ...placeOf(from) })
}

/** One of them matches; of an empty list, nothing does. */
export function or<C>(nodes: readonly Node<C>[], from: Placed = {}): Node<C> {
  return nodes.length > 1 ? { kind: 'or', nodes, ...placeOf(from) } : (nodes[0] ?? { kind: 'none', ...placeOf(from) })
}

export function not<C>(node: Node<C>, from: Placed = {}): Node<C> {
  if (node.kind === 'all') return { kind: 'none', ...placeOf(from) }
  if (node.kind === 'none') return { kind: 'all', ...placeOf(from) }
  return node.kind === 'not' ? node.node : { kind: 'not', node, ...placeOf(from) }
}

/** The place of something, to be given to what is made of it. */
export const placeOf = ({ at }: Placed): Placed => (at === undefined ? {} : { at })

/** The same tree with the trees of the saved views that it names, which may name others. */
export function mapViews<C>(node: Node<C>, treeOf: (view: Extract<Node<C>, { kind: 'view' }>) => Node<C>): Node<C> {
  const mapped = (one: Node<C>) => mapViews(one, treeOf)
  switch (node.kind) {
    case 'and':
    case 'or':
      return (node.kind === 'and' ? and : or)(node.nodes.map(mapped), node)
    case 'not':
      return not(mapped(node.node), node)
    case 'related':
      return { ...node, node: mapped(node.node) }
    case 'view':
      return treeOf(node)
    case 'all':
    case 'none':
    case 'field':
    case 'text':
    case 'ids':
      return node
  }
}

/** The same tree with other conditions on its fields. */
export function mapConditions<C, D>(node: Node<C>, map: (condition: C) => D): Node<D> {
  switch (node.kind) {
    case 'and':
    case 'or':
      return { ...node, nodes: node.nodes.map((one) => mapConditions(one, map)) }
    case 'not':
    case 'related':
      return { ...node, node: mapConditions(node.node, map) }
    case 'field':
      return { ...node, condition: map(node.condition) }
    case 'all':
    case 'none':
    case 'text':
    case 'ids':
    case 'view':
      return node
  }
}

/** The saved views that a tree names, each once. */
export function viewsIn<C>(node: Node<C>): readonly string[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return [...new Set(node.nodes.flatMap(viewsIn))]
    case 'not':
    case 'related':
      return viewsIn(node.node)
    case 'view':
      return [node.view]
    case 'all':
    case 'none':
    case 'field':
    case 'text':
    case 'ids':
      return []
  }
}

/** Whether it depends on who asks what matches. */
export function mentionsCurrentUser(node: Node): boolean {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.nodes.some(mentionsCurrentUser)
    case 'not':
    case 'related':
      return mentionsCurrentUser(node.node)
    case 'field':
      return node.condition.kind === 'reference' && node.condition.ids.includes(CURRENT_USER)
    case 'all':
    case 'none':
    case 'text':
    case 'ids':
    case 'view':
      return false
  }
}

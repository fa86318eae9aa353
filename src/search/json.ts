import { AjarError, type Problem } from '../domain/errors.ts'
import { readCondition } from './jsonCondition.ts'
import { OBJECTS, objectOfJson } from './objects.ts'
import { Reader } from './reader.ts'
import {
  and,
  type Condition,
  type FieldRef,
  type JsonPath,
  type Node,
  not,
  OBJECT_TYPES,
  type ObjectType,
  or,
  type Search,
  type SortKey,
  TEXT_MODES,
} from './tree.ts'

const MAX_LIMIT = 200
const MAX_SORT = 3
const MAX_DEPTH = 50
const MAX_NODES = 1000
const MAX_RESULTS = 2 ** 31 - 1

/** What a search asks for besides what it looks for. `fields` is by object type, in the words of the JSON language. */
export type SearchOptions = {
  readonly limit: number
  readonly cursor: string | null
  readonly includeCounts: boolean
  readonly fields: Readonly<Record<string, readonly string[]>>
}

/**
 * Reads the body of a search. Fields are not looked up yet, conditions are complete.
 * @throws AjarError with every problem and its path in the document
 */
export function parseSearch(body: unknown): { search: Search; options: SearchOptions } {
  const reader = new Reader()
  const whole = reader.object(body, [])
  const search = new Tree(reader).search(whole, [])
  const asked = whole._fields == null ? {} : reader.object(whole._fields, ['_fields'])
  const fields = Object.entries(asked).map(([type, names]) => [type, reader.texts(names, ['_fields', type])] as const)
  const options = {
    limit: reader.count(whole._limit, ['_limit'], MAX_LIMIT) ?? 100,
    cursor: whole.cursor == null ? null : reader.text(whole.cursor, ['cursor']),
    includeCounts: reader.flag(whole.include_counts, ['include_counts'], false),
    fields: Object.fromEntries(fields),
  }
  refuse(reader.problems)
  return { search, options }
}

/** Reads the `s_query` of a saved view, which has to say what kind of object it is about. */
export function parseView(value: unknown, path: JsonPath = ['s_query']): Search {
  const reader = new Reader()
  const search = new Tree(reader, true).search(reader.object(value, path), path)
  refuse(reader.problems)
  return search
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length === 0) return
  const sentences = problems.map((one) => `${one.path.join('.') || 'the body'}: ${one.detail ?? one.code}`)
  throw new AjarError('invalid', sentences.join('; '), { problems })
}

/** The kinds of tasks that the JSON language has an object type for. */
const TASK = /^task\.(.+)$/

class Tree {
  private nodes = 0
  private readonly reader: Reader
  private readonly needsObject: boolean

  constructor(reader: Reader, needsObject = false) {
    this.reader = reader
    this.needsObject = needsObject
  }

  search(whole: Readonly<Record<string, unknown>>, path: JsonPath): Search {
    const query = this.reader.object(whole.query, [...path, 'query'])
    const found = objectTypesIn(query, [...path, 'query'])
    const [first] = found
    if (found.length > 1) this.reader.problem(found[1]?.at ?? path, 'conflict', 'one object type is enough')
    if (first === undefined && this.needsObject)
      this.reader.problem([...path, 'query'], 'required', 'needs a node of the type object_type')
    const { object, node: only } = this.objectType(first?.value ?? 'lead', first?.at ?? path)
    const node = and([only, this.node(query, [...path, 'query'], object, 0)].filter((one) => one.kind !== 'all'))
    const sort = whole.sort == null ? [] : this.reader.list(whole.sort, [...path, 'sort'])
    if (sort.length > MAX_SORT) this.reader.problem([...path, 'sort'], 'list_too_long', `at most ${MAX_SORT} entries`)
    return {
      object,
      node,
      sort: sort.map((one, index) => this.sortKey(one, [...path, 'sort', index], object)),
      resultsLimit: this.reader.count(whole.results_limit, [...path, 'results_limit'], MAX_RESULTS),
      slice: null,
    }
  }

  private node(value: unknown, path: JsonPath, object: ObjectType, depth: number): Node {
    this.nodes += 1
    if (depth > MAX_DEPTH || this.nodes > MAX_NODES) {
      if (depth > MAX_DEPTH || this.nodes === MAX_NODES + 1)
        this.reader.problem(path, 'out_of_range', `a query has at most ${MAX_NODES} nodes, ${MAX_DEPTH} deep`)
      return { kind: 'all' }
    }
    const given = this.reader.object(value, path)
    const node = this.plain(given, path, object, depth)
    return this.reader.flag(given.negate, [...path, 'negate'], false) ? not(node, { at: path }) : node
  }

  private plain(given: Readonly<Record<string, unknown>>, path: JsonPath, object: ObjectType, depth: number): Node {
    const at = path
    const type = this.reader.oneOf(given.type, [...path, 'type'], NODE_TYPES)
    switch (type) {
      case null:
      case 'match_all':
        return { kind: 'all', at }
      case 'object_type':
        // Read before; elsewhere than at the top it would say what is known or cannot be.
        if (!isOnTop(path)) this.reader.problem(path, 'conflict', 'object_type belongs to the top of the query')
        return { kind: 'all', at }
      case 'and':
      case 'or': {
        const queries = this.reader.list(given.queries, [...path, 'queries'])
        const nodes = queries.map((one, index) => this.node(one, [...path, 'queries', index], object, depth + 1))
        const kept = type === 'and' ? nodes.filter((_, index) => !isObjectType(queries[index])) : nodes
        return (type === 'and' ? and : or)(kept, { at })
      }
      case 'field_condition': {
        const field = this.field(given.field, [...path, 'field'], object)
        const condition = readCondition(this.reader, given.condition, [...path, 'condition'])
        return field === null || condition === null ? { kind: 'all' } : { kind: 'field', field, condition, at }
      }
      case 'has_related':
        return this.related(given, path, object, depth)
      case 'saved_search':
        return { kind: 'view', object, view: this.reader.text(given.saved_search_id, [...path, 'saved_search_id']), at }
      case 'text': {
        const mode =
          given.mode === undefined ? 'full_words' : this.reader.oneOf(given.mode, [...path, 'mode'], TEXT_MODES)
        const match = { mode: mode ?? 'full_words', value: this.reader.text(given.value, [...path, 'value']) }
        return { kind: 'text', object, match, at }
      }
      case 'id':
        return { kind: 'ids', object, ids: [this.reader.text(given.value, [...path, 'value'])], at }
    }
  }

  private related(given: Readonly<Record<string, unknown>>, path: JsonPath, object: ObjectType, depth: number): Node {
    const from = given.this_object_type === undefined ? OBJECTS[object].json : given.this_object_type
    const start = this.objectType(from, [...path, 'this_object_type']).object
    const { object: related, node: only } = this.objectType(given.related_object_type, [...path, 'related_object_type'])
    const own = this.node(given.related_query, [...path, 'related_query'], related, depth + 1)
    const node = and([only, own].filter((one) => one.kind !== 'all'))
    return { kind: 'related', object: start, related, node, at: path }
  }

  /** The object type, and for a kind of task, the condition that it is of that kind. */
  private objectType(value: unknown, path: JsonPath): { object: ObjectType; node: Node } {
    const everything: Node = { kind: 'all' }
    const name = this.reader.text(value, path)
    const [, kind] = TASK.exec(name) ?? []
    if (kind !== undefined) {
      const condition: Condition = { kind: 'terms', values: [kind.replaceAll('_', '-')] }
      return { object: 'task', node: { kind: 'field', field: { object: 'task', name: '_type' }, condition, at: path } }
    }
    const object = objectOfJson(name)
    if (object !== undefined) return { object, node: everything }
    if (name !== '') this.reader.problem(path, 'not_a_choice', `there is no object type '${name}'`, ALL_TYPES)
    return { object: 'lead', node: everything }
  }

  private sortKey(value: unknown, path: JsonPath, object: ObjectType): SortKey {
    const given = this.reader.object(value, path)
    const direction = this.reader.oneOf(given.direction ?? 'asc', [...path, 'direction'], ['asc', 'desc'])
    const field = this.field(given.field, [...path, 'field'], object) ?? { object, name: 'id' }
    return { field, descending: direction === 'desc', at: path }
  }

  private field(value: unknown, path: JsonPath, object: ObjectType): FieldRef | null {
    const given = this.reader.object(value, path)
    const type = this.reader.oneOf(given.type, [...path, 'type'], ['regular_field', 'custom_field'])
    if (type === null) return null
    if (type === 'custom_field')
      return { object, custom: this.reader.text(given.custom_field_id, [...path, 'custom_field_id']) }
    const of =
      given.object_type === undefined ? object : this.objectType(given.object_type, [...path, 'object_type']).object
    return { object: of, name: this.reader.text(given.field_name, [...path, 'field_name']) }
  }
}

const NODE_TYPES = [
  'and',
  'or',
  'object_type',
  'field_condition',
  'has_related',
  'saved_search',
  'match_all',
  'text',
  'id',
] as const
const ALL_TYPES = OBJECT_TYPES.map((type) => OBJECTS[type].json)

const isObjectType = (value: unknown): value is { object_type: unknown } =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'object_type'

/** The object types that the query as a whole is limited to: its own, or those in the `and` at its top. */
function objectTypesIn(query: unknown, path: JsonPath): { value: unknown; at: JsonPath }[] {
  if (isObjectType(query)) return [{ value: query.object_type, at: [...path, 'object_type'] }]
  const top = query as { type?: unknown; negate?: unknown; queries?: unknown }
  if (top.type !== 'and' || top.negate === true || !Array.isArray(top.queries)) return []
  const queries: unknown[] = top.queries
  return queries.flatMap((one, index) =>
    isObjectType(one) ? [{ value: one.object_type, at: [...path, 'queries', index, 'object_type'] }] : [],
  )
}

/** Whether a node is the query itself or stands in the list of the one at the top. */
const isOnTop = (path: JsonPath) =>
  path.lastIndexOf('queries') === path.indexOf('queries') && !path.includes('related_query')

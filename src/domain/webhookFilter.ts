type Json = unknown

/** A condition on a value of an event, as subscriptions write it. */
export type Filter =
  | { readonly type: 'equals' | 'not_equals' | 'contains'; readonly value: Json }
  | { readonly type: 'is_null' | 'non_null' }
  | { readonly type: 'and' | 'or'; readonly filters: readonly Filter[] }
  | { readonly type: 'not' | 'any_array_value'; readonly filter: Filter }
  | { readonly type: 'field_accessor'; readonly field: string; readonly filter: Filter }

const MAX_DEPTH = 20
const MAX_NODES = 200

/** The keys of each kind of node beside its type. */
const KEYS: Readonly<Record<Filter['type'], readonly string[]>> = {
  equals: ['value'],
  not_equals: ['value'],
  contains: ['value'],
  is_null: [],
  non_null: [],
  and: ['filters'],
  or: ['filters'],
  not: ['filter'],
  any_array_value: ['filter'],
  field_accessor: ['field', 'filter'],
}

/** What is wrong with something that should be a filter, and where in it; undefined when nothing is. */
export function filterProblem(filter: Json): string | undefined {
  let nodes = 0
  return problemAt(filter, '', 1)

  function problemAt(node: Json, at: string, depth: number): string | undefined {
    const where = at === '' ? 'The filter' : `At ${at}: the filter`
    nodes += 1
    if (depth > MAX_DEPTH) return `${where} is nested more than ${MAX_DEPTH} deep.`
    if (nodes > MAX_NODES) return `A filter may have ${MAX_NODES} parts at most.`
    if (!isObject(node)) return `${where} must be an object.`
    const { type } = node
    if (!isType(type)) return `${where} must have a type, one of ${Object.keys(KEYS).join(', ')}.`
    const missing = KEYS[type].find((key) => !Object.hasOwn(node, key))
    if (missing !== undefined) return `${where} of type ${type} needs '${missing}'.`
    const unknown = Object.keys(node).find((key) => key !== 'type' && !KEYS[type].includes(key))
    if (unknown !== undefined) return `${where} of type ${type} has no '${unknown}'.`
    if (KEYS[type].includes('field') && typeof node.field !== 'string') return `${where} needs a text as its 'field'.`
    if (KEYS[type].includes('filter')) return problemAt(node.filter, below(at, 'filter'), depth + 1)
    return KEYS[type].includes('filters') ? problemIn(node.filters, below(at, 'filters'), where, depth) : undefined
  }

  function problemIn(filters: Json, at: string, where: string, depth: number): string | undefined {
    if (!Array.isArray(filters) || filters.length === 0) return `${where} needs a list of at least one filter.`
    for (const [i, one] of filters.entries()) {
      const problem = problemAt(one, `${at}[${i}]`, depth + 1)
      if (problem !== undefined) return problem
    }
    return undefined
  }
}

/** Whether a value passes a filter. What is not there counts as null. */
export function passes(filter: Filter, value: Json): boolean {
  switch (filter.type) {
    case 'equals':
      return isSame(value ?? null, filter.value)
    case 'not_equals':
      return !isSame(value ?? null, filter.value)
    case 'is_null':
      return value === null || value === undefined
    case 'non_null':
      return value !== null && value !== undefined
    case 'contains':
      return contains(value, filter.value)
    case 'and':
      return filter.filters.every((one) => passes(one, value))
    case 'or':
      return filter.filters.some((one) => passes(one, value))
    case 'not':
      return !passes(filter.filter, value)
    case 'field_accessor':
      return passes(filter.filter, isObject(value) && Object.hasOwn(value, filter.field) ? value[filter.field] : null)
    case 'any_array_value':
      return Array.isArray(value) && value.some((one) => passes(filter.filter, one))
  }
}

function contains(value: Json, sought: Json): boolean {
  if (Array.isArray(value)) return value.some((one) => isSame(one, sought))
  return typeof value === 'string' && typeof sought === 'string' && value.includes(sought)
}

/** Equality of JSON: the order of keys does not matter. */
function isSame(a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => isSame(one, b[i]))
  if (!isObject(a) || !isObject(b)) return a === b
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]))
}

const below = (at: string, key: string) => (at === '' ? key : `${at}.${key}`)
const isType = (type: Json): type is Filter['type'] => typeof type === 'string' && Object.hasOwn(KEYS, type)
const isObject = (value: Json): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

import type { JsonSchema } from '../resource/codec.ts'
import type { Description } from '../resource/description.ts'
import type { Filter } from '../resource/filter.ts'
import { isNumbered, type Resource } from '../resource/resource.ts'

const ref = (name: string) => ({ $ref: `#/components/parameters/${name}` })

/** Parameters that mean the same everywhere. */
export function sharedParameters({ parameters }: Description): JsonSchema {
  const { fields, skip, cursor } = parameters
  const id = { name: 'id', in: 'path', required: true, description: 'The id of the object.' }
  return {
    id: { ...id, schema: { type: 'string' } },
    number: { ...id, schema: { type: 'integer', minimum: 1 } },
    ...(fields === undefined ? {} : { fields: { ...fields, in: 'query', schema: { type: 'string' } } }),
    ...(cursor === undefined ? {} : { cursor: { ...cursor, in: 'query', schema: { type: 'string' } } }),
    skip: {
      name: skip,
      in: 'query',
      description: 'How many objects to leave out from the start.',
      schema: { type: 'integer', minimum: 0, default: 0 },
    },
  }
}

/** How a path names an object. */
export const idParameter = (of: Resource) => ref(isNumbered(of) && of.keyPrefix === undefined ? 'number' : 'id')

/** The parameter that chooses fields, where there is one. */
export const fieldsParameter = ({ parameters }: Description) => (parameters.fields === undefined ? [] : [ref('fields')])

/** What a list can be asked for. */
export function listParameters(of: Resource, api: Description): JsonSchema[] {
  return [
    ...(isPaged(of, api) ? [limit(of, api), ref('skip')] : []),
    ...(api.parameters.cursor === undefined ? [] : [ref('cursor')]),
    ...fieldsParameter(api),
    ...orderParameter(of, api),
    ...filterParametersOf(of, api),
  ]
}

/** What chooses objects of a resource. */
export const filterParametersOf = (of: Resource, api: Description): JsonSchema[] => [
  ...(api.parameters.search?.(of) ?? []).map((one) => ({ ...one, in: 'query', schema: { type: 'string' } })),
  ...Object.entries(of.filters).flatMap(([name, filter]) => filterParameters(of, name, filter, api)),
]

/** Whether a list comes in pages: a short page can be asked for. */
export const isPaged = (of: Resource, { dialect, parameters }: Description) =>
  dialect.paging(of, { [parameters.limit]: '1' }).limit === 1

function limit(of: Resource, { dialect, parameters }: Description): JsonSchema {
  const usual = dialect.paging(of, {}).limit
  return {
    name: parameters.limit,
    in: 'query',
    description: `How many objects to answer with at most.${Number.isFinite(usual) ? '' : ' Without it, with all.'}`,
    schema: { type: 'integer', minimum: 0, ...(Number.isFinite(usual) ? { default: usual } : {}) },
  }
}

function orderParameter(of: Resource, { parameters }: Description): JsonSchema[] {
  const names = Object.keys(of.orders)
  if (names.length === 0 || parameters.order === undefined) return []
  const usual = names.flatMap((name) => [name, `-${name}`]).find((name) => isOrder(of, name, of.defaultOrder))
  return [
    {
      name: parameters.order,
      in: 'query',
      description: 'What to sort by; a minus in front reverses it.',
      schema: {
        type: 'string',
        enum: names.flatMap((name) => [name, `-${name}`]),
        ...(usual === undefined ? {} : { default: usual }),
      },
    },
  ]
}

function isOrder(of: Resource, name: string, paths: readonly string[]): boolean {
  const minus = name.startsWith('-') ? '-' : ''
  const named = of.orders[name.slice(minus.length)] ?? []
  return named.map((path) => minus + path).join() === paths.join()
}

function filterParameters(of: Resource, name: string, filter: Filter, api: Description): JsonSchema[] {
  return filter.operators.map((op) => ({
    name: op === (filter.bare ?? 'eq') ? name : `${name}__${op}`,
    in: 'query',
    description: DESCRIPTIONS[op](filter.bare === undefined ? name : fieldOf(of, filter), filter),
    schema: op === 'in' ? { type: 'string' } : valueSchema(filter, api),
  }))
}

/** The field that a filter with a name of its own is about. */
const fieldOf = (of: Resource, { path }: Filter) =>
  Object.entries(of.fields).find(([, entry]) => entry.path === path)?.[0] ?? 'last change'

type Describe = (name: string, filter: Filter) => string

const isTime = ({ wrong: { code } }: Filter) => code === 'invalid_instant' || code === 'invalid_date'
const later = (filter: Filter) => (isTime(filter) ? 'later' : 'more')
const earlier = (filter: Filter) => (isTime(filter) ? 'earlier' : 'less')

const DESCRIPTIONS: Readonly<Record<Filter['operators'][number], Describe>> = {
  eq: (name) => `Only those whose \`${name}\` is this.`,
  in: (name, { words, people }) =>
    `Only those whose \`${name}\` is one of these, separated by commas.` +
    (words === undefined ? '' : ` Known: ${Object.keys(words).join(', ')}.`) +
    (people === true ? ' A group stands for its members.' : ''),
  gt: (name, filter) => `Only those whose \`${name}\` is ${later(filter)} than this.`,
  gte: (name, filter) => `Only those whose \`${name}\` is this or ${later(filter)}.`,
  lt: (name, filter) => `Only those whose \`${name}\` is ${earlier(filter)} than this.`,
  lte: (name, filter) => `Only those whose \`${name}\` is this or ${earlier(filter)}.`,
}

// A time is no `date-time` here: a date alone, which that format refuses, is taken too.
function valueSchema(filter: Filter, { parameters }: Description): JsonSchema {
  if (isTime(filter)) return { type: 'string', description: parameters.time }
  if (filter.words !== undefined) return { type: 'string', enum: Object.keys(filter.words) }
  return filter.read('true', 0) === true ? { type: 'boolean' } : { type: 'string' }
}

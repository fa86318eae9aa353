import type { JsonSchema } from '../resource/codec.ts'
import type { Filter } from '../resource/filter.ts'
import type { Resource } from '../resource/resource.ts'
import type { DocumentedDialect } from './dialect.ts'

/** Parameters that mean the same everywhere. */
export const SHARED = {
  id: { name: 'id', in: 'path', required: true, description: 'The id of the object.', schema: { type: 'string' } },
  fields: {
    name: '_fields',
    in: 'query',
    description:
      'The wanted fields, separated by commas, such as `id,display_name`. Asking for fewer is faster; `_all` stands for every field.',
    schema: { type: 'string' },
  },
  skip: {
    name: '_skip',
    in: 'query',
    description: 'How many objects to leave out from the start.',
    schema: { type: 'integer', minimum: 0, default: 0 },
  },
} as const

export const ID = { $ref: '#/components/parameters/id' }
export const FIELDS = { $ref: '#/components/parameters/fields' }
const SKIP = { $ref: '#/components/parameters/skip' }

/** What a list can be asked for. */
export function listParameters(of: Resource, dialect: DocumentedDialect): JsonSchema[] {
  return [
    ...(isPaged(of, dialect) ? [limit(of, dialect), SKIP] : []),
    FIELDS,
    ...orderParameter(of),
    ...Object.entries(of.filters).flatMap(([name, filter]) => filterParameters(name, filter)),
  ]
}

/** Whether a list comes in pages: a short page can be asked for. */
export const isPaged = (of: Resource, dialect: DocumentedDialect) => dialect.paging(of, { _limit: '1' }).limit === 1

const limit = (of: Resource, dialect: DocumentedDialect) => ({
  name: '_limit',
  in: 'query',
  description: 'How many objects to answer with at most.',
  schema: { type: 'integer', minimum: 0, default: dialect.paging(of, {}).limit },
})

function orderParameter(of: Resource): JsonSchema[] {
  const names = Object.keys(of.orders)
  if (names.length === 0) return []
  const usual = names.flatMap((name) => [name, `-${name}`]).find((name) => isOrder(of, name, of.defaultOrder))
  return [
    {
      name: '_order_by',
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

function filterParameters(name: string, filter: Filter): JsonSchema[] {
  return filter.operators.map((op) => ({
    name: op === 'eq' ? name : `${name}__${op}`,
    in: 'query',
    description: DESCRIPTIONS[op](name, filter),
    schema: op === 'in' ? { type: 'string' } : valueSchema(filter),
  }))
}

type Describe = (name: string, filter: Filter) => string

const isTime = ({ problem }: Filter) => problem === 'invalid_instant' || problem === 'invalid_date'
const later = (filter: Filter) => (isTime(filter) ? 'later' : 'more')
const earlier = (filter: Filter) => (isTime(filter) ? 'earlier' : 'less')

const DESCRIPTIONS: Readonly<Record<Filter['operators'][number], Describe>> = {
  eq: (name) => `Only those whose \`${name}\` is this.`,
  in: (name, { words }) =>
    `Only those whose \`${name}\` is one of these, separated by commas.` +
    (words === undefined ? '' : ` Known: ${Object.keys(words).join(', ')}.`),
  gt: (name, filter) => `Only those whose \`${name}\` is ${later(filter)} than this.`,
  gte: (name, filter) => `Only those whose \`${name}\` is this or ${later(filter)}.`,
  lt: (name, filter) => `Only those whose \`${name}\` is ${earlier(filter)} than this.`,
  lte: (name, filter) => `Only those whose \`${name}\` is this or ${earlier(filter)}.`,
}

// A time is no `date-time` here: a date alone, which that format refuses, is taken too.
function valueSchema(filter: Filter): JsonSchema {
  if (isTime(filter))
    return { type: 'string', description: 'ISO 8601, a time or a date, which begins where X-TZ-Offset says.' }
  if (filter.words !== undefined) return { type: 'string', enum: Object.keys(filter.words) }
  return filter.read('true', 0) === true ? { type: 'boolean' } : { type: 'string' }
}

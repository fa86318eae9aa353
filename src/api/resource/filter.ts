import type { Problem } from '../../domain/errors.ts'
import { parseDate, parseInstant, startOfDay } from '../../domain/time.ts'
import type { Condition, ConditionValue, Operator } from '../../search/listQuery.ts'
import { cleaned } from './codec.ts'

type Suffix = Exclude<Operator, 'among'>

/** A parameter that narrows a list; `name`, `name__in`, `name__gt` and so on, as far as allowed. */
export type Filter<P extends string = string> = {
  readonly path: P
  readonly operators: readonly Suffix[]
  /** @param offsetHours the caller's distance from UTC, which says when a day begins */
  readonly read: (text: string, offsetHours: number) => string | number | boolean | undefined
  /** What is said of a value that cannot be read. */
  readonly wrong: Wrong
  /** Translates a wire word into the kept one. */
  readonly words?: Readonly<Record<string, string>>
  /** What the name without a suffix means, where that is not equality. */
  readonly bare?: Suffix
  /** What is asked for where nothing is said. */
  readonly usual?: string
  /** The word that asks for all there are. */
  readonly everything?: string
  /** Ids of users, among whom a group may be named for those who are in it. */
  readonly people?: true
  /** Parameters that do not count beside this one. */
  readonly overrides?: (text: string) => readonly string[]
}

type Wrong = Pick<Problem, 'code' | 'detail'>
const NO_TEXT: Wrong = { code: 'wrong_type', detail: 'string' }
const NO_BOOLEAN: Wrong = { code: 'wrong_type', detail: 'boolean' }

const BOOLEANS = new Map([
  ['true', true],
  ['false', false],
])
const asBoolean = (text: string) => BOOLEANS.get(text.toLowerCase())

/** Equality alone. */
export const exact = <const P extends string>(path: P): Filter<P> => ({
  path,
  operators: ['eq'],
  read: cleaned,
  wrong: NO_TEXT,
})

/** Equality with one or any of several values. */
export const oneOf = <const P extends string>(path: P, words?: Readonly<Record<string, string>>): Filter<P> => ({
  path,
  operators: ['eq', 'in'],
  // A word that the wire does not have is not looked for under its domain name either.
  read: (text) => (words === undefined ? cleaned(text) : Object.hasOwn(words, text) ? words[text] : ''),
  wrong: NO_TEXT,
})

/** Several values, of which any will do, though nothing behind the name says so. */
export const anyOf = <const P extends string>(path: P): Filter<P> => ({
  ...oneOf(path),
  operators: ['in'],
  bare: 'in',
})

/** One or several users; a group among them stands for its members. */
export const people = <const P extends string>(path: P): Filter<P> => ({ ...oneOf(path), people: true })

export const flag = <const P extends string>(path: P): Filter<P> => ({
  path,
  operators: ['eq'],
  read: asBoolean,
  wrong: NO_BOOLEAN,
})

const RANGE: readonly Suffix[] = ['eq', 'gt', 'gte', 'lt', 'lte']

/** A span of instants; a date stands for its first moment where the caller is. */
export const instants = <const P extends string>(path: P): Filter<P> => ({
  path,
  operators: RANGE,
  read: (text, offsetHours) =>
    (parseDate(text) === null ? parseInstant(text) : startOfDay(text, offsetHours)) ?? undefined,
  wrong: { code: 'invalid_instant' },
})

/** A span of calendar dates. */
export const dates = <const P extends string>(path: P): Filter<P> => ({
  path,
  operators: RANGE,
  read: (text) => parseDate(text) ?? parseInstant(text)?.slice(0, 10),
  wrong: { code: 'invalid_date' },
})

/** Only what comes after an instant. */
export const after = <const P extends string>(path: P): Filter<P> => ({
  path,
  operators: ['gt'],
  read: (text) => parseInstant(text) ?? undefined,
  wrong: { code: 'invalid_instant' },
  bare: 'gt',
})

const MAX_VALUES = 10_000

/** Conditions for the parameters that a resource knows; others are not its business. */
export function readFilters(
  filters: Readonly<Record<string, Filter>>,
  params: Readonly<Record<string, string>>,
  offsetHours: number,
): { where: Condition[]; problems: Problem[] } {
  const where: Condition[] = []
  const problems: Problem[] = []
  const idle = new Set(
    Object.entries(filters).flatMap(([name, { overrides }]) => overrides?.(params[name] ?? '') ?? []),
  )
  for (const [param, text] of Object.entries({ ...usualOf(filters, params), ...params })) {
    if (idle.has(param)) continue
    const [name = '', suffix, ...rest] = param.split('__')
    const filter = Object.hasOwn(filters, name) ? filters[name] : undefined
    const op = filter?.operators.find((one) => one === (suffix ?? filter.bare ?? 'eq'))
    if (filter === undefined || op === undefined || rest.length > 0 || param.endsWith('__eq')) continue
    if (filter.everything !== undefined && text.split(',').includes(filter.everything)) continue
    const value = readValue(filter, op, text, offsetHours)
    if (isWrong(value)) problems.push({ path: [param], ...value })
    else where.push({ path: filter.path, op: filter.people && namesGroup(value) ? 'among' : op, value })
  }
  return { where, problems }
}

const namesGroup = (value: ConditionValue) =>
  Array.isArray(value) && value.some((id) => String(id).startsWith('group_'))

type Params = Readonly<Record<string, string>>

function usualOf(filters: Readonly<Record<string, Filter>>, params: Params): Params {
  const isAsked = (name: string) => Object.keys(params).some((param) => param.split('__')[0] === name)
  const unsaid = Object.entries(filters).filter(([name, { usual }]) => usual !== undefined && !isAsked(name))
  return Object.fromEntries(unsaid.map(([name, { usual = '' }]) => [name, usual]))
}

// An empty value means null, but for a span, which needs an end; two quotes are an empty text.
function readValue(filter: Filter, op: Operator, text: string, offsetHours: number): ConditionValue | Wrong {
  const { read, wrong, bare } = filter
  if (text === '' && bare === undefined && (op === 'eq' || op === 'in')) return null
  if (op !== 'in' || text === '""') return read(text === '""' ? '' : text, offsetHours) ?? wrong
  const parts = text.split(',').filter((part) => part !== '')
  if (parts.length > MAX_VALUES) return { code: 'list_too_long' }
  const values = parts.flatMap((part) => read(part, offsetHours) ?? [])
  return values.length === parts.length ? values : wrong
}

const isWrong = (value: ConditionValue | Wrong): value is Wrong =>
  typeof value === 'object' && value !== null && 'code' in value

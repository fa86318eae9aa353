import type { Problem } from '../../domain/errors.ts'
import type { Condition, ConditionValue, Operator } from '../../domain/query.ts'
import { parseDate, parseInstant, startOfDay } from '../../domain/time.ts'
import { cleaned } from './codec.ts'

/** A parameter that narrows a list; `name`, `name__in`, `name__gt` and so on, as far as allowed. */
export type Filter<P extends string = string> = {
  readonly path: P
  readonly operators: readonly Operator[]
  /** @param offsetHours the caller's distance from UTC, which says when a day begins */
  readonly read: (text: string, offsetHours: number) => string | number | boolean | undefined
  readonly problem: Problem['code']
  /** Translates a wire word into the kept one. */
  readonly words?: Readonly<Record<string, string>>
  /** What the name without a suffix means, where that is not equality. */
  readonly bare?: Operator
}

const asBoolean = (text: string) => ({ true: true, false: false })[text.toLowerCase()]

/** Equality alone. */
export const exact = <const P extends string>(path: P): Filter<P> => ({
  path,
  operators: ['eq'],
  read: cleaned,
  problem: 'wrong_type',
})

/** Equality with one or any of several values. */
export const oneOf = <const P extends string>(path: P, words?: Readonly<Record<string, string>>): Filter<P> => ({
  path,
  operators: ['eq', 'in'],
  // A word that the wire does not have is not looked for under its domain name either.
  read: (text) => (words === undefined ? cleaned(text) : Object.hasOwn(words, text) ? words[text] : ''),
  problem: 'wrong_type',
})

export const flag = <const P extends string>(path: P): Filter<P> => ({
  path,
  operators: ['eq'],
  read: asBoolean,
  problem: 'wrong_type',
})

const RANGE: readonly Operator[] = ['eq', 'gt', 'gte', 'lt', 'lte']

/** A span of instants; a date stands for its first moment where the caller is. */
export const instants = <const P extends string>(path: P): Filter<P> => ({
  path,
  operators: RANGE,
  read: (text, offsetHours) =>
    (parseDate(text) === null ? parseInstant(text) : startOfDay(text, offsetHours)) ?? undefined,
  problem: 'invalid_instant',
})

/** A span of calendar dates. */
export const dates = <const P extends string>(path: P): Filter<P> => ({
  path,
  operators: RANGE,
  read: (text) => parseDate(text) ?? parseInstant(text)?.slice(0, 10),
  problem: 'invalid_date',
})

/** Only what comes after an instant. */
export const after = <const P extends string>(path: P): Filter<P> => ({
  path,
  operators: ['gt'],
  read: (text) => parseInstant(text) ?? undefined,
  problem: 'invalid_instant',
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
  for (const [param, text] of Object.entries(params)) {
    const [name = '', suffix, ...rest] = param.split('__')
    const filter = Object.hasOwn(filters, name) ? filters[name] : undefined
    const op = filter?.operators.find((one) => one === (suffix ?? filter.bare ?? 'eq'))
    if (filter === undefined || op === undefined || rest.length > 0 || param.endsWith('__eq')) continue
    const value = readValue(filter, op, text, offsetHours)
    if (value === undefined) problems.push({ path: [param], code: filter.problem, detail: text })
    else where.push({ path: filter.path, op, value })
  }
  return { where, problems }
}

// An empty value means null, two quotes an empty text.
function readValue(filter: Filter, op: Operator, text: string, offsetHours: number): ConditionValue | undefined {
  if (text === '' && filter.bare === undefined) return null
  if (text === '""') return filter.read('', offsetHours)
  if (op !== 'in') return filter.read(text, offsetHours)
  const parts = text.split(',').filter((part) => part !== '')
  if (parts.length > MAX_VALUES) return undefined
  const values = parts.map((part) => filter.read(part, offsetHours))
  return values.includes(undefined) ? undefined : values.filter((value) => value !== undefined)
}

import type { Context } from '../../actions/context.ts'
import { idsByNumber } from '../../actions/read.ts'
import type { Problem } from '../../domain/errors.ts'
import { type Codec, decodeList } from './codec.ts'
import type { Entry, Resource, Target } from './resource.ts'

/** How the number of an object is written; a prefix makes a text of it, such as `f12`. */
export function number(prefix = ''): Codec<'integer' | 'json'> {
  return {
    types: ['integer', 'json'],
    render: prefix === '' ? 'plain' : { before: prefix, after: '' },
    decode(value, path, report) {
      if (typeof value !== 'number' && typeof value !== 'string')
        return report(path, 'wrong_type', prefix === '' ? 'integer' : 'string')
      return readNumber(prefix, String(value)) ?? report(path, 'unknown_reference')
    },
    empty: null,
    schema: prefix === '' ? { type: ['integer', 'null'] } : { type: ['string', 'null'] },
  }
}

/** A number as a path or a body has it, undefined when no object can have it. */
export function readNumber(prefix: string, text: string): number | undefined {
  if (!text.startsWith(prefix)) return undefined
  const digits = text.slice(prefix.length)
  const read = /^[1-9]\d{0,15}$/.test(digits) ? Number(digits) : Number.NaN
  return Number.isSafeInteger(read) ? read : undefined
}

/** A reference by number to one object of these kinds; a list of one will do, an empty one means none. */
export function refers<const P extends string>(
  path: P,
  draft: string,
  refers: readonly Target[],
  one: Codec = number(),
): Entry<P> {
  const codec: Codec = {
    ...one,
    decode(value, at, report) {
      if (isBlank(value)) return null
      return one.decode(Array.isArray(value) && value.length === 1 ? value[0] : value, at, report)
    },
  }
  return { kind: 'field', path, draft, codec, refers }
}

/** The same to several objects, where one may come without its list. */
export function refersToMany<const P extends string>(path: P, draft: string, refers: readonly Target[]): Entry<P> {
  return { kind: 'field', path, draft, codec: numbers, refers }
}

/** The numbers of a list of other objects; with a draft, they can be written as well. */
export const numbersOf = <const P extends string>(
  list: P,
  more: { pick?: string; draft?: string; refers?: readonly Target[] } = {},
): Entry<P> => ({ kind: 'numbers', path: list, codec: numbers, ...more })

const numbers: Codec = {
  types: ['integer', 'json'],
  render: 'plain',
  decode(value, path, report) {
    if (isBlank(value)) return []
    return decodeList(Array.isArray(value) ? value : [value], path, report, number().decode)
  },
  empty: [],
  schema: { type: ['integer', 'array', 'null'], items: { type: 'integer' } },
}

const isBlank = (value: unknown) => value === null || value === '' || (Array.isArray(value) && value.length === 0)

type Draft = Readonly<Record<string, unknown>>

/**
 * Puts ids in the place of the numbers that a draft refers to objects by, with one query for each kind of object.
 * A number that no object has, or one that may not be seen, is a problem.
 */
export async function resolveReferences(
  ctx: Context,
  of: Resource,
  draft: Draft,
): Promise<{ draft: Draft; problems: Problem[] }> {
  const entries = Object.values(of.fields).filter((entry) => entry.refers !== undefined && isGiven(draft, entry))
  const wanted = new Map<Target, Set<number>>()
  for (const entry of entries) {
    for (const target of entry.refers ?? []) {
      const known = wanted.get(target) ?? new Set()
      wanted.set(target, new Set([...known, ...listed(draft[entry.draft ?? ''])]))
    }
  }
  const found = new Map<Target, Map<number, string>>()
  await Promise.all(
    [...wanted].map(async ([target, numbers]) => {
      found.set(target, await idsByNumber(ctx, target.noun, [...numbers], target.where ?? []))
    }),
  )

  const resolved: Record<string, unknown> = { ...draft }
  const problems: Problem[] = []
  for (const { draft: field = '', refers = [] } of entries) {
    const idOf = (number: unknown, path: Problem['path']) => {
      const [id] = refers.flatMap((target) => found.get(target)?.get(number as number) ?? [])
      if (id === undefined) problems.push({ path, code: 'unknown_reference', detail: String(number) })
      return id
    }
    const value = draft[field]
    resolved[field] = Array.isArray(value) ? value.map((one, i) => idOf(one, [field, i])) : idOf(value, [field])
  }
  return { draft: resolved, problems }
}

const isGiven = (draft: Draft, entry: Entry) =>
  draft[entry.draft ?? ''] !== undefined && draft[entry.draft ?? ''] !== null

const listed = (value: unknown) => (Array.isArray(value) ? value : [value]) as readonly number[]

import type { ProblemCode } from '../../domain/errors.ts'
import type { ValueType } from '../../domain/noun.ts'
import { parseDate, parseInstant } from '../../domain/time.ts'
import type { Render } from '../../domain/view.ts'

export type Path = readonly (string | number)[]
export type Report = (path: Path, code: ProblemCode, detail?: string, choices?: readonly string[]) => void
export type JsonSchema = { readonly [keyword: string]: unknown }

/**
 * How a value of one domain type travels: how PostgreSQL prints it and how a body's value is read. The law: what is
 * written is read back.
 */
export type Codec<T extends ValueType = ValueType> = {
  /** Domain types it may stand for; checked against the catalogue when a map is made. */
  readonly types: readonly T[]
  readonly render: Render
  /** Reads a value that is not null; reports what is wrong with it, then its return value is not used. */
  readonly decode: (value: unknown, path: Path, report: Report) => unknown
  /** What `null` clears the field to. */
  readonly empty: unknown
  readonly schema: JsonSchema
  /** What the keys inside a value are called, for errors; null for those that the wire does not have. */
  readonly names?: Readonly<Record<string, string | null>>
}

const MAX_SHORT = 10_000
const MAX_LONG = 1_000_000
const MAX_ITEMS = 1000
const NUL = /\0/g

/** A string, without the characters PostgreSQL cannot keep. */
export const cleaned = (text: string) => text.toWellFormed().replaceAll(NUL, '')

/** The same for all strings that a value holds, keys too. */
export function cleanedAll(value: unknown): unknown {
  if (typeof value === 'string') return cleaned(value)
  if (Array.isArray(value)) return value.map(cleanedAll)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleaned(key), cleanedAll(inner)]))
}

function textCodec(maxLength: number, trim: boolean): Codec<'text' | 'id'> {
  return {
    types: ['text', 'id'],
    render: 'plain',
    decode(value, path, report) {
      if (typeof value !== 'string') return report(path, 'wrong_type', 'string')
      if (value.length > maxLength) return report(path, 'too_long', String(maxLength))
      return trim ? cleaned(value).trim() : cleaned(value)
    },
    empty: null,
    schema: { type: ['string', 'null'] },
  }
}

/** A short text, trimmed. */
export const text = textCodec(MAX_SHORT, true)
/** A short text with a limit of its own, trimmed. */
export const textUpTo = (maxLength: number) => textCodec(maxLength, true)
/** A text of many lines, as it was written. */
export const longText = textCodec(MAX_LONG, false)
/** A long text, trimmed. */
export const paragraph = textCodec(MAX_LONG, true)

/** One of a few words. */
export function choice(...choices: readonly string[]): Codec<'text'> {
  return {
    types: ['text'],
    render: 'plain',
    decode(value, path, report) {
      if (typeof value === 'string' && choices.includes(value)) return value
      return report(path, 'not_a_choice', typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
    },
    empty: null,
    schema: { type: ['string', 'null'], enum: [...choices, null] },
  }
}

/** A whole number within bounds. Digits in quotes are taken too: form-minded clients send them. */
export function integer(minimum: number, maximum: number): Codec<'integer' | 'cents'> {
  return {
    types: ['integer', 'cents'],
    render: 'plain',
    decode(value, path, report) {
      const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value.trim()) ? Number(value) : value
      if (typeof number !== 'number' || !Number.isInteger(number)) return report(path, 'wrong_type', 'integer')
      if (number < minimum || number > maximum) return report(path, 'out_of_range', `${minimum} to ${maximum}`)
      return number
    },
    empty: null,
    schema: { type: ['integer', 'null'], minimum, maximum },
  }
}

export const boolean: Codec<'boolean'> = {
  types: ['boolean'],
  render: 'plain',
  decode: (value, path, report) => (typeof value === 'boolean' ? value : report(path, 'wrong_type', 'boolean')),
  empty: null,
  schema: { type: ['boolean', 'null'] },
}

/** A calendar date. A date-time is taken for its date, as clients of the first API send one. */
export const date: Codec<'date'> = {
  types: ['date'],
  render: 'plain',
  decode(value, path, report) {
    if (typeof value !== 'string') return report(path, 'wrong_type', 'string')
    if (value.trim() === '') return null
    return parseDate(value) ?? parseInstant(value)?.slice(0, 10) ?? report(path, 'invalid_date')
  },
  empty: null,
  schema: { type: ['string', 'null'], format: 'date' },
}

/** An instant, printed the way a dialect does. */
export function instant(render: Render): Codec<'instant' | 'date'> {
  return {
    types: ['instant', 'date'],
    render,
    decode(value, path, report) {
      if (typeof value !== 'string') return report(path, 'wrong_type', 'string')
      return parseInstant(value) ?? report(path, 'invalid_instant')
    },
    empty: null,
    schema: { type: ['string', 'null'], format: 'date-time' },
  }
}

/** A list of texts. */
export const texts: Codec<'texts' | 'json'> = {
  types: ['texts', 'json'],
  render: 'plain',
  decode: (value, path, report) => decodeList(value, path, report, text.decode),
  empty: [],
  schema: { type: ['array', 'null'], items: { type: 'string' } },
}

/** A list of small objects with text keys; `required` names the keys that must be there. */
export function objects<T extends ValueType>(
  types: readonly T[],
  keys: Readonly<Record<string, Codec>>,
  required: readonly string[] = [],
  render: Render = 'plain',
): Codec<T> {
  return {
    types,
    render,
    decode: (value, path, report) =>
      decodeList(value, path, report, (item, at) => {
        if (!isObject(item)) return report(at, 'wrong_type', 'object')
        const read = Object.entries(keys).map(([key, codec]) => {
          const given = Object.hasOwn(item, key) ? item[key] : null
          const blank = given === null || given === ''
          if (blank && required.includes(key)) return [key, report([...at, key], 'required')]
          return [key, given === null ? codec.empty : codec.decode(given, [...at, key], report)]
        })
        return Object.fromEntries(read)
      }),
    empty: [],
    schema: {
      type: 'array',
      items: { type: 'object', properties: Object.fromEntries(Object.entries(keys).map(([k, c]) => [k, c.schema])) },
    },
  }
}

/** Printed as it is kept; never written. */
export function shown(schema: JsonSchema = {}, render: Render = 'plain'): Codec {
  return {
    types: ALL_TYPES,
    render,
    decode: (_value, path, report) => report(path, 'read_only'),
    empty: null,
    schema,
  }
}

/** Reads each item of a list that is not too long. */
export function decodeList(
  value: unknown,
  path: Path,
  report: Report,
  one: (item: unknown, path: Path, report: Report) => unknown,
): unknown {
  if (!Array.isArray(value)) return report(path, 'wrong_type', 'list')
  if (value.length > MAX_ITEMS) return report(path, 'list_too_long')
  return value.map((item, i) => one(item, [...path, i], report))
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const ALL_TYPES: readonly ValueType[] = [
  'id',
  'text',
  'integer',
  'cents',
  'boolean',
  'instant',
  'date',
  'json',
  'texts',
  'addresses',
  'emails',
  'phones',
  'urls',
  'socialIds',
  'custom',
]

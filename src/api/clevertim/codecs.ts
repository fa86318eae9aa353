import type { CustomChange } from '../../domain/customValue.ts'
import type { ValueType } from '../../domain/noun.ts'
import * as plain from '../resource/codec.ts'
import { type Codec, cleanedAll, decodeList, isObject } from '../resource/codec.ts'

/** An empty text clears a field, as null does. */
function clearable<T extends ValueType>(codec: Codec<T>): Codec<T> {
  return {
    ...codec,
    decode(value, path, report) {
      const read = value === '' ? codec.empty : codec.decode(value, path, report)
      return read === '' ? null : read
    },
  }
}

export const text = clearable(plain.text)
export const longText = clearable(plain.longText)
export const tags = clearable(plain.texts)
export const choices: Codec<'json'> = { ...clearable(plain.texts), types: ['json'] }
export const boolean: Codec<'boolean'> = { ...clearable(plain.boolean), empty: false }
export const integer = (minimum: number, maximum: number) => clearable(plain.integer(minimum, maximum))
/** Times such as `2017-01-02T05:22:12Z`. */
export const isoTime = clearable(plain.instant('isoTimeZ'))

type Words = {
  /** What the wire calls each kept word. */
  readonly words: Readonly<Record<string, string>>
  /** What it calls nothing, and what it has no word for. */
  readonly otherwise?: string
  /** Wire words that are only read. */
  readonly notWritten?: readonly string[]
}

/** A kept word as one of the wire's own. */
export const word = (words: Words) => clearable(chosenWord(words))

function chosenWord({ words, otherwise, notWritten = [] }: Words): Codec<'text'> {
  const offered = [...new Set([...Object.values(words), ...(otherwise === undefined ? [] : [otherwise])])]
  const choices = offered.filter((one) => !notWritten.includes(one))
  return {
    types: ['text'],
    render: otherwise === undefined ? { words } : { words, otherwise },
    decode(value, path, report) {
      const given = typeof value === 'string' ? value.trim().toLowerCase() : value
      const chosen = choices.find((one) => one.toLowerCase() === given)
      if (chosen === undefined) return report(path, 'not_a_choice', inShort(value), choices)
      return Object.entries(words).find(([, wire]) => wire === chosen)?.[0] ?? null
    },
    empty: null,
    schema: { type: ['string', 'null'], enum: [...offered, null] },
  }
}

/** A list of kept words, none of them blank. */
export function wordList(words: Readonly<Record<string, string>>): Codec<'texts'> {
  const one = chosenWord({ words })
  return clearable({
    types: ['texts'],
    render: { shape: { each: { words } } },
    decode: (value, path, report) => decodeList(value, path, report, one.decode),
    empty: [],
    schema: { type: 'array', items: one.schema },
  })
}

/** A list of small objects of which the wire knows one text each. */
export function column<T extends ValueType>(type: T, key: string): Codec<T> {
  return clearable({
    types: [type],
    render: { shape: { each: { key } } },
    decode(value, path, report) {
      const read = decodeList(value, path, report, plain.text.decode)
      return Array.isArray(read) ? read.filter((one) => one !== '').map((one) => ({ [key]: one })) : read
    },
    empty: [],
    schema: { type: 'array', items: { type: 'string' } },
    names: { [key]: null },
  })
}

/** One key of an object in a list: what it is kept as, and how. */
type Part = { readonly key: string; readonly codec: Codec; readonly required?: true }

/** A list of small objects with keys of the wire's own. */
export function records<T extends ValueType>(type: T, parts: Readonly<Record<string, Part>>): Codec<T> {
  const shape = ({ key, codec: { render } }: Part) =>
    typeof render === 'object' && 'words' in render ? { key, as: render } : { key }
  return clearable({
    types: [type],
    render: { shape: { each: { object: mapped(parts, shape) } } },
    decode: (value, path, report) =>
      decodeList(value, path, report, (item, at) => {
        if (!isObject(item)) return report(at, 'wrong_type', 'object')
        const read = Object.entries(parts).flatMap(([wire, { key, codec, required }]) => {
          const given = Object.hasOwn(item, wire) ? item[wire] : null
          if (given !== null && given !== '') return [[key, codec.decode(given, [...at, key], report)]]
          if (required) report([...at, key], 'required')
          return []
        })
        return Object.fromEntries(read)
      }),
    empty: [],
    schema: { type: 'array', items: { type: 'object', properties: mapped(parts, ({ codec }) => codec.schema) } },
    names: Object.fromEntries(Object.entries(parts).map(([wire, { key }]) => [key, wire])),
  })
}

const mapped = <A, B>(of: Readonly<Record<string, A>>, make: (one: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(of).map(([key, one]) => [key, make(one)]))

const MAX_CENTS = 9_000_000_000_000_000

/** An amount as a text with two decimals, kept in cents. A number is taken too. */
export const amount: Codec<'cents'> = clearable({
  types: ['cents'],
  render: 'decimalText',
  decode(value, path, report) {
    const match = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/.exec(asNumberText(value))
    if (match === null) return report(path, 'wrong_type', 'number with at most two decimals')
    const [, sign, units = '', fraction = ''] = match
    const cents = Number(units) * 100 + Number(fraction.padEnd(2, '0'))
    if (cents > MAX_CENTS || (sign === '-' && cents > 0)) return report(path, 'out_of_range', 'from 0 to 90 trillion')
    return cents
  },
  empty: null,
  schema: { type: ['string', 'null'], pattern: '^\\d+\\.\\d\\d$' },
})

const asNumberText = (value: unknown) =>
  typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''

const MAX_CUSTOM = 1000

/** Custom values by the numbers of their fields. Fields that a body does not name stay as they are. */
export const customByNumber: Codec<'json'> = {
  types: ['json'],
  render: 'plain',
  decode(value, path, report) {
    if (value === '') return []
    if (!isObject(value)) return report(path, 'wrong_type', 'object')
    const entries = Object.entries(value)
    if (entries.length > MAX_CUSTOM) return report(path, 'list_too_long')
    return entries.map(([key, one]): CustomChange => {
      const number = /^[1-9]\d{0,15}$/.test(key) ? Number(key) : Number.NaN
      if (!Number.isSafeInteger(number)) report([...path, key], 'unknown_field')
      return { key, number, op: 'set', value: cleanedAll(one) }
    })
  },
  empty: [],
  schema: { type: 'object' },
}

const inShort = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 200)

import type { CustomField } from './customField.ts'
import type { ProblemCode } from './errors.ts'
import { parseDate, parseInstant } from './time.ts'

export const CUSTOM_TYPES = {
  text: 'text',
  textarea: 'textarea',
  number: 'number',
  date: 'date',
  datetime: 'datetime',
  choices: 'choices',
  user: 'user',
  hidden: 'hidden',
  url: 'url',
  state: 'state',
  region: 'region',
  country: 'country',
  currency: 'currency',
  contact: 'contact',
  company: 'company',
  case: 'case',
  opportunity: 'opportunity',
  custom_object: 'custom_object',
} as const

/** Types whose fields hold one value only. */
export const SINGLE_TYPES: readonly string[] = ['textarea', 'hidden', 'number', 'datetime', 'url']

/** What the values of some types refer to, by id. */
export const REFERRED_NOUN: Readonly<Record<string, ReferredNoun>> = {
  user: 'user',
  contact: 'contact',
  company: 'lead',
  case: 'case',
  opportunity: 'opportunity',
  custom_object: 'customObject',
}
export type ReferredNoun = 'user' | 'contact' | 'lead' | 'case' | 'opportunity' | 'customObject'
const MAX_VALUES = 1000

/**
 * One change to one custom value: the field by id, name or number, and what to do with it. `key` is the caller's word.
 * Who names fields by number means objects by number too, where values refer to any.
 */
export type CustomChange = {
  readonly key: string
  readonly id?: string
  readonly name?: string
  readonly number?: number
  readonly op: 'set' | 'add' | 'remove'
  readonly value: unknown
  /** An unknown name makes a field. */
  readonly creates?: boolean
}

type Read = { value: unknown } | { problem: ProblemCode; detail?: string }

/** Checks a value against its field and combines it with the present one; null means that the field has no value. */
export function readCustomValue(field: CustomField, before: unknown, { op, value }: CustomChange): Read {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0))
    return op === 'set' ? { value: null } : { value: before ?? null }
  if (!field.acceptsMultipleValues)
    return op === 'set' ? readOne(field, value) : { problem: 'wrong_type', detail: 'single value' }
  const list = Array.isArray(value) ? value : [value]
  if (list.length > MAX_VALUES) return { problem: 'list_too_long' }
  const read: unknown[] = []
  for (const one of list) {
    const result = readOne(field, one)
    if ('problem' in result) return result
    read.push(result.value)
  }
  const present = Array.isArray(before) ? before : []
  const next = op === 'set' ? read : op === 'add' ? [...present, ...read] : present.filter((one) => !read.includes(one))
  const unique = [...new Set(next)]
  return { value: unique.length === 0 ? null : unique }
}

/** What becomes of a value when its field changes; null when it does not fit any more. */
export function convertedValue(from: CustomField, to: CustomField, value: unknown): unknown {
  const values: unknown[] = Array.isArray(value) ? value : [value]
  const kept = values.flatMap((one) => {
    const read = fits(from, to) ? readOne(to, asFor(to.type, one)) : { value: null }
    return 'problem' in read || read.value === null || read.value === '' ? [] : [read.value]
  })
  if (kept.length === 0) return null
  return to.acceptsMultipleValues ? [...new Set(kept)] : kept[0]
}

// What refers to one thing does not refer to another; written out, an id is still worth something.
const fits = (from: CustomField, to: CustomField) => from.type === to.type || REFERRED_NOUN[to.type] === undefined

function asFor(type: string, value: unknown): unknown {
  if (type === 'number') return value
  const text = String(value)
  return type === 'date' ? (parseInstant(text)?.slice(0, 10) ?? text) : text
}

function readOne(field: CustomField, value: unknown): Read {
  switch (field.type) {
    case 'number':
      return readNumber(value)
    case 'date':
      return readBy(parseDate, value, 'invalid_date')
    case 'datetime':
      return readBy(readInstant, value, 'invalid_instant')
    case 'choices':
      return isChoice(field, value) ? { value } : { problem: 'not_a_choice', detail: inShort(value) }
    default:
      return typeof value === 'string' ? { value: value.trim() } : { problem: 'wrong_type', detail: 'string' }
  }
}

// Kept as it is shown: with an offset, and six digits or none.
function readInstant(text: string): string | null {
  const shown = (fraction?: string) => (fraction === undefined ? '+00:00' : `.${fraction.padEnd(6, '0')}+00:00`)
  return parseInstant(text)?.replace(/(?:\.(\d+))?Z$/, (_end, fraction?: string) => shown(fraction)) ?? null
}

function readNumber(value: unknown): Read {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number)
    ? { value: number }
    : { problem: 'wrong_type', detail: 'number' }
}

function readBy(parse: (text: string) => string | null, value: unknown, problem: ProblemCode): Read {
  const read = typeof value === 'string' ? parse(value) : null
  return read === null ? { problem } : { value: read }
}

const inShort = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 200)

const isChoice = (field: CustomField, value: unknown) => Array.isArray(field.choices) && field.choices.includes(value)

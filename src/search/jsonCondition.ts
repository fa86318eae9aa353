import { parseDate, parseInstant } from '../domain/time.ts'
import type { Reader } from './reader.ts'
import {
  type Condition,
  CURRENT_USER,
  type Duration,
  type JsonPath,
  type Moment,
  PERIODS,
  TEXT_MODES,
  UNITS,
} from './tree.ts'

const TYPES = [
  'text',
  'term',
  'reference',
  'exists',
  'number_range',
  'moment_range',
  'local_time',
  'boolean',
  'current_user',
] as const

/** Reads one condition of the JSON language; null when its type is not known. */
export function readCondition(reader: Reader, value: unknown, path: JsonPath): Condition | null {
  const given = reader.object(value, path)
  const type = reader.oneOf(given.type, [...path, 'type'], TYPES)
  switch (type) {
    case null:
      return null
    case 'exists':
      return { kind: 'exists' }
    case 'current_user':
      return { kind: 'reference', ids: [CURRENT_USER] }
    case 'text': {
      const mode = given.mode === undefined ? 'full_words' : reader.oneOf(given.mode, [...path, 'mode'], TEXT_MODES)
      return {
        kind: 'words',
        match: { mode: mode ?? 'full_words', value: reader.text(given.value, [...path, 'value']) },
      }
    }
    case 'term':
      return { kind: 'terms', values: reader.texts(given.values, [...path, 'values']) }
    case 'reference':
      return { kind: 'reference', ids: reader.texts(given.object_ids, [...path, 'object_ids']) }
    case 'boolean':
      return { kind: 'boolean', value: reader.flag(given.value, [...path, 'value']) }
    case 'number_range': {
      const bounds = (['gt', 'gte', 'lt', 'lte'] as const).map(
        (key) => [key, reader.number(given[key], [...path, key])] as const,
      )
      return { kind: 'numbers', ...Object.fromEntries(bounds.filter(([, bound]) => bound !== null)) }
    }
    case 'moment_range': {
      const edge = (key: string) => (given[key] == null ? null : readMoment(reader, given[key], [...path, key]))
      return { kind: 'moments', onOrAfter: edge('on_or_after'), before: edge('before') }
    }
    case 'local_time': {
      const edge = (key: string) => (given[key] == null ? null : readTime(reader, given[key], [...path, key]))
      return { kind: 'localTime', onOrAfter: edge('on_or_after'), before: edge('before') }
    }
  }
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/

function readTime(reader: Reader, value: unknown, path: JsonPath): string | null {
  const text = reader.text(value, path)
  if (!TIME.test(text)) return reader.problem(path, 'wrong_type', 'must be a time such as 09:00:00')
  return text.length === 5 ? `${text}:00` : text
}

const MOMENTS = ['now', 'fixed_utc', 'fixed_local_date', 'offset', 'start_end_of_predefined_relative_period'] as const
const EDGES = ['start', 'end'] as const

function readMoment(reader: Reader, value: unknown, path: JsonPath): Moment | null {
  const given = reader.object(value, path)
  const type = reader.oneOf(given.type, [...path, 'type'], MOMENTS)
  switch (type) {
    case null:
      return null
    case 'now':
      return { kind: 'now' }
    case 'fixed_utc': {
      const at = parseInstant(reader.text(given.value, [...path, 'value']))
      return at === null
        ? reader.problem([...path, 'value'], 'invalid_instant', 'must be an ISO 8601 time')
        : { kind: 'instant', at }
    }
    case 'fixed_local_date': {
      const on = parseDate(reader.text(given.value, [...path, 'value']))
      const edge = reader.oneOf(given.which ?? 'start', [...path, 'which'], EDGES)
      if (on === null) return reader.problem([...path, 'value'], 'invalid_date', 'must be a date such as 2026-04-01')
      return edge && { kind: 'date', on, edge }
    }
    case 'start_end_of_predefined_relative_period': {
      const period = reader.oneOf(given.range, [...path, 'range'], PERIODS)
      const edge = reader.oneOf(given.which ?? 'start', [...path, 'which'], EDGES)
      return period && edge && { kind: 'period', period, edge }
    }
    case 'offset':
      return readOffset(reader, given, path)
  }
}

const MOST = 10_000

function readOffset(reader: Reader, given: Readonly<Record<string, unknown>>, path: JsonPath): Moment | null {
  const direction = reader.oneOf(given.direction, [...path, 'direction'], ['past', 'future'])
  const edge = given.which_day_end == null ? null : reader.oneOf(given.which_day_end, [...path, 'which_day_end'], EDGES)
  if (given.moment != null) {
    const from = reader.object(given.moment, [...path, 'moment'])
    reader.oneOf(from.type, [...path, 'moment', 'type'], ['now'])
  }
  const offset = reader.object(given.offset, [...path, 'offset'])
  const by = UNITS.flatMap((unit) => {
    const count = reader.count(offset[unit], [...path, 'offset', unit], MOST * 100)
    return count === null || count === 0 ? [] : [[unit, count] as const]
  })
  return direction && { kind: 'offset', direction, by: Object.fromEntries(by) as Duration, edge }
}

import { parseDate } from '../../domain/time.ts'
import { type Codec, isObject, type Path, type Report } from '../resource/codec.ts'

/** A date as a calendar on the wall shows it, with a time of day or without: `{y, mo, d, h, mi}`. */
export const when: Codec<'json'> = {
  types: ['json'],
  render: {
    shape: {
      object: {
        y: { key: 'year' },
        mo: { key: 'month' },
        d: { key: 'day' },
        h: { key: 'hour' },
        mi: { key: 'minute' },
      },
      sparse: true,
    },
  },
  decode(value, path, report) {
    if (value === '') return null
    if (!isObject(value)) return report(path, 'wrong_type', 'object')
    const part = (name: string, minimum: number, maximum: number) =>
      readPart(Object.hasOwn(value, name) ? value[name] : null, minimum, maximum, [...path, name], report)
    const [year, month, day] = [part('y', 1, 9999), part('mo', 1, 12), part('d', 1, 31)]
    const [hour, minute] = [part('h', 0, 23), part('mi', 0, 59)]
    if ([year, month, day, hour, minute].includes(undefined)) return undefined
    if (year === null && month === null && day === null && hour === null && minute === null) return null
    const date = parseDate(`${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`)
    if (date === null) return report(path, 'invalid_date')
    if (hour === null) return minute === null ? { date, time: null } : report([...path, 'h'], 'required')
    return { date, time: `${digits(hour, 2)}:${digits(minute ?? 0, 2)}` }
  },
  empty: null,
  schema: {
    type: ['object', 'null'],
    properties: Object.fromEntries(['y', 'mo', 'd', 'h', 'mi'].map((part) => [part, { type: 'integer' }])),
  },
}

/** A whole number within bounds, null when it is not given, undefined when it is something else. */
function readPart(value: unknown, minimum: number, maximum: number, path: Path, report: Report) {
  if (value === null || value === '') return null
  const number = typeof value === 'string' && /^\d{1,4}$/.test(value.trim()) ? Number(value) : value
  if (typeof number === 'number' && Number.isInteger(number) && number >= minimum && number <= maximum) return number
  report(path, 'out_of_range', `from ${minimum} to ${maximum}`)
  return undefined
}

const digits = (number: number | null | undefined, length: number) => String(number ?? '').padStart(length, '0')

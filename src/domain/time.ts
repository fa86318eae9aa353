import { DateTime, IANAZone } from 'luxon'

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|z|[+-]\d{2}(?::?\d{2})?)?$/

/** A calendar date `YYYY-MM-DD` that exists, or null. */
export function parseDate(text: string): string | null {
  const match = DATE.exec(text.trim())
  if (match === null) return null
  const [, year, month, day] = match.map(Number) as [number, number, number, number]
  if (year === 0) return null
  const date = new Date(Date.UTC(year, month - 1, day))
  if (year < 100) date.setUTCFullYear(year)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? text.trim() : null
}

/**
 * An ISO 8601 instant with any offset, in UTC; without an offset it is UTC, without a time midnight. Microseconds
 * are kept.
 * @returns ISO 8601 text ending in `Z`, or null when it is not an instant
 */
export function parseInstant(text: string): string | null {
  const match = INSTANT.exec(text.trim())
  if (match === null) return null
  const [, date = '', hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = match
  if (parseDate(date) === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  const offset = offsetMinutes(zone)
  if (offset === null) return null
  const whole = Date.parse(`${date}T${hour}:${minute}:${second}Z`) - offset * 60_000
  const year = new Date(whole).getUTCFullYear()
  if (!(year >= 1 && year <= 9999)) return null
  const micros = fraction.slice(0, 6).replace(/0+$/, '')
  return new Date(whole).toISOString().replace(/\.000Z$/, micros === '' ? 'Z' : `.${micros}Z`)
}

/** The first moment of a date where the clock is this many hours ahead of UTC. */
export function startOfDay(date: string, offsetHours: number): string | null {
  return parseInstant(new Date(Date.parse(`${date.trim()}T00:00:00Z`) - offsetHours * 3_600_000).toISOString())
}

/** Whether this is the IANA name of a time zone. */
export const isTimezone = (name: string) => IANAZone.isValidZone(name)

/** What a calendar and a clock on the wall show: a day, and the time as `HH:MM` where it matters. */
export type WallClock = { readonly date: string; readonly time: string | null }

/** What the clocks of a time zone (IANA) show at an instant. */
export function wallClockAt(instant: string, zone: string): { date: string; time: string } {
  const local = DateTime.fromISO(parseInstant(instant) ?? '', { zone })
  const shown = local.isValid ? local : DateTime.fromISO(instant, { zone: 'UTC' })
  return { date: shown.toFormat('yyyy-MM-dd'), time: shown.toFormat('HH:mm') }
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/

/**
 * The instant at which the clocks of a time zone show this. A time that they leap over in spring is as much later as
 * they leap; of one that comes twice in autumn it is the first.
 * @returns null when there is no such date or time
 */
export function instantAt(date: string, time: string, zone: string): string | null {
  if (parseDate(date) === null || !TIME.test(time)) return null
  const text = `${date.trim()}T${time}`
  const local = DateTime.fromISO(text, { zone })
  const known = local.isValid ? local : DateTime.fromISO(text, { zone: 'UTC' })
  const earliest = Math.min(...known.getPossibleOffsets().map((one) => one.toMillis()))
  return Number.isNaN(earliest) ? null : parseInstant(new Date(earliest).toISOString())
}

function offsetMinutes(zone: string): number | null {
  if (zone.toUpperCase() === 'Z') return 0
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0')
  const hours = Number(digits.slice(0, 2))
  const minutes = Number(digits.slice(2))
  if (hours > 15 || minutes > 59) return null
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

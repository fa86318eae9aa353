import { en, type ParsedComponents } from 'chrono-node'
import type { Edge } from './tree.ts'

const LONGEST = 40

/** Whether this is a date in English, from its first to its last word. */
export const isDateInWords = (text: string): boolean => read(text, 0) !== null

/**
 * The start or the end of what somebody means by `last monday`, `march 3rd` or `april`.
 * @param now milliseconds of a clock on the wall there, as if it were UTC; so is the result
 */
export function dateInWords(text: string, edge: Edge, now: number): number | null {
  const found = read(text, now)
  if (found === null) return null
  return edge === 'start' ? startOf(found.start) : endOf(found.end ?? found.start)
}

function read(text: string, now: number) {
  // A date in numbers that is none, such as 2026-13-01, would be taken for a time of day.
  if (text.length > LONGEST || !/^(?!\d{4}-).*[a-z]/i.test(text)) return null
  const [first] = en.parse(text, { instant: new Date(now), timezone: 0 })
  return first !== undefined && first.index === 0 && first.text.length === text.length ? first : null
}

function startOf(date: ParsedComponents): number {
  const [year, month, day] = [date.get('year') ?? 0, date.get('month') ?? 1, date.get('day') ?? 1]
  switch (precisionOf(date)) {
    case 'time':
      return utc(year, month, day, date.get('hour') ?? 0, date.get('minute') ?? 0, date.get('second') ?? 0)
    case 'day':
      return utc(year, month, day)
    case 'month':
      return utc(year, month)
    case 'year':
      return utc(year)
  }
}

function endOf(date: ParsedComponents): number {
  const [year, month, day] = [date.get('year') ?? 0, date.get('month') ?? 1, date.get('day') ?? 1]
  switch (precisionOf(date)) {
    case 'time':
      return startOf(date) + (date.isCertain('second') ? 1000 : 60_000)
    case 'day':
      return utc(year, month, day + 1)
    case 'month':
      return utc(year, month + 1)
    case 'year':
      return utc(year + 1)
  }
}

function precisionOf(date: ParsedComponents) {
  if (date.isCertain('hour')) return 'time'
  if (date.isCertain('day') || date.isCertain('weekday')) return 'day'
  return date.isCertain('month') ? 'month' : date.isCertain('year') ? 'year' : 'day'
}

function utc(year: number, month = 1, day = 1, hour = 0, minute = 0, second = 0): number {
  const date = new Date(Date.UTC(2000, month - 1, day, hour, minute, second))
  return date.setUTCFullYear(year + date.getUTCFullYear() - 2000, date.getUTCMonth(), date.getUTCDate())
}

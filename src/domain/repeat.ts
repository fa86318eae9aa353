import { type Moment, momentOf, type Repeats, wallClockOf } from './task.ts'
import { instantAt, parseInstant } from './time.ts'

/** When a task that comes again is due and ends, and how it comes again. */
export type Repeating = {
  readonly due: Moment
  readonly ends: Moment
  readonly repeats: Repeats
  readonly every: number
  /** Not on a Saturday or Sunday. */
  readonly weekdaysOnly: boolean
  /** The day of the month to keep to; null for that of the due date. */
  readonly anchor: number | null
}

/**
 * The same task the next time. It is counted on the calendar and the wall clock of the time zone, so that what is due
 * at nine stays due at nine when the clocks change. A month without the day has its last day instead, and the month
 * after has the day again. What is due at no time counts from today.
 * @returns undefined when it does not come again
 */
export function nextTime(task: Repeating, zone: string, today: string): Repeating | undefined {
  if (task.repeats === 'none') return undefined
  const last = wallClockOf(task.due, zone)?.date ?? today
  const anchor = task.anchor ?? dayOfMonth(last)
  const planned = addTo(last, task, anchor)
  const next = task.weekdaysOnly ? toWeekday(planned, byMonth(task)) : planned
  const due = moved(task.due, next, zone)
  const end = wallClockOf(task.ends, zone)
  const ends = end === null ? task.ends : moved(task.ends, addDays(next, daysBetween(last, end.date)), zone)
  // The calendar has come to its end.
  if (due === null || ends === null) return undefined
  return { ...task, due, ends, anchor: byMonth(task) ? anchor : null }
}

const byMonth = ({ repeats }: Repeating) => repeats === 'monthly' || repeats === 'yearly'

function addTo(date: string, { repeats, every }: Repeating, anchor: number): string {
  if (repeats === 'daily' || repeats === 'weekly') return addDays(date, repeats === 'weekly' ? every * 7 : every)
  const [year = 0, month = 0] = date.split('-').map(Number)
  const months = year * 12 + (month - 1) + (repeats === 'yearly' ? every * 12 : every)
  const lastDay = new Date(Date.UTC(2000 + (Math.floor(months / 12) % 400), (months % 12) + 1, 0)).getUTCDate()
  return written(Math.floor(months / 12), (months % 12) + 1, Math.min(anchor, lastDay))
}

/** The Monday after a week-end; to stay within the month the Friday before, so that no month has none or two. */
function toWeekday(date: string, withinMonth: boolean): string {
  const day = new Date(date).getUTCDay()
  if (day !== 0 && day !== 6) return date
  const monday = addDays(date, day === 6 ? 2 : 1)
  return !withinMonth || monday.slice(0, 7) === date.slice(0, 7) ? monday : addDays(date, day === 6 ? -1 : -2)
}

/** A moment on another day: at the same time by the clock, to the second. */
function moved({ at }: Moment, date: string, zone: string): Moment | null {
  if (at === null) return momentOf({ date, time: null }, zone)
  const { time } = wallClockOf({ on: null, at }, zone) ?? { time: null }
  const whole = instantAt(date, time ?? '00:00', zone)
  const seconds = (parseInstant(at) ?? '').slice(SECONDS)
  return whole === null ? null : { on: null, at: whole.slice(0, SECONDS) + seconds }
}

const SECONDS = '2026-03-04T09:15:'.length

const dayOfMonth = (date: string) => Number(date.slice(8, 10))

const DAY_MS = 86_400_000
const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)

function addDays(date: string, days: number): string {
  const moment = new Date(Date.parse(date) + days * DAY_MS)
  return written(moment.getUTCFullYear(), moment.getUTCMonth() + 1, moment.getUTCDate())
}

const written = (year: number, month: number, day: number) =>
  [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')

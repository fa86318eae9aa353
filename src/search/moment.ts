import { parseInstant } from '../domain/time.ts'
import { dateInWords } from './dateInWords.ts'
import type { Duration, Edge, Moment, Period } from './tree.ts'

/** When and where somebody asks: an instant, and how many hours their clocks are ahead of UTC. */
export type Clock = { readonly now: string; readonly offsetHours: number }

const HOUR = 3_600_000
const DAY = 24 * HOUR
const FIRST = '0001-01-01T00:00:00Z'
const LAST = '9999-12-31T23:59:59.999Z'

/** The instant that a moment is, in UTC. What is out of the calendar is its first or last instant. */
export function momentAt(moment: Moment, clock: Clock): string {
  if (moment.kind === 'now') return clock.now
  if (moment.kind === 'instant') return moment.at
  if (moment.kind === 'local') return localInstant(moment.at, clock)
  const ms = onTheWall(moment, Date.parse(clock.now) + clock.offsetHours * HOUR) - clock.offsetHours * HOUR
  if (Number.isNaN(ms) || ms > Date.parse(LAST)) return LAST
  return ms < Date.parse(FIRST) ? FIRST : (parseInstant(new Date(ms).toISOString()) ?? LAST)
}

/** The first day that begins at a moment or after it: a date is in a range of moments when its beginning is. */
export function dateFrom(moment: Moment, clock: Clock): string {
  const local = Date.parse(momentAt(moment, clock)) + clock.offsetHours * HOUR
  const day = Math.min(Math.ceil(local / DAY) * DAY, Date.parse(LAST))
  return new Date(Math.max(day, Date.parse(FIRST))).toISOString().slice(0, 10)
}

/** The offset is taken off the whole seconds, so that microseconds stay as they are. */
function localInstant(at: string, { offsetHours }: Clock): string {
  const [, whole = at, fraction = ''] = /^(.*?)(\.\d+)?$/.exec(at) ?? []
  const utc = Date.parse(`${whole}Z`) - offsetHours * HOUR
  const text = Number.isNaN(utc) ? null : new Date(utc).toISOString().slice(0, 19)
  return parseInstant(`${text ?? ''}${fraction}Z`) ?? (utc < 0 ? FIRST : LAST)
}

type Walled = Exclude<Moment, { kind: 'now' | 'instant' | 'local' }>

/** Milliseconds of a clock on the wall, as if it were UTC; `now` is what it shows. */
function onTheWall(moment: Walled, now: number): number {
  switch (moment.kind) {
    case 'date':
      return Date.parse(`${moment.on}T00:00:00Z`) + (moment.edge === 'end' ? DAY : 0)
    case 'period':
      return edgeOfPeriod(moment.period, moment.edge, now)
    case 'offset': {
      const at = moved(now, moment.by, moment.direction === 'past' ? -1 : 1)
      return moment.edge === null ? at : startOfDay(at) + (moment.edge === 'end' ? DAY : 0)
    }
    case 'inWords':
      return dateInWords(moment.text, moment.edge, now) ?? Number.NaN
  }
}

const startOfDay = (at: number) => Math.floor(at / DAY) * DAY

/** A month earlier or later is the same day of the month, or the last one that there is. */
function moved(from: number, by: Duration, sign: 1 | -1): number {
  const start = new Date(from)
  const months = sign * ((by.years ?? 0) * 12 + (by.months ?? 0))
  const target = new Date(from)
  target.setUTCDate(1)
  target.setUTCMonth(start.getUTCMonth() + months)
  const days = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate()
  target.setUTCDate(Math.min(start.getUTCDate(), days))
  const rest = (by.weeks ?? 0) * 7 * DAY + (by.days ?? 0) * DAY + (by.hours ?? 0) * HOUR
  return target.getTime() + sign * (rest + (by.minutes ?? 0) * 60_000 + (by.seconds ?? 0) * 1000)
}

/** Weeks begin on Monday. */
function edgeOfPeriod(period: Period, edge: Edge, now: number): number {
  const by = (edge === 'end' ? 1 : 0) + shiftOf(period)
  const date = new Date(startOfDay(now))
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  switch (period) {
    case 'today':
    case 'yesterday':
    case 'tomorrow':
      return date.getTime() + by * DAY
    case 'this-week':
    case 'last-week':
    case 'next-week':
      return date.getTime() + (7 * by - ((date.getUTCDay() + 6) % 7)) * DAY
    case 'this-month':
    case 'last-month':
    case 'next-month':
      return Date.UTC(year, month + by)
    case 'this-quarter':
    case 'last-quarter':
    case 'next-quarter':
      return Date.UTC(year, month - (month % 3) + 3 * by)
    case 'this-year':
    case 'last-year':
    case 'next-year':
      return Date.UTC(year + by, 0)
  }
}

const shiftOf = (period: Period) => (/^(last-|yesterday)/.test(period) ? -1 : /^(next-|tomorrow)/.test(period) ? 1 : 0)

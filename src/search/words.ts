import { parseDate, parseInstant } from '../domain/time.ts'
import { isDateInWords } from './dateInWords.ts'
import { type Duration, type Edge, type Moment, PERIODS, type Period, type Unit } from './tree.ts'

/**
 * What somebody means who writes a date: a span of time (a day, the last week), or a point in it. `within` is what `:`
 * asks for; the others are where `>`, `>=`, `<` and `<=` draw the line, each on or after, or just before that moment.
 */
export type Span = {
  readonly within: readonly [from: Moment, before: Moment]
  readonly after: Moment
  readonly since: Moment
  readonly until: Moment
  readonly through: Moment
}

/** A date as people write it, in numbers or in words; null when it is none. */
export function readSpan(text: string): Span | null {
  const words = text.trim().replaceAll(/\s+/g, ' ')
  return (
    readNumbers(words) ??
    readWords(words.toLowerCase()) ??
    (isDateInWords(words) ? whole(edgesOf(words.toLowerCase())) : null)
  )
}

function readNumbers(text: string): Span | null {
  if (parseDate(text) !== null) return whole(day(text))
  const [month, next] = monthOf(text)
  if (month !== null && next !== null) return whole([startOf(month), startOf(next)])
  const at = parseInstant(text)
  return at === null ? null : timed(text, at)
}

const day = (on: string): Pair => [startOf(on), { kind: 'date', on, edge: 'end' }]
const startOf = (on: string): Moment => ({ kind: 'date', on, edge: 'start' })

/** The first days of a month or a year, and of the next one. */
function monthOf(text: string): [string | null, string | null] {
  const [, year = '', month] = /^(\d{4})(?:-(\d{2}))?$/.exec(text) ?? []
  const first = (y: number, m: number) => parseDate(`${String(y).padStart(4, '0')}-${String(m).padStart(2, '0')}-01`)
  const [y, m] = [Number(year), Number(month ?? 1)]
  if (year === '' || m < 1 || m > 12) return [null, null]
  if (month === undefined) return [first(y, 1), first(y + 1, 1)]
  return [first(y, m), m === 12 ? first(y + 1, 1) : first(y, m + 1)]
}

const ZONE = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/i
const CLOCK = /[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?/

/** A time of day is as long as it is exact: a minute, a second, or less. Without a zone it is that of who asks. */
function timed(text: string, at: string): Span | null {
  const [clock, , , second, fraction] = CLOCK.exec(text) ?? []
  if (clock === undefined) return null
  const zoned = ZONE.test(text.slice(text.indexOf(clock) + clock.length))
  const make = (instant: string): Moment =>
    zoned ? { kind: 'instant', at: instant } : { kind: 'local', at: instant.slice(0, -1) }
  const micros =
    second === undefined ? 60_000_000 : 10 ** (6 - Math.min(6, fraction === undefined ? 0 : fraction.length))
  const start = make(at)
  const next = make(plusMicros(at, 1))
  const end = make(plusMicros(at, micros))
  return { within: [start, end], after: next, since: start, until: start, through: end }
}

/** An instant so many microseconds later. */
export function plusMicros(at: string, micros: number): string {
  const [, whole = at, fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(at) ?? []
  const total = Number(fraction.padEnd(6, '0')) + micros
  const seconds = new Date(Date.parse(`${whole}Z`) + Math.floor(total / 1_000_000) * 1000).toISOString().slice(0, 19)
  const rest = String(total % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return rest === '' ? `${seconds}Z` : `${seconds}.${rest}Z`
}

const NUMBER = String.raw`(?:(\d{1,4})|an?|one) ?`
const UNIT = '(second|minute|hour|day|week|month|quarter|year)s?'
const AMOUNT = new RegExp(String.raw`^${NUMBER}${UNIT}(?:,? and |, ?| |$)`)
const AROUND = new RegExp(String.raw`^(last|past|previous|next) (\d{1,4}) ${UNIT}$`)
const NOW: Moment = { kind: 'now' }

function readWords(text: string): Span | null {
  if (text === 'now') return point(NOW, [NOW, offset('future', { minutes: 1 })])
  const period = PERIODS.find((one) => one.replace('-', ' ') === text || one === text)
  if (period !== undefined) return whole(edgesOfPeriod(period))
  const [, edge, rest] = /^(start|end) of (?:the )?(.*)$/.exec(text) ?? []
  if (rest !== undefined) return readEdge(edge as Edge, rest)
  return readAround(text) ?? readOffset(text)
}

const edgesOfPeriod = (period: Period): Pair => [
  { kind: 'period', period, edge: 'start' },
  { kind: 'period', period, edge: 'end' },
]
const edgesOf = (text: string): Pair => [
  { kind: 'inWords', text, edge: 'start' },
  { kind: 'inWords', text, edge: 'end' },
]

/** `start of 3 days ago`, `end of last week`. */
function readEdge(edge: Edge, rest: string): Span | null {
  const span = readSpan(rest)
  if (span === null) return null
  const { since } = span
  const moment = since.kind === 'offset' ? { ...since, edge } : span.within[edge === 'start' ? 0 : 1]
  return since.kind === 'now' ? null : point(moment, [moment, moment])
}

/** `last 30 days`, `next 2 weeks`. */
function readAround(text: string): Span | null {
  const [, which, count, unit = ''] = AROUND.exec(text) ?? []
  if (count === undefined) return null
  const by = durationOf(Number(count), unit)
  return whole(which === 'next' ? [NOW, offset('future', by)] : [offset('past', by), NOW])
}

/** `2 weeks ago`, `in 3 days`, `1 year and 2 months from now`. */
function readOffset(text: string): Span | null {
  const [, ahead, amount = '', behind] = /^(in )?(.*?)( ago| from now)?$/.exec(text) ?? []
  if ((ahead === undefined) === (behind === undefined)) return null
  const by = readDuration(amount)
  if (by === null) return null
  const moment = offset(behind === ' ago' ? 'past' : 'future', by)
  return point(moment, around(moment))
}

function readDuration(text: string): Duration | null {
  let rest = text
  let by: Duration = {}
  while (rest !== '') {
    const [all, count = '1', unit = ''] = AMOUNT.exec(rest) ?? []
    if (all === undefined) return null
    const more = durationOf(Number(count), unit)
    if (Object.keys(more).some((one) => one in by)) return null
    by = { ...by, ...more }
    rest = rest.slice(all.length)
  }
  return Object.keys(by).length === 0 ? null : by
}

const durationOf = (count: number, unit: string): Duration =>
  unit === 'quarter' ? { months: 3 * count } : { [`${unit}s` as Unit]: count }

type Offset = Extract<Moment, { kind: 'offset' }>
const offset = (direction: 'past' | 'future', by: Duration): Offset => ({ kind: 'offset', direction, by, edge: null })

/** What is meant by just `3 days ago` is that day; by hours, minutes and seconds, the time until one fewer. */
function around(moment: Offset): Pair {
  const small = (['seconds', 'minutes', 'hours'] as const).find((unit) => (moment.by[unit] ?? 0) > 0)
  if (small === undefined)
    return [
      { ...moment, edge: 'start' },
      { ...moment, edge: 'end' },
    ]
  const one = moment.direction === 'past' ? -1 : 1
  return [moment, { ...moment, by: { ...moment.by, [small]: (moment.by[small] ?? 0) + one } }]
}

type Pair = readonly [Moment, Moment]
const whole = ([start, end]: Pair): Span => ({
  within: [start, end],
  after: start,
  since: start,
  until: start,
  through: end,
})
const point = (at: Moment, within: Pair): Span => ({ within, after: at, since: at, until: at, through: at })

import { describe, expect, test } from 'vitest'
import { dateFrom, momentAt } from './moment.ts'
import { readSpan } from './words.ts'

// A Wednesday.
const NOW = '2026-06-10T12:30:15Z'
const at = (offsetHours = 0) => ({ now: NOW, offsetHours })
const within = (text: string, offsetHours = 0) => readSpan(text)?.within.map((one) => momentAt(one, at(offsetHours)))

describe('a span of time', () => {
  test.each([
    ['2026-04-01', '2026-04-01T00:00:00Z', '2026-04-02T00:00:00Z'],
    ['2026-04', '2026-04-01T00:00:00Z', '2026-05-01T00:00:00Z'],
    ['2026-12', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['2026', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['2026-04-01 08:00:00', '2026-04-01T08:00:00Z', '2026-04-01T08:00:01Z'],
    ['2026-04-01T08:00:00+0000', '2026-04-01T08:00:00Z', '2026-04-01T08:00:01Z'],
    ['2026-04-01T08:00', '2026-04-01T08:00:00Z', '2026-04-01T08:01:00Z'],
    ['2026-04-01T08:00:00.25+02:00', '2026-04-01T06:00:00.25Z', '2026-04-01T06:00:00.26Z'],
    ['2026-04-01T08:00:00.999999Z', '2026-04-01T08:00:00.999999Z', '2026-04-01T08:00:01Z'],
    ['today', '2026-06-10T00:00:00Z', '2026-06-11T00:00:00Z'],
    ['Yesterday', '2026-06-09T00:00:00Z', '2026-06-10T00:00:00Z'],
    ['tomorrow', '2026-06-11T00:00:00Z', '2026-06-12T00:00:00Z'],
    ['this week', '2026-06-08T00:00:00Z', '2026-06-15T00:00:00Z'],
    ['last week', '2026-06-01T00:00:00Z', '2026-06-08T00:00:00Z'],
    ['this month', '2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z'],
    ['last month', '2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z'],
    ['this quarter', '2026-04-01T00:00:00Z', '2026-07-01T00:00:00Z'],
    ['next quarter', '2026-07-01T00:00:00Z', '2026-10-01T00:00:00Z'],
    ['this year', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['last year', '2025-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['last 30 days', '2026-05-11T12:30:15Z', NOW],
    ['next 2 weeks', NOW, '2026-06-24T12:30:15Z'],
    ['3 days ago', '2026-06-07T00:00:00Z', '2026-06-08T00:00:00Z'],
    ['2 hours ago', '2026-06-10T10:30:15Z', '2026-06-10T11:30:15Z'],
    ['last monday', '2026-06-08T00:00:00Z', '2026-06-09T00:00:00Z'],
    ['march 3rd', '2026-03-03T00:00:00Z', '2026-03-04T00:00:00Z'],
    ['april 2025', '2025-04-01T00:00:00Z', '2025-05-01T00:00:00Z'],
    ['yesterday at 5pm', '2026-06-09T17:00:00Z', '2026-06-09T17:01:00Z'],
  ])('%s', (text, from, before) => expect(within(text)).toEqual([from, before].map((one) => one.replace('.000', ''))))

  test('days are those of who asks', () => {
    expect(within('2026-04-01', 5.5)).toEqual(['2026-03-31T18:30:00Z', '2026-04-01T18:30:00Z'])
    expect(within('today', 12)).toEqual(['2026-06-10T12:00:00Z', '2026-06-11T12:00:00Z'])
    expect(within('2026-04-01T08:00', -7)?.[0]).toBe('2026-04-01T15:00:00Z')
    expect(within('2026-04-01T08:00Z', -7)?.[0]).toBe('2026-04-01T08:00:00Z')
    expect(within('last monday', -7)?.[0]).toBe('2026-06-08T07:00:00Z')
  })

  test.each(['', 'soon', 'foo monday', '2026-13-01', '2026-02-30', '3 days', 'in 3 days ago', 'start of now', '25:00'])(
    '%s is none',
    (text) => expect(readSpan(text)).toBeNull(),
  )
})

describe('where a line is drawn', () => {
  const since = (text: string) => momentAt(readSpan(text)?.since ?? { kind: 'now' }, at())
  test.each([
    ['now', NOW],
    ['1 minute ago', '2026-06-10T12:29:15Z'],
    ['2 weeks ago', '2026-05-27T12:30:15Z'],
    ['a month ago', '2026-05-10T12:30:15Z'],
    ['1 year ago', '2025-06-10T12:30:15Z'],
    ['1 quarter ago', '2026-03-10T12:30:15Z'],
    ['1 year, 2 months and 3 days ago', '2025-04-07T12:30:15Z'],
    ['in 3 days', '2026-06-13T12:30:15Z'],
    ['3 days from now', '2026-06-13T12:30:15Z'],
    ['start of 3 days ago', '2026-06-07T00:00:00Z'],
    ['end of last month', '2026-06-01T00:00:00Z'],
  ])('%s', (text, instant) => expect(since(text)).toBe(instant))

  test('a month before the 31st is the last day of that month', () => {
    const moment = readSpan('1 month ago')?.since ?? { kind: 'now' }
    expect(momentAt(moment, { now: '2026-03-31T10:00:00Z', offsetHours: 0 })).toBe('2026-02-28T10:00:00Z')
  })

  test('after a time of day is later than it, after a day is since it began', () => {
    const span = readSpan('2026-04-01T08:00')
    expect(span && [span.after, span.through].map((one) => momentAt(one, at()))).toEqual([
      '2026-04-01T08:00:00.000001Z',
      '2026-04-01T08:01:00Z',
    ])
    expect(readSpan('2026-04-01')?.after).toEqual({ kind: 'date', on: '2026-04-01', edge: 'start' })
  })

  test('what is out of the calendar is at its end', () => {
    const far = { kind: 'offset', by: { years: 9999 }, edge: null } as const
    expect(momentAt({ ...far, direction: 'past' }, at())).toBe('0001-01-01T00:00:00Z')
    expect(momentAt({ ...far, direction: 'future' }, at())).toBe('9999-12-31T23:59:59.999Z')
  })

  test('a date is in a range when its day begins in it', () => {
    expect(dateFrom({ kind: 'now' }, at())).toBe('2026-06-11')
    expect(dateFrom({ kind: 'date', on: '2026-04-01', edge: 'start' }, at(-7))).toBe('2026-04-01')
    expect(dateFrom({ kind: 'date', on: '2026-04-01', edge: 'end' }, at(5.5))).toBe('2026-04-02')
  })
})

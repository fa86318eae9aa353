import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantAt, parseDate, parseInstant, wallClockAt } from './time.ts'

test.each([
  ['2026-03-04T09:15:22.123000+00:00', '2026-03-04T09:15:22.123Z'],
  ['2026-03-04T09:15:22+02:00', '2026-03-04T07:15:22Z'],
  ['2026-03-04 09:15', '2026-03-04T09:15:00Z'],
  ['2026-03-04', '2026-03-04T00:00:00Z'],
  ['2026-03-04T09:15:22.123456789-0530', '2026-03-04T14:45:22.123456Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
])('%s is the instant %s', (text, instant) => {
  expect(parseInstant(text)).toBe(instant)
})

test.each([
  '',
  'now',
  '2026-02-30',
  '2026-13-01',
  '2026-03-04T25:00',
  '2026-03-04T09:61',
  '0000-01-01',
  '2026-03-04T09:15+99',
  '9999-12-31T23:59:59-14:00',
])("'%s' is no instant", (text) => {
  expect(parseInstant(text)).toBeNull()
})

test('every instant that JavaScript prints is read as itself', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true }), (date) => {
      const read = parseInstant(date.toISOString())
      expect(Date.parse(read ?? '')).toBe(date.getTime())
    }),
  )
})

test('dates exist or are refused', () => {
  expect(parseDate('2024-02-29')).toBe('2024-02-29')
  expect(parseDate('0099-12-31')).toBe('0099-12-31')
  for (const text of ['2023-02-29', '2026-00-10', '2026-1-1', '20260101', '0000-01-01', '2026-03-04T00:00']) {
    expect(parseDate(text)).toBeNull()
  }
})

describe('the clock on the wall', () => {
  test.each([
    ['2026-03-04T09:15:22.5Z', 'Europe/Berlin', '2026-03-04', '10:15'],
    ['2026-03-04T23:15:00+00:00', 'Europe/Berlin', '2026-03-05', '00:15'],
    ['2026-07-04T00:00:00Z', 'America/New_York', '2026-07-03', '20:00'],
    ['2026-07-04T00:00:00Z', 'Asia/Kathmandu', '2026-07-04', '05:45'],
    ['2026-07-04T00:00:00Z', 'no/such', '2026-07-04', '00:00'],
  ])('at %s in %s', (instant, zone, date, time) => {
    expect(wallClockAt(instant, zone)).toEqual({ date, time })
    expect(instantAt(date, time, zone)).toBe(parseInstant(`${parseInstant(instant)?.slice(0, 16)}:00Z`))
  })

  test('shows some times not at all, and some twice', () => {
    expect(instantAt('2026-03-29', '02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00Z')
    expect(instantAt('2026-10-25', '02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00Z')
    expect(instantAt('2026-11-01', '01:30', 'America/New_York')).toBe('2026-11-01T05:30:00Z')
  })

  test.each([
    ['2026-02-29', '10:00'],
    ['2026-02-28', '24:00'],
    ['2026-02-28', '9:00'],
    ['2026-02-28', ''],
    ['', '10:00'],
    ['0001-01-01', '00:30'],
  ])('never shows %s %s', (date, time) => {
    expect(instantAt(date, time, 'Europe/Berlin')).toBeNull()
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDate, parseInstant } from './time.ts'

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

import { expect, test } from 'vitest'
import { readRange } from './range.ts'

test.each([
  ['bytes=0-4', { start: 0, end: 4 }],
  ['bytes=5-', { start: 5, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=-30', { start: 0, end: 9 }],
  ['bytes=8-30', { start: 8, end: 9 }],
  ['bytes=9-9', { start: 9, end: 9 }],
])('%s is a part of ten bytes', (header, part) => {
  expect(readRange(header, 10)).toEqual(part)
})

test.each(['bytes=10-', 'bytes=10-12', 'bytes=-0'])('%s is no part of ten bytes', (header) => {
  expect(readRange(header, 10)).toBeNull()
})

test('nothing is a part of nothing', () => {
  expect(readRange('bytes=0-', 0)).toBeNull()
  expect(readRange('bytes=-1', 0)).toBeNull()
})

test.each([
  undefined,
  '',
  'bytes=',
  'bytes=-',
  'bytes=4-2',
  'bytes=0-1,4-5',
  'lines=0-1',
  'bytes=a-b',
  'bytes=9999999999999999-',
])('%s asks for everything', (header) => {
  expect(readRange(header, 10)).toBeUndefined()
})

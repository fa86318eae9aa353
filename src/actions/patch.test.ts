import { expect, test } from 'vitest'
import { givenInstant, givenMoment } from './patch.ts'

const kept = '2026-03-04T09:15:22.930Z'
const asShown = '2026-03-04T09:15:22.930000+00:00'
const later = '2026-03-04T09:15:22.931Z'

test('the same moment in other words is no change', () => {
  expect(givenInstant(asShown, kept)).toBe(kept)
  expect(givenMoment(asShown, kept)).toBe(kept)
  expect(givenMoment('2026-03-04T10:15:22.93+01:00', kept)).toBe(kept)
})

test('another moment is one, and null clears where there may be none', () => {
  expect(givenInstant(later, kept)).toBe(later)
  expect(givenMoment(later, kept)).toBe(later)
  expect(givenMoment(later, null)).toBe(later)
  expect(givenMoment(null, kept)).toBeNull()
  expect(givenMoment(undefined, kept)).toBe(kept)
})

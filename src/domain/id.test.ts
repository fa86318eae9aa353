import { expect, test } from 'vitest'
import { idSource, random } from './id.ts'

test('ids have the prefix and length of their kind', () => {
  const ids = idSource()
  expect(ids('lead')).toMatch(/^lead_[0-9A-Za-z]{43}$/)
  expect(ids('pipeline')).toMatch(/^pipe_[0-9A-Za-z]{22}$/)
})

test('ids sort in the order they were made, also within a millisecond and when the clock steps back', () => {
  let now = 1_780_000_000_000
  const ids = idSource(() => now)
  const made: string[] = []
  for (let i = 0; i < 30_000; i++) {
    if (i === 10_000) now += 1
    if (i === 20_000) now -= 5_000
    made.push(ids('lead'))
  }
  expect(new Set(made).size).toBe(made.length)
  expect(made.every((id, i) => i === 0 || id > (made[i - 1] ?? ''))).toBe(true)
})

test('random text uses every letter about as often as any other', () => {
  const counts = new Map<string, number>()
  for (const letter of random(62_000)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  expect(counts.size).toBe(62)
  expect(Math.min(...counts.values())).toBeGreaterThan(800)
  expect(Math.max(...counts.values())).toBeLessThan(1200)
})

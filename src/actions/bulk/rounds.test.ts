import { expect, test } from 'vitest'
import { roundsOf } from './rounds.ts'

test('a round has one of each lead, and each lead keeps its order', () => {
  const rounds = (text: string) =>
    roundsOf(text.split(' ').filter(Boolean), ([lead = '']) => lead).map((one) => one.join(' '))
  expect(rounds('a1 b1 a2 c1 a3 b2')).toEqual(['a1 b1 c1', 'a2 b2', 'a3'])
  expect(rounds('a1 b1 c1')).toEqual(['a1 b1 c1'])
  expect(rounds('')).toEqual([])
})

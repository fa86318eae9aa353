import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countOf, excerpt, highlight } from './highlight.ts'
import { readSought } from './sought.ts'

const marked = (text: string, typed: string) =>
  highlight(text, readSought(typed, 'US')).map(([start, end]) => text.slice(start, end))

describe('what is marked', () => {
  test('the beginnings of words, whatever their capitals and accents', () => {
    expect(marked('Bluth Company', 'blu comp')).toEqual(['Blu', 'Comp'])
    expect(marked('Zoë Šimková', 'zoe sim')).toEqual(['Zoë', 'Šim'])
    expect(marked('Café MÜLLER', 'mull')).toEqual(['MÜLL'])
    expect(marked('Weiß & Weiss', 'weiss')).toEqual(['Weiß', 'Weiss'])
    expect(marked('The ﬁrst', 'fir')).toEqual(['ﬁr'])
    expect(marked('unbluth', 'blu')).toEqual([])
  })

  test('the digits of a number, with what stands between them', () => {
    expect(marked('call +1 415-555-0132 now', '(415) 555-0132')).toEqual(['1 415-555-0132'])
    expect(marked('+49 30 123456', '030 123456')).toEqual(['30 123456'])
    expect(marked('in 2026', '4155550132')).toEqual([])
  })

  test('ranges are in order, apart, and within the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.string({ unit: 'grapheme', maxLength: 20 }),
        (text, typed) => {
          let last = 0
          for (const [start, end] of highlight(text, readSought(typed, 'US'))) {
            expect(start).toBeGreaterThanOrEqual(last)
            expect(end).toBeGreaterThan(start)
            expect(end).toBeLessThanOrEqual(text.length)
            last = end
          }
        },
      ),
    )
  })
})

test('an excerpt is the part around the first place', () => {
  const text = `${'Once upon a time. '.repeat(30)}There is always money in the banana stand.${' The end.'.repeat(30)}`
  const { text: part, ranges } = excerpt(text, readSought('banana', 'US'))
  expect(part).toMatch(/^….*…$/)
  expect(part.length).toBeLessThan(180)
  expect(ranges.map(([start, end]) => part.slice(start, end))).toEqual(['banana'])
  expect(excerpt('A\nshort\ttext', readSought('zebra', 'US'))).toEqual({ text: 'A short text', ranges: [] })
})

test('how much of what is sought a text has', () => {
  const sought = readSought('ida brandt', 'US')
  expect(['Ida Brandt', 'Brandt Weaving', 'Nobody'].map((text) => countOf(text, sought))).toEqual([2, 1, 0])
  expect(countOf('+1 415-555-0132', readSought('415 555', 'US'))).toBeGreaterThan(2)
})

describe('what was typed', () => {
  test('is a number when it looks like one', () => {
    expect(readSought('(415) 555-0132', 'US').numbers).toEqual(['4155550132', '14155550132'])
    expect(readSought('+49 (0)30 123456', 'US').numbers).toContain('4930123456')
    expect(readSought('030 123456', 'DE').numbers).toEqual(['30123456', '4930123456'])
    expect(readSought('0049 30 123456', 'US').numbers).toContain('4930123456')
    for (const typed of ['415', 'room 4155', '', '---', 'a@4155.example'])
      expect(readSought(typed, 'US').numbers).toEqual([])
  })

  test('is cut to what can be looked up', () => {
    expect(readSought('x '.repeat(5_000), 'US').words).toEqual(['x'])
    expect(readSought(Array.from({ length: 50 }, (_, i) => `w${i}`).join(' '), 'US').words).toHaveLength(8)
    expect(readSought('x'.repeat(10_000), 'US').text).toHaveLength(200)
  })
})

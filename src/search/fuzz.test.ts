import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AjarError } from '../domain/errors.ts'
import { check } from './check.ts'
import { parseSearch } from './json.ts'
import { printText } from './print.ts'
import { words } from './testSupport.ts'
import { parseText } from './text.ts'

const MILLISECONDS = 50
const LENGTH = 100_000

const pieces = fc.constantFrom(
  '(',
  ')',
  '"',
  ':',
  ',',
  '<',
  '>=',
  '=',
  '*',
  ' ',
  '\\',
  'and',
  'or',
  'not',
  'in',
  'has:',
  'email(',
  'status',
  'created',

  'custom.Seats',
  '"custom.Deal Source"',
  '"2 weeks ago"',
  '2026-04-01',
  'sort:',
  'slice:',
  '1/2',
  '“',
  '-',
  'yes',
  '7',
)

describe('the text language', () => {
  test('whatever is written is read or refused', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 30 }).map((all) => all.join(' ')),
    )
    fc.assert(
      fc.property(text, (query) => {
        const read = () => {
          const written = parseText(query)
          printText(written)
          printText(check(written, words, { strict: false }).search)
        }
        expect(() => readOrRefuse(read)).not.toThrow()
      }),
      { numRuns: 3000 },
    )
  })

  const long = (piece: string) => piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH)
  test.each([
    '(',
    ')',
    '"',
    '\\',
    '"\\',
    ' ',
    'a',
    'a ',
    'a:',
    ':',
    'not ',
    'a or ',
    'or ',
    'call(',
    '*',
    '-',
    ',',
    'a,',
    '“',
    '\n',

    'a.a',
    'http',
    'a+',
    'a://',
    'a=b ',
    '"a" ',
    'a:"b" ',
    'in (',
    'id in (a) ',
    'sort:',
    'sort:a ',
    '>=',
    'id in (a,',
    '("',
  ])('100 kB of %j take no time', (piece) => {
    for (const query of [long(piece), `"${long(piece)}`.slice(0, LENGTH), `id in (${long(piece)}`.slice(0, LENGTH)])
      expect(timeOf(() => readOrRefuse(() => parseText(query)))).toBeLessThan(MILLISECONDS)
  })

  test('random pieces of 100 kB take no time', () => {
    const text = fc
      .array(pieces, { minLength: 30_000, maxLength: 30_000, size: 'max' })
      .map((all) => all.join(' ').slice(0, LENGTH))
    for (const query of fc.sample(text, 10))
      expect(timeOf(() => readOrRefuse(() => parseText(query)))).toBeLessThan(MILLISECONDS)
  })
})

test('whatever JSON comes is read or refused', () => {
  const key = fc.constantFrom(
    'type',
    'query',
    'queries',
    'field',
    'condition',
    'negate',
    'value',
    'values',
    'related_query',
    'sort',
  )
  const types = fc.constantFrom(
    'and',
    'or',
    'object_type',
    'field_condition',
    'has_related',
    'text',
    'id',
    'term',
    'lead',
  )
  const { document } = fc.letrec<{ document: unknown }>((tie) => ({
    document: fc.oneof(
      { maxDepth: 5 },
      types,
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc.array(tie('document'), { maxLength: 3 }),
      fc.dictionary(key, tie('document'), { maxKeys: 5 }),
    ),
  }))
  fc.assert(
    fc.property(
      fc.oneof(
        document,
        document.map((query) => ({ query })),
        fc.jsonValue(),
      ),
      (body) => {
        const read = () => {
          const { search } = parseSearch(body)
          printText(search)
          printText(check(search, words, { strict: true }).search)
        }
        expect(() => readOrRefuse(read)).not.toThrow()
      },
    ),
    { numRuns: 3000 },
  )
})

/** What is read; undefined when it is refused, which is the one way in which reading may fail. */
function readOrRefuse<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof AjarError) return undefined
    throw error
  }
}

/** The best of three, so that a busy machine is not to blame. */
function timeOf(run: () => void): number {
  const once = () => {
    const start = performance.now()
    run()
    return performance.now() - start
  }
  return Math.min(once(), once(), once())
}

import { expect, test } from 'vitest'
import { AjarError } from '../domain/errors.ts'
import { companyWords } from '../domain/nameLikeness.ts'
import { check } from './check.ts'
import { parseSearch } from './json.ts'
import { QueryError } from './queryError.ts'
import { noWords } from './testSupport.ts'
import { parseText } from './text.ts'

// What every object of JavaScript has, whatever it is about.
const INHERITED = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', '__proto__']

test.each(
  INHERITED.flatMap((word) => [
    word,
    `${word}:1`,
    `status:${word}`,
    `type:${word}`,
    `opportunity(status_type:${word})`,
    `opportunity(value_period in (${word}, monthly))`,
    `${word}(${word}:1)`,
    `has:${word}`,
    `no:${word}`,
    `in:${word}`,
    `custom.${word}:${word}`,
    `* sort:${word}`,
    `call(direction:${word})`,
    `created > ${word}`,
  ]),
)('%s is a word like any other', (text) => {
  const found = checked(text)
  // A function would be left out, and an error that is none of ours is thrown.
  expect(found).toEqual(JSON.parse(JSON.stringify(found)))
})

function checked(text: string): unknown {
  try {
    return check(parseText(text), noWords, { strict: false })
  } catch (error) {
    if (error instanceof QueryError) return { refused: error.message }
    throw error
  }
}

test.each(INHERITED)('%s as a name in JSON is refused', (word) => {
  const field = { type: 'regular_field', object_type: 'lead', field_name: word }
  const condition = { type: 'term', values: [word] }
  expect(() =>
    check(parseSearch({ query: { type: 'field_condition', field, condition } }).search, noWords, { strict: true }),
  ).toThrow(AjarError)
  expect(() => parseSearch({ query: { type: word } })).toThrow(AjarError)
  expect(() => parseSearch({ query: { type: 'object_type', object_type: word } })).toThrow(AjarError)
})

test('a company may be called so', () => {
  expect(companyWords('Constructor Ltd')).toEqual(['constructor'])
})

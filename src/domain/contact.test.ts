import fc from 'fast-check'
import { expect, test } from 'vitest'
import { namesOf } from './contact.ts'

const NOBODY = { name: null, firstName: null, lastName: null }

test.each([
  [{ name: 'Ida Brandt' }, { name: 'Ida Brandt', firstName: 'Ida', lastName: 'Brandt' }],
  [{ name: 'Mary Ann van Dyke' }, { name: 'Mary Ann van Dyke', firstName: 'Mary Ann van', lastName: 'Dyke' }],
  [{ name: 'Cher' }, { name: 'Cher', firstName: 'Cher', lastName: null }],
  [{ name: '' }, { name: '', firstName: null, lastName: null }],
  [
    { firstName: 'Mary Ann', lastName: 'van Dyke' },
    { name: 'Mary Ann van Dyke', firstName: 'Mary Ann', lastName: 'van Dyke' },
  ],
  [{ lastName: 'Brandt' }, { name: 'Brandt', firstName: null, lastName: 'Brandt' }],
  [
    { name: 'Dr. Ida Brandt', firstName: 'Ida', lastName: 'Brandt' },
    { name: 'Dr. Ida Brandt', firstName: 'Ida', lastName: 'Brandt' },
  ],
  [{}, NOBODY],
])('%j of nobody yet', (given, names) => {
  expect(namesOf(given, NOBODY)).toEqual(names)
})

test('a part changes the whole, and the whole its parts', () => {
  const present = { name: 'Mary Ann van Dyke', firstName: 'Mary Ann', lastName: 'van Dyke' }
  expect(namesOf({ lastName: 'Poppins' }, present)).toEqual({
    name: 'Mary Ann Poppins',
    firstName: 'Mary Ann',
    lastName: 'Poppins',
  })
  expect(namesOf({ name: 'Mary Poppins' }, present)).toEqual({
    name: 'Mary Poppins',
    firstName: 'Mary',
    lastName: 'Poppins',
  })
})

test('names that are given as they are change nothing', () => {
  const text = fc.option(fc.string({ unit: 'grapheme' }), { nil: null })
  const names = fc.record({ name: text, firstName: text, lastName: text })
  const some = fc.subarray(['name', 'firstName', 'lastName'] as const)
  fc.assert(
    fc.property(names, some, (present, keys) => {
      const given = Object.fromEntries(keys.map((key) => [key, present[key]]))
      expect(namesOf(given, present)).toEqual(present)
    }),
  )
})

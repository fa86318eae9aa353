import { describe, expect, test } from 'vitest'
import { DIFFERENT, type Pair, SAME } from './duplicate.fixture.ts'
import { domainOf, emailKey, type Identity, likeness, phoneKey } from './duplicate.ts'

const isFound = ({ kind, one, other }: Pair) => likeness(kind, one, other) !== undefined
const nameOf = ({ one, other }: Pair) => `${one.name?.value} / ${other.name?.value}`

describe('pairs that are the same', () => {
  test.each(Object.entries(SAME))('%s', (_kind, pairs) => {
    const missed = pairs.filter((pair) => !isFound(pair))

    expect(pairs.length).toBeGreaterThanOrEqual(40)
    // At least nineteen of twenty.
    expect(missed.length / pairs.length, missed.map(nameOf).join('\n')).toBeLessThanOrEqual(0.05)
  })
})

describe('pairs that have no more in common than', () => {
  test.each(Object.entries(DIFFERENT))('%s', (_kind, pairs) => {
    const taken = pairs.filter(isFound)

    expect(pairs.length).toBeGreaterThanOrEqual(40)
    expect(taken.length / pairs.length, taken.map(nameOf).join('\n')).toBeLessThanOrEqual(0.05)
  })
})

test('whichever comes first, the likeness is the same', () => {
  for (const { kind, one, other } of [...Object.values(SAME), ...Object.values(DIFFERENT)].flat()) {
    expect(likeness(kind, other, one)?.score).toBe(likeness(kind, one, other)?.score)
  }
})

test('reasons come with the values of the other, the strongest first', () => {
  const one: Identity = {
    name: { value: 'Harbor Looms', on: null },
    emails: [{ value: 'Ida+crm@harborlooms.example', on: null }],
    phones: [],
    urls: [],
  }
  const other: Identity = {
    name: { value: 'Harbor Looms Inc.', on: 'lead_1' },
    emails: [{ value: 'ida@harborlooms.example', on: 'cont_1' }],
    phones: [],
    urls: [{ value: 'https://harborlooms.example', on: 'lead_1' }],
  }
  expect(likeness('lead', one, other)).toEqual({
    score: 0.98,
    reasons: [
      { type: 'email', value: 'ida@harborlooms.example', on: 'cont_1' },
      { type: 'name', value: 'Harbor Looms Inc.', on: 'lead_1' },
    ],
  })
})

test('a domain that many share is no reason', () => {
  const of = (name: string): Identity => ({
    name: { value: name, on: null },
    emails: [],
    phones: [],
    urls: [{ value: 'school.example', on: null }],
  })
  expect(likeness('lead', of('Red'), of('Blue'))?.reasons[0]?.type).toBe('domain')
  expect(likeness('lead', of('Red'), of('Blue'), (domain) => domain === 'school.example')).toBeUndefined()
})

test('addresses, numbers and domains in one form', () => {
  expect(['I.Da@Gmail.com', 'ida+x@googlemail.com'].map(emailKey)).toEqual(['ida@gmail.com', 'ida@gmail.com'])
  expect(['x', '@a.example', 'a@'].map(emailKey)).toEqual(['', '', ''])
  expect(['+1 415 555 0132;ext=7', '0415-555-0132', '12'].map(phoneKey)).toEqual(['14155550132', '4155550132', ''])
  expect(
    ['https://www.Acme.example:80/x?y#z', 'mia@acme.example', 'acme.example/', 'localhost', '10.0.0.1'].map(domainOf),
  ).toEqual(['acme.example', 'acme.example', 'acme.example', '', ''])
})

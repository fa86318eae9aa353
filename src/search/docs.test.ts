import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { check } from './check.ts'
import { printText } from './print.ts'
import { withoutPlaces, words } from './testSupport.ts'
import { parseText } from './text.ts'

const page = readFileSync(new URL('../../docs/query-language.md', import.meta.url), 'utf8')
const examples = [...page.matchAll(/^```query\n(.*?)^```$/gms)].flatMap(([, block = '']) => block.trim().split('\n'))
// Statuses that the organization of these tests does not have.
const unknown = /Bad fit|Customer/

test('the page has examples', () => expect(examples.length).toBeGreaterThan(40))

test.each(examples)('%s', (query) => {
  const written = parseText(query)
  const { remarks } = check(written, words, { strict: false })

  expect(remarks.filter(({ message }) => !unknown.test(message))).toEqual([])
  expect(withoutPlaces(parseText(printText(written) ?? ''))).toEqual(withoutPlaces(written))
})

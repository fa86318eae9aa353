import sql, { type Sql } from 'sql-template-tag'
import { expect, test } from 'vitest'
import { useDatabase } from '../../../test/support/database.ts'
import { randomFrom } from '../../../test/support/random.ts'
import { querySql, wordsSql } from './text.ts'

const SEED = Number(process.env.AJAR_TEST_SEED ?? Date.now() % 2 ** 31)
// What stands between words, what makes a number, what has another form or follows a letter, what parts fields.
const SIGNS = [...'aabeEx019  .@-_/[`\t\n'.split(''), 'é', '\u0301', 'Ａ', 'ß', '\u001f', 'ab', '1e1', 'İ', 'ſ']
const VALUES = ['a', 'ab', 'A', 'e', '1', '10', '1e1', 'x0', '0x', 'a b', 'a.e', '1 a', 'é', 'a é', 'a_b']
const MODES = ['full_words', 'beginning_of_words', 'phrase'] as const

const database = useDatabase()

test(`what is looked for quickly is found where it is looked for with care, AJAR_TEST_SEED=${SEED}`, async () => {
  const random = randomFrom(SEED)
  const short = Array.from({ length: 1500 }, () =>
    Array.from({ length: random.below(12) }, () => random.pick(SIGNS)).join(''),
  )
  // Words at the place where no more is looked at, and beyond.
  const long = [1996, 1997, 1998, 1999, 2000, 3000].map((length) => `${'.'.repeat(length)}ab e`)
  const texts = [...short, ...long]
  let found = 0
  for (const mode of MODES) {
    for (const value of VALUES) {
      const match = { mode, value }
      const quick = wordsSql({ type: 'text', held: 'text', sql: sql`v.text` }, match)
      const careful = sql`search_words(v.text) @@ ${querySql(match)}`
      const expected = await matching(texts, careful)
      expect(await matching(texts, quick), `${mode} ${value}`).toEqual(expected)
      found += expected.length
    }
  }
  expect(found).toBeGreaterThan(2000)
})

async function matching(texts: readonly string[], isSo: Sql): Promise<string[]> {
  const rows = await database().run<{ text: string }>(
    sql`select v.text from unnest(${[...texts]}::text[]) with ordinality v(text, place) where ${isSo} order by v.place`,
  )
  return rows.map(({ text }) => text)
}

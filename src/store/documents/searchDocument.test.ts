import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { useDatabase } from '../../../test/support/database.ts'
import { folded, wordsOf } from '../../domain/folded.ts'

const database = useDatabase()

async function ask(statement: ReturnType<typeof sql>): Promise<unknown> {
  const [row] = await database().run<{ is: unknown }>(statement)
  return row?.is
}
const words = (text: string) => ask(sql`select search_words(${text})::text as is`)
const finds = (text: string, phrase: string) =>
  ask(sql`select search_words(${text}) @@ phraseto_tsquery('simple', search_text(${phrase})) as is`)

const TEXTS = [
  'MÜLLER & Söhne',
  'Straße ﬁ Ｆ x² ½',
  'ΣΊΣΥΦΟΣ Σίσυφος',
  'Ёж Й Привет',
  'नमस्ते हिन्दी',
  'สวัสดี',
  '東京タワー が',
  'مُحَمَّد ٣٤',
  '한국어',
  "O'Brien a_b c-d e.f",
  'ida@looms.example https://looms.example/a?b=c',
  '❤️ 👩‍🚀 a👍b',
]

describe('a text', () => {
  test.each(TEXTS)('%s has the same words here as in the database', async (text) => {
    expect(await ask(sql`select folded(${text}) as is`)).toBe(folded(text))
    expect(await ask(sql`select btrim(search_text(${text})) as is`)).toBe(wordsOf(text).join(' '))
  })

  test.each([
    ['Harbor  Looms, Ltd.', 'harbor looms ltd', true],
    ['Harbor Looms', 'looms harbor', false],
    ['ida@looms.example', 'IDA@LOOMS.example', true],
    ['tel. 650-555-0100', '650 555', true],
    ['Müller-Lüdenscheidt', 'muller ludenscheidt', true],
    // Two fields.
    ['Harbor\u001fLooms', 'harbor looms', false],
    ['Harbor\u001fLooms', 'looms', true],
  ])('%j has the phrase %j: %s', async (text, phrase, is) => {
    expect(await finds(text, phrase)).toBe(is)
  })

  test('of blanks alone has no words', async () => {
    expect(await words(' \u001f — !')).toBe('')
    expect(await words('')).toBe('')
  })

  test.each([
    ['of different signs', sql`select string_agg(chr(131072 + i % 40000), ' ') from generate_series(1, 400000) i`],
    ['that grows as it is taken apart', sql`select repeat(chr(65018), 300000)`],
    ['of one very long word', sql`select repeat('x', 1000000)`],
    ['of different words', sql`select string_agg(md5(i::text), ' ') from generate_series(1, 100000) i`],
  ])('%s fits, however long it is', async (_what, text) => {
    expect(await ask(sql`select length(search_words((${text}))) >= 0 as is`)).toBe(true)
  })
})

test('a number is its digits, whatever stands between them', async () => {
  expect(await ask(sql`select digits('+1 (650) 555-0100 ext. ５ ٣') as is`)).toBe('1650555010053')
  expect(
    await ask(sql`select search_names('Ida Ö', ${'a@b.example\u001fC@d.example'}, ${'+47 1\u001f+47 2'}) as is`),
  ).toBe('ida o\na@b.example\nc@d.example\n471\n472')
  expect(await ask(sql`select search_names('', null, null) as is`)).toBeNull()
})

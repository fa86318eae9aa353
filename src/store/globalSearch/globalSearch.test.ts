import sql from 'sql-template-tag'
import { beforeAll, describe, expect, test } from 'vitest'
import { useDatabase } from '../../../test/support/database.ts'
import { anOrganization } from '../../../test/support/organization.ts'
import { folded, wordsOf } from '../../domain/folded.ts'
import { readSought } from '../../search/sought.ts'
import { globalSearch } from './globalSearch.ts'

const database = useDatabase()
const NUMBERS = [...Array(3000).keys()]
const id = (n: number) => `lead_${String(n).padStart(43, '0')}`
let organizationId = ''

// More documents than are looked at as the newest: what is sought is the oldest.
beforeAll(async () => {
  organizationId = (await anOrganization(database())).organizationId
  await database().run(sql`insert into search_documents (organization_id, id, noun, lead_id, words, names)
    select ${organizationId}, 'lead_' || lpad(n::text, 43, '0'), 'lead', 'lead_' || lpad(n::text, 43, '0'), search_words(t), folded(t)
    from unnest(${NUMBERS}::int[]) n, lateral (select case n
      when 0 then 'Quiet Harbor Looms' when 1 then e'Zephyr\nida@looms.example\n14155550132' when 2 then 'Acme'
      else 'Acme ' || n end) l(t)`)
  await database().run(sql`insert into search_documents (organization_id, id, noun, lead_id, words, names)
    select ${organizationId}, 'acti_' || lpad(n::text, 43, '0'), 'activity', null, search_words(case n when 0 then 'The banana stand' else 'About the offer' end), null
    from unnest(${NUMBERS}::int[]) n`)
})

const find = async (typed: string, noun: 'lead' | 'activity' = 'lead') =>
  (await globalSearch(database(), { organizationId }, readSought(typed, 'US'), [{ noun }], 5))[0]?.map((hit) => hit.id)

describe('what is not among the newest', () => {
  test.each([
    ['a word within a name', 'harbor'],
    ['several words, begun', 'loo quiet'],
    ['a part of a word', 'arbo'],
    ['a name that is mistyped', 'quiet habror looms'],
  ])('%s', async (_what, typed) => {
    expect(await find(typed)).toEqual([id(0)])
  })

  test.each([
    ['an address', 'ida@looms.example'],
    ['a number', '(415) 555-0132'],
    ['a part of a number', '5550132'],
  ])('%s', async (_what, typed) => {
    expect((await find(typed))?.[0]).toBe(id(1))
  })

  test('a word of a text', async () => {
    expect(await find('banan', 'activity')).toEqual([`acti_${'0'.repeat(43)}`])
  })
})

test('the very name is first among thousands that begin with it', async () => {
  const found = await find('acme')
  expect(found?.[0]).toBe(id(2))
  expect(found).toHaveLength(6)
})

test('a common word is found among the newest', async () => {
  expect(await find('offer', 'activity')).toHaveLength(6)
})

test('a text is folded here as it is there', async () => {
  const texts = [
    'Zoë Šimková',
    'WEISS Weiß ẞ',
    'Ｆｕｌｌ ﬁ',
    'Ångström İstanbul',
    'नमस्ते',
    'مُحَمَّد',
    'שָׁלוֹם',
    '한국어',
    'Ελλάς',
    'O’Brien-Smith',
  ]
  const rows = await database().run<{ folded: string }>(
    sql`select folded(t) as folded from unnest(${texts}::text[]) with ordinality u(t, i) order by i`,
  )
  expect(texts.map(folded)).toEqual(rows.map((row) => row.folded))
  const found = await database().run<{ fits: boolean }>(
    sql`select search_words(t) @@ to_tsquery('simple', q) as fits
      from unnest(${texts}::text[], ${texts.map((text) => wordsOf(text).join(' & '))}::text[]) u(t, q)`,
  )
  expect(found.map(({ fits }) => fits)).toEqual(texts.map(() => true))
})

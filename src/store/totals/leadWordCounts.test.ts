import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { useDatabase } from '../../../test/support/database.ts'
import { anOrganization } from '../../../test/support/organization.ts'
import { keepCount, locksWords } from './leadWordCounts.ts'

const database = useDatabase()

const HARBOR = `'harbor':*`

/** An organization of which the words of some leads are known. */
async function withWords(...words: readonly string[]): Promise<string> {
  const { organizationId } = await anOrganization(database())
  await database().run(sql`insert into lead_words (organization_id, lead_id, created_at, words)
    select ${organizationId}, 'lead_' || n, now(), search_words(word) from unnest(${words}::text[]) with ordinality w(word, n)`)
  return organizationId
}

const kept = (organizationId: string) =>
  database().run<{ query: string; count: number }>(
    sql`select query, count from lead_word_counts where organization_id = ${organizationId} order by query`,
  )

describe('how many leads have a word', () => {
  test('is counted once', async () => {
    const organizationId = await withWords('harbor looms', 'harbors', 'north')
    await keepCount(database(), organizationId, HARBOR)
    expect(await kept(organizationId)).toEqual([{ query: HARBOR, count: 2 }])
    await database().run(sql`update lead_word_counts set count = 7 where organization_id = ${organizationId}`)
    await keepCount(database(), organizationId, HARBOR)
    expect(await kept(organizationId)).toEqual([{ query: HARBOR, count: 7 }])
  })

  test('is not counted while words are being gathered', async () => {
    const organizationId = await withWords('harbor')
    await database().transaction(async (tx) => {
      expect(await locksWords(tx, organizationId)).toBe(true)
      await keepCount(database(), organizationId, HARBOR)
    })
    expect(await kept(organizationId)).toEqual([])
  })

  test('is forgotten when a hundred others were asked for since', async () => {
    const organizationId = await withWords('harbor')
    await database().run(sql`insert into lead_word_counts (organization_id, query, count, used_at)
      select ${organizationId}, 'w' || n, 0, now() - n * interval '1 minute' from generate_series(1, 100) n`)
    await keepCount(database(), organizationId, 'w100')
    await keepCount(database(), organizationId, HARBOR)
    const queries = (await kept(organizationId)).map(({ query }) => query)
    expect(queries).toHaveLength(100)
    expect(queries).toEqual(expect.arrayContaining([HARBOR, 'w100', 'w98']))
    expect(queries).not.toContain('w99')
  })
})

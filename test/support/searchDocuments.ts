import sql, { raw } from 'sql-template-tag'
import { expect } from 'vitest'
import type { Database } from '../../src/store/database/database.ts'
import { gatherLeadWords, leadsDue } from '../../src/store/documents/leadWords.ts'
import { rebuildSearchDocuments } from '../../src/store/documents/reindex.ts'

/** Counts from now on how many leads have some words; of an organization that has none yet. */
export async function keepCounts(database: Database, organizationId: string): Promise<void> {
  await database.run(sql`insert into lead_word_counts (organization_id, query, count)
    select ${organizationId}, query, 0 from unnest(${COUNTED}::text[]) query`)
}

const COUNTED = 'a b c d h i l m n s x'
  .split(' ')
  .map((letter) => `'${letter}':*`)
  .concat(`'harbor'`, `'ida':* & 'h':*`)

/** What searches look into is what it would be if it were all made anew. */
export async function expectDocumentsKept(database: Database): Promise<void> {
  for (const organizationId of (await leadsDue(database, 100_000)).keys())
    while ((await gatherLeadWords(database, organizationId, 1000)) > 0);
  const counts = await database.run(sql`select organization_id, query, count from lead_word_counts k where k.count <> (
    select count(*) from lead_words w where w.organization_id = k.organization_id and w.words @@ k.query::tsquery)`)
  expect(counts, 'counts that are not right any more').toEqual([])
  const kept = await everything(database)
  await rebuildSearchDocuments(database)
  expect(kept).toEqual(await everything(database))
}

async function everything(database: Database): Promise<unknown> {
  return {
    documents: await database.run(
      raw('select s.*, s.words::text from search_documents s order by organization_id, id'),
    ),
    leads: await database.run(
      raw(
        'select organization_id, lead_id, created_at, words::text, hidden_words::text from lead_words order by organization_id, lead_id',
      ),
    ),
    totals: await database.run(
      raw(`select organization_id, noun, part, sum(count)::int as count from totals
        group by 1, 2, 3 having sum(count) <> 0 order by 1, 2, 3`),
    ),
    values: await database.run(raw('select * from custom_values order by organization_id, object_id, field_id, place')),
  }
}

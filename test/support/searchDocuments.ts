import { raw } from 'sql-template-tag'
import { expect } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { gatherLeadWords, leadsDue } from '../../src/store/leadWords.ts'
import { rebuildSearchDocuments } from '../../src/store/reindex.ts'

/** What searches look into is what it would be if it were all made anew. */
export async function expectDocumentsKept(database: Database): Promise<void> {
  for (const organizationId of (await leadsDue(database, 100_000)).keys())
    while ((await gatherLeadWords(database, organizationId, 1000)) > 0);
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
      raw('select organization_id, lead_id, created_at, words::text from lead_words order by organization_id, lead_id'),
    ),
    totals: await database.run(
      raw(`select organization_id, noun, part, sum(count)::int as count from totals
        group by 1, 2, 3 having sum(count) <> 0 order by 1, 2, 3`),
    ),
    values: await database.run(raw('select * from custom_values order by organization_id, object_id, field_id, place')),
  }
}

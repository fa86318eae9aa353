import { raw } from 'sql-template-tag'
import { expect } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { rebuildSearchDocuments } from '../../src/store/reindex.ts'

/** What searches look into is what it would be if it were all made anew. */
export async function expectDocumentsKept(database: Database): Promise<void> {
  const kept = await everything(database)
  await rebuildSearchDocuments(database)
  expect(kept).toEqual(await everything(database))
}

async function everything(database: Database): Promise<unknown> {
  return {
    documents: await database.run(
      raw('select s.*, s.words::text from search_documents s order by organization_id, id'),
    ),
    values: await database.run(raw('select * from custom_values order by organization_id, object_id, field_id, place')),
  }
}

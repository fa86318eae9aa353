import sql, { raw } from 'sql-template-tag'
import type { Database } from '../src/store/database/database.ts'
import { gatherLeadWords } from '../src/store/documents/leadWords.ts'

// Each is told to find nothing: then there is no document, nothing in an index, and no lead whose words are due.
const NOTHING = {
  search_words: `search_words(value text) returns tsvector language sql immutable as $$ select ''::tsvector $$`,
  search_names: `search_names(name text, emails text, phones text) returns text language sql immutable as $$ select null::text $$`,
  texts_at: 'texts_at(value jsonb, path jsonpath) returns text language sql immutable as $$ select null::text $$',
}

/** Does something while writes to a store keep nothing for searches. Of a store that is thrown away. */
export async function withoutSearch<T>(database: Database, work: () => Promise<T>): Promise<T> {
  const made = await database.run<{ definition: string }>(
    sql`select pg_get_functiondef(oid) as definition from pg_proc where proname = any(${Object.keys(NOTHING)})`,
  )
  try {
    for (const definition of Object.values(NOTHING)) await database.run(raw(`create or replace function ${definition}`))
    return await work()
  } finally {
    for (const { definition } of made) await database.run(raw(definition))
  }
}

/** Gathers the words of all leads that are due; says of how many, and how many milliseconds each took. */
export async function gatherAll(
  database: Database,
  organizationId: string,
): Promise<{ leads: number; msEach: number }> {
  const began = performance.now()
  let leads = 0
  for (let some = -1; some !== 0; leads += some) some = await gatherLeadWords(database, organizationId, 100)
  return { leads, msEach: (performance.now() - began) / leads }
}

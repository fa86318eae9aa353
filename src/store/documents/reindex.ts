import sql, { raw } from 'sql-template-tag'
import type { Database, Runner } from '../database/database.ts'
import { recountTotals } from '../totals/totals.ts'
import { CUSTOM_NOUNS, rebuildCustomSql } from './customValueRows.ts'
import { regatherSql } from './leadWords.ts'
import { DOCUMENT_NOUNS, rebuildSql } from './searchDocument.ts'

// How much of the memory of the server an index may take while it is made. Those of words are twice as fast with it.
const MEMORY = '256MB'

/**
 * Makes everything anew that searches look into, and counts again, from the objects themselves. Whoever searches or writes meanwhile
 * waits: the indexes are made again at the end, which takes a fifth of the time of keeping them up to date row by row.
 */
export async function rebuildSearchDocuments(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.run(raw(`set local maintenance_work_mem = '${MEMORY}'`))
    await anew(tx, 'search_documents', async () => {
      for (const noun of DOCUMENT_NOUNS) await tx.run(rebuildSql(noun))
    })
    await anew(tx, 'lead_words', () => tx.run(regatherSql))
    await tx.run(raw('truncate lead_words_due, lead_word_counts'))
    await anew(tx, 'custom_values', async () => {
      for (const noun of CUSTOM_NOUNS) await tx.run(rebuildCustomSql(noun))
    })
    await recountTotals(tx)
  })
  for (const table of ['search_documents', 'lead_words', 'custom_values'])
    await database.run(raw(`vacuum analyze ${table}`))
}

/** Empties a table, has it filled, and makes its indexes again. */
async function anew(tx: Runner, table: string, fill: () => Promise<unknown>): Promise<void> {
  const indexes = await tx.run<{ name: string; definition: string }>(
    sql`select i.indexname as name, i.indexdef as definition from pg_indexes i
      where i.schemaname = current_schema() and i.tablename = ${table}
        and not exists (select 1 from pg_constraint k where k.conname = i.indexname)`,
  )
  await tx.run(raw(`truncate ${table}`))
  for (const { name } of indexes) await tx.run(raw(`drop index ${name}`))
  await fill()
  for (const { definition } of indexes) await tx.run(raw(definition))
}

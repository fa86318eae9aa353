import sql, { empty, raw, type Sql } from 'sql-template-tag'
import { entryOf, type NounName, type RecordNamed } from '../../domain/catalogue.ts'
import type { Runner } from '../database/database.ts'
import { columnsOf, emptyOf, hasDetails } from '../nouns/table.ts'
import { tableOf } from '../nouns/tables.ts'
import { viewer, withSql } from '../people/visibility.ts'
import { type Scope, visible } from './read.ts'

/** One object in domain words, or undefined. */
export async function load<N extends NounName>(
  runner: Runner,
  scope: Scope,
  noun: N,
  id: string,
  lock: Sql = empty,
  binned = false,
): Promise<RecordNamed<N> | undefined> {
  const [row] = await runner.run<{ record: RecordNamed<N> }>(
    sql`${withSql(viewer(scope))}select ${raw(recordSql(noun))} as record from ${raw(tableOf(noun))} t
      where ${visible(scope, noun, binned)} and t.id = ${id} ${lock}`,
  )
  return row?.record
}

/** A row as the JSON of its domain object. */
export function recordSql(noun: NounName): string {
  const columns = columnsOf(noun).filter(({ field }) => field !== 'details')
  const object = `(select row_to_json(r) from (select ${columns.map((c) => `t.${c.column} as "${c.field}"`).join(', ')}) r)`
  return hasDetails(noun) ? `(${object}::jsonb || '${emptyDetails(noun)}' || t.details)` : object
}

// Rows that are older than a field have no such key.
const emptyDetails = (noun: NounName) =>
  JSON.stringify(
    Object.fromEntries(Object.entries(entryOf(noun).details).map(([field, type]) => [field, emptyOf(type) ?? null])),
  )

import sql, { empty, raw, type Sql } from 'sql-template-tag'
import type { NounName, RecordNamed } from '../domain/catalogue.ts'
import type { Runner } from './database.ts'
import { visible } from './read.ts'
import { columnsOf, hasDetails } from './table.ts'
import { tableOf } from './tables.ts'

/** One object in domain words, or undefined. */
export async function load<N extends NounName>(
  runner: Runner,
  organizationId: string,
  noun: N,
  id: string,
  lock: Sql = empty,
): Promise<RecordNamed<N> | undefined> {
  const [row] = await runner.run<{ record: RecordNamed<N> }>(
    sql`select ${raw(recordSql(noun))} as record from ${raw(tableOf(noun))} t
      where ${visible({ organizationId }, noun)} and t.id = ${id} ${lock}`,
  )
  return row?.record
}

/** A row as the JSON of its domain object. */
export function recordSql(noun: NounName): string {
  const columns = columnsOf(noun).filter(({ field }) => field !== 'details')
  const object = `(select row_to_json(r) from (select ${columns.map((c) => `t.${c.column} as "${c.field}"`).join(', ')}) r)`
  return hasDetails(noun) ? `(${object}::jsonb || t.details)` : object
}

import sql, { raw } from 'sql-template-tag'
import type { NounName } from '../../domain/catalogue.ts'
import type { Condition } from '../../search/listQuery.ts'
import type { Runner } from '../database/database.ts'
import { relationsFor } from '../people/visibility.ts'
import { Joins } from '../projection/projection.ts'
import { type Scope, selection } from './read.ts'

/**
 * The ids of the objects that have one of these values in a field, such as their number; what the scope may not see is
 * not found.
 * @param where what must be true of them as well
 */
export async function idsBy<V extends string | number>(
  runner: Runner,
  scope: Scope,
  noun: NounName,
  path: string,
  values: readonly V[],
  where: readonly Condition[] = [],
): Promise<Map<V, string>> {
  if (values.length === 0) return new Map()
  const key = raw(new Joins('t', relationsFor(scope)).path(noun, path))
  const found = selection(scope, noun, [...where, { path, op: 'in', value: [...values] }], [])
  const rows = await runner.run<{ id: string; key: V }>(
    sql`${found.beginning}select t.id, ${key} as key from ${found.from} where ${found.where}`,
  )
  return new Map(rows.map((row) => [row.key, row.id]))
}

import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { NounName } from '../../domain/catalogue.ts'
import type { Scope } from '../../domain/permission.ts'
import type { Runner } from '../database/database.ts'
import { tableOf, tables } from '../nouns/tables.ts'
import { HIDEABLE } from './visibility.ts'

/**
 * Whether objects of a noun may be hidden from a scope at all, by themselves or with what they belong to. Where nothing
 * is hidden, and most organizations hide nothing, what is kept for all of them holds for everyone.
 */
export async function hidesAnything(runner: Runner, scope: Scope, noun: NounName): Promise<boolean> {
  if (scope.principals === undefined) return false
  if (scope.assigned !== undefined) return true
  const nouns = [...hiders(noun)]
  if (nouns.length === 0) return false
  const [row] = await runner.run<{ hides: boolean }>(sql`select ${hiddenSql(scope.organizationId, nouns)} as hides`)
  return row?.hides === true
}

/** SQL for whether any object of an organization names those who may see it. */
const hiddenSql = (organizationId: string, nouns: readonly NounName[]): Sql =>
  sql`(${join(
    nouns.map(
      (one) =>
        sql`exists (select 1 from ${raw(tableOf(one))} where organization_id = ${organizationId} and visible_to is not null)`,
    ),
    ' or ',
  )})`

function hiders(noun: NounName): Set<NounName> {
  const own = HIDEABLE.includes(noun) ? [noun] : []
  return new Set([...own, ...(tables[noun].within ?? []).flatMap((parent) => [...hiders(parent)])])
}

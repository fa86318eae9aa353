import sql, { raw } from 'sql-template-tag'
import type { NounName } from '../domain/catalogue.ts'
import type { Settings } from '../domain/settings.ts'
import type { Database, Runner } from './database/database.ts'
import { Kept } from './kept.ts'
import { tables } from './nouns/tables.ts'
import { recordSql } from './reading/record.ts'

/** Settings of organizations, kept in memory between writes that change them. */
export const settingsIn = (database: Database): Kept<Settings> =>
  new Kept(
    (organizationId) => loadSettings(database, organizationId),
    (noun) => tables[noun].setting === true,
  )

const NUMBERED_FIELD = `(${recordSql('customField')}::jsonb || jsonb_build_object('number', t.number))`

async function loadSettings(runner: Runner, organizationId: string): Promise<Settings> {
  const listOf = (noun: NounName, record = recordSql(noun)) =>
    `(select coalesce(json_agg(${record} order by t.position, t.id), '[]') from ${tables[noun].name} t where t.organization_id = o.id)`
  const typesOf = (noun: NounName) =>
    `(select coalesce(json_agg(${recordSql(noun)} order by t.id), '[]') from ${tables[noun].name} t where t.organization_id = o.id and t.deleted_at is null)`
  const [row] = await runner.run<Settings>(
    sql`select
      (select ${raw(recordSql('organization'))} from organizations t where t.id = o.id) as organization,
      ${raw(listOf('leadStatus'))} as "leadStatuses",
      ${raw(listOf('opportunityStatus'))} as "opportunityStatuses",
      ${raw(listOf('pipeline'))} as pipelines,
      ${raw(listOf('customField', NUMBERED_FIELD))} as "customFields",
      ${raw(typesOf('customActivityType'))} as "customActivityTypes",
      ${raw(typesOf('customObjectType'))} as "customObjectTypes"
      from organizations o where o.id = ${organizationId}`,
  )
  if (row === undefined) throw new Error(`no organization ${organizationId}`)
  return row
}

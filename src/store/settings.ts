import sql, { raw } from 'sql-template-tag'
import type { NounName } from '../domain/catalogue.ts'
import type { Settings } from '../domain/settings.ts'
import type { Database, Runner } from './database.ts'
import { recordSql } from './record.ts'
import { tables } from './tables.ts'

// Other processes may change settings too; actions that miss something ask again, so this only bounds how long a
// renamed status keeps its old label in the answer to a write.
const KEPT_MS = 5_000

/** Settings of organizations, kept in memory between writes that change them. */
export class SettingsCache {
  private readonly database: Database
  private readonly kept = new Map<string, { settings: Settings; until: number }>()

  constructor(database: Database) {
    this.database = database
  }

  /** @param fresh look again, because something was missing in what is kept */
  async of(organizationId: string, fresh = false): Promise<Settings> {
    const known = this.kept.get(organizationId)
    if (!fresh && known !== undefined && known.until > Date.now()) return known.settings
    const settings = await loadSettings(this.database, organizationId)
    this.kept.set(organizationId, { settings, until: Date.now() + KEPT_MS })
    return settings
  }

  /** Forgets what a write to these nouns has changed. */
  changed(organizationId: string, nouns: readonly NounName[]): void {
    if (nouns.some((noun) => tables[noun].setting)) this.kept.delete(organizationId)
  }
}

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

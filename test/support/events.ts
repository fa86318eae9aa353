import sql from 'sql-template-tag'
import type { Database } from '../../src/store/database/database.ts'
import type { Client } from './api.ts'

/** The events about one object, oldest first. */
export async function eventsAbout(database: Database, { organizationId }: Client, objectId: string | undefined) {
  return database.run<{
    object_type: string
    action: string
    data: Record<string, unknown> | null
    changed_fields: string[]
  }>(
    sql`select object_type, action, data, changed_fields from events
      where organization_id = ${organizationId} and object_id = ${objectId} order by id`,
  )
}

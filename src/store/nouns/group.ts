import sql from 'sql-template-tag'
import type { Runner } from '../database/database.ts'
import type { TableSpec } from './table.ts'

/** How groups are kept. */
export const group: TableSpec = {
  name: 'groups',
  lists: {
    members: {
      named: true,
      on: (c, t) => `${c}.organization_id = ${t}.organization_id and ${c}.is_active
        and ${c}.user_id in (select jsonb_array_elements_text(${t}.member_ids))`,
    },
  },
}

/** Ids of the groups of an organization with this name, in capitals or not. */
export async function groupsNamed(runner: Runner, organizationId: string, name: string): Promise<string[]> {
  const rows = await runner.run<{ id: string }>(
    sql`select id from groups where organization_id = ${organizationId} and lower(name) = lower(${name})`,
  )
  return rows.map((row) => row.id)
}

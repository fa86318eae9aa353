import sql, { raw } from 'sql-template-tag'
import type { Runner } from '../database/database.ts'
import type { TableSpec } from './table.ts'

/**
 * SQL for whether the saved search `t` is a user's own or shared with them. Administrators see no more than others: what
 * somebody looks for is theirs until they share it.
 */
export const isForUser = (t: string, user: string) => `(${t}.is_shared_with_all or ${t}.created_by_id = ${user}
  or ${t}.shared_user_ids ? ${user} or exists (select 1 from groups g where g.organization_id = ${t}.organization_id
    and ${t}.shared_group_ids ? g.id and g.member_ids ? ${user}))`

/** How saved searches are kept. */
export const savedSearch: TableSpec = {
  name: 'saved_searches',
  isFor: isForUser,
  computed: {
    isShared: (t) => `(${t}.shared_at is not null)`,
    sharedMembershipIds: (t) => `(select coalesce(json_agg(m.id order by u.place), '[]')
      from jsonb_array_elements_text(${t}.shared_user_ids) with ordinality u(id, place)
      join memberships m on m.organization_id = ${t}.organization_id and m.user_id = u.id)`,
  },
}

/** Those of these saved searches that a user sees. */
export async function savedSearchesFor(
  runner: Runner,
  organizationId: string,
  userId: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await runner.run<{ id: string }>(
    sql`select s.id from saved_searches s cross join (select ${userId}::text as id) u
      where s.organization_id = ${organizationId} and s.id = any(${ids}) and ${raw(isForUser('s', 'u.id'))}`,
  )
  return new Set(rows.map((row) => row.id))
}

/** Whether any saved search is shared with a group or looks for it. */
export async function searchesUseGroup(runner: Runner, organizationId: string, groupId: string): Promise<boolean> {
  const rows = await runner.run(
    sql`select 1 from saved_searches s where s.organization_id = ${organizationId}
      and (s.shared_group_ids ? ${groupId}::text or position(${groupId}::text in s.query) > 0
        or jsonb_path_exists(s.search_query, '$.** ? (@ == $id)', jsonb_build_object('id', ${groupId}::text)))
      limit 1`,
  )
  return rows.length > 0
}

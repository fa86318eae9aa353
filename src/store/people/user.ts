import sql from 'sql-template-tag'
import type { Permission } from '../../domain/permission.ts'
import type { Runner } from '../database/database.ts'
import { isForUser } from '../nouns/savedSearch.ts'
import type { TableSpec } from '../nouns/table.ts'

/** SQL for the full name of the user `t`. */
export const fullName = (t: string) => `nullif(trim(${t}.first_name || ' ' || ${t}.last_name), '')`

/** How users are kept. They exist once, whatever number of organizations they belong to. */
export const user: TableSpec = {
  name: 'users',
  global: true,
  computed: {
    fullName,
    image: (t) => `('https://secure.gravatar.com/avatar/' || md5(lower(${t}.email)))`,
  },
}

/** Whether the role of a membership allows something. */
const grants = (permission: Permission) => (t: string) =>
  `exists (
  select 1 from roles r where r.organization_id = ${t}.organization_id and r.id = ${t}.role_id
    and r.permissions ? '${permission}')`

/** How memberships and roles are kept. */
export const membership: TableSpec = {
  name: 'memberships',
  computed: {
    permissions: (t) => `(
      select r.permissions from roles r where r.organization_id = ${t}.organization_id and r.id = ${t}.role_id)`,
    pinnedViews: (t, { relations }) => `(select coalesce(json_agg(p.id order by p.place), '[]')
      from jsonb_array_elements_text(${t}.pinned_view_ids) with ordinality p(id, place)
      where exists (select 1 from ${relations.one('savedSearch')} s where s.organization_id = ${t}.organization_id
        and s.id = p.id and ${isForUser('s', `${t}.user_id`)}))`,
    isAdmin: grants('manage_organization'),
    canEdit: grants('edit_records'),
    canDelete: grants('delete_leads'),
    canExport: grants('export'),
    organizationIds: (t) => `case when ${t}.is_active then json_build_array(${t}.organization_id) else '[]'::json end`,
  },
  lists: {
    memberships: { on: (c, t) => `${c}.organization_id = ${t}.organization_id and ${c}.id = ${t}.id` },
    organizations: { on: (c, t) => `${c}.id = ${t}.organization_id` },
  },
}

export const role: TableSpec = {
  name: 'roles',
  computed: {
    isEditable: (t) => `(not ${t}.is_built_in)`,
    isReadOnly: (t) => `(not ${t}.permissions ? 'edit_records')`,
  },
}

/** The user who has this e-mail address, and their membership of the organization if they have one. */
export async function findPerson(
  runner: Runner,
  organizationId: string,
  email: string,
): Promise<{ userId: string; membershipId: string | null } | undefined> {
  const [row] = await runner.run<{ userId: string; membershipId: string | null }>(
    sql`select u.id as "userId", m.id as "membershipId" from users u
      left join memberships m on m.organization_id = ${organizationId} and m.user_id = u.id
      where lower(u.email) = lower(${email})`,
  )
  return row
}

/** Ids of the members of an organization with this full name, as the API prints it. */
export async function findUsersNamed(runner: Runner, organizationId: string, fullName: string): Promise<string[]> {
  const rows = await runner.run<{ id: string }>(
    sql`select u.id from users u join memberships m on m.user_id = u.id
      where m.organization_id = ${organizationId} and trim(u.first_name || ' ' || u.last_name) = ${fullName}`,
  )
  return rows.map((row) => row.id)
}

/** Those of the given ids that are members of the organization. */
export async function usersOf(runner: Runner, organizationId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await runner.run<{ id: string }>(
    sql`select user_id as id from memberships where organization_id = ${organizationId} and user_id = any(${ids})`,
  )
  return new Set(rows.map((row) => row.id))
}

/** Those who may be named as seeing something. */
export type Principals = { readonly users: ReadonlySet<string>; readonly groups: ReadonlySet<string> }

/** Those of the given ids that are members or groups of the organization. */
export async function principalsAmong(
  runner: Runner,
  organizationId: string,
  ids: readonly string[],
): Promise<Principals> {
  const [users, groups] = await Promise.all([
    usersOf(runner, organizationId, ids),
    runner.run<{ id: string }>(
      sql`select id from groups where organization_id = ${organizationId} and id = any(${ids})`,
    ),
  ])
  return { users, groups: new Set(groups.map((row) => row.id)) }
}

import type { TableSpec } from './table.ts'

/** How leads are kept. */
export const lead: TableSpec = {
  name: 'leads',
  counted: true,
  computed: {
    // The first contact lends its name to a lead without one.
    displayName: (t, { relations }) => {
      const contacts = relations.many('contact')
      const first =
        contacts === undefined
          ? 'null'
          : `(
        select nullif(n.name, '') from ${contacts} n where ${ofLead(t)} order by n.created_at, n.id limit 1)`
      return `coalesce(nullif(${t}.name, ''), ${first}, 'Untitled')`
    },
    contactIds: (t, { relations }) => {
      const contacts = relations.many('contact')
      return contacts === undefined
        ? `'[]'::json`
        : `(
        select coalesce(json_agg(n.id order by n.created_at, n.id), '[]') from ${contacts} n where ${ofLead(t)})`
    },
    customByName: (t, { relations }) => `case when ${t}.custom = '{}' then '{}'::json else (
      select coalesce(json_object_agg(f.name, v.value order by f.name), '{}')
      from jsonb_each(${t}.custom) v
      join ${relations.one('customField')} f on f.organization_id = ${t}.organization_id and f.id = v.key) end`,
  },
  lists: {
    activities: { order: (c) => `${c}.created_at desc, ${c}.id desc` },
    opportunities: { order: (c) => `${c}.created_at desc, ${c}.id desc` },
  },
}

const ofLead = (t: string) =>
  `n.organization_id = ${t}.organization_id and n.lead_id = ${t}.id and n.deleted_at is null`

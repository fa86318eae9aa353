import type { TableSpec } from './table.ts'

const within = (c: string, t: string) => `${c}.organization_id = ${t}.id`
const byPosition = (c: string) => `${c}.position, ${c}.id`

/** How organizations are kept. Statuses and fields come in display order. */
export const organization: TableSpec = {
  name: 'organizations',
  global: true,
  setting: true,
  computed: {
    userCount: (t) => `(select count(*) from memberships m where m.organization_id = ${t}.id and m.is_active)`,
  },
  lists: {
    leadStatuses: { on: within, order: byPosition },
    opportunityStatuses: { on: within, order: (c) => `${c}.pipeline_id, ${byPosition(c)}` },
    pipelines: { on: within, order: byPosition },
    leadCustomFields: {
      on: (c, t) => `${within(c, t)} and ${c}.object_types ? 'lead' and not ${c}.is_shared`,
      order: (c) => `(${c}.placements->'lead'->>'position')::int nulls last, ${byPosition(c)}`,
    },
    memberships: { on: (c, t) => `${within(c, t)} and ${c}.is_active` },
    inactiveMemberships: { on: (c, t) => `${within(c, t)} and not ${c}.is_active` },
  },
}

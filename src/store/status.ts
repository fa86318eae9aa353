import type { TableSpec } from './table.ts'

export const leadStatus: TableSpec = { name: 'lead_statuses', setting: true }
export const opportunityStatus: TableSpec = { name: 'opportunity_statuses', setting: true }
export const pipeline: TableSpec = {
  name: 'pipelines',
  setting: true,
  lists: { statuses: { order: (c) => `${c}.position, ${c}.id` } },
}
export const customField: TableSpec = {
  name: 'custom_fields',
  setting: true,
  eventType: (t) =>
    `'custom_fields.' || case jsonb_array_length(${t}.object_types) when 1 then ${t}.object_types->>0 else 'shared' end`,
  computed: {
    fullName: (t) => `${t}.name`,
    isShared: (t) => `(jsonb_array_length(${t}.object_types) > 1)`,
  },
}

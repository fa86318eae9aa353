import type { TableSpec } from './table.ts'

export const leadStatus: TableSpec = { name: 'lead_statuses', setting: true }
export const opportunityStatus: TableSpec = { name: 'opportunity_statuses', setting: true }
export const pipeline: TableSpec = {
  name: 'pipelines',
  setting: true,
  lists: { statuses: { order: (c) => `${c}.position, ${c}.id` } },
}

import { noun, type RecordOf } from './noun.ts'

export const leadStatus = noun({
  stored: {
    organizationId: 'id',
    id: 'id',
    label: 'text',
    color: 'text?',
    position: 'integer',
    createdAt: 'instant',
    updatedAt: 'instant',
  },
})
export type LeadStatus = RecordOf<typeof leadStatus>

export const opportunityStatus = noun({
  stored: {
    organizationId: 'id',
    id: 'id',
    pipelineId: 'id',
    label: 'text',
    type: 'text',
    position: 'integer',
    createdAt: 'instant',
    updatedAt: 'instant',
  },
  refs: { pipeline: 'pipeline' },
})
export type OpportunityStatus = RecordOf<typeof opportunityStatus>

export const pipeline = noun({
  stored: {
    organizationId: 'id',
    id: 'id',
    name: 'text',
    position: 'integer',
    createdAt: 'instant',
    updatedAt: 'instant',
    createdById: 'id?',
    updatedById: 'id?',
  },
  lists: { statuses: 'opportunityStatus' },
})
export type Pipeline = RecordOf<typeof pipeline>

export const STATUS_TYPES = ['active', 'won', 'lost'] as const
export type StatusType = (typeof STATUS_TYPES)[number]

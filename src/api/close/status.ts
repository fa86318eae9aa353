import { STATUS_TYPES } from '../../domain/status.ts'
import { choice, text } from '../resource/codec.ts'
import { embedded, field, input, readOnly, reference, resource } from '../resource/resource.ts'
import { byDate, id, isoTimeNoOffset, string, stringOrNull } from './common.ts'

const METHODS = ['list', 'create', 'fetch', 'update', 'delete'] as const

/** Lead statuses. Lists come in the order of ids; display order is with the organization. */
export const leadStatus = resource('leadStatus', {
  path: '/status/lead/',
  title: 'LeadStatus',
  methods: METHODS,
  fields: {
    id: readOnly('id', string),
    label: field('label', text),
    color: field('color', text, { asked: true }),
    organization_id: readOnly('organizationId', string),
  },
  ...byDate,
})

const type = choice(...STATUS_TYPES)

/** Opportunity statuses: the field is `type`; `status_type` is accepted too. */
export const opportunityStatus = resource('opportunityStatus', {
  path: '/status/opportunity/',
  title: 'OpportunityStatus',
  methods: METHODS,
  fields: {
    id: readOnly('id', string),
    label: field('label', text),
    status_type: input('type', type, { errorName: 'type' }),
    type: field('type', type),
    pipeline_id: reference('pipelineId', id, 'pipeline'),
    organization_id: readOnly('organizationId', string),
  },
  ...byDate,
})

const within = {
  id: field('id', id),
  label: field('label', text),
  status_type: input('type', type, { errorName: 'type' }),
  type: field('type', type),
} as const

/** A status as pipelines and organizations list it. */
export const statusWithin = resource('opportunityStatus', { title: 'OpportunityStatus', fields: within })

/** Pipelines: of the newer generation, and never cut into pages. */
export const pipeline = resource('pipeline', {
  path: '/pipeline/',
  title: 'Pipeline',
  methods: METHODS,
  policy: { generation: 2, unpaged: true },
  fields: {
    id: readOnly('id', string),
    name: field('name', text),
    organization_id: readOnly('organizationId', string),
    statuses: embedded('statuses', statusWithin, { writable: true }),
    created_by: readOnly('createdById', stringOrNull),
    updated_by: readOnly('updatedById', stringOrNull),
    date_created: readOnly('createdAt', isoTimeNoOffset),
    date_updated: readOnly('updatedAt', isoTimeNoOffset),
  },
  ...byDate,
  defaultOrder: ['position'],
})

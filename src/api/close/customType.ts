import { boolean, text, texts, textUpTo } from '../resource/codec.ts'
import { exact } from '../resource/filter.ts'
import { customValues, field, readOnly, reference, resource } from '../resource/resource.ts'
import { byDate, id, isoTimeNoOffset, stamps, string, stringOrNull } from './common.ts'
import { fieldsInOrder, fieldsShown } from './customFieldCodecs.ts'
import { requiring } from './requiring.ts'

const METHODS = ['list', 'create', 'fetch', 'update', 'delete'] as const
const policy = { generation: 2, whole: true } as const

const stampsNoOffset = {
  created_by: readOnly('createdById', stringOrNull),
  updated_by: readOnly('updatedById', stringOrNull),
  date_created: readOnly('createdAt', isoTimeNoOffset),
  date_updated: readOnly('updatedAt', isoTimeNoOffset),
} as const

const own = {
  id: readOnly('id', string),
  organization_id: readOnly('organizationId', string),
  name: field('name', text),
  description: field('description', textUpTo(10_000)),
  api_create_only: field('apiCreateOnly', boolean),
  editable_with_roles: field('editableWithRoles', texts),
  is_archived: field('isArchived', boolean),
} as const

/** Types of activity that an organization makes up, of the newer generation. Writing `fields` puts them in order. */
export const customActivityType = resource('customActivityType', {
  path: '/custom_activity/',
  title: 'CustomActivityType',
  methods: METHODS,
  policy,
  needs: [['name']],
  fields: { ...own, fields: field('fields', fieldsInOrder), ...stampsNoOffset },
  ...byDate,
})

/** Types of object that an organization makes up. */
export const customObjectType = resource('customObjectType', {
  path: '/custom_object_type/',
  title: 'CustomObjectType',
  methods: METHODS,
  policy,
  needs: [['name'], ['name_plural']],
  fields: {
    ...own,
    name_plural: field('namePlural', text),
    fields: readOnly('fields', fieldsShown),
    back_reference_fields: readOnly('backReferenceFields', fieldsShown),
    ...stampsNoOffset,
  },
  ...byDate,
})

/** Objects of such types; a list is that of one lead. */
export const customObject = resource('customObject', {
  path: '/custom_object/',
  title: 'CustomObject',
  methods: METHODS,
  policy: { ...policy, checkParams: requiring('lead_id') },
  fields: {
    id: readOnly('id', string),
    custom_object_type_id: reference('typeId', id, 'custom_object_type'),
    lead_id: reference('leadId', id, 'lead'),
    name: field('name', text),
    organization_id: readOnly('organizationId', string),
    'custom.cf_*': customValues(),
    ...stamps,
  },
  filters: { lead_id: exact('leadId'), custom_object_type_id: exact('typeId'), ...byDate.filters },
  orders: byDate.orders,
})

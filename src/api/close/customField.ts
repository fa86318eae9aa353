import { boolean, text, texts, textUpTo } from '../resource/codec.ts'
import { constant, field, readOnly, resource } from '../resource/resource.ts'
import { stamps, string } from './common.ts'

const fields = {
  id: readOnly('id', string),
  organization_id: readOnly('organizationId', string),
  name: field('name', text),
  description: field('description', textUpTo(280)),
  type: field('type', text),
  choices: field('choices', { ...texts, empty: null }),
  accepts_multiple_values: field('acceptsMultipleValues', boolean),
  editable_with_roles: field('editableWithRoles', texts),
  is_shared: constant(false),
  referenced_custom_type_id: constant(null),
  back_reference_is_visible: constant(null),
  ...stamps,
} as const

const spec = {
  title: 'LeadCustomField',
  methods: ['list', 'create', 'fetch', 'update', 'delete'],
  fields,
  orders: { name: ['name'] },
  defaultOrder: ['name'],
} as const

/** Custom fields of leads. */
export const leadCustomField = resource('customField', { ...spec, path: '/custom_field/lead/' })
/** The same under its first path, which clients still use. */
export const leadCustomFieldAlias = resource('customField', { ...spec, path: '/custom_fields/lead/' })

import type { CustomObjectType } from '../../domain/customField.ts'
import { CUSTOM_TYPES } from '../../domain/customValue.ts'
import { boolean, type Codec, text, texts, textUpTo } from '../resource/codec.ts'
import { constant, field, type Resource, readOnly, resource } from '../resource/resource.ts'
import { stamps, string } from './common.ts'

// Types that this API does not have hold texts, as far as its clients are concerned.
const OTHERS = ['state', 'region', 'country', 'currency', 'company', 'case', 'opportunity']
const type: Codec<'text' | 'id'> = {
  ...text,
  render: { words: { ...CUSTOM_TYPES, ...Object.fromEntries(OTHERS.map((name) => [name, 'text'])) } },
}

const fields = {
  id: readOnly('id', string),
  organization_id: readOnly('organizationId', string),
  name: field('name', text),
  description: field('description', textUpTo(280)),
  type: field('type', type),
  choices: field('choices', { ...texts, empty: null }),
  accepts_multiple_values: field('acceptsMultipleValues', boolean),
  editable_with_roles: field('editableWithRoles', texts),
  is_shared: readOnly('isShared', boolean),
  referenced_custom_type_id: constant(null),
  back_reference_is_visible: constant(null),
  ...stamps,
} as const

const spec = {
  methods: ['list', 'create', 'fetch', 'update', 'delete'],
  fields,
  orders: { name: ['name'] },
  defaultOrder: ['name'],
} as const

const TITLES = {
  lead: 'LeadCustomField',
  contact: 'ContactCustomField',
  opportunity: 'OpportunityCustomField',
  case: 'CaseCustomField',
} as const satisfies Record<CustomObjectType, string>

/** The fields that one kind of object has for itself. */
function fieldsOf(objectType: CustomObjectType, path: string): Resource {
  return resource('customField', {
    ...spec,
    path,
    title: TITLES[objectType],
    only: [{ path: 'objectTypes', op: 'eq', value: JSON.stringify([objectType]) }],
    sets: { objectTypes: [objectType] },
  })
}

/** Custom fields of leads. */
export const leadCustomField = fieldsOf('lead', '/custom_field/lead/')
/** The same under its first path, which clients still use. */
export const leadCustomFieldAlias = fieldsOf('lead', '/custom_fields/lead/')

/** Custom fields of the others; cases are Ajar's own. */
export const customFields: readonly Resource[] = [
  leadCustomField,
  leadCustomFieldAlias,
  fieldsOf('contact', '/custom_field/contact/'),
  fieldsOf('opportunity', '/custom_field/opportunity/'),
  fieldsOf('case', '/custom_field/case/'),
]

import { boolean, text, texts, textUpTo } from '../resource/codec.ts'
import { field, type Resource, readOnly, reference, resource } from '../resource/resource.ts'
import { byDate, id, stamps, string } from './common.ts'
import { associations, fieldType } from './customFieldCodecs.ts'

const fields = {
  id: readOnly('id', string),
  organization_id: readOnly('organizationId', string),
  name: field('name', text),
  description: field('description', textUpTo(280)),
  type: field('type', fieldType),
  choices: field('choices', { ...texts, empty: null }),
  accepts_multiple_values: field('acceptsMultipleValues', boolean),
  editable_with_roles: field('editableWithRoles', texts),
  is_shared: readOnly('isShared', boolean),
  referenced_custom_type_id: field('referencedTypeId', id),
  back_reference_is_visible: field('backReferenceVisible', boolean),
  ...stamps,
} as const

const spec = {
  methods: ['list', 'create', 'fetch', 'update', 'delete'],
  filters: byDate.filters,
  orders: { name: ['name'], ...byDate.orders },
  defaultOrder: ['name'],
} as const

const onlyAt = (home: string) => [{ path: 'home', op: 'eq', value: home }] as const

type Own = 'lead' | 'contact' | 'opportunity' | 'case'

const TITLES = {
  lead: 'LeadCustomField',
  contact: 'ContactCustomField',
  opportunity: 'OpportunityCustomField',
  case: 'CaseCustomField',
} as const satisfies Record<Own, string>

/** The fields that one kind of object has for itself. */
const fieldsOf = (noun: Own) =>
  resource('customField', {
    ...spec,
    fields,
    path: `/custom_field/${noun}/`,
    title: TITLES[noun],
    only: onlyAt(noun),
    sets: { objectTypes: [noun] },
  })

/** Custom fields of leads. */
export const leadCustomField = fieldsOf('lead')

const activityFields = {
  ...fields,
  custom_activity_type_id: reference('activityTypeId', id, 'custom_activity_type'),
  required: field('required', boolean),
} as const

/** Fields of one type of custom activity each. */
const activityCustomField = resource('customField', {
  ...spec,
  fields: activityFields,
  path: '/custom_field/activity/',
  title: 'ActivityCustomField',
  only: onlyAt('activity'),
  sets: { owner: 'activityTypeId' },
  needs: [['custom_activity_type_id']],
})

const objectFields = {
  ...fields,
  custom_object_type_id: reference('customObjectTypeId', id, 'custom_object_type'),
  required: field('required', boolean),
} as const

/** Fields of one type of custom object each: of the newer generation. */
const objectCustomField = resource('customField', {
  ...spec,
  fields: objectFields,
  path: '/custom_field/custom_object_type/',
  title: 'CustomObjectCustomField',
  only: onlyAt('customObject'),
  sets: { owner: 'customObjectTypeId' },
  needs: [['custom_object_type_id']],
  policy: { generation: 2, whole: true },
})

const sharedFields = { ...fields, associations: field('associations', associations, { once: true }) } as const

/** Fields that several kinds of object share. */
export const sharedCustomField = resource('customField', {
  ...spec,
  fields: sharedFields,
  path: '/custom_field/shared/',
  title: 'SharedCustomField',
  only: onlyAt('shared'),
  sets: { isShared: true },
  policy: { whole: true },
})

const served: readonly Resource[] = [
  leadCustomField,
  fieldsOf('contact'),
  fieldsOf('opportunity'),
  fieldsOf('case'),
  activityCustomField,
  objectCustomField,
  sharedCustomField,
]

/** The same under their first paths, which clients still use; cases are Ajar's own, and have none. */
const aliases = served
  .filter((of) => of.title !== TITLES.case)
  .map((of): Resource => ({ ...of, path: `${of.path?.replace('/custom_field/', '/custom_fields/')}` }))

export const customFields: readonly Resource[] = [...served, ...aliases]

/** How events show any custom field. */
export const customFieldInEvents = resource('customField', {
  title: 'CustomField',
  fields: { ...activityFields, ...objectFields, ...sharedFields },
})

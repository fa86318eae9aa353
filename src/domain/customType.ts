import { audited, deletable, noun, type RecordOf } from './noun.ts'

const stored = {
  ...audited,
  ...deletable,
  name: 'text',
  description: 'text?',
  // A wish of the organization to its own screens: through the API everything is made.
  apiCreateOnly: 'boolean',
  editableWithRoles: 'texts',
  isArchived: 'boolean',
} as const

/** A type of activity that an organization made up, such as a site visit. */
export const customActivityType = noun({ stored, computed: { fields: 'json' } })
export type CustomActivityType = RecordOf<typeof customActivityType>

/** A type of object that an organization made up, such as a warehouse. */
export const customObjectType = noun({
  stored: { ...stored, namePlural: 'text' },
  computed: { fields: 'json', backReferenceFields: 'json' },
})
export type CustomObjectType = RecordOf<typeof customObjectType>

/** An object of a type that an organization made up; it belongs to a lead. */
export const customObject = noun({
  stored: { ...audited, ...deletable, typeId: 'id', leadId: 'id', name: 'text', custom: 'custom' },
  refs: { lead: 'lead', type: 'customObjectType', createdBy: 'user', updatedBy: 'user' },
})
export type CustomObject = RecordOf<typeof customObject>

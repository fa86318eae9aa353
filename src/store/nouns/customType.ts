import { backReferencesTo, fieldsOf } from './customField.ts'
import type { TableSpec } from './table.ts'

/** How the types that organizations make up are kept, and the objects of such types. */
export const customActivityType: TableSpec = {
  name: 'custom_activity_types',
  setting: true,
  computed: { fields: (t, around) => fieldsOf(t, `${t}.id`, around) },
}
export const customObjectType: TableSpec = {
  name: 'custom_object_types',
  setting: true,
  computed: {
    fields: (t, around) => fieldsOf(t, `${t}.id`, around),
    backReferenceFields: (t, around) => backReferencesTo(t, around),
  },
}
export const customObject: TableSpec = { name: 'custom_objects', within: ['lead'] }

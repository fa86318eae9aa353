import { audited, noun, type RecordOf } from './noun.ts'

/**
 * A field that an organization adds to what it has. `objectTypes` says to what: nouns, and ids of its own types of
 * activities and objects. A shared field may have any number of them, any other belongs to one. `placements` holds for
 * each of them what is true of the field there.
 */
export const customField = noun({
  stored: {
    ...audited,
    objectTypes: 'texts',
    isShared: 'boolean',
    name: 'text',
    description: 'text?',
    type: 'text',
    choices: 'json',
    acceptsMultipleValues: 'boolean',
    required: 'boolean',
    editableWithRoles: 'texts',
    referencedTypeId: 'id?',
    backReferenceVisible: 'boolean?',
    placements: 'json',
    position: 'integer',
  },
  // `home` is the noun a field belongs to alone, or `shared`.
  computed: {
    number: 'integer',
    fullName: 'text',
    home: 'text',
    activityTypeId: 'id?',
    customObjectTypeId: 'id?',
    associations: 'json',
  },
  refs: { createdBy: 'user', updatedBy: 'user' },
})
export type CustomField = RecordOf<typeof customField>

/** The fields of one object type, in their order. The id is how the type is named: `lead`, `activity/actitype_…`. */
export const customFieldSchema = noun({
  stored: { organizationId: 'id', id: 'id', name: 'text' },
  computed: { fields: 'json' },
})

/** The nouns that custom fields can be added to. */
export const CUSTOM_OBJECT_TYPES = ['lead', 'contact', 'opportunity', 'case'] as const
export type CustomObjectType = (typeof CUSTOM_OBJECT_TYPES)[number]

export const isActivityTypeId = (objectType: string) => objectType.startsWith('actitype_')
export const isCustomObjectTypeId = (objectType: string) => objectType.startsWith('cotype_')
/** Whether an object type is one that the organization made up. */
export const isOwnType = (objectType: string) => isActivityTypeId(objectType) || isCustomObjectTypeId(objectType)

/** The noun whose objects have the custom values of an object type. */
export function nounOfObjectType(objectType: string): CustomObjectType | 'customActivity' | 'customObject' | undefined {
  if (isActivityTypeId(objectType)) return 'customActivity'
  if (isCustomObjectTypeId(objectType)) return 'customObject'
  return CUSTOM_OBJECT_TYPES.find((type) => type === objectType)
}

/** What is true of a field where it is used. Without a position it comes after those that have one. */
export type Placement = {
  readonly position: number | null
  readonly required: boolean
  readonly editableWithRoles: readonly string[]
}

const PLAIN: Placement = { position: null, required: false, editableWithRoles: [] }

/** All placements of a field, by object type. */
export const placementsOf = (field: Pick<CustomField, 'placements'>) =>
  field.placements as Readonly<Record<string, Placement>>

export const placementIn = (field: Pick<CustomField, 'placements'>, objectType: string): Placement =>
  placementsOf(field)[objectType] ?? PLAIN

/** Whether an object of this type must have a value in the field. */
export const isRequiredIn = (field: CustomField, objectType: string) =>
  field.required || placementIn(field, objectType).required

/** Whether somebody with this role may write values of a field: where roles are named, only they may. */
export function mayEdit(field: CustomField, objectType: string, roleId: string): boolean {
  const named = [field.editableWithRoles, placementIn(field, objectType).editableWithRoles]
  return named.every((roles) => roles.length === 0 || roles.includes(roleId))
}

/** The fields of an object type in the order in which people see them. */
export function fieldsInOrder<F extends CustomField>(fields: readonly F[], objectType: string): F[] {
  const place = (field: F) => placementIn(field, objectType).position ?? Number.POSITIVE_INFINITY
  return fields
    .filter((field) => field.objectTypes.includes(objectType))
    .sort((a, b) => compare(place(a), place(b)) || a.position - b.position || compare(a.id, b.id))
}

const compare = <T extends string | number>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0)

import type { Around, TableSpec } from './table.ts'

/** How custom fields are kept. */
export const customField: TableSpec = {
  name: 'custom_fields',
  setting: true,
  eventType: (t) => `'custom_fields.' || case ${home(t)} when 'customObject' then 'custom_object' else ${home(t)} end`,
  computed: {
    fullName: (t) => `${t}.name`,
    home,
    activityTypeId: (t) => `case ${home(t)} when 'activity' then ${first(t)} end`,
    customObjectTypeId: (t) => `case ${home(t)} when 'customObject' then ${first(t)} end`,
    associations: (t) => `case when ${t}.is_shared then (
      select coalesce(jsonb_agg(jsonb_build_object(
        'objectType', ${kindOf('used.type')},
        'activityTypeId', case when ${isActivityType('used.type')} then used.type end,
        'customObjectTypeId', case when ${isCustomObjectType('used.type')} then used.type end,
        'required', ${requiredIn(t, 'used.type')},
        'editableWithRoles', ${rolesIn(t, 'used.type')}) order by used.place), '[]')
      from jsonb_array_elements_text(${t}.object_types) with ordinality used(type, place)) else '[]' end`,
  },
}

/** How the schemas are kept: a view. */
export const customFieldSchema: TableSpec = {
  name: 'custom_field_schemas',
  computed: { fields: (t, around) => fieldsOf(t, `${t}.object_type`, around) },
}

/** SQL for the fields of an object type in their order, as one JSON list. `objectType` is SQL as well. */
export function fieldsOf(t: string, objectType: string, { relations }: Around): string {
  const fields = relations.many('customField')
  if (fields === undefined) return `'[]'::jsonb`
  const roles = `case when f.is_shared then ${rolesIn('f', objectType)} else f.editable_with_roles end`
  return `(select coalesce(jsonb_agg(${fieldSql(`'required', f.required or ${requiredIn('f', objectType)}, 'editableWithRoles', ${roles}`)}
      order by (f.placements->(${objectType})->>'position')::int nulls last, f.position, f.id), '[]')
    from ${fields} f where f.organization_id = ${t}.organization_id and f.object_types ? (${objectType}))`
}

/** SQL for the fields that refer to objects of the type `t`. */
export function backReferencesTo(t: string, { relations }: Around): string {
  const fields = relations.many('customField')
  if (fields === undefined) return `'[]'::jsonb`
  return `(select coalesce(jsonb_agg(${fieldSql(`'required', f.required, 'editableWithRoles', f.editable_with_roles`)}
      order by f.position, f.id), '[]')
    from ${fields} f where f.organization_id = ${t}.organization_id and f.referenced_type_id = ${t}.id)`
}

const fieldSql = (more: string) => `jsonb_build_object('id', f.id, 'name', f.name, 'description', f.description,
  'type', f.type, 'choices', f.choices, 'acceptsMultipleValues', f.accepts_multiple_values, 'isShared', f.is_shared,
  'referencedTypeId', f.referenced_type_id, 'backReferenceVisible', f.back_reference_visible, ${more})`

const isActivityType = (type: string) => `starts_with(${type}, 'actitype_')`
const isCustomObjectType = (type: string) => `starts_with(${type}, 'cotype_')`

/** SQL for the noun that an object type means. */
const kindOf = (type: string) =>
  `case when ${isActivityType(type)} then 'activity' when ${isCustomObjectType(type)} then 'customObject' else ${type} end`

function first(t: string): string {
  return `(${t}.object_types->>0)`
}

function home(t: string): string {
  return `(case when ${t}.is_shared then 'shared' else ${kindOf(first(t))} end)`
}

function requiredIn(f: string, type: string): string {
  return `coalesce((${f}.placements->(${type})->>'required')::boolean, false)`
}

function rolesIn(f: string, type: string): string {
  return `coalesce(${f}.placements->(${type})->'editableWithRoles', '[]')`
}

import type { JsonSchema } from '../../resource/codec.ts'
import { failures, inPath, text } from './parts.ts'

type Values = Readonly<Record<string, unknown>>

const ACTIVITY_TYPE = 'actitype_0VbgnA1hYbGhQv5WcZx8Y'
const OBJECT_TYPE = 'cotype_0VbgnA1hYcHiRw6XdAy9Z'
const OUTCOME = 'cf_0VbgnA1hY7nVa1BhEc4DdTo8WxXkRy2QjIqK5fBrGsL'
const BUILT_IN = 'cf_0VbgnA1hY8oWb2CiFd5EeUp9XyYlSz3RkJrL6gCsHtM'
const REGION = 'cf_0VbgnA1hY9pXc3DjGe6FfVq1YzZmTa4SlKsM7hDtIuN'
const ON_LEADS = { object_type: 'lead', editable_with_roles: [], required: false }
const AT = '2026-03-04T09:15:22.123000'

function customField(name: string, type: string, id: string): Values {
  return { name, type, id, accepts_multiple_values: false, editable_with_roles: [], is_shared: false }
}

const typeStamps = {
  api_create_only: false,
  editable_with_roles: [],
  is_archived: false,
  date_created: AT,
  date_updated: AT,
}
const shownField = {
  ...customField('Outcome', 'text', OUTCOME),
  description: null,
  required: true,
  referenced_custom_type_id: null,
  back_reference_is_visible: null,
  converting_to_type: null,
}

/** What the examples show of what an organization makes up. */
export const CUSTOM_SHOWN: Readonly<Record<string, Values>> = {
  CustomActivity: {
    id: 'acti_0VbgpC7eS7aKj1DgZf5EbCh8XsYvWp9QlUeO4mTwFnB',
    custom_activity_type_id: ACTIVITY_TYPE,
    status: 'published',
    source: 'api',
    pinned: false,
    last_published_at: '2026-03-04T09:15:22.123000+00:00',
  },
  ActivityCustomField: {
    ...customField('Outcome', 'text', OUTCOME),
    custom_activity_type_id: ACTIVITY_TYPE,
    required: true,
  },
  CustomObjectCustomField: {
    ...customField('Built in', 'number', BUILT_IN),
    custom_object_type_id: OBJECT_TYPE,
    required: false,
  },
  SharedCustomField: {
    ...customField('Region', 'text', REGION),
    is_shared: true,
    associations: [ON_LEADS],
  },
  CustomFieldSchema: {
    object_type: 'lead',
    name: 'Lead',
    fields: [{ ...customField('Region', 'text', REGION), is_shared: true }],
  },
  CustomActivityType: {
    id: ACTIVITY_TYPE,
    name: 'Site visit',
    description: 'Somebody of us was there.',
    fields: [shownField],
    ...typeStamps,
  },
  CustomObjectType: {
    id: OBJECT_TYPE,
    name: 'Oven',
    name_plural: 'Ovens',
    fields: [],
    back_reference_fields: [],
    ...typeStamps,
  },
  CustomObject: {
    id: 'custobj_0VbgpC7eS8bLk2EhAg6FcDi9YtZwXq1RmVfP5nUxGoC',
    custom_object_type_id: OBJECT_TYPE,
    name: 'The oven by the door',
  },
}

/** Bodies that are worth more than a list of the fields. */
export const CUSTOM_REQUESTS: Readonly<Record<string, { readonly create?: Values; readonly update?: Values }>> = {
  ActivityCustomField: {
    create: { custom_activity_type_id: ACTIVITY_TYPE, name: 'Outcome', type: 'text', required: true },
    update: { required: false },
  },
  CustomObjectCustomField: {
    create: { custom_object_type_id: OBJECT_TYPE, name: 'Built in', type: 'number' },
    update: { name: 'Year' },
  },
  SharedCustomField: {
    create: { name: 'Region', type: 'text', associations: [{ object_type: 'lead' }] },
    update: { name: 'Sales region' },
  },
  CustomFieldSchema: { update: { fields: [{ id: REGION }] } },
  CustomActivityType: {
    create: { name: 'Site visit', description: 'Somebody of us was there.' },
    update: { fields: [{ id: OUTCOME }] },
  },
  CustomObjectType: { create: { name: 'Oven', name_plural: 'Ovens' }, update: { is_archived: true } },
}

const tags = ['Shared custom fields']
const fieldId = inPath('id', 'The id of the field.')
const where = inPath(
  'object_type',
  '`lead`, `contact`, `opportunity` or `case`; own types are named by two words: `custom_activity_type/actitype_…`, `custom_object_type/cotype_…`.',
)

const use = {
  'application/json': {
    schema: {
      type: 'object',
      properties: {
        object_type: text,
        custom_activity_type_id: text,
        custom_object_type_id: text,
        required: { type: 'boolean' },
        editable_with_roles: { type: 'array', items: text },
      },
    },
    example: ON_LEADS,
  },
}
const shown = { description: 'How the field is used there.', content: use }

/** Where shared fields are used, one by one. */
export const associationPaths: Readonly<Record<string, JsonSchema>> = {
  '/api/v1/custom_field/shared/{id}/association/': {
    parameters: [fieldId],
    post: {
      tags,
      summary: 'Add a use of a shared field',
      operationId: 'create_custom_field_association',
      requestBody: { required: true, content: use },
      responses: { '201': shown, ...failures('400', '401', '403', '404') },
    },
  },
  '/api/v1/custom_field/shared/{id}/association/{object_type}/': {
    parameters: [fieldId, where],
    get: {
      tags,
      summary: 'Fetch how a shared field is used',
      operationId: 'fetch_custom_field_association',
      responses: { '200': shown, ...failures('401', '404') },
    },
    put: {
      tags,
      summary: 'Change how a shared field is used',
      operationId: 'update_custom_field_association',
      requestBody: { required: true, content: use },
      responses: { '200': shown, ...failures('400', '401', '403', '404') },
    },
    delete: {
      tags,
      summary: 'Remove a use of a shared field',
      description: 'Its values there are deleted.',
      operationId: 'delete_custom_field_association',
      responses: { '204': { description: 'Deleted.' }, ...failures('401', '403', '404') },
    },
  },
}

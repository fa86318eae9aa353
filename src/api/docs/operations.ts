import type { JsonSchema } from '../resource/codec.ts'
import type { Method, Resource } from '../resource/resource.ts'
import type { DocumentedDialect } from './dialect.ts'
import { exampleOf, requestExample } from './examples.ts'
import { FIELDS, ID, isPaged, listParameters } from './parameters.ts'
import { original, refTo, schemaName } from './schemas.ts'
import { plural, tagOf, withArticle, words } from './words.ts'

type Served = readonly Resource[]

/** What can be done with all objects of a resource. */
export function collection(of: Resource, served: Served, dialect: DocumentedDialect): JsonSchema {
  return {
    ...(of.methods.includes('list') && {
      get: operation(of, served, 'list', `List ${plural(words(of.title))}`, {
        parameters: listParameters(of, dialect),
        responses: {
          '200': ok('A page of objects.', pageSchema(of, served, dialect), pageExample(of, dialect)),
          ...failures('400', '401'),
        },
      }),
    }),
    ...(of.methods.includes('create') && { post: create(of, served, dialect) }),
  }
}

/** What can be done with one object. */
export function item(of: Resource, served: Served, dialect: DocumentedDialect): JsonSchema {
  const one = words(of.title)
  const object = ok('The object.', refTo(of, served), exampleOf(of))
  return {
    parameters: [ID],
    ...(of.methods.includes('fetch') && {
      get: operation(of, served, 'fetch', `Fetch ${withArticle(one)}`, {
        parameters: [FIELDS],
        responses: { '200': object, ...failures('401', '404') },
      }),
    }),
    ...(of.methods.includes('update') && {
      put: operation(of, served, 'update', `Change ${withArticle(one)}`, {
        description: 'What is left out stays as it is; `null` empties a field.',
        parameters: [FIELDS],
        requestBody: body(of, served, 'update'),
        responses: { [dialect.one(of, 'update', '{}', '').status]: object, ...failures('400', '401', '403', '404') },
      }),
    }),
    ...(of.methods.includes('delete') && {
      delete: operation(of, served, 'delete', `Delete ${withArticle(one)}`, {
        responses: { ...deleted(of, dialect), ...failures('401', '403', '404') },
      }),
    }),
  }
}

/** A path that is one object. */
export function itself(of: Resource, served: Served): JsonSchema {
  const responses = { '200': ok('The object.', refTo(of, served), exampleOf(of)), ...failures('401') }
  return { get: operation(of, served, 'fetch', 'Fetch the caller', { parameters: [FIELDS], responses }) }
}

function create(of: Resource, served: Served, dialect: DocumentedDialect): JsonSchema {
  const { status, headers = {} } = dialect.one(of, 'create', '{}', '')
  const names = Object.keys(headers).map((name) => [
    name,
    { description: 'Where the object is.', schema: { type: 'string' } },
  ])
  const answer = {
    ...ok('The new object.', refTo(of, served), exampleOf(of)),
    ...(names.length === 0 ? {} : { headers: Object.fromEntries(names) }),
  }
  return operation(of, served, 'create', `Create ${withArticle(words(of.title))}`, {
    parameters: [FIELDS],
    requestBody: body(of, served, 'create'),
    responses: { [status]: answer, ...failures('400', '401', '403') },
  })
}

function deleted(of: Resource, dialect: DocumentedDialect): JsonSchema {
  const { status, body } = dialect.deleted(of, '')
  const description = 'Deleted.'
  return { [status]: body === '' ? { description } : ok(description, { type: 'object' }, JSON.parse(body)) }
}

function operation(of: Resource, served: Served, method: Method, summary: string, parts: JsonSchema): JsonSchema {
  const first = original(of, served)
  const alias =
    first === of ? {} : { deprecated: true, description: `An older path of \`${first.path}\`, which does the same.` }
  return { tags: [tagOf(of)], summary, operationId: `${method}_${schemaName(of)}`, ...parts, ...alias }
}

function pageSchema(of: Resource, served: Served, dialect: DocumentedDialect): JsonSchema {
  const data = { type: 'array', items: refTo(of, served) }
  if (!isPaged(of, dialect)) return { type: 'object', properties: { data }, required: ['data'] }
  return {
    type: 'object',
    properties: {
      has_more: { type: 'boolean', description: 'Whether there are objects after these.' },
      data,
      total_results: {
        type: 'integer',
        description: 'How many there are on all pages, where the resource counts them.',
      },
    },
    required: ['has_more', 'data'],
  }
}

const pageExample = (of: Resource, dialect: DocumentedDialect) => ({
  ...(isPaged(of, dialect) ? { has_more: false } : {}),
  data: [exampleOf(of)],
})

const body = (of: Resource, served: Served, method: 'create' | 'update') => ({
  required: true,
  content: { 'application/json': { schema: refTo(of, served), example: requestExample(of, method) } },
})

const ok = (description: string, schema: JsonSchema, example: unknown) => ({
  description,
  content: { 'application/json': { schema, example } },
})

const FAILURE_NAMES = { '400': 'Invalid', '401': 'Unauthenticated', '403': 'Forbidden', '404': 'NotFound' } as const

const failures = (...statuses: (keyof typeof FAILURE_NAMES)[]) =>
  Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/${FAILURE_NAMES[status]}` }]))

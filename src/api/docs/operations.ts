import type { JsonSchema } from '../resource/codec.ts'
import type { Description } from '../resource/description.ts'
import type { Method, Resource } from '../resource/resource.ts'
import { exampleOf, requestExample } from './examples.ts'
import { failuresTo } from './failures.ts'
import { fieldsParameter, filterParametersOf, idParameter, isPaged, listParameters } from './parameters.ts'
import { original, refTo, schemaName } from './schemas.ts'
import { plural, tagOf, withArticle, words } from './words.ts'

/** What can be done with all objects of a resource. */
export function collection(of: Resource, api: Description): JsonSchema {
  return {
    ...(of.methods.includes('list') && {
      get: operation(of, api, 'list', `List ${plural(words(of.title))}`, {
        parameters: listParameters(of, api),
        responses: { '200': listAnswer(of, api) },
      }),
    }),
    ...(of.methods.includes('create') && { post: create(of, api) }),
    ...(of.methods.includes('updateMany') && { put: updateMany(of, api) }),
  }
}

/** What can be done with one object. */
export function item(of: Resource, api: Description): JsonSchema {
  const one = withArticle(words(of.title))
  return {
    parameters: [idParameter(of)],
    ...(of.methods.includes('fetch') && {
      get: operation(of, api, 'fetch', `Fetch ${one}`, {
        parameters: fieldsParameter(api),
        responses: { '200': answer(of, api, 'fetch', 'The object.') },
      }),
    }),
    ...(of.methods.includes('update') && {
      put: operation(of, api, 'update', `Change ${one}`, {
        description: api.parameters.change,
        parameters: fieldsParameter(api),
        requestBody: body(of, api, 'update'),
        responses: { [api.dialect.one(of, 'update', '{}', '').status]: answer(of, api, 'update', 'The object.') },
      }),
    }),
    ...(of.methods.includes('delete') && {
      delete: operation(of, api, 'delete', `Delete ${one}`, { responses: deleted(of, api) }),
    }),
  }
}

/** A path that is one object. */
export function itself(of: Resource, api: Description): JsonSchema {
  const { '404': _missing, ...failures } = failuresTo('fetch', api)
  return {
    get: {
      tags: [tagOf(of)],
      summary: 'Fetch the caller',
      operationId: `fetch_${schemaName(of)}`,
      parameters: fieldsParameter(api),
      responses: { '200': answer(of, api, 'fetch', 'The object.'), ...failures },
    },
  }
}

function create(of: Resource, api: Description): JsonSchema {
  const { status, headers = {} } = api.dialect.one(of, 'create', '{}', '')
  const names = Object.keys(headers).map((name) => [
    name,
    { description: 'Where the object is.', schema: { type: 'string' } },
  ])
  const made = {
    ...answer(of, api, 'create', 'The new object.'),
    ...(names.length === 0 ? {} : { headers: Object.fromEntries(names) }),
  }
  return operation(of, api, 'create', `Create ${withArticle(words(of.title))}`, {
    parameters: fieldsParameter(api),
    requestBody: body(of, api, 'create'),
    responses: { [status]: made },
  })
}

function updateMany(of: Resource, api: Description): JsonSchema {
  const done = JSON.parse(api.dialect.many?.(of, 3).body ?? '{}') as unknown
  return operation(of, api, 'updateMany', `Change several ${plural(words(of.title))} at once`, {
    description: 'All that match the parameters are changed, or none.',
    parameters: filterParametersOf(of, api),
    requestBody: body(of, api, 'update'),
    responses: { '200': ok('How many matched.', { type: 'object' }, done) },
  })
}

function deleted(of: Resource, { dialect }: Description): JsonSchema {
  const { status, body } = dialect.deleted(of, '')
  const description = 'Deleted.'
  return { [status]: body === '' ? { description } : ok(description, { type: 'object' }, JSON.parse(body)) }
}

type Parts = { readonly responses: JsonSchema; readonly [key: string]: unknown }

function operation(of: Resource, api: Description, method: Method, summary: string, parts: Parts): JsonSchema {
  const first = original(of, api.resources)
  const alias =
    first === of ? {} : { deprecated: true, description: `An older path of \`${first.path}\`, which does the same.` }
  const responses = { ...parts.responses, ...failuresTo(method, api) }
  return { tags: [tagOf(of)], summary, operationId: `${method}_${schemaName(of)}`, ...parts, ...alias, responses }
}

/** An answer with one object, surrounded by what the dialect puts around it. */
function answer(of: Resource, api: Description, method: Method, description: string) {
  const { body } = api.dialect.one(of, method, JSON.stringify(exampleOf(of, api)), '')
  return ok(description, api.answers.one(refTo(of, api)), JSON.parse(body))
}

function listAnswer(of: Resource, api: Description) {
  const [paged, { answers }] = [isPaged(of, api), api]
  const example = answers.listExample(exampleOf(of, api), paged)
  return ok('The objects.', answers.list(refTo(of, api), paged), example)
}

function body(of: Resource, api: Description, method: 'create' | 'update') {
  const needs = (of.needs ?? []).map((group) => group.map((name) => `\`${name}\``).join(' or '))
  return {
    required: true,
    ...(method === 'create' && needs.length > 0 ? { description: `Must have ${needs.join(', ')}.` } : {}),
    content: { 'application/json': { schema: refTo(of, api), example: requestExample(of, method, api) } },
  }
}

const ok = (description: string, schema: JsonSchema, example: unknown) => ({
  description,
  content: { 'application/json': { schema, example } },
})

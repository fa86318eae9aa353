import type { JsonSchema } from '../resource/codec.ts'
import type { Description } from '../resource/description.ts'
import type { Method, Resource } from '../resource/resource.ts'
import { failuresOf } from './failures.ts'
import { collection, item, itself } from './operations.ts'
import { sharedParameters } from './parameters.ts'
import { refByTitle, schemasOf } from './schemas.ts'
import { tagsOf } from './words.ts'

/** An OpenAPI 3.1 description made of the same maps that answer requests, so it cannot be out of date. */
export function openApi(described: Description, { url, version }: { url: string; version: string }): JsonSchema {
  const api = { ...described, resources: described.resources.filter((of) => of.path !== undefined) }
  return {
    openapi: '3.1.0',
    info: {
      title: `Ajar: ${api.name}`,
      summary: 'An open sales CRM on a server you own.',
      version,
      description: api.introduction(url),
      license: { name: 'AGPL-3.0-only', identifier: 'AGPL-3.0-only' },
    },
    servers: [{ url }],
    security: [{ apiKey: [] }],
    tags: tagsOf(api),
    paths: { ...Object.assign({}, ...api.resources.map((of) => pathsOf(of, api))), ...api.more?.(refByTitle(api)) },
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'basic', description: api.credentials } },
      parameters: sharedParameters(api),
      responses: failuresOf(api),
      schemas: { ...schemasOf(api), ...api.failureSchemas },
    },
  }
}

function pathsOf(of: Resource, api: Description): Record<string, JsonSchema> {
  const path = `${api.dialect.prefix}${of.path}`
  // A path that is one object, such as the caller, is no collection and has no items.
  if (of.methods.length === 0) return { [path]: itself(of, api) }
  const slash = path.endsWith('/') ? '/' : ''
  return {
    ...(has(of, 'list', 'create') && { [path]: collection(of, api) }),
    ...(has(of, 'fetch', 'update', 'delete') && { [`${path.replace(/\/$/, '')}/{id}${slash}`]: item(of, api) }),
  }
}

const has = (of: Resource, ...methods: Method[]) => methods.some((method) => of.methods.includes(method))

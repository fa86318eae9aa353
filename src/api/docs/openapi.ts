import type { JsonSchema } from '../resource/codec.ts'
import type { Method, Resource } from '../resource/resource.ts'
import type { DocumentedDialect } from './dialect.ts'
import { FAILURES, SECURITY } from './failures.ts'
import { collection, item, itself } from './operations.ts'
import { SHARED } from './parameters.ts'
import { schemasOf } from './schemas.ts'
import { introduction, tagsOf } from './words.ts'

/** An OpenAPI 3.1 description made of the same maps that answer requests, so it cannot be out of date. */
export function openApi(
  resources: readonly Resource[],
  { dialect, url, version }: { dialect: DocumentedDialect; url: string; version: string },
): JsonSchema {
  const served = resources.filter((of) => of.path !== undefined)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ajar API',
      summary: 'An open sales CRM on a server you own.',
      version,
      description: introduction(url, dialect.prefix),
      license: { name: 'AGPL-3.0-only', identifier: 'AGPL-3.0-only' },
    },
    servers: [{ url }],
    security: [{ apiKey: [] }],
    tags: tagsOf(served),
    paths: Object.assign({}, ...served.map((of) => pathsOf(of, served, dialect))),
    components: {
      securitySchemes: SECURITY,
      parameters: SHARED,
      responses: FAILURES.responses,
      schemas: { ...schemasOf(served), ...FAILURES.schemas },
    },
  }
}

function pathsOf(of: Resource, served: readonly Resource[], dialect: DocumentedDialect): Record<string, JsonSchema> {
  const path = `${dialect.prefix}${of.path}`
  // A path that is one object, such as the caller, is no collection and has no items.
  if (of.methods.length === 0) return { [path]: itself(of, served) }
  return {
    ...(has(of, 'list', 'create') && { [path]: collection(of, served, dialect) }),
    ...(has(of, 'fetch', 'update', 'delete') && { [`${path}{id}/`]: item(of, served, dialect) }),
  }
}

const has = (of: Resource, ...methods: Method[]) => methods.some((method) => of.methods.includes(method))

import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { closeResources } from '../close/close.ts'
import { closeDialect } from '../close/dialect.ts'
import { openApi } from './openapi.ts'

const resources = closeResources('https://crm.example.com')
const dialect = closeDialect(async () => undefined)
const description = openApi(resources, { dialect, url: 'https://crm.example.com', version: '1.2.3' })
const { paths } = description as { paths: Record<string, Record<string, Operation>> }

type Media = { schema: object; example?: unknown; examples?: Record<string, { value: unknown }> }
type Content = { content?: Record<string, Media> }
type Operation = Content & {
  operationId: string
  tags: string[]
  summary: string
  parameters?: { name?: string }[]
  requestBody?: Content
  responses: Record<string, Content & { $ref?: string }>
}

const VERBS = ['get', 'post', 'put', 'delete'] as const
const operations = Object.entries(paths).flatMap(([path, item]) =>
  VERBS.flatMap((verb) => (item[verb] === undefined ? [] : [{ name: `${verb} ${path}`, ...item[verb] }])),
)

test('it is valid OpenAPI 3.1', async () => {
  expect(await new Validator().validate(structuredClone(description))).toEqual({ valid: true })
})

test('it has every path that is served, with the methods of its map', () => {
  const verbs = { list: 'get', create: 'post', fetch: 'get', update: 'put', delete: 'delete' } as const
  for (const { path, methods } of resources) {
    for (const method of methods) {
      const own = method === 'list' || method === 'create' ? `/api/v1${path}` : `/api/v1${path}{id}/`
      expect(paths).toHaveProperty([own, verbs[method]])
    }
  }
  expect(paths).toHaveProperty(['/api/v1/me/', 'get'])
})

test('every operation has an id of its own, a summary and a known tag', () => {
  const ids = operations.map(({ operationId }) => operationId)
  const tags = (description.tags as { name: string }[]).map(({ name }) => name)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBeGreaterThan(40)
  for (const { summary, tags: own } of operations) {
    expect(summary).toMatch(/^(List|Create|Fetch|Change|Delete) \S/)
    expect(tags).toEqual(expect.arrayContaining(own))
  }
})

test('no two parameters of an operation have one name', () => {
  for (const { name, parameters = [] } of operations) {
    const names = parameters.map((one) => JSON.stringify(one.name ?? one))
    expect({ name, names }).toEqual({ name, names: [...new Set(names)] })
  }
})

test('statuses are those of each generation of the API', () => {
  expect(Object.keys(paths['/api/v1/lead/']?.post?.responses ?? {})).toEqual(['200', '400', '401', '403'])
  expect(Object.keys(paths['/api/v1/pipeline/']?.post?.responses ?? {})).toEqual(['201', '400', '401', '403'])
  expect(Object.keys(paths['/api/v1/pipeline/{id}/']?.delete?.responses ?? {})).toEqual(['204', '401', '403', '404'])
})

test('a list that is never cut has no paging', () => {
  expect(JSON.stringify(paths['/api/v1/pipeline/']?.get)).not.toMatch(/_limit|has_more|parameters\/skip/)
  expect(JSON.stringify(paths['/api/v1/lead/']?.get)).toMatch(/_limit.*parameters\/skip.*has_more/)
})

describe('every example matches its schema', () => {
  const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }))
  ajv.addSchema({ $id: 'description', components: description.components })

  function problemsOf({ schema, example, examples = {} }: Media): unknown[] {
    const text = JSON.stringify(schema).replaceAll('"#/components', '"description#/components')
    const validate = ajv.compile(JSON.parse(text) as object)
    const values = [...Object.values(examples).map((one) => one.value), ...(example === undefined ? [] : [example])]
    if (values.length === 0) return ['no example']
    return values.flatMap((value) => (validate(value) ? [] : (validate.errors ?? [])))
  }

  const mediaOf = (...parts: Content[]) => parts.flatMap(({ content = {} }) => Object.values(content))

  test.each(operations)('$name', ({ requestBody = {}, responses }) => {
    expect(mediaOf(requestBody, ...Object.values(responses)).flatMap(problemsOf)).toEqual([])
  })

  const { responses: failures } = description.components as { responses: Record<string, Content> }
  test.each(Object.entries(failures))('the failure %s', (_name, failure) => {
    expect(mediaOf(failure).flatMap(problemsOf)).toEqual([])
  })

  test('and no body is empty', () => {
    const empty = operations.filter(({ requestBody = {} }) =>
      mediaOf(requestBody).some(({ example }) => isEmpty(example)),
    )
    expect(empty).toEqual([])
  })
})

const isEmpty = (value: unknown) => Object.keys(value as object).length === 0

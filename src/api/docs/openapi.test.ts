import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { clevertimResources } from '../clevertim/clevertim.ts'
import { clevertimDialect } from '../clevertim/dialect.ts'
import { clevertimDescription } from '../clevertim/docs/description.ts'
import { closeResources } from '../close/close.ts'
import { closeDialect } from '../close/dialect.ts'
import { closeDescription } from '../close/docs/description.ts'
import type { Description } from '../resource/description.ts'
import { openApi } from './openapi.ts'

const url = 'https://crm.example.com'
const nobody = async () => undefined
const close = closeDescription(closeResources(url), closeDialect(nobody))
const clevertim = clevertimDescription(clevertimResources, clevertimDialect(nobody))

type Media = { schema: object; example?: unknown; examples?: Record<string, { value: unknown }> }
type Content = { content?: Record<string, Media> }
type Operation = Content & {
  operationId: string
  tags: string[]
  summary: string
  deprecated?: boolean
  parameters?: { name?: string }[]
  requestBody?: Content
  responses: Record<string, Content & { $ref?: string }>
}

const VERBS = ['get', 'post', 'put', 'delete'] as const

function described(api: Description) {
  const description = openApi(api, { url, version: '1.2.3' })
  const { paths } = description as { paths: Record<string, Record<string, Operation>> }
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    VERBS.flatMap((verb) => (item[verb] === undefined ? [] : [{ name: `${verb} ${path}`, ...item[verb] }])),
  )
  return { description, paths, operations }
}

describe.each([
  ['Close', close],
  ['Clevertim', clevertim],
])('%s', (_name, api) => {
  const { description, paths, operations } = described(api)

  test('is valid OpenAPI 3.1', async () => {
    expect(await new Validator().validate(structuredClone(description))).toEqual({ valid: true })
  })

  test('has every path that is served, with the methods of its map', () => {
    const OF_ALL = new Set(['list', 'create', 'updateMany'])
    const verbs = {
      list: 'get',
      create: 'post',
      fetch: 'get',
      update: 'put',
      updateMany: 'put',
      delete: 'delete',
    } as const
    for (const { path = '', methods } of api.resources) {
      const all = api.dialect.prefix + path
      const one = path.endsWith('/') ? `${all}{id}/` : `${all}/{id}`
      for (const method of methods) expect(paths).toHaveProperty([OF_ALL.has(method) ? all : one, verbs[method]])
    }
  })

  test('has an id of its own, a summary and a known tag for every operation', () => {
    const ids = operations.map(({ operationId }) => operationId)
    const tags = (description.tags as { name: string }[]).map(({ name }) => name)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(40)
    for (const { summary, tags: own } of operations) {
      expect(summary).toMatch(
        /^(List|Create|Fetch|Change|Delete|Add|Remove|Merge|Undo|Find|Search|Retry|Cancel|Pause|Resume) \S/,
      )
      expect(tags).toEqual(expect.arrayContaining(own))
    }
  })

  test('says what every resource is', () => {
    expect([...new Set(api.resources.map(({ title }) => title))].toSorted()).toEqual(Object.keys(api.titles).toSorted())
  })

  test('explains no field that is not there', () => {
    const names = new Set(api.resources.flatMap(({ fields }) => Object.keys(fields)))
    const told = Object.keys(api.fields).map((name) => name.split('.').at(-1) ?? name)
    expect(told.filter((name) => !names.has(name))).toEqual([])
  })

  test('has no two parameters of one name in an operation', () => {
    for (const { name, parameters = [] } of operations) {
      const names = parameters.map((one) => JSON.stringify(one.name ?? one))
      expect({ name, names }).toEqual({ name, names: [...new Set(names)] })
    }
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

    // The content of a file is none.
    const mediaOf = (...parts: Content[]) => parts.flatMap(({ content = {} }) => content['application/json'] ?? [])

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
      expect(empty.map(({ name }) => name)).toEqual([])
    })
  })
})

const isEmpty = (value: unknown) => Object.keys(value as object).length === 0

describe('what Close has alone', () => {
  const { paths, operations } = described(close)
  const statusesOf = (operation: Operation | undefined) => Object.keys(operation?.responses ?? {})

  test('statuses are those of each generation of the API', () => {
    expect(statusesOf(paths['/api/v1/lead/']?.post)).toEqual(['200', '400', '401', '403', '429'])
    expect(statusesOf(paths['/api/v1/pipeline/']?.post)).toEqual(['201', '400', '401', '403', '429'])
    expect(statusesOf(paths['/api/v1/pipeline/{id}/']?.delete)).toEqual(['204', '401', '403', '404', '429'])
  })

  test('a list that is never cut has no paging', () => {
    expect(JSON.stringify(paths['/api/v1/pipeline/']?.get)).not.toMatch(/_limit|has_more|parameters\/skip/)
    expect(JSON.stringify(paths['/api/v1/lead/']?.get)).toMatch(/_limit.*parameters\/skip.*has_more/)
  })

  test('the caller is one object', () => {
    expect(statusesOf(paths['/api/v1/me/']?.get)).toEqual(['200', '401', '429'])
  })

  test('only a second path of the same thing is deprecated', () => {
    const older = operations.filter(({ deprecated }) => deprecated).map(({ name }) => name.replace(/\S+ /, ''))
    expect(older.length).toBeGreaterThan(0)
    expect(older.filter((path) => !path?.startsWith('/api/v1/custom_fields/'))).toEqual([])
  })
})

describe('what Clevertim has alone', () => {
  const { paths } = described(clevertim)

  test('answers are lists in an envelope, and a body that is not JSON is 500', () => {
    const { responses = {} } = paths['/api/contact']?.post ?? {}
    expect(Object.keys(responses)).toEqual(['200', '400', '401', '403', '500'])
    expect(responses['200']?.content?.['application/json']?.example).toMatchObject({
      status: 'OK',
      content: [{ fn: 'Nadia' }],
    })
  })

  test('what was changed since, and how many', () => {
    const names = paths['/api/contact']?.get?.parameters?.map((one) => one.name ?? one)
    expect(names).toEqual(['limit', { $ref: '#/components/parameters/skip' }, 'lm_gt'])
    expect(JSON.stringify(paths['/api/contact']?.get)).toContain('Only those whose `lm` is later than this.')
  })
})

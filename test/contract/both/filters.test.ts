import { describe, expect, test } from 'vitest'
import { clevertimResources } from '../../../src/api/clevertim/clevertim.ts'
import { closeResources } from '../../../src/api/close/close.ts'
import type { Filter } from '../../../src/api/resource/filter.ts'
import type { Resource } from '../../../src/api/resource/resource.ts'
import { resolvePath } from '../../../src/domain/catalogue.ts'
import { valueType } from '../../../src/domain/noun.ts'
import { type Client, contentOf, rowsOf, useApi } from '../../support/api.ts'
import { type Made, oneOfEach } from '../../support/oneOfEach.ts'

const { client, clevertim } = useApi()

// Reading changes nothing, so all tests share an organization.
type Stock = { readonly api: Client; readonly made: Readonly<Record<string, Made>> }
let shared: Promise<Stock> | undefined
const stock = () => (shared ??= client().then(async (api) => ({ api, made: await oneOfEach(api) })))

const NO_TIMES = ['maybe', 'true', '12', '2026-02-30', '2026-03-01T25:00:00Z', '2026-03-01,2026-03-02', '""', '🕰']
const NO_BOOLEANS = ['maybe', '1', 'yes', 'true,false', '2026-03-01', '""', 'constructor']
const NO_SUCH_TEXTS = ['maybe', '-1', '9'.repeat(2000), '%00', "'; drop table leads; --", '💣', 'a,b', '__proto__', '%']

/** What is no value of a filter, by the type of the field that it is about; any text is a text. */
const wrongFor: Readonly<Record<string, readonly string[]>> = {
  boolean: NO_BOOLEANS,
  instant: NO_TIMES,
  date: NO_TIMES,
  text: [],
  texts: [],
  id: [],
}

type Asked = { readonly name: string; readonly op: string; readonly type: string }

const askedOf = (of: Resource): readonly Asked[] =>
  Object.entries<Filter>(of.filters).flatMap(([name, filter]) => {
    const type = valueType(resolvePath(of.noun, filter.path).type)
    return filter.operators.map((op) => ({ name: op === (filter.bare ?? 'eq') ? name : `${name}__${op}`, op, type }))
  })

/** What of each filter is refused, as the name of a parameter and its value. */
const wrongOf = (of: Resource) =>
  askedOf(of).flatMap(({ name, op, type }) => {
    const none = wrongFor[type]
    if (none === undefined) throw new Error(`nothing is known that is wrong for ${name}, of type ${type}`)
    // A span without an end is none.
    const values = none.length > 0 && op !== 'eq' ? [...none, ''] : none
    return values.map((value) => [name, type, value] as const)
  })

const isText = ({ type }: Asked) => wrongFor[type]?.length === 0

/** The lists that have such filters, by their paths. */
const lists = (resources: readonly Resource[], having: (asked: Asked) => boolean) =>
  resources.flatMap((of) =>
    of.path !== undefined && of.methods.includes('list') && askedOf(of).some(having) ? [[of.path, of] as const] : [],
  )
const close = closeResources('http://ajar.example')

describe('a filter with a value of a wrong type says which one it wants, and finds nothing', () => {
  const SENTENCES: Readonly<Record<string, string>> = {
    boolean: 'Value must be of boolean type.',
    instant: 'Invalid ISO 8601 datetime.',
    date: 'Invalid date: expected YYYY-MM-DD.',
  }

  test.each(lists(close, (one) => !isText(one)))('GET %s', async (path, of) => {
    const { api, made } = await stock()
    for (const [name, type, value] of wrongOf(of)) {
      const query = `${name}=${encodeURIComponent(value)}${beside(name, made)}`
      const { status, body } = await api.get(`${path}?${query}`)
      const expected = { status: 400, body: { errors: [], 'field-errors': { [name]: SENTENCES[type] } } }
      expect({ status, body }, query).toEqual(expected)
    }
  })

  test.each(lists(clevertimResources, () => true))('GET /api%s', async (path, of) => {
    const api = clevertim((await stock()).api)
    for (const [name, type, value] of wrongOf(of)) {
      const query = `${name}=${encodeURIComponent(value)}`
      const { status, body } = await api.get(`${path}?${query}`)
      expect(type).toBe('instant')
      const error = `${name}: is not a time such as 2017-01-02T05:22:12Z`
      expect({ status, body }, query).toEqual({ status: 400, body: { status: 'ERROR', error } })
    }
  })
})

describe('a text that nothing has finds nothing', () => {
  test.each(lists(close, isText))('GET %s', async (path, of) => {
    const { api, made } = await stock()
    for (const { name, type } of askedOf(of).filter(isText)) {
      for (const value of NO_SUCH_TEXTS) {
        const reply = await api.get(`${path}?${name}=${encodeURIComponent(value)}${beside(name, made)}`)
        expect([reply.status, rowsOf(reply)], `${name}=${value}, of type ${type}`).toEqual([200, []])
      }
    }
  })
})

test('what is right is taken', async () => {
  const { api } = await stock()
  for (const query of ['is_shared=true', 'is_shared=FALSE', 'is_shared=']) {
    expect((await api.get(`/saved_search/?${query}`)).status, query).toBe(200)
  }
  const task = async (query: string) => rowsOf(await api.get(`/task/?${query}`))
  expect(await task('date__lt=2026-03-06&date__gte=2026-03-05')).toHaveLength(1)
  expect(await task('is_complete=false&date=')).toEqual([])
  expect(contentOf(await clevertim(api).get('/contact?lm_gt=2026-01-01'))).not.toEqual([])
})

test('a list has an end', async () => {
  const { api } = await stock()
  const options = { headers: { 'x-http-method-override': 'GET' } }
  const asked = (number: number) =>
    api.post('/lead/', { _params: { id__in: Array.from({ length: number }, (_, i) => `lead_${i}`) } }, options)
  expect((await asked(10_000)).status).toBe(200)
  const { status, body } = await asked(10_001)
  expect({ status, body }).toEqual({
    status: 400,
    body: { errors: [], 'field-errors': { id__in: 'List is too long.' } },
  })
})

/** What some lists have to be asked for, too. */
function beside(name: string, made: Stock['made']): string {
  const lead = name.startsWith('lead_id') ? '' : `&lead_id=${made['/lead/']?.object.id}`
  const order = name.startsWith('activity_at') ? '&_order_by=-activity_at' : ''
  const about = name === 'object_id' || name === 'thread_id' ? '' : `&object_id=${made['/task/']?.object.id}`
  return lead + order + about
}

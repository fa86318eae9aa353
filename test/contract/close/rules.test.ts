import { describe, expect, test } from 'vitest'
import { closeResources } from '../../../src/api/close/close.ts'
import type { Resource } from '../../../src/api/resource/resource.ts'
import { type Client, type Json, rowsOf, useApi } from '../../support/api.ts'
import { type Made, oneOfEach } from '../../support/oneOfEach.ts'

// What the public documentation says of all resources alike, held against each of them. See docs/api/close/README.md.

const { client } = useApi()

/** How a resource answers: its ids, and which of the two generations its codes, times and manners are of. */
type Rule = {
  readonly id: string
  readonly length?: 22 | 43
  /** 201 and 204, and no keys that it does not know. */
  readonly newer?: true
  /** Newer ones differ in how they print times. */
  readonly times?: 'without offset'
  /** One newer resource answers a DELETE as the older do. */
  readonly deleted?: 200
}

const custom = (id = 'cf'): Rule => ({ id })
const activity: Rule = { id: 'acti', length: 43 }

const RULES: Readonly<Record<string, Rule>> = {
  '/user/': { id: 'user', length: 43 },
  '/organization/': { id: 'orga', length: 43 },
  '/membership/': { id: 'memb', length: 43 },
  '/role/': { id: 'role', length: 43, newer: true, times: 'without offset', deleted: 200 },
  '/group/': { id: 'group', length: 22, newer: true },
  '/status/lead/': { id: 'stat', length: 43 },
  '/status/opportunity/': { id: 'stat', length: 43 },
  '/pipeline/': { id: 'pipe', length: 22, newer: true, times: 'without offset' },
  '/lead/': { id: 'lead', length: 43 },
  '/contact/': { id: 'cont', length: 43 },
  '/opportunity/': { id: 'oppo', length: 43 },
  '/task/': { id: 'task', length: 43 },
  '/case/': { id: 'case', length: 43 },
  '/integration_link/': { id: 'ilink', length: 43 },
  '/saved_search/': { id: 'save', length: 43 },
  '/bulk_action/edit/': { id: 'bulkedit', length: 22 },
  '/bulk_action/delete/': { id: 'bulkdelete', length: 22 },
  '/bulk_action/undo/': { id: 'bulkundo', length: 22 },
  '/export/': { id: 'expo', length: 22 },
  '/webhook/': { id: 'whsub', newer: true, deleted: 200 },
  '/event/': { id: 'ev', length: 22, times: 'without offset' },
  '/comment/': { id: 'comm', newer: true },
  '/comment_thread/': { id: 'comthr', newer: true },
  '/activity/note/': activity,
  '/activity/call/': activity,
  '/activity/email/': activity,
  '/activity/emailthread/': activity,
  '/activity/sms/': activity,
  '/activity/meeting/': activity,
  '/activity/whatsapp_message/': activity,
  '/activity/custom/': activity,
  '/activity/created/': activity,
  '/activity/form_submission/': activity,
  '/activity/task_completed/': activity,
  '/activity/lead_merge/': activity,
  '/activity/status_change/lead/': activity,
  '/activity/status_change/opportunity/': activity,
  '/custom_field/lead/': custom(),
  '/custom_fields/lead/': custom(),
  '/custom_field/contact/': custom(),
  '/custom_fields/contact/': custom(),
  '/custom_field/opportunity/': custom(),
  '/custom_fields/opportunity/': custom(),
  '/custom_field/case/': custom(),
  '/custom_field/activity/': custom(),
  '/custom_fields/activity/': custom(),
  '/custom_field/shared/': custom(),
  '/custom_fields/shared/': custom(),
  '/custom_field/custom_object_type/': { ...custom(), newer: true },
  '/custom_fields/custom_object_type/': { ...custom(), newer: true },
  '/custom_activity/': { id: 'actitype', length: 22, newer: true, times: 'without offset' },
  '/custom_object_type/': { id: 'cotype', length: 22, newer: true, times: 'without offset' },
  '/custom_object/': { id: 'custobj', length: 43, newer: true },
}

// The second paths of custom fields lead to the same.
const ALIAS = /^\/custom_fields\//
const resources = closeResources('http://ajar.example').filter(({ path = '' }) => RULES[path] !== undefined)
const having = (...methods: readonly Resource['methods'][number][]) =>
  resources
    .filter((of) => methods.every((method) => of.methods.includes(method)))
    .map((of) => [of.path ?? '', of] as const)
const ruleOf = (path: string) => RULES[path] ?? { id: '' }

test('every resource has its rule', () => {
  const paths = closeResources('http://ajar.example').flatMap(({ path = '', methods }) =>
    methods.includes('fetch') && path !== '/custom_field_schema/' ? path : [],
  )
  expect(Object.keys(RULES)).toEqual(expect.arrayContaining(paths))
})

/** An organization with one of each, shared by tests that only read. */
let shared: Promise<{ api: Client; made: Readonly<Record<string, Made>> }> | undefined
const stock = () => (shared ??= stocked())
async function stocked() {
  const api = await client()
  return { api, made: await oneOfEach(api) }
}

/** An object of a resource, also of one that nobody makes; undefined where there is none. */
async function anObject(path: string): Promise<Json | undefined> {
  const { api, made } = await stock()
  if (path === '/organization/') return (await api.get(`${path}${api.organizationId}/`)).body
  const known = made[path]?.object
  if (known !== undefined) return known
  const lead_id = made['/lead/']?.object.id
  const query = path === '/custom_object/' ? `?lead_id=${lead_id}` : ''
  return rowsOf(await api.get(`${path}${query}`))[0]
}

const OLDER = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?\+00:00$/
const WITHOUT_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?$/
const STAMPS = ['date_created', 'date_updated', 'created_at', 'updated_at']

// What only comes about as a side effect of others; each has its own tests.
const RARE = [
  '/activity/lead_merge/',
  '/activity/form_submission/',
  '/activity/task_completed/',
  '/activity/emailthread/',
]

test('there is an object of nearly every resource to look at', async () => {
  const missing = []
  for (const [path] of having('fetch')) if ((await anObject(path)) === undefined) missing.push(path)
  expect(RARE).toEqual(expect.arrayContaining(missing))
})

describe('an object', () => {
  test.each(having('fetch'))('%s has the id and the times of its kind', async (path, of) => {
    const object = await anObject(path)
    if (object === undefined) return
    const { id, length, times } = ruleOf(path)
    expect(object.id).toMatch(new RegExp(`^${id}_[0-9A-Za-z]{${length ?? '10,60'}}$`))
    const stamps = STAMPS.filter((key) => Object.hasOwn(of.fields, key))
    for (const key of stamps) expect(object[key], key).toMatch(times === undefined ? OLDER : WITHOUT_OFFSET)
  })

  test.each(having('fetch'))('%s is cut to _fields, and names nobody knows are dropped', async (path) => {
    const { api } = await stock()
    const object = await anObject(path)
    if (object === undefined) return
    const { status, body, text } = await api.get(`${path}${object.id}/?_fields=id,colour`)
    expect(status, text).toBe(200)
    expect(body).toEqual({ id: object.id })
  })

  test.each(having('fetch'))('%s is not found by an unknown id, whatever is asked of it', async (path, of) => {
    const { api } = await stock()
    const error = `Empty query: ${of.title} matching query does not exist.`
    for (const [method, verb] of [
      ['fetch', 'GET'],
      ['update', 'PUT'],
      ['delete', 'DELETE'],
    ] as const) {
      if (!of.methods.includes(method)) continue
      const reply = await api.send(
        verb,
        `${path}${ruleOf(path).id}_none/`,
        verb === 'PUT' ? { colour: 'red' } : undefined,
      )
      expect([verb, reply.status, reply.body]).toEqual([verb, 404, { error }])
    }
    expect((await api.post(`${path}${ruleOf(path).id}_none/`, {})).body).toEqual({
      error: expect.stringContaining('Did you mean to use PUT?'),
    })
  })
})

describe('a list', () => {
  const query = async (path: string, more: string) => {
    const { made } = await stock()
    const scope = path === '/custom_object/' ? `lead_id=${made['/lead/']?.object.id}` : ''
    const about = path === '/comment/' ? `object_id=${made['/task/']?.object.id}` : scope
    return `${path}?${[about, more].filter((part) => part !== '').join('&')}`
  }

  test.each(having('list'))('%s has its envelope', async (path) => {
    const { api } = await stock()
    const { status, body, text } = await api.get(await query(path, ''))
    expect(status, text).toBe(200)
    expect(Array.isArray(body.data)).toBe(true)
    const isBare = ['/pipeline/', '/event/'].includes(path) || /^\/custom_fields?\/shared\/$/.test(path)
    expect([isBare ? 'undefined' : 'boolean', 'boolean']).toContain(typeof body.has_more)
    expect('total_results' in body).toBe(['/lead/', '/opportunity/'].includes(path))
  })

  test.each(having('list'))('%s takes its parameters from the body of a POST that means GET', async (path) => {
    const { api } = await stock()
    const plain = await api.get(await query(path, '_fields=id'))
    const [, text = ''] = (await query(path, '_fields=id')).split('?')
    const reply = await api.post(
      `${path}?_fields=nothing&_limit=0`,
      { _params: Object.fromEntries(new URLSearchParams(text)) },
      { headers: { 'x-http-method-override': 'GET' } },
    )
    expect([reply.status, reply.text]).toEqual([200, plain.text])
  })

  test.each(having('list'))('%s ignores filters and orders that nobody knows', async (path) => {
    const { api } = await stock()
    const plain = await api.get(await query(path, ''))
    for (const more of ['colour=red', 'colour__gt=1', '_order_by=colour', '_order_by=-colour', '_order_by=id,,']) {
      const reply = await api.get(await query(path, more))
      expect([more, reply.status, reply.text]).toEqual([more, 200, plain.text])
    }
  })

  test.each(having('list'))('%s can be ordered both ways by what its map allows', async (path, of) => {
    const { api } = await stock()
    const lead = `lead_id=${(await stock()).made['/lead/']?.object.id}`
    for (const order of Object.keys(of.orders)) {
      const scope = path.startsWith('/activity/') ? `${lead}&` : ''
      const [up, down] = await Promise.all(
        ['', '-'].map(async (sign) => api.get(await query(path, `${scope}_order_by=${sign}${order}&_fields=id`))),
      )
      expect([order, up?.status, down?.status], `${up?.text}`).toEqual([order, 200, 200])
      const ids = (reply: typeof up) => (reply === undefined ? [] : rowsOf(reply).map(({ id }) => String(id)))
      expect(ids(down).toSorted(), order).toEqual(ids(up).toSorted())
    }
  })

  const WHOLE =
    /^\/(?:pipeline|comment|custom_object|custom_activity|custom_object_type|custom_fields?\/(?:shared|custom_object_type))\/$/
  // The log has pages of its own.
  const paged = having('list').filter(([path]) => !WHOLE.test(path) && path !== '/event/')

  test.each(paged)('%s has pages with limits', async (path) => {
    const { api } = await stock()
    const none = await api.get(`${path}?_limit=0`)
    expect([none.status, none.body.data]).toEqual([200, []])
    expect((await api.get(`${path}?_limit=1000`)).status).toBe(200)
    const refused: readonly [string, RegExp][] = [
      ['_limit=100000', /^The limit you set is larger than the maximum limit for this resource \(max_limit = \d+\)\.$/],
      ['_skip=250001', /max_skip = 250000/],
      ['_limit=x', /^_limit must be an integer \(got "x" instead\)\.$/],
      ['_skip=-1', /^_skip must be a non-negative integer \(got "-1" instead\)\.$/],
    ]
    for (const [more, sentence] of refused) {
      const reply = await api.get(`${path}?${more}`)
      expect([more, reply.status, reply.body]).toEqual([more, 400, { error: expect.stringMatching(sentence) }])
    }
  })

  test.each(having('list').filter(([path]) => WHOLE.test(path)))('%s is whole, whatever _limit says', async (path) => {
    const { api } = await stock()
    const plain = await api.get(await query(path, ''))
    expect((await api.get(await query(path, '_limit=x'))).text).toBe(plain.text)
  })
})

describe('what is written', () => {
  const makeable = having('create').filter(([path]) => !ALIAS.test(path))

  test('is answered with the codes of its generation', async () => {
    const { api, made } = await stocked()
    for (const [path] of having('create', 'fetch').filter(([one]) => !ALIAS.test(one))) {
      const body = made[path]?.body
      if (body === undefined) continue
      const again = Object.fromEntries(
        Object.entries(body).map(([key, value]) => [
          key,
          ['name', 'label'].includes(key) ? `${String(value)} 2` : value,
        ]),
      )
      const reply = await api.post(path, again)
      const { newer } = ruleOf(path)
      expect([path, reply.status], reply.text).toEqual([path, newer ? 201 : 200])
      expect(reply.headers.location, path).toBe(newer ? `/api/v1${path}${reply.body.id}/` : undefined)
    }
  })

  test('is deleted with the codes of its generation', async () => {
    const { api, made } = await stocked()
    // What was made last is not in use.
    for (const path of Object.keys(made).toReversed()) {
      const deletable = having('create', 'delete').some(([one]) => one === path)
      if (!deletable || ALIAS.test(path) || path === '/membership/') continue
      const id = made[path]?.object.id
      const { newer, deleted } = ruleOf(path)
      const reply = await api.delete(`${path}${id}/`)
      const codes = deleted === 200 || !newer ? [200, '{}'] : [204, '']
      expect([path, reply.status, reply.text]).toEqual([path, ...codes])
      expect((await api.get(`${path}${id}/`)).status, path).toBe(404)
    }
  })

  test.each(having('update', 'fetch'))('%s: a key that nobody knows', async (path) => {
    const { api } = await stock()
    const object = await anObject(path)
    if (object === undefined) return
    const reply = await api.put(`${path}${object.id}/`, { colour: 'red' })
    const refused = { errors: [], 'field-errors': { colour: 'Unknown field.' } }
    const [status, body] = ruleOf(path).newer ? [400, refused] : [200, { id: object.id }]
    expect(reply.status, reply.text).toBe(status)
    expect(reply.body).toMatchObject(body)
  })

  test.each(having('update', 'fetch'))('%s: what was read, sent back, changes nothing', async (path) => {
    const { api } = await stock()
    const object = await anObject(path)
    if (object === undefined) return
    const read = (await api.get(`${path}${object.id}/`)).body
    const reply = await api.put(`${path}${object.id}/`, read)
    expect([reply.status, reply.body], reply.text).toEqual([200, read])
  })

  test.each(makeable)('%s: what is no JSON object is refused in the words of clients', async (path) => {
    const { api } = await stock()
    const cases: readonly [string, string, string][] = [
      ['{', 'application/json', 'The request contains invalid JSON.'],
      ['{"value": NaN}', 'application/json', 'The request contains invalid JSON.'],
      ['[]', 'application/json', 'JSON data must be a dict.'],
      ['name=x', 'text/plain', "Please send valid JSON with a 'Content-Type: application/json' header."],
    ]
    for (const [raw, type, error] of cases) {
      const reply = await api.post(path, undefined, { raw, headers: { 'content-type': type } })
      expect([raw, reply.status, reply.body]).toEqual([raw, 400, { error }])
    }
  })

  test.each(resources.map((of) => [of.path ?? '', of] as const))('%s: verbs it does not have', async (path, of) => {
    const { api } = await stock()
    const id = (await anObject(path))?.id ?? 'none_1'
    const expected = [
      ['POST', path, of.methods.includes('create')],
      ['DELETE', path, false],
      ['PATCH', `${path}${id}/`, false],
      ['PUT', `${path}${id}/`, of.methods.includes('update')],
      ['DELETE', `${path}${id}/`, of.methods.includes('delete')],
    ] as const
    for (const [verb, url, has] of expected) {
      if (has) continue
      const reply = await api.send(verb, url, verb === 'DELETE' ? undefined : {})
      expect([verb, url, reply.status, typeof reply.body.error]).toEqual([verb, url, 405, 'string'])
    }
  })
})

describe('where sources disagree', () => {
  test('an opportunity status has a type, and is taken with status_type too', async () => {
    const { api, made } = await stock()
    const pipeline_id = made['/pipeline/']?.object.id
    for (const key of ['type', 'status_type']) {
      const { status, body } = await api.post('/status/opportunity/', { label: `By ${key}`, [key]: 'won', pipeline_id })
      expect([status, body.type]).toEqual([200, 'won'])
      expect(body).not.toHaveProperty('status_type')
    }
  })

  test.each(['/status/lead/', '/status/opportunity/', '/pipeline/'])('one of %s can be read', async (path) => {
    const { api, made } = await stock()
    const object = made[path]?.object
    expect((await api.get(`${path}${object?.id}/`)).body.id).toBe(object?.id)
  })

  test('a membership can be deleted', async () => {
    const { api, made } = await stocked()
    const { status, text } = await api.delete(`/membership/${made['/membership/']?.object.id}/`)
    expect([status, text]).toEqual([200, '{}'])
  })

  test('a merge is told of the lead that is still there', async () => {
    const api = await client()
    const [source, destination] = await Promise.all(
      ['Old', 'New'].map(async (name) => (await api.post('/lead/', { name })).body.id),
    )
    expect((await api.post('/lead/merge/', { source, destination })).body).toEqual({ status: 'ok' })
    const [merge] = rowsOf(await api.get('/activity/lead_merge/'))
    expect(merge?.lead_id).toBe(destination)
  })

  test('the old search narrows the list, and is refused where it cannot', async () => {
    const { api } = await stock()
    const all = rowsOf(await api.get('/lead/?query=*'))
    expect(all.length).toBeGreaterThan(0)
    expect(rowsOf(await api.get('/lead/?query=nobodyiscalledso'))).toEqual([])
    expect((await api.get('/pipeline/?query=harbor')).status).toBe(400)
  })
})

describe('error bodies', () => {
  test.each<[string, string, string, object, number, unknown]>([
    [
      'a field',
      'POST',
      '/activity/note/',
      {},
      400,
      { errors: [], 'field-errors': { lead: 'This field is required.' } },
    ],
    [
      'an item of a list',
      'POST',
      '/lead/',
      { contacts: [{ name: 'Ida', emails: [{ email: 'ida@x.example' }, { email: 'x' }] }] },
      400,
      {
        errors: [],
        'field-errors': {
          contacts: {
            errors: {
              0: {
                errors: [],
                'field-errors': {
                  emails: { errors: { 1: { errors: [], 'field-errors': { email: 'Invalid email address.' } } } },
                },
              },
            },
          },
        },
      },
    ],
    [
      'a reference',
      'POST',
      '/opportunity/',
      { lead_id: 'lead_none' },
      400,
      { errors: [], 'field-errors': { lead: 'Object does not exist.' } },
    ],
    [
      'an unknown id',
      'GET',
      '/lead/lead_none/',
      {},
      404,
      { error: 'Empty query: Lead matching query does not exist.' },
    ],
    [
      'an unknown lead to merge',
      'POST',
      '/lead/merge/',
      { source: 'lead_none', destination: 'lead_none2' },
      404,
      { errors: ['Source lead does not exist.'] },
    ],
  ])('%s', async (_name, method, path, body, status, expected) => {
    const { api } = await stock()
    const reply = await api.send(method, path, method === 'GET' ? undefined : body)
    expect([reply.status, reply.body]).toEqual([status, expected])
  })

  test('the object as a whole', async () => {
    const { api, made } = await stock()
    const { status, body } = await api.delete(`/pipeline/${made['/pipeline/']?.object.id}/`)
    expect(status).toBe(400)
    expect(body).toEqual({ errors: [expect.any(String)], 'field-errors': {} })
  })
})

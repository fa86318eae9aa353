import { expect, test } from 'vitest'
import { closeResources } from '../../../src/api/close/close.ts'
import { type Client, rowsOf, useApi } from '../../support/api.ts'
import { oneOfEach } from '../../support/oneOfEach.ts'

const { client } = useApi()

const many = async (api: Client, number: number, body: (i: number) => object = (i) => ({ name: `Lead ${i}` })) => {
  for (let i = 0; i < number; i += 20) {
    await Promise.all(Array.from({ length: Math.min(20, number - i) }, (_, k) => api.post('/lead/', body(i + k))))
  }
}

test('a page has a hundred unless one asks otherwise, and says whether there are more', async () => {
  const api = await client()
  await many(api, 101)
  const first = await api.get('/lead/?_fields=id')
  expect(rowsOf(first)).toHaveLength(100)
  expect(first.body).toMatchObject({ has_more: true, total_results: 101 })
  const second = await api.get('/lead/?_fields=id&_skip=100')
  expect(rowsOf(second)).toHaveLength(1)
  expect(second.body).toMatchObject({ has_more: false, total_results: 101 })
  const whole = await api.get('/lead/?_fields=id&_limit=101')
  expect(rowsOf(whole)).toHaveLength(101)
  expect(whole.body.has_more).toBe(false)
  expect((await api.get('/lead/?_skip=101')).body).toEqual({ has_more: false, total_results: 101, data: [] })
  expect((await api.get('/lead/?_limit=0')).body).toEqual({ has_more: true, total_results: 101, data: [] })
  expect((await api.get('/lead/?_limit=1000')).status).toBe(200)
})

test('an empty list is an empty page', async () => {
  const api = await client()
  expect((await api.get('/lead/')).text).toBe('{"has_more":false,"total_results":0,"data":[]}')
  expect((await api.get('/contact/')).text).toBe('{"has_more":false,"data":[]}')
})

test.each(['_fields=id', '_order_by=date_created', '_order_by=-date_updated', '_order_by=display_name'])(
  'skipping until there are no more visits each once, with %s',
  async (query) => {
    const api = await client()
    // Made at the same moment and called the same, so that only the last resort can order them.
    await many(api, 43, (i) => ({ name: i < 20 ? 'Same' : `Lead ${i}`, date_created: '2026-03-01T10:00:00Z' }))
    const seen: string[] = []
    for (let more = true, pages = 0; more && pages < 20; pages++) {
      const page = await api.get(`/lead/?${query}&_limit=5&_skip=${seen.length}`)
      seen.push(...rowsOf(page).map((lead) => lead.id ?? ''))
      more = String(page.body.has_more) === 'true'
    }
    expect(seen).toHaveLength(43)
    expect(new Set(seen).size).toBe(43)
  },
)

test('bad numbers are refused with the words that clients look for', async () => {
  const api = await client()
  const error = async (query: string) => {
    const { status, body } = await api.get(`/lead/?${query}`)
    expect(status, query).toBe(400)
    expect(Object.keys(body)).toEqual(['error'])
    return body.error
  }
  expect(await error('_limit=x')).toBe('_limit must be an integer (got "x" instead).')
  expect(await error('_limit=1.5')).toBe('_limit must be an integer (got "1.5" instead).')
  expect(await error('_limit=')).toBe('_limit must be an integer (got "" instead).')
  expect(await error('_limit=-1')).toBe('_limit must be an integer (got "-1" instead).')
  expect(await error('_skip=-1')).toBe('_skip must be a non-negative integer (got "-1" instead).')
  expect(await error('_skip=x')).toBe('_skip must be a non-negative integer (got "x" instead).')
  expect(await error('_limit=1001')).toBe(
    'The limit you set is larger than the maximum limit for this resource (max_limit = 1000).',
  )
  expect(await error('_skip=250001')).toBe(
    'The skip you set is larger than the maximum skip for this resource (max_skip = 250000). Please refine your search query.',
  )
  expect((await api.get('/lead/?_skip=250000')).status).toBe(200)
})

test('only leads and opportunities are counted; pipelines are never cut', async () => {
  const api = await client()
  const made = await oneOfEach(api)
  const scopes: Record<string, string> = {
    '/comment/': `?thread_id=${made['/comment/']?.object.thread_id}`,
    '/custom_object/': `?lead_id=${made['/lead/']?.object.id}`,
  }
  for (const { path, methods, policy } of closeResources('http://ajar.example')) {
    if (path === undefined || !methods.includes('list')) continue
    const scope = scopes[path] ?? ''
    const { body } = await api.get(`${path}${scope}`)
    const keys = Object.keys(body)
    expect(keys.includes('total_results'), path).toBe(path === '/lead/' || path === '/opportunity/')
    expect(keys, path).toContain('data')
    // The event log has cursors both ways in its place.
    expect(keys.includes('has_more'), path).toBe(policy?.unpaged !== true && path !== '/event/')
  }
  expect(Object.keys((await api.get('/pipeline/')).body)).toEqual(['data'])
  await Promise.all(['A', 'B', 'C'].map((name) => api.post('/pipeline/', { name })))
  expect(rowsOf(await api.get('/pipeline/?_limit=1'))).toHaveLength(5)
})

test('the newest come first', async () => {
  const api = await client()
  const lead = (await api.post('/lead/', { name: 'Old', date_created: '2020-01-01' })).body
  for (const day of ['2026-01-02', '2026-01-03', '2026-01-01']) {
    await api.post('/lead/', { name: day, date_created: day })
    await api.post('/contact/', { lead_id: lead.id, name: day, date_created: day })
    await api.post('/opportunity/', { lead_id: lead.id, note: day, date_created: day })
    await api.post('/activity/note/', { lead_id: lead.id, note: day, date_created: day })
  }
  const newest = ['2026-01-03', '2026-01-02', '2026-01-01']
  const of = async (path: string, key: string) => rowsOf(await api.get(path)).map((one) => one[key])
  expect(await of('/lead/', 'name')).toEqual([...newest, 'Old'])
  expect(await of('/contact/', 'name')).toEqual(newest)
  expect(await of('/opportunity/', 'note')).toEqual(newest)
  expect(await of('/activity/note/', 'note')).toEqual(newest)
  expect(await of(`/activity/?lead_id=${lead.id}&_type=Note`, 'note')).toEqual(newest)
})

test('the count of all leads follows what is made and deleted', async () => {
  const api = await client()
  await many(api, 12)
  const ids = rowsOf(await api.get('/lead/?_fields=id')).map((lead) => lead.id)
  await Promise.all(ids.slice(0, 5).map((id) => api.delete(`/lead/${id}/`)))
  await api.delete(`/lead/${ids[0]}/`)
  await api.post('/contact/', { name: 'Makes a lead' })
  expect((await api.get('/lead/?_limit=0')).body.total_results).toBe(8)
  // Counted one by one, where there is a condition.
  expect((await api.get('/lead/?_limit=0&date_created__gt=2000-01-01')).body.total_results).toBe(8)
})

import sql from 'sql-template-tag'
import { expect, test } from 'vitest'
import { closeResources } from '../../../src/api/close/close.ts'
import { type Client, type Json, rowsOf, useApi } from '../../support/api.ts'
import { oneOfEach } from '../../support/oneOfEach.ts'
import { scopes, walked } from '../../support/walk.ts'

const { client, member, database } = useApi()

const aFew = (api: Client, count: number, body: (i: number) => object) =>
  Promise.all(Array.from({ length: count }, async (_, i) => (await api.post('/lead/', body(i))).body.id ?? ''))

test('a list is walked through from its beginning to its end', async () => {
  const api = await client()
  await aFew(api, 5, (i) => ({ name: `Lead ${i}` }))
  const first = await api.get('/lead/?_cursor=&_limit=2&_fields=id')
  expect(Object.keys(first.body)).toEqual(['has_more', 'cursor_next', 'total_results', 'data'])
  expect(first.body).toMatchObject({ has_more: true, total_results: 5 })
  expect(first.body.cursor_next).toMatch(/^[\w.-]+$/)
  const second = await api.get(`/lead/?_cursor=${first.body.cursor_next}&_limit=2&_fields=id`)
  const third = await api.get(`/lead/?_cursor=${second.body.cursor_next}&_limit=2&_fields=id`)
  expect(third.body).toMatchObject({ has_more: false, cursor_next: null })
  const plain = await api.get('/lead/?_fields=id')
  expect([first, second, third].flatMap(rowsOf)).toEqual(rowsOf(plain))
  // Pages may differ in size and in what they show, and any may be asked for again, at any time.
  const again = await api.get(`/lead/?_limit=3&_cursor=${first.body.cursor_next}&_fields=id,name`)
  expect(rowsOf(again).map(({ id }) => id)).toEqual(
    rowsOf(plain)
      .map(({ id }) => id)
      .slice(2),
  )
})

test('without the parameter a list has nothing new', async () => {
  const api = await client()
  expect((await api.get('/lead/')).text).toBe('{"has_more":false,"total_results":0,"data":[]}')
  expect((await api.get('/lead/?_cursor=')).text).toBe(
    '{"has_more":false,"cursor_next":null,"total_results":0,"data":[]}',
  )
  expect(Object.keys((await api.get('/pipeline/')).body)).toEqual(['data'])
  expect((await api.get('/pipeline/?_cursor=')).body).toMatchObject({ cursor_next: null })
})

test('a cursor is good for one list, one order and one choice of filters', async () => {
  const api = await client()
  const other = await client()
  await aFew(api, 3, (i) => ({ name: `Lead ${i}` }))
  const asked = '_order_by=name&date_created__gt=2001-01-01'
  const cursor = (await api.get(`/lead/?${asked}&_limit=1&_cursor=`)).body.cursor_next ?? ''
  expect((await api.get(`/lead/?date_created__gt=2001-01-01&_cursor=${cursor}&_order_by=name`)).status).toBe(200)
  const refused = async (of: Client, path: string) => {
    const { status, body } = await of.get(path)
    expect(status, path).toBe(400)
    expect(body, path).toEqual({
      errors: [],
      'field-errors': { _cursor: 'This is no cursor of this list with these filters and this order.' },
    })
  }
  await refused(api, `/lead/?date_created__gt=2001-01-01&_cursor=${cursor}`)
  await refused(api, `/lead/?${asked.replace('=name', '=-name')}&_cursor=${cursor}`)
  await refused(api, `/lead/?${asked.replace('2001', '2002')}&_cursor=${cursor}`)
  await refused(api, `/contact/?${asked}&_cursor=${cursor}`)
  await refused(other, `/lead/?${asked}&_cursor=${cursor}`)
  const [payload, signature] = cursor.split('.')
  const forged = Buffer.from('[1,["x","y","z"],null,false,0]').toString('base64url')
  for (const bad of [
    'x',
    '.',
    `${payload}`,
    `${payload}.`,
    `.${signature}`,
    `${forged}.${signature}`,
    `${cursor}x`,
    '%00',
  ])
    await refused(api, `/lead/?${asked}&_cursor=${bad}`)
})

test('a page is found by _cursor or by _skip', async () => {
  const api = await client()
  const { status, body } = await api.get('/lead/?_cursor=&_skip=10')
  expect(status).toBe(400)
  expect(body['field-errors']).toEqual({ _skip: 'A page is found by _cursor or by _skip, not by both.' })
  expect((await api.get('/lead/?_cursor=&_skip=0')).status).toBe(200)
  expect((await api.get('/lead/?_cursor=&_skip=x')).status).toBe(400)
})

test.each([
  '',
  '_order_by=date_created',
  '_order_by=date_updated',
  '_order_by=-date_updated',
  '_order_by=name',
  '_order_by=-name',
])('leads of the same moment and name, and of none, come once each, with %s', async (order) => {
  const api = await client()
  const same = { date_created: '2026-03-01T10:00:00.123456Z' }
  await aFew(api, 13, (i) => ({ ...(i % 3 === 0 ? {} : { name: i % 3 === 1 ? 'Same' : `Lead ${i}` }), ...same }))
  const all = rowsOf(await api.get(`/lead/?${order}&_fields=id`)).map(({ id }) => id)
  for (const limit of [1, 4, 13]) {
    const pages = await walked(api, `/lead/?${order}&_fields=id&_limit=${limit}`)
    expect(pages.map(({ id }) => id)).toEqual(all)
  }
})

test.each(['value', '-value', 'date_won', '-date_won', 'user_name', 'annualized_expected_value', '-confidence'])(
  'opportunities come once each by %s, those without a value too',
  async (order) => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'Looms' })).body
    for (const i of [1, 2, 3, 4, 5, 6, 7]) {
      const some = i % 2 === 0 ? { value: 100 * (i % 4), expected_date: '2026-05-01' } : { value: null }
      await api.post('/opportunity/', { lead_id: lead.id, confidence: 10 * (i % 3), ...some })
    }
    const all = rowsOf(await api.get(`/opportunity/?_order_by=${order}`)).map(({ id }) => id)
    for (const limit of [1, 2, 3]) {
      const pages = await walked(api, `/opportunity/?_order_by=${order}&_limit=${limit}`)
      expect(pages.map(({ id }) => id)).toEqual(all)
    }
  },
)

test('groups of opportunities are walked through as well', async () => {
  const api = await client()
  const lead = (await api.post('/lead/', { name: 'Looms' })).body
  for (const day of ['2026-01-05', '2026-02-05', '2026-01-15', '2026-02-15', '2026-02-25'])
    await api.post('/opportunity/', { lead_id: lead.id, date_won: day })
  const groups = await walked(api, '/opportunity/?_group_by=date_won__month&_limit=2')
  const months = groups.map(({ month, objects }) => [month, (objects as unknown as Json[]).length])
  expect(months).toEqual([
    [1, 2],
    [2, 2],
    [2, 1],
  ])
})

// Some fifteen requests for each of fifty lists.
const MANY_MS = 120_000

test(
  'every list can be walked through, and knows when its objects were made and changed',
  async () => {
    const api = await client()
    const made = await oneOfEach(api)
    await api.put(`/task/${made['/task/']?.object.id}/`, { is_complete: true })
    const [source, destination] = await aFew(api, 2, (i) => ({ name: `Lead ${i}` }))
    await api.post('/lead/merge/', { source, destination })
    // The event log is a list of its own kind.
    const lists = closeResources('http://ajar.example').flatMap(({ path = '', methods }) =>
      methods.includes('list') && path !== '/event/' ? path : [],
    )
    expect(lists.length).toBeGreaterThan(40)
    for (const path of lists) await expectDated(api, `${path}?${scopes(made)[path] ?? ''}`)
  },
  MANY_MS,
)

async function expectDated(api: Client, url: string): Promise<void> {
  const all = rowsOf(await api.get(url)).length
  expect(all, url).toBeGreaterThan(0)
  expect((await walked(api, `${url}&_limit=1`)).length, url).toBe(all)
  for (const name of ['date_created', 'date_updated']) {
    const found = async (asked: string) => rowsOf(await api.get(`${url}&${asked}&_order_by=-${name}`)).length
    // Roles that were always there say so.
    expect(await found(`${name}__gte=0001-01-01&${name}__lt=2101-01-01`), url).toBe(all)
    expect(await found(`${name}__lte=2101-01-01`), url).toBe(all)
    expect(await found(`${name}__gt=2101-01-01`), url).toBe(0)
    expect(await found(`${name}__lt=0001-01-01`), url).toBe(0)
    const bad = await api.get(`${url}&${name}__gt=yesterday-ish`)
    expect(bad.body['field-errors'], url).toEqual({ [`${name}__gt`]: 'Invalid ISO 8601 datetime.' })
    expect((await walked(api, `${url}&_order_by=${name}&_limit=2`)).length, url).toBe(all)
  }
}

test('a hidden lead leaves no gap and cannot be reached by a cursor', async () => {
  const api = await client()
  const somebody = await member(api, 'user')
  const [first, hidden, last] = await aFew(api, 3, (i) => ({ name: `Lead ${i}`, date_created: `2026-01-0${i + 1}` }))
  const cursor = (await api.get('/lead/?_order_by=date_created&_limit=1&_cursor=')).body.cursor_next
  await api.put(`/lead/${hidden}/`, { visible_to: [(await api.get('/me/')).body.id] })
  const seen = await walked(somebody, '/lead/?_order_by=date_created&_limit=1')
  expect(seen.map(({ id }) => id)).toEqual([first, last])
  const rest = await somebody.get(`/lead/?_order_by=date_created&_limit=1&_cursor=${cursor}`)
  expect(rowsOf(rest).map(({ id }) => id)).toEqual([last])
})

test('what somebody brought along with a date of long ago is new to whoever asks what changed', async () => {
  const api = await client()
  const begun = new Date().toISOString()
  const old = (await api.post('/lead/', { name: 'Old', date_created: '2020-01-01' })).body
  const changed = rowsOf(await api.get(`/lead/?_order_by=date_updated&date_updated__gt=${begun}&_fields=id`))
  expect(changed).toEqual([{ id: old.id }])
})

test('changes that others are still writing are not overtaken', async () => {
  const api = await client()
  const [slow, quick] = await aFew(api, 2, (i) => ({ name: `Lead ${i}` }))
  const sync = (since: string) => walked(api, `/lead/?_order_by=date_updated&date_updated__gt=${since}&_limit=1`)
  const start = (await api.get(`/lead/${quick}/`)).body.date_updated ?? ''
  const since = (await api.get(`/lead/${slow}/`)).body.date_updated ?? ''
  const from = encodeURIComponent(start > since ? start : since)

  let finish = () => {}
  const held = new Promise<void>((resolve) => {
    finish = resolve
  })
  let writing = () => {}
  const isWriting = new Promise<void>((resolve) => {
    writing = resolve
  })
  // A writer that has taken its moment, and is slow to say that it is done.
  const writer = database().transaction(async (tx) => {
    await tx.run(sql`update leads set updated_at = clock_timestamp() where id = ${slow}`)
    writing()
    await held
  })
  await isWriting
  await api.put(`/lead/${quick}/`, { name: 'Quick' })
  const page = await api.get(`/lead/?_order_by=date_updated&date_updated__gt=${from}&_cursor=`)
  expect(page.body).toMatchObject({ has_more: true, data: [] })
  expect(page.body.cursor_next).not.toBeNull()
  const walking = sync(from)
  finish()
  await writer
  expect((await walking).map(({ name }) => name)).toEqual(['Lead 0', 'Quick'])
})

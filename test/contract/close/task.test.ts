import { describe, expect, test } from 'vitest'
import { type Client, type Json, rowsOf, useApi } from '../../support/api.ts'
import { expectShape } from '../../support/shape.ts'
import { examples } from './examples.fixture.ts'

const { client, member } = useApi()

const leadOf = async (api: Client) =>
  (await api.post('/lead/', { name: 'Harbor Looms', contacts: [{ name: 'Ida' }] })).body

/** An organization with a lead, and a way to make tasks for it. */
async function story(more: Parameters<typeof client>[0] = {}) {
  const api = await client(more)
  const lead = await leadOf(api)
  const aTask = async (body: Record<string, unknown> = {}): Promise<Json> => {
    const reply = await api.post('/task/', { lead_id: lead.id, text: 'Send samples', ...body })
    expect(reply.status, reply.text).toBe(200)
    return reply.body
  }
  const tasks = async (query: string) => rowsOf(await api.get(`/task/?${query}`)).map((task) => task.text)
  return { api, lead, aTask, tasks }
}

const TODAY = new Date().toISOString().slice(0, 10)

test('a task has every key of today’s API', async () => {
  const { api, lead, aTask } = await story()
  const me = (await api.get('/me/')).body
  const task = await aTask({ contact_id: lead.contacts?.[0]?.id, date: '2026-03-05' })
  expectShape(task, examples.task)
  expect(task).toMatchObject({
    _type: 'lead',
    view: 'inbox',
    lead_name: 'Harbor Looms',
    contact_name: 'Ida',
    assigned_to: me.id,
    assigned_to_name: 'Owner',
    date: '2026-03-05',
    due_date: '2026-03-05',
    is_dateless: false,
    is_complete: false,
  })
  expect((await api.get(`/task/${task.id}/`)).body).toEqual(task)
  expect(rowsOf(await api.get('/task/'))).toEqual([task])
})

describe('when it is due', () => {
  test.each([
    ['2026-03-05', '2026-03-05'],
    ['2026-03-05T09:30:00Z', '2026-03-05T09:30:00+00:00'],
    ['2026-03-05T09:30:00.250000+02:00', '2026-03-05T07:30:00.250000+00:00'],
  ])('%s is kept in its form', async (date, shown) => {
    const { api, aTask } = await story()
    const task = await aTask({ date })
    expect(task).toMatchObject({ date: shown, due_date: shown, is_dateless: false })
    expect((await api.put(`/task/${task.id}/`, { date: shown })).body).toEqual(task)
  })

  test('without a date it shows today, and says so', async () => {
    const { api, aTask } = await story()
    const task = await aTask()
    expect(task).toMatchObject({ date: TODAY, due_date: null, is_dateless: true, view: 'inbox' })
    expect((await api.put(`/task/${task.id}/`, task)).body).toEqual(task)
    const dated = await api.put(`/task/${task.id}/`, { ...(task as object), date: '2026-12-24' })
    expect(dated.body).toMatchObject({ date: '2026-12-24', due_date: '2026-12-24', is_dateless: false })
    const today = await api.put(`/task/${task.id}/`, { date: TODAY })
    expect(today.body).toMatchObject({ date: TODAY, due_date: TODAY, is_dateless: false })
    for (const cleared of [{ is_dateless: true }, { date: null }, { due_date: '' }]) {
      await api.put(`/task/${task.id}/`, { date: '2026-12-24' })
      expect((await api.put(`/task/${task.id}/`, cleared)).body).toMatchObject({ is_dateless: true, due_date: null })
    }
  })

  test('due_date is taken where there is no date', async () => {
    const { aTask } = await story()
    expect(await aTask({ due_date: '2026-03-05' })).toMatchObject({ date: '2026-03-05', due_date: '2026-03-05' })
    expect(await aTask({ due_date: '2026-03-05', date: '2026-03-06' })).toMatchObject({ due_date: '2026-03-06' })
  })

  test.each([['2026-02-30'], ['soon'], [5], [{}]])('%j is refused', async (date) => {
    const { api, lead } = await story()
    const reply = await api.post('/task/', { lead_id: lead.id, date })
    expect(reply.status).toBe(400)
    expect(reply.body['field-errors']).toHaveProperty('date')
  })

  test('a day begins and ends where the caller is', async () => {
    const { api, aTask } = await story()
    // At any time there is somebody for whom it is yesterday still, or tomorrow already.
    const hours = new Date().getUTCHours()
    const [here, offset] = hours < 12 ? ['future', '-12'] : ['inbox', '12']
    const date = hours < 12 ? TODAY : new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
    const elsewhere = { headers: { 'x-tz-offset': offset } }
    const { id, view } = await aTask({ date })
    expect(view).toBe(hours < 12 ? 'inbox' : 'future')
    expect((await api.get(`/task/${id}/`, elsewhere)).body.view).toBe(here)
    const ids = async (asked: string) => rowsOf(await api.get(`/task/?view=${asked}`, elsewhere)).map((task) => task.id)
    expect(await ids(here)).toEqual([id])
    expect(await ids(here === 'inbox' ? 'future' : 'inbox')).toEqual([])
    expect((await api.put(`/task/${id}/`, { text: 'Call' }, elsewhere)).body.view).toBe(here)
    expect(
      (await api.get(`/lead/${(await api.get(`/task/${id}/`)).body.lead_id}/`, elsewhere)).body.tasks,
    ).toMatchObject([{ view: here }])
  })

  test('a task without a date shows the day it was made where the caller is', async () => {
    const { api, aTask } = await story()
    const late = await aTask({ date_created: '2026-03-05T23:30:00Z' })
    const ahead = { headers: { 'x-tz-offset': '5.5' } }
    const there = (await api.get(`/task/${late.id}/`, ahead)).body
    expect([late.date, there.date]).toEqual(['2026-03-05', '2026-03-06'])
    expect((await api.put(`/task/${late.id}/`, there, ahead)).body).toEqual(there)
  })

  test('the view follows from it', async () => {
    const { aTask } = await story()
    expect((await aTask({ date: '9999-01-01' })).view).toBe('future')
    expect((await aTask({ date: TODAY })).view).toBe('inbox')
    expect((await aTask({ date: '9999-01-01', is_complete: true })).view).toBe('archive')
  })
})

describe('whose it is', () => {
  test('it needs a lead, and a contact of that lead', async () => {
    const { api, lead } = await story()
    const other = await leadOf(api)
    expect((await api.post('/task/', { text: 'x' })).body).toEqual({
      errors: [],
      'field-errors': { lead: 'This field is required.' },
    })
    for (const [field, body] of [
      ['lead', { lead_id: 'lead_none' }],
      ['contact', { lead_id: lead.id, contact_id: other.contacts?.[0]?.id }],
      ['case', { lead_id: lead.id, case_id: 'case_none' }],
      ['opportunity', { lead_id: lead.id, opportunity_id: 'oppo_none' }],
      ['assigned_to', { lead_id: lead.id, assigned_to: 'user_none' }],
    ] as const) {
      const reply = await api.post('/task/', body)
      expect(reply.body, field).toEqual({ errors: [], 'field-errors': { [field]: 'Object does not exist.' } })
    }
  })

  test('it stays with its lead', async () => {
    const { api, lead, aTask } = await story()
    const task = await aTask()
    const other = await leadOf(api)
    const reply = await api.put(`/task/${task.id}/`, { lead_id: other.id, text: 'Call' })
    expect(reply.body).toMatchObject({ lead_id: lead.id, text: 'Call' })
    expect((await api.put(`/task/${task.id}/`, { lead_id: null })).body.lead_id).toBe(lead.id)
  })

  test('it is the caller’s, a colleague’s or nobody’s', async () => {
    const { api, aTask } = await story()
    const colleague = await member(api, 'user')
    const task = await aTask({ assigned_to: colleague.userId })
    expect(task).toMatchObject({ assigned_to: colleague.userId, assigned_to_name: 'Ivo Lund' })
    expect(await aTask({ assigned_to: null })).toMatchObject({ assigned_to: null, assigned_to_name: null })
  })

  test('a lead carries its open tasks, and takes them along', async () => {
    const { api, lead, aTask } = await story()
    const task = await aTask()
    await aTask({ text: 'Done', is_complete: true })
    expect((await api.get(`/lead/${lead.id}/`)).body.tasks).toEqual([task])
    await api.delete(`/lead/${lead.id}/`)
    expect((await api.get(`/task/${task.id}/`)).status).toBe(404)
  })
})

describe('the list', () => {
  test('is filtered', async () => {
    const { api, lead, aTask, tasks } = await story()
    const { userId } = await member(api, 'user')
    const { id } = await aTask({ text: 'a', date: '2026-03-05' })
    await aTask({ text: 'b', date: '2026-03-05T10:00:00Z', assigned_to: userId })
    await aTask({ text: 'c', date: '9999-03-06', is_complete: true })
    await api.post('/task/', { lead_id: (await leadOf(api)).id, text: 'other', date: '9999-01-01' })
    const found = (query: string) => tasks(`_order_by=date&${query}`)
    expect(await found(`lead_id=${lead.id}`)).toEqual(['a', 'b', 'c'])
    expect(await found(`assigned_to=${userId}`)).toEqual(['b'])
    expect(await found('is_complete=true')).toEqual(['c'])
    expect(await found(`id=${id}`)).toEqual(['a'])
    expect(await found(`id__in=${id},task_none`)).toEqual(['a'])
    expect(await found('_type=all')).toEqual(['a', 'b', 'other', 'c'])
    expect(await found('_type=missed_call')).toEqual([])
    expect(await found('view=inbox')).toEqual(['a', 'b'])
    expect(await found('view=archive')).toEqual(['c'])
    expect(await found('view=future')).toEqual(['other'])
    expect(await found('date=2026-03-05')).toEqual(['a'])
    expect(await found('view=inbox&date__lt=2026-03-05')).toEqual(['a', 'b'])
    expect(await found('view=future&date__gte=9999-12-31')).toEqual(['other'])
    expect(await found('view=archive&date__lt=2026-03-05')).toEqual([])
    expect(await found('organization_id=orga_none')).toEqual([])
    expect(await found('date__gt=2026-03-05&date__lt=2026-03-06')).toEqual(['b'])
    expect(await found('due_date__gte=2026-03-06')).toEqual(['other', 'c'])
    expect(await found('date_created__gt=9999-01-01')).toEqual([])
  })

  test('is in the order of dates, days before the times on them', async () => {
    const { api, aTask, tasks } = await story()
    for (const date of ['2026-03-06', '2026-03-05T00:00:01Z', '2026-03-05', '2026-03-05T23:00:00Z'])
      await aTask({ text: date, date })
    const dates = ['2026-03-05', '2026-03-05T00:00:01Z', '2026-03-05T23:00:00Z', '2026-03-06']
    expect(await tasks('_order_by=date')).toEqual(dates)
    expect(await tasks('_order_by=-date')).toEqual([...dates].reverse())
    // Two hours ahead it is the sixth already at 23:00.
    const ahead = { headers: { 'x-tz-offset': '2' } }
    const there = rowsOf(await api.get('/task/?_order_by=date', ahead)).map((task) => task.text)
    expect(there).toEqual(['2026-03-05', '2026-03-05T00:00:01Z', '2026-03-06', '2026-03-05T23:00:00Z'])
    const onTheSixth = rowsOf(await api.get('/task/?_order_by=date&date__gte=2026-03-06', ahead))
    expect(onTheSixth.map((task) => task.text)).toEqual(['2026-03-06', '2026-03-05T23:00:00Z'])
  })
})

describe('what repeats', () => {
  const asked = '_fields=_all'

  test('comes again when it is done, once', async () => {
    const { api, lead, aTask, tasks } = await story()
    const task = await aTask({ date: '2026-01-31', repeats: 'monthly', category: 'call', location: 'Bergen' })
    for (const is_complete of [true, true, false, true]) await api.put(`/task/${task.id}/`, { is_complete })
    expect(await tasks('')).toHaveLength(2)
    const [next] = rowsOf(await api.get(`/task/?is_complete=false&${asked}`))
    expect(next).toMatchObject({
      date: '2026-02-28',
      text: 'Send samples',
      lead_id: lead.id,
      repeats: 'monthly',
      repeat_every: 1,
      category: 'call',
      location: 'Bergen',
      is_complete: false,
    })
    await api.put(`/task/${next?.id}/`, { is_complete: true })
    expect(rowsOf(await api.get('/task/?is_complete=false'))[0]).toMatchObject({ date: '2026-03-31' })
  })

  test('also when two say at once that it is done', async () => {
    const { api, aTask, tasks } = await story()
    const { id } = await aTask({ date: '2026-01-31', repeats: 'daily' })
    await Promise.all([1, 2, 3].map(() => api.put(`/task/${id}/`, { is_complete: true })))
    expect(await tasks('is_complete=false')).toHaveLength(1)
  })

  test('stays at its hour where the organization is', async () => {
    const { api, aTask } = await story({ timezone: 'Europe/Berlin' })
    const { id } = await aTask({ date: '2026-03-28T08:00:00Z', repeats: 'daily', repeat_every: 2 })
    await api.put(`/task/${id}/`, { is_complete: true })
    expect(rowsOf(await api.get('/task/?is_complete=false'))[0]).toMatchObject({ date: '2026-03-30T07:00:00+00:00' })
  })

  test('keeps to another day when it is given one', async () => {
    const { api, aTask } = await story()
    const { id } = await aTask({ date: '2026-01-31', repeats: 'monthly' })
    await api.put(`/task/${id}/`, { is_complete: true })
    const open = async () => rowsOf(await api.get('/task/?is_complete=false'))[0]
    await api.put(`/task/${(await open())?.id}/`, { date: '2026-02-27' })
    await api.put(`/task/${(await open())?.id}/`, { is_complete: true })
    expect(await open()).toMatchObject({ date: '2026-03-27' })
  })

  test.each([
    ['repeats', 'hourly'],
    ['repeat_every', 0],
    ['repeat_every', 1001],
    ['category', 'party'],
  ])('%s cannot be %j', async (field, value) => {
    const { api, lead } = await story()
    const reply = await api.post('/task/', { lead_id: lead.id, [field]: value })
    expect(reply.status).toBe(400)
    expect(Object.keys(reply.body['field-errors'] ?? {})).toEqual([field])
  })
})

test('it can be deleted, once', async () => {
  const { api, aTask } = await story()
  const task = await aTask()
  expect(await api.delete(`/task/${task.id}/`)).toMatchObject({ status: 200, text: '{}' })
  expect((await api.delete(`/task/${task.id}/`)).status).toBe(404)
  expect((await api.put(`/task/${task.id}/`, { text: 'x' })).status).toBe(404)
  expect(rowsOf(await api.get('/task/'))).toEqual([])
})

describe('comments', () => {
  test('on a task or an activity', async () => {
    const { api, lead, aTask } = await story()
    const note = (await api.post('/activity/note/', { lead_id: lead.id, note: 'x' })).body
    for (const { id } of [await aTask(), note]) {
      const { status, body, headers } = await api.post('/comment/', { object_id: id, body: '<b>Nice</b><script/>' })
      expect(status).toBe(201)
      expect(headers.location).toBe(`/api/v1/comment/${body.id}/`)
      expectShape(body, examples.comment)
      expect(body).toMatchObject({ lead_id: lead.id, body: '<body><b>Nice</b></body>' })
      expect((await api.get(`/comment/${body.id}/`)).body).toEqual(body)
      expect((await api.delete(`/comment/${body.id}/`)).status).toBe(204)
      expect((await api.get(`/comment/${body.id}/`)).status).toBe(404)
    }
  })

  test('need words, and something they are about', async () => {
    const { api, aTask } = await story()
    const object_id = (await aTask()).id
    for (const [field, body] of [
      ['object_id', { body: 'x' }],
      ['object_id', { body: 'x', object_id: 'task_none' }],
      ['object_id', { body: 'x', object_id: 7 }],
      ['body', { object_id }],
      ['body', { object_id, body: '' }],
      ['body', { object_id, body: '<p></p>' }],
    ] as const) {
      const reply = await api.post('/comment/', body)
      expect(reply.status, JSON.stringify(body)).toBe(400)
      expect(Object.keys(reply.body['field-errors'] ?? {}), JSON.stringify(body)).toEqual([field])
    }
  })
})

import { describe, expect, test } from 'vitest'
import { rowsOf, useApi } from '../../support/api.ts'

const { client } = useApi()

describe('_fields', () => {
  test('picks the keys of an answer, whatever it answers', async () => {
    const api = await client()
    const made = await api.post('/lead/?_fields=id,name', { name: 'Harbor', description: 'x' })
    expect(made.body).toEqual({ id: expect.stringMatching(/^lead_/), name: 'Harbor' })
    const path = `/lead/${made.body.id}/`
    expect((await api.put(`${path}?_fields=description`, { name: 'Looms' })).body).toEqual({ description: 'x' })
    expect((await api.get(`${path}?_fields=name,status_label`)).body).toEqual({
      name: 'Looms',
      status_label: 'Potential',
    })
    const list = await api.get('/lead/?_fields=name')
    expect(list.body).toEqual({ has_more: false, total_results: 1, data: [{ name: 'Looms' }] })
  })

  test('names nobody knows are dropped', async () => {
    const api = await client()
    const { id } = (await api.post('/lead/', { name: 'Harbor' })).body
    expect((await api.get(`/lead/${id}/?_fields=name,nonsense,__proto__,custom.cf_none`)).body).toEqual({
      name: 'Harbor',
    })
    expect((await api.get(`/lead/${id}/?_fields=nonsense`)).body).toEqual({})
    expect((await api.get('/lead/?_fields=nonsense')).body.data).toEqual([{}])
    expect((await api.get(`/lead/${id}/?_fields= name , id `)).body).toEqual({ id, name: 'Harbor' })
  })

  test('lists inside, and what belongs to others, come as asked', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'Harbor', contacts: [{ name: 'Ida' }] })).body
    const only = (await api.get(`/lead/${lead.id}/?_fields=contacts`)).body
    expect(only).toEqual({ contacts: lead.contacts })
    const contact = (await api.get(`/contact/${lead.contacts?.[0]?.id}/?_fields=display_name`)).body
    expect(contact).toEqual({ display_name: 'Ida' })
  })

  test('_all adds what is there only when asked for', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'Harbor', contacts: [{ name: 'Ida' }] })).body
    expect(lead).not.toHaveProperty('source')
    const all = (await api.get(`/lead/${lead.id}/?_fields=_all`)).body
    const { source, is_company, visible_to, ...rest } = all as unknown as Record<string, unknown>
    expect({ source, is_company, visible_to }).toEqual({
      source: 'api',
      is_company: true,
      visible_to: null,
    })
    expect(rest).toMatchObject(lead)
    expect((await api.get(`/lead/${lead.id}/?_fields=source`)).body).toEqual({ source: 'api' })
  })

  test('custom means all custom values, custom.cf_… one', async () => {
    const api = await client()
    const [a, b] = await Promise.all(
      ['A', 'B'].map(async (name) => (await api.post('/custom_field/lead/', { name, type: 'text' })).body.id),
    )
    const { id } = (await api.post('/lead/', { [`custom.${a}`]: 'one', [`custom.${b}`]: 'two' })).body
    const flat = { [`custom.${a}`]: 'one', [`custom.${b}`]: 'two' }
    expect((await api.get(`/lead/${id}/?_fields=custom`)).body).toEqual({ custom: { A: 'one', B: 'two' }, ...flat })
    expect((await api.get(`/lead/${id}/?_fields=custom.${a}`)).body).toEqual({ [`custom.${a}`]: 'one' })
    expect((await api.get(`/lead/?_fields=id,custom.${b}`)).body.data).toEqual([{ id, [`custom.${b}`]: 'two' }])
  })
})

describe('_order_by', () => {
  test('follows the allowed words in both directions and ignores others', async () => {
    const api = await client()
    for (const [name, day] of [
      ['Beta', '2026-01-01'],
      ['alpha', '2026-01-03'],
      ['Gamma', '2026-01-02'],
    ]) {
      await api.post('/lead/', { name, date_created: day })
    }
    const names = async (order: string) =>
      rowsOf(await api.get(`/lead/?_fields=name&_order_by=${order}`)).map((lead) => lead.name)
    expect(await names('date_created')).toEqual(['Beta', 'Gamma', 'alpha'])
    expect(await names('-date_created')).toEqual(['alpha', 'Gamma', 'Beta'])
    const usual = ['alpha', 'Gamma', 'Beta']
    for (const other of [
      'nonsense',
      '-nonsense',
      'date_created,name',
      '--date_created',
      '',
      '-',
      'constructor',
      'id',
    ]) {
      expect(await names(other), other).toEqual(usual)
    }
  })

  test('opportunities by what they are worth', async () => {
    const api = await client()
    const lead_id = (await api.post('/lead/', { name: 'L' })).body.id
    await api.post('/opportunity/', { lead_id, note: 'year', value: 2400, value_period: 'annual', confidence: 10 })
    await api.post('/opportunity/', { lead_id, note: 'month', value: 1000, value_period: 'monthly', confidence: 1 })
    await api.post('/opportunity/', { lead_id, note: 'once', value: 3000, confidence: 90 })
    const notes = async (order: string) =>
      rowsOf(await api.get(`/opportunity/?_fields=note&_order_by=${order}`)).map((one) => one.note)
    expect(await notes('value')).toEqual(['month', 'year', 'once'])
    expect(await notes('-annualized_value')).toEqual(['month', 'once', 'year'])
    expect(await notes('annualized_expected_value')).toEqual(['month', 'year', 'once'])
    expect(await notes('-confidence')).toEqual(['once', 'year', 'month'])
  })
})

describe('filters', () => {
  test('a time from, after, until and before', async () => {
    const api = await client()
    for (const day of ['2026-01-01', '2026-01-02', '2026-01-03']) {
      await api.post('/lead/', { name: day, date_created: `${day}T12:00:00Z` })
    }
    const found = async (query: string) => {
      const reply = await api.get(`/lead/?_fields=name&_order_by=date_created&${query}`)
      expect(reply.body.total_results, query).toBe(rowsOf(reply).length)
      return rowsOf(reply).map((lead) => lead.name)
    }
    const noon = '2026-01-02T12:00:00'
    expect(await found(`date_created__gt=${noon}`)).toEqual(['2026-01-03'])
    expect(await found(`date_created__gte=${noon}`)).toEqual(['2026-01-02', '2026-01-03'])
    expect(await found(`date_created__lt=${noon}Z`)).toEqual(['2026-01-01'])
    expect(await found(`date_created__lte=${noon}%2B00:00`)).toEqual(['2026-01-01', '2026-01-02'])
    expect(await found(`date_created=${noon}`)).toEqual(['2026-01-02'])
    expect(await found('date_created__gte=2026-01-02&date_created__lt=2026-01-03')).toEqual(['2026-01-02'])
    // Noon in New York is after noon in London.
    expect(await found(`date_created__gte=${noon}-05:00`)).toEqual(['2026-01-03'])
  })

  test('a date without a time is a day where the caller is', async () => {
    const api = await client()
    await api.post('/lead/', { name: 'Late', date_created: '2026-01-02T03:00:00Z' })
    const headers = { 'x-tz-offset': '-5' }
    const { body } = await api.get('/lead/?date_created__lt=2026-01-02', { headers })
    expect(body.total_results).toBe(1)
  })

  test('one of several, and nothing at all', async () => {
    const api = await client()
    const lead_id = (await api.post('/lead/', { name: 'L', contacts: [{ name: 'Ida' }] })).body.id
    const contact_id = (await api.get(`/lead/${lead_id}/`)).body.contacts?.[0]?.id
    for (const [note, more] of [
      ['a', { contact_id }],
      ['b', {}],
      ['c', {}],
    ] as const) {
      await api.post('/activity/note/', { lead_id, note, ...more })
    }
    const rows = rowsOf(await api.get('/activity/note/?_order_by=date_created'))
    const [a, b] = rows.map((one) => one.id)
    const found = async (query: string) =>
      rowsOf(await api.get(`/activity/note/?_fields=note&_order_by=date_created&${query}`)).map((one) => one.note)
    expect(await found(`id__in=${a},${b}`)).toEqual(['a', 'b'])
    expect(await found(`id__in=${b}`)).toEqual(['b'])
    expect(await found(`id__in=,${b},acti_none,`)).toEqual(['b'])
    expect(await found(`id=${a}`)).toEqual(['a'])
    expect(await found(`contact_id=${contact_id}`)).toEqual(['a'])
    expect(await found('contact_id=')).toEqual(['b', 'c'])
    expect(await found('contact_id=%22%22')).toEqual([])
    expect(await found('lead_id=lead_none')).toEqual([])
  })

  test('opportunities by status, owner, period and day', async () => {
    const api = await client()
    const lead_id = (await api.post('/lead/', { name: 'L' })).body.id
    const user_id = (await api.get('/me/')).body.id
    for (const [note, body] of Object.entries({
      a: { status: 'Active', date_won: '2026-02-01' },
      w: { status: 'Won', date_won: '2026-03-01', value_period: 'monthly' },
      l: { status: 'Lost', user_id: null },
    })) {
      await api.post('/opportunity/', { lead_id, note, ...body })
    }
    const found = async (query: string) =>
      rowsOf(await api.get(`/opportunity/?_fields=note&_order_by=date_created&${query}`)).map((one) => one.note)
    expect(await found('status_label=Won')).toEqual(['w'])
    expect(await found('status_label__in=Won,Lost')).toEqual(['w', 'l'])
    expect(await found('status_type__in=active,lost')).toEqual(['a', 'l'])
    expect(await found(`user_id=${user_id}`)).toEqual(['a', 'w'])
    expect(await found('user_id=')).toEqual(['l'])
    expect(await found('value_period=monthly')).toEqual(['w'])
    expect(await found('date_won__gte=2026-03-01')).toEqual(['w'])
    expect(await found('date_won__lt=2026-03-01T10:00:00')).toEqual(['a'])
    expect(await found('date_won=')).toEqual(['l'])
    expect(await found(`lead_id=${lead_id}&status_type=won`)).toEqual(['w'])
    expect(await found(`organization_id=${api.organizationId}&status_type=won`)).toEqual(['w'])
  })

  test('what nobody knows is ignored', async () => {
    const api = await client()
    await api.post('/lead/', { name: 'L' })
    for (const query of [
      'nonsense=1',
      'name__gt=x',
      'date_created__near=x',
      'smart_view_id=save_1',
      '__proto__=1',
      '=',
    ]) {
      expect((await api.get(`/lead/?${query}`)).body.total_results, query).toBe(1)
    }
  })

  test('what is not a date is refused by name', async () => {
    const api = await client()
    for (const bad of ['yesterday', '2026-02-30', '2026', '%22%22', '1e3']) {
      const reply = await api.get(`/lead/?date_created__gt=${bad}`)
      expect(reply.status, bad).toBe(400)
      expect(reply.body).toEqual({
        errors: [],
        'field-errors': { date_created__gt: 'Invalid ISO 8601 datetime.' },
      })
    }
    const won = await api.get('/opportunity/?date_won__lt=soon&date_created=x')
    expect(won.body['field-errors']).toEqual({
      date_won__lt: 'Invalid date: expected YYYY-MM-DD.',
      date_created: 'Invalid ISO 8601 datetime.',
    })
  })
})

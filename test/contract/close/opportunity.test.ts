import { describe, expect, test } from 'vitest'
import { type Client, rowsOf, useApi } from '../../support/api.ts'
import { expectShape } from '../../support/shape.ts'
import { examples } from './examples.fixture.ts'

const { client, member } = useApi()

const leadOf = async (api: Client) =>
  (await api.post('/lead/', { name: 'Harbor Looms', contacts: [{ name: 'Ida' }] })).body

test('an opportunity has every key of today’s API', async () => {
  const api = await client()
  const lead = await leadOf(api)
  const me = (await api.get('/me/')).body
  const { status, body } = await api.post('/opportunity/', {
    lead_id: lead.id,
    contact_id: lead.contacts?.[0]?.id,
    value: 120_000,
    value_period: 'monthly',
    note: '',
    date_won: '2026-05-31',
  })
  expect(status).toBe(200)
  expectShape(body, examples.opportunity)
  expect(body).toMatchObject({
    lead_name: 'Harbor Looms',
    contact_name: 'Ida',
    user_id: me.id,
    user_name: 'Owner',
    status_label: 'Active',
    status_display_name: 'Active',
    status_type: 'active',
    pipeline_name: 'Sales',
    value_currency: 'USD',
    value_formatted: '$1,200 monthly',
    annualized_value: 1_440_000,
    expected_value: 60_000,
    annualized_expected_value: 720_000,
    confidence: 50,
    date_won: '2026-05-31',
    date_lost: null,
  })
  expect((await api.get(`/opportunity/${body.id}/`)).body).toEqual(body)
  expect((await api.get(`/lead/${lead.id}/`)).body.opportunities).toEqual([body])
})

test.each([
  [{ value: 50_000 }, '$500', 50_000, 25_000],
  [{ value: 450 }, '$4.50', 450, 225],
  [{ value: 500, value_period: 'monthly' }, '$5 monthly', 6_000, 250],
  [{ value: 500, value_period: 'annual' }, '$5 annual', 500, 250],
  [{ value: 123_456_789_00 }, '$123,456,789', 123_456_789_00, 61_728_394_50],
  [{ value: 5, confidence: 100 }, '$0.05', 5, 5],
  [{ value: 0 }, '$0', 0, 0],
  [{ value: null }, '', null, null],
  [{}, '', null, null],
])('%j is shown as %s', async (body, formatted, annualized, expected) => {
  const api = await client()
  const made = (await api.post('/opportunity/', body)).body
  expect(made).toMatchObject({ value_formatted: formatted, annualized_value: annualized, expected_value: expected })
})

test('without a lead, an untitled one is made', async () => {
  const api = await client()
  const made = (await api.post('/opportunity/', { value: 1 })).body
  expect(made.lead_name).toBe('Untitled')
  expect((await api.get(`/lead/${made.lead_id}/`)).body).toMatchObject({ name: null, display_name: 'Untitled' })
})

test('it belongs to the caller unless said otherwise', async () => {
  const api = await client()
  const colleague = await member(api, 'user')
  const lead_id = (await leadOf(api)).id
  expect((await colleague.post('/opportunity/', { lead_id })).body).toMatchObject({
    user_id: colleague.userId,
    user_name: 'Ivo Lund',
  })
  const given = (await api.post('/opportunity/', { lead_id, user_id: colleague.userId })).body
  expect(given.user_id).toBe(colleague.userId)
  expect((await api.put(`/opportunity/${given.id}/`, { user_id: null })).body).toMatchObject({
    user_id: null,
    user_name: null,
  })
})

describe('the status', () => {
  test('may be written by label, in any case', async () => {
    const api = await client()
    const made = (await api.post('/opportunity/', { status: 'won' })).body
    expect(made).toMatchObject({ status_label: 'Won', status_type: 'won' })
    expect((await api.put(`/opportunity/${made.id}/`, { status: 'LOST' })).body.status_label).toBe('Lost')
  })

  test('won sets the day where the caller is, when there is none', async () => {
    const api = await client()
    const today = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 10)
    for (const hours of [-12, 0, 5.5, 14]) {
      const before = today(hours)
      const headers = { 'x-tz-offset': String(hours) }
      const made = (await api.post('/opportunity/', { value: 1 })).body
      expect(made.date_won).toBeNull()
      const won = (await api.put(`/opportunity/${made.id}/`, { status: 'Won' }, { headers })).body
      expect([before, today(hours)]).toContain(won.date_won)
      expect([before, today(hours)]).toContain(
        (await api.post('/opportunity/', { status: 'Won' }, { headers })).body.date_won,
      )
    }
  })

  test('a day that is set or sent stays, also after leaving won', async () => {
    const api = await client()
    const made = (await api.post('/opportunity/', { date_won: '2026-05-31' })).body
    const put = async (body: object) => (await api.put(`/opportunity/${made.id}/`, body)).body
    expect((await put({ status: 'Won' })).date_won).toBe('2026-05-31')
    expect((await put({ status: 'Active' })).date_won).toBe('2026-05-31')
    expect((await put({ status: 'Won', date_won: '2026-06-01' })).date_won).toBe('2026-06-01')
    expect((await put({ date_won: null })).date_won).toBeNull()
  })

  test('lost sets the instant, and keeps it', async () => {
    const api = await client()
    const made = (await api.post('/opportunity/', {})).body
    const put = async (body: object) => (await api.put(`/opportunity/${made.id}/`, body)).body
    const lost = await put({ status: 'Lost' })
    expect(lost.date_lost).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$/)
    expect((await put({ status: 'Active' })).date_lost).toBe(lost.date_lost)
    expect((await api.post('/opportunity/', { status: 'Lost' })).body.date_lost).not.toBeNull()
  })

  test('a change is marked in the history with what it was worth then', async () => {
    const api = await client()
    const lead_id = (await leadOf(api)).id
    const made = (await api.post('/opportunity/', { lead_id, value: 120_000, value_period: 'monthly' })).body
    await api.put(`/opportunity/${made.id}/`, { status: 'Won', date_won: '2026-05-31' })
    await api.put(`/opportunity/${made.id}/`, { status: 'Won', value: 5 })
    const changes = rowsOf(await api.get(`/activity/status_change/opportunity/?opportunity_id=${made.id}`))
    expect(changes).toHaveLength(1)
    expectShape(changes[0], examples.OpportunityStatusChange)
    expect(changes[0]).toMatchObject({
      lead_id,
      old_status_label: 'Active',
      new_status_label: 'Won',
      new_status_type: 'won',
      new_pipeline_name: 'Sales',
      opportunity_value: 120_000,
      opportunity_value_formatted: '$1,200 monthly',
      opportunity_confidence: 50,
      opportunity_date_won: '2026-05-31T00:00:00+00:00',
    })
  })
})

describe('pipelines', () => {
  const withRenewals = async (api: Client) => {
    const pipeline = (await api.post('/pipeline/', { name: 'Renewals' })).body
    const due = (await api.post('/status/opportunity/', { label: 'Due', type: 'active', pipeline_id: pipeline.id }))
      .body
    const won = (await api.post('/status/opportunity/', { label: 'Won', type: 'won', pipeline_id: pipeline.id })).body
    return { pipeline, due, won }
  }

  test('with a pipeline alone, it gets its first status', async () => {
    const api = await client()
    const { pipeline, due } = await withRenewals(api)
    const made = (await api.post('/opportunity/', { pipeline_id: pipeline.id })).body
    expect(made).toMatchObject({ status_id: due.id, pipeline_id: pipeline.id, pipeline_name: 'Renewals' })
    const other = (await api.post('/opportunity/', {})).body
    expect((await api.put(`/opportunity/${other.id}/`, { pipeline_id: pipeline.id })).body.status_id).toBe(due.id)
  })

  test('a status says its pipeline; both together must fit', async () => {
    const api = await client()
    const { pipeline, won } = await withRenewals(api)
    const made = (await api.post('/opportunity/', {})).body
    expect((await api.put(`/opportunity/${made.id}/`, { status_id: won.id })).body.pipeline_id).toBe(pipeline.id)
    const sales = made.status_id
    const wrong = await api.post('/opportunity/', { pipeline_id: pipeline.id, status_id: sales })
    expect(wrong).toMatchObject({ status: 400, body: { 'field-errors': { status: expect.any(String) } } })
    const unknown = await api.post('/opportunity/', { pipeline_id: 'pipe_none' })
    expect(unknown).toMatchObject({ status: 400, body: { 'field-errors': { pipeline: expect.any(String) } } })
  })

  test('a label means the status of the pipeline it is in', async () => {
    const api = await client()
    const { pipeline, won, due } = await withRenewals(api)
    const made = (await api.post('/opportunity/', { status_id: due.id })).body
    expect((await api.put(`/opportunity/${made.id}/`, { status: 'Won' })).body).toMatchObject({
      status_id: won.id,
      pipeline_id: pipeline.id,
    })
    expect((await api.post('/opportunity/', { status: 'Won' })).body.pipeline_name).toBe('Sales')
  })

  test('the whole object as it was read, with another status of another pipeline, moves it', async () => {
    const api = await client()
    const { pipeline, won } = await withRenewals(api)
    const made = (await api.post('/opportunity/', { value: 100 })).body
    const moved = await api.put(`/opportunity/${made.id}/`, { ...(made as object), status_id: won.id })
    expect(moved.status, moved.text).toBe(200)
    expect(moved.body.pipeline_id).toBe(pipeline.id)
    const back = await api.put(`/opportunity/${made.id}/`, { ...(moved.body as object), pipeline_id: made.pipeline_id })
    expect(back.body, back.text).toMatchObject({ status_id: made.status_id })
  })
})

test('the list adds up all that matches, whatever the page', async () => {
  const api = await client()
  const lead_id = (await leadOf(api)).id
  for (const body of [
    { value: 100_000 },
    { value: 50, value_period: 'one_time' },
    { value: 5_000, value_period: 'monthly', confidence: 100 },
    { value: 120_000, value_period: 'annual', confidence: 0 },
    { value_period: 'annual' },
  ]) {
    await api.post('/opportunity/', { lead_id, ...body })
  }
  const { body } = await api.get('/opportunity/?_limit=1&_fields=id')
  expect(rowsOf(await api.get('/opportunity/?_limit=1'))).toHaveLength(1)
  const { data, ...totals } = body as object as { data: unknown }
  expect(data).toHaveLength(1)
  expect(totals).toEqual({
    has_more: true,
    total_results: 5,
    count_by_value_period: { one_time: 2, monthly: 1, annual: 2 },
    total_value_one_time: 100_050,
    total_value_monthly: 5_000,
    total_value_annual: 120_000,
    total_value_annualized: 100_050 + 120_000 + 12 * 5_000,
    expected_value_one_time: 50_025,
    expected_value_monthly: 5_000,
    expected_value_annual: 0,
    expected_value_annualized: 50_025 + 12 * 5_000,
    total_value_one_time_formatted: '$1,000.50',
    total_value_monthly_formatted: '$50',
    total_value_annual_formatted: '$1,200',
    total_value_annualized_formatted: '$2,800.50',
    expected_value_one_time_formatted: '$500.25',
    expected_value_monthly_formatted: '$50',
    expected_value_annual_formatted: null,
    expected_value_annualized_formatted: '$1,100.25',
  })
  const won = (await api.get('/opportunity/?status_type=won')).body
  expect(won).toMatchObject({
    total_results: 0,
    count_by_value_period: {},
    total_value_annualized: 0,
    total_value_annualized_formatted: null,
    data: [],
  })
})

test('deleting', async () => {
  const api = await client()
  const lead = await leadOf(api)
  const made = (await api.post('/opportunity/', { lead_id: lead.id, value: 7 })).body
  expect(await api.delete(`/opportunity/${made.id}/`)).toMatchObject({ status: 200, text: '{}' })
  expect((await api.get(`/opportunity/${made.id}/`)).status).toBe(404)
  expect((await api.get('/opportunity/')).body).toMatchObject({ total_results: 0, total_value_one_time: 0 })
  expect((await api.get(`/lead/${lead.id}/`)).body.opportunities).toEqual([])
})

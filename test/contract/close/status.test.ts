import { describe, expect, test } from 'vitest'
import { type Client, rowsOf, useApi } from '../../support/api.ts'
import { expectShape } from '../../support/shape.ts'
import { examples } from './examples.fixture.ts'

const { client } = useApi()

const labels = (rows: readonly { label?: unknown }[]) => rows.map((one) => one.label)
const refusal = { status: 400, body: { errors: [expect.any(String)], 'field-errors': {} } }

const organization = async (api: Client) => (await api.get(`/organization/${api.organizationId}/`)).body
const salesOf = async (api: Client) => {
  const [sales] = rowsOf(await api.get('/pipeline/'))
  if (sales === undefined) throw new Error('an organization starts with a pipeline')
  return sales
}

describe('lead statuses', () => {
  test('are made, renamed and deleted by the rules of the older generation', async () => {
    const api = await client()
    const made = await api.post('/status/lead/', { label: ' Trial ' })
    expect(made.status).toBe(200)
    expect(made.headers).not.toHaveProperty('location')
    expect(made.body).toEqual({
      id: expect.stringMatching(/^stat_[0-9A-Za-z]{43}$/),
      label: 'Trial',
      organization_id: api.organizationId,
    })
    const path = `/status/lead/${made.body.id}/`
    expect((await api.get(path)).body).toEqual(made.body)
    expect((await api.put(path, { label: 'Trial ended' })).body.label).toBe('Trial ended')
    expect(await api.delete(path)).toMatchObject({ status: 200, text: '{}' })
    expect((await api.get(path)).status).toBe(404)
  })

  test('are listed by id, and ordered for display by the organization', async () => {
    const api = await client()
    await api.post('/status/lead/', { label: 'Trial' })
    const listed = rowsOf(await api.get('/status/lead/'))
    const ids = listed.map((one) => one.id ?? '')
    expect(ids).toEqual([...ids].sort())
    const shown = await organization(api)
    expect(labels(shown.lead_statuses as unknown as { label: string }[])).toEqual([
      'Potential',
      'Bad Fit',
      'Qualified',
      'Customer',
      'Trial',
    ])
  })

  test('a renamed one shows at once, the history keeps the old word', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'L' })).body
    const qualified = (await api.put(`/lead/${lead.id}/`, { status: 'Qualified' })).body.status_id
    await api.put(`/status/lead/${qualified}/`, { label: 'Hot' })
    expect((await api.get(`/lead/${lead.id}/`)).body).toMatchObject({ status_label: 'Hot', status: 'Hot' })
    expect((await api.post('/lead/', { status: 'Hot' })).body.status_id).toBe(qualified)
    const [change] = rowsOf(await api.get(`/activity/status_change/lead/?lead_id=${lead.id}`))
    expect(change).toMatchObject({ new_status_label: 'Qualified', new_status_id: qualified })
  })

  test('one in use cannot go; after the leads have left, or are gone, it can', async () => {
    const api = await client()
    const { id } = (await api.post('/status/lead/', { label: 'Trial' })).body
    const stays = (await api.post('/lead/', { name: 'L', status_id: id })).body
    const goes = (await api.post('/lead/', { name: 'L', status_id: id })).body
    expect(await api.delete(`/status/lead/${id}/`)).toMatchObject(refusal)
    await api.put(`/lead/${stays.id}/`, { status: 'Potential' })
    expect(await api.delete(`/status/lead/${id}/`)).toMatchObject(refusal)
    await api.delete(`/lead/${goes.id}/`)
    expect(await api.delete(`/status/lead/${id}/`)).toMatchObject({ status: 200 })
    expect((await api.get(`/lead/${stays.id}/`)).body.status_label).toBe('Potential')
  })

  test('the last one stays', async () => {
    const api = await client()
    const [, ...rest] = rowsOf(await api.get('/status/lead/'))
    for (const { id } of rest) expect((await api.delete(`/status/lead/${id}/`)).status).toBe(200)
    const [last] = rowsOf(await api.get('/status/lead/'))
    expect(await api.delete(`/status/lead/${last?.id}/`)).toMatchObject(refusal)
  })
})

describe('opportunity statuses', () => {
  test('are made in the pipeline that is named, or the first', async () => {
    const api = await client()
    const sales = await salesOf(api)
    const made = await api.post('/status/opportunity/', { label: 'Demo done', type: 'active' })
    expect(made.status).toBe(200)
    expect(made.body).toEqual({
      id: expect.stringMatching(/^stat_/),
      label: 'Demo done',
      type: 'active',
      pipeline_id: sales.id,
      organization_id: api.organizationId,
    })
    expect((await api.get(`/status/opportunity/${made.body.id}/`)).body).toEqual(made.body)
    expect((await api.put(`/status/opportunity/${made.body.id}/`, { label: 'Demo' })).body.label).toBe('Demo')
    expect((await api.post('/status/opportunity/', { label: 'Old', status_type: 'won' })).body.type).toBe('won')
  })

  test('are listed by id', async () => {
    const api = await client()
    await api.post('/status/opportunity/', { label: 'Demo', type: 'active' })
    const ids = rowsOf(await api.get('/status/opportunity/')).map((one) => one.id ?? '')
    expect(ids).toHaveLength(4)
    expect(ids).toEqual([...ids].sort())
  })

  test('one in use cannot go', async () => {
    const api = await client()
    const { id } = (await api.post('/status/opportunity/', { label: 'Demo', type: 'active' })).body
    const opportunity = (await api.post('/opportunity/', { status_id: id })).body
    expect(await api.delete(`/status/opportunity/${id}/`)).toMatchObject(refusal)
    await api.put(`/opportunity/${opportunity.id}/`, { status: 'Active' })
    expect(await api.delete(`/status/opportunity/${id}/`)).toMatchObject({ status: 200, text: '{}' })
  })

  test('a label may be used once in a pipeline, and again in another', async () => {
    const api = await client()
    expect((await api.post('/status/opportunity/', { label: 'active', type: 'active' })).status).toBe(400)
    const pipeline_id = (await api.post('/pipeline/', { name: 'Renewals' })).body.id
    expect((await api.post('/status/opportunity/', { label: 'Active', type: 'active', pipeline_id })).status).toBe(200)
  })
})

describe('pipelines', () => {
  test('are of the newer generation: 201 with a Location, times without an offset, 204', async () => {
    const api = await client()
    const made = await api.post('/pipeline/', { name: 'Renewals' })
    expect(made.status).toBe(201)
    expect(made.headers.location).toBe(`/api/v1/pipeline/${made.body.id}/`)
    expectShape(made.body, { ...examples.pipeline, statuses: [] })
    expect(made.body).toMatchObject({ name: 'Renewals', statuses: [], organization_id: api.organizationId })
    expect(made.body.id).toMatch(/^pipe_[0-9A-Za-z]{22}$/)
    expect(made.body.date_created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/)
    expect((await api.get(String(made.headers.location))).body).toEqual(made.body)
    const path = `/pipeline/${made.body.id}/`
    expect((await api.put(path, { name: 'Upsell' })).body.name).toBe('Upsell')
    const gone = await api.delete(path)
    expect(gone).toMatchObject({ status: 204, text: '' })
    expect((await api.get(path)).status).toBe(404)
  })

  test('the first one is there from the start', async () => {
    const api = await client()
    const sales = await salesOf(api)
    expectShape(sales, examples.pipeline)
    expect(sales.statuses).toMatchObject([
      { label: 'Active', type: 'active' },
      { label: 'Won', type: 'won' },
      { label: 'Lost', type: 'lost' },
    ])
  })

  test('statuses are put in order; those not named follow', async () => {
    const api = await client()
    const sales = await salesOf(api)
    const [active, won, lost] = sales.statuses as unknown as { id: string }[]
    const put = await api.put(`/pipeline/${sales.id}/`, { statuses: [{ id: lost?.id }, { id: active?.id }] })
    expect(labels(put.body.statuses as unknown as { label: string }[])).toEqual(['Lost', 'Active', 'Won'])
    const again = await api.put(`/pipeline/${sales.id}/`, { statuses: [{ id: won?.id }] })
    expect(labels(again.body.statuses as unknown as { label: string }[])).toEqual(['Won', 'Lost', 'Active'])
    expect((await salesOf(api)).statuses).toEqual(again.body.statuses)
    expect((await api.post('/opportunity/', {})).body.status_label).toBe('Won')
  })

  test('a status of another pipeline moves here, and its opportunities with it', async () => {
    const api = await client()
    const sales = await salesOf(api)
    const opportunity = (await api.post('/opportunity/', { status: 'Lost' })).body
    const made = (await api.post('/pipeline/', { name: 'Graveyard' })).body
    const put = await api.put(`/pipeline/${made.id}/`, { statuses: [{ id: opportunity.status_id }] })
    expect(put.body.statuses).toEqual([{ id: opportunity.status_id, label: 'Lost', type: 'lost' }])
    expect((await api.get(`/opportunity/${opportunity.id}/`)).body).toMatchObject({
      pipeline_id: made.id,
      pipeline_name: 'Graveyard',
    })
    expect((await api.get(`/pipeline/${sales.id}/`)).body.statuses).toHaveLength(2)
    expect(await api.delete(`/pipeline/${made.id}/`)).toMatchObject(refusal)
  })

  test('statuses may come with a new pipeline', async () => {
    const api = await client()
    const made = await api.post('/pipeline/', {
      name: 'Renewals',
      statuses: [
        { label: 'Due', type: 'active' },
        { label: 'Renewed', type: 'won' },
      ],
    })
    expect(made.body.statuses).toMatchObject([
      { label: 'Due', type: 'active' },
      { label: 'Renewed', type: 'won' },
    ])
  })
})

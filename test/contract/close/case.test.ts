import { describe, expect, test } from 'vitest'
import { rowsOf, useApi } from '../../support/api.ts'

const { client } = useApi()

async function story() {
  const api = await client()
  const lead = (await api.post('/lead/', { name: 'Harbor Looms', contacts: [{ name: 'Ida' }] })).body
  const contact_id = lead.contacts?.[0]?.id ?? ''
  return { api, lead, contact_id }
}

test('a case is about a customer, and somebody leads it', async () => {
  const { api, lead, contact_id } = await story()
  const me = (await api.get('/me/')).body
  const { status, body } = await api.post('/case/', {
    name: 'Torn parcel',
    description: 'Two of ten',
    contact_id,
    tags: [' transport ', 'damage', 'damage', ''],
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    id: expect.stringMatching(/^case_[0-9A-Za-z]{43}$/),
    number: expect.any(Number),
    organization_id: api.organizationId,
    lead_id: lead.id,
    lead_name: 'Harbor Looms',
    contact_id,
    contact_name: 'Ida',
    user_id: me.id,
    user_name: 'Owner',
    name: 'Torn parcel',
    description: 'Two of ten',
    tags: ['transport', 'damage'],
    created_by: me.id,
  })
  expect((await api.get(`/case/${body.id}/`)).body).toEqual(body)
  expect((await api.put(`/case/${body.id}/`, body)).body).toEqual(body)
})

test('nobody needs to be its customer or to lead it', async () => {
  const { api } = await story()
  const { body } = await api.post('/case/', { name: 'Move the stock', user_id: null })
  expect(body).toMatchObject({ lead_id: null, lead_name: null, contact_id: null, user_id: null, tags: [] })
})

describe('another customer', () => {
  test('takes the contact’s place, and tasks stay with the case', async () => {
    const { api, lead, contact_id } = await story()
    const other = (await api.post('/lead/', { name: 'Fjord Textiles' })).body
    const { id } = (await api.post('/case/', { name: 'Torn parcel', contact_id })).body
    const task = (await api.post('/task/', { lead_id: lead.id, case_id: id, text: 'Ask the carrier' })).body
    const moved = await api.put(`/case/${id}/`, { lead_id: other.id })
    expect(moved.body).toMatchObject({ lead_id: other.id, lead_name: 'Fjord Textiles', contact_id: null })
    expect(rowsOf(await api.get(`/task/?case_id=${id}`))).toEqual([task])
    const back = await api.put(`/case/${id}/`, { lead_id: lead.id, contact_id })
    expect(back.body).toMatchObject({ lead_id: lead.id, contact_id })
    expect((await api.put(`/case/${id}/`, { contact_id: null })).body).toMatchObject({ lead_id: lead.id })
    expect((await api.put(`/case/${id}/`, { lead_id: null })).body).toMatchObject({ lead_id: null, contact_id: null })
  })

  test('must be there', async () => {
    const { api, lead, contact_id } = await story()
    const other = (await api.post('/lead/', { name: 'Fjord Textiles' })).body
    const { id } = (await api.post('/case/', { name: 'Torn parcel', lead_id: lead.id })).body
    for (const [field, body] of [
      ['lead', { lead_id: 'lead_none' }],
      ['contact', { contact_id: 'cont_none' }],
      ['contact', { lead_id: other.id, contact_id }],
      ['user', { user_id: 'user_none' }],
    ] as const) {
      const reply = await api.put(`/case/${id}/`, body)
      expect(reply.body, field).toEqual({ errors: [], 'field-errors': { [field]: 'Object does not exist.' } })
    }
  })

  test('that is deleted takes the case along, but for a contact', async () => {
    const { api, lead, contact_id } = await story()
    const { id } = (await api.post('/case/', { name: 'Torn parcel', contact_id })).body
    await api.delete(`/contact/${contact_id}/`)
    const there = await api.get(`/case/${id}/`)
    expect(there.status).toBe(200)
    expect((await api.put(`/case/${id}/`, { ...(there.body as object), name: 'Lost parcel' })).status).toBe(200)
    await api.delete(`/lead/${lead.id}/`)
    expect((await api.get(`/case/${id}/`)).status).toBe(404)
  })
})

test.each([[''], [' '], [null]])('its name cannot be %j', async (name) => {
  const { api } = await story()
  expect((await api.post('/case/', {})).status).toBe(400)
  const needed = { errors: [], 'field-errors': { name: 'This field is required.' } }
  expect((await api.post('/case/', { name })).body).toEqual(needed)
  const { id } = (await api.post('/case/', { name: 'Torn parcel' })).body
  expect((await api.put(`/case/${id}/`, { name })).body).toEqual(needed)
})

test('its list is filtered', async () => {
  const { api, lead, contact_id } = await story()
  const me = (await api.get('/me/')).body.id
  await api.post('/case/', { name: 'a', contact_id, date_created: '2026-01-01T00:00:00Z' })
  await api.post('/case/', { name: 'b', lead_id: lead.id, user_id: null, date_created: '2026-01-02T00:00:00Z' })
  await api.post('/case/', { name: 'c', date_created: '2026-01-03T00:00:00Z' })
  const found = async (query: string) => rowsOf(await api.get(`/case/?${query}`)).map((one) => one.name)
  expect(await found('')).toEqual(['c', 'b', 'a'])
  expect(await found(`lead_id=${lead.id}`)).toEqual(['b', 'a'])
  expect(await found(`contact_id=${contact_id}`)).toEqual(['a'])
  expect(await found(`user_id=${me}`)).toEqual(['c', 'a'])
  expect(await found('date_created__gte=2026-01-02')).toEqual(['c', 'b'])
  expect(await found('_order_by=name')).toEqual(['a', 'b', 'c'])
})

test('it can be deleted, and its tasks stay', async () => {
  const { api, lead } = await story()
  const { id } = (await api.post('/case/', { name: 'Torn parcel', lead_id: lead.id })).body
  const task = (await api.post('/task/', { lead_id: lead.id, case_id: id })).body
  expect(await api.delete(`/case/${id}/`)).toMatchObject({ status: 200, text: '{}' })
  expect((await api.get(`/case/${id}/`)).status).toBe(404)
  expect((await api.get(`/task/${task.id}/`)).status).toBe(200)
})

import { expect, test } from 'vitest'
import { type Client, rowsOf, useApi } from '../../support/api.ts'

const { client } = useApi()

async function looms(api: Client) {
  const type = (await api.post('/custom_object_type/', { name: 'Loom', name_plural: 'Looms' })).body.id
  const width = (
    await api.post('/custom_field/custom_object_type/', { custom_object_type_id: type, name: 'Width', type: 'number' })
  ).body.id
  const lead = (await api.post('/lead/', { name: 'Harbor Looms', contacts: [{ name: 'Ida' }] })).body
  return { type, width, lead, key: `custom.${width}` }
}

test('a type is made, changed and deleted, with its objects and fields', async () => {
  const api = await client()
  const made = await api.post('/custom_object_type/', { name: 'Loom', name_plural: 'Looms', description: 'Weaves' })
  expect(made.status).toBe(201)
  expect(made.headers.location).toBe(`/api/v1/custom_object_type/${made.body.id}/`)
  expect(made.body).toMatchObject({
    id: expect.stringMatching(/^cotype_[0-9A-Za-z]{22}$/),
    name: 'Loom',
    name_plural: 'Looms',
    fields: [],
    back_reference_fields: [],
  })
  const at = `/custom_object_type/${made.body.id}/`
  expect((await api.put(at, { name: 'Hand loom' })).body.name).toBe('Hand loom')
  const fresh = (await api.get(at)).body
  expect((await api.put(at, fresh)).body).toEqual(fresh)
  for (const body of [{}, { name: 'X' }, { name: 'X', name_plural: '' }, { name: 'X', name_plural: 'Y', z: 1 }])
    expect((await api.post('/custom_object_type/', body)).status, JSON.stringify(body)).toBe(400)
  const lead = (await api.post('/lead/', { name: 'L' })).body.id
  const object = await api.post('/custom_object/', { lead_id: lead, custom_object_type_id: made.body.id, name: 'One' })
  expect(await api.delete(at)).toMatchObject({ status: 204, text: '' })
  expect((await api.get(at)).status).toBe(404)
  expect((await api.get(`/custom_object/${object.body.id}/`)).status).toBe(404)
})

test('a field of a type is of the newer generation', async () => {
  const api = await client()
  const { type, width } = await looms(api)
  const path = '/custom_field/custom_object_type/'
  const field = await api.post(path, { custom_object_type_id: type, name: 'Height', type: 'number', required: true })
  expect(field).toMatchObject({ status: 201, headers: { location: `/api/v1${path}${field.body.id}/` } })
  expect(rowsOf(await api.get(path)).map(({ name }) => name)).toEqual(['Height', 'Width'])
  expect((await api.post(path, { custom_object_type_id: type, name: 'X', type: 'text', color: 1 })).status).toBe(400)
  expect((await api.get(`/custom_object_type/${type}/`)).body.fields).toMatchObject([
    { id: width },
    { id: field.body.id, required: true },
  ])
  const fresh = (await api.get(`${path}${width}/`)).body
  expect((await api.put(`${path}${width}/`, fresh)).body).toEqual(fresh)
  expect(await api.delete(`${path}${width}/`)).toMatchObject({ status: 204, text: '' })
})

test('an object is made, listed, renamed and deleted', async () => {
  const api = await client()
  const { type, lead, key } = await looms(api)
  const body = { lead_id: lead.id, custom_object_type_id: type, name: 'Loom 7', [key]: 190 }
  const made = await api.post('/custom_object/', body)
  expect(made).toMatchObject({ status: 201, headers: { location: `/api/v1/custom_object/${made.body.id}/` } })
  expect(made.body).toMatchObject({ ...body, id: expect.stringMatching(/^custobj_[0-9A-Za-z]{43}$/) })
  expect(made.body.date_created).toMatch(/\+00:00$/)
  const at = `/custom_object/${made.body.id}/`
  expect((await api.put(at, made.body)).body).toEqual(made.body)
  expect((await api.put(at, { name: 'Loom 8', [key]: null })).body).not.toHaveProperty([key])

  expect((await api.get('/custom_object/')).status).toBe(400)
  expect(rowsOf(await api.get(`/custom_object/?lead_id=${lead.id}`))).toMatchObject([{ name: 'Loom 8' }])
  expect(rowsOf(await api.get(`/custom_object/?lead_id=${lead.id}&custom_object_type_id=cotype_x`))).toEqual([])
  expect(await api.delete(at)).toMatchObject({ status: 204, text: '' })
  expect((await api.get(at)).status).toBe(404)
})

test('what is wrong with an object is said', async () => {
  const api = await client()
  const { type, lead, key } = await looms(api)
  const ids = { lead_id: lead.id, custom_object_type_id: type }
  const errors: readonly [body: object, ...fields: string[]][] = [
    [{}, 'custom_object_type', 'lead', 'name'],
    [{ ...ids }, 'name'],
    [{ ...ids, name: 'X', [key]: 'wide' }, key],
    [{ ...ids, name: 'X', color: 'blue' }, 'color'],
    [{ ...ids, name: 'X', 'custom.cf_none': 1 }, 'custom.cf_none'],
    [{ ...ids, name: 'X', lead_id: 'lead_none' }, 'lead'],
  ]
  for (const [body, ...fields] of errors) {
    const reply = await api.post('/custom_object/', body)
    expect(reply.status, JSON.stringify(body)).toBe(400)
    expect(Object.keys(reply.body['field-errors'] ?? {}).toSorted()).toEqual(fields)
  }
  const { id } = (await api.post('/custom_object/', { ...ids, name: 'X' })).body
  const other = (await api.post('/lead/', { name: 'Other' })).body.id
  const moved = await api.put(`/custom_object/${id}/`, { lead_id: other })
  expect(moved.body['field-errors']).toEqual({ lead: 'Value cannot be changed.' })
  expect((await api.put(`/custom_object/${id}/`, { name: '' })).status).toBe(400)
})

test('an object goes with its lead', async () => {
  const api = await client()
  const { type, lead } = await looms(api)
  const { id } = (await api.post('/custom_object/', { lead_id: lead.id, custom_object_type_id: type, name: 'X' })).body
  await api.delete(`/lead/${lead.id}/`)
  expect((await api.get(`/custom_object/${id}/`)).status).toBe(404)
})

test('a field refers to objects of one type at the same lead', async () => {
  const api = await client()
  const { type, lead } = await looms(api)
  const wrong = await api.post('/custom_field/opportunity/', { name: 'About', type: 'custom_object' })
  expect(wrong.body['field-errors']).toEqual({ referenced_custom_type_id: 'This field is required.' })
  const field = (
    await api.post('/custom_field/opportunity/', {
      name: 'About',
      type: 'custom_object',
      referenced_custom_type_id: type,
      accepts_multiple_values: true,
    })
  ).body
  expect(field).toMatchObject({ referenced_custom_type_id: type, back_reference_is_visible: true })
  expect((await api.get(`/custom_object_type/${type}/`)).body.back_reference_fields).toMatchObject([{ id: field.id }])

  const make = async (lead_id: unknown, custom_object_type_id: unknown) =>
    (await api.post('/custom_object/', { lead_id, custom_object_type_id, name: 'X' })).body.id
  const stranger = (await api.post('/lead/', { name: 'Other' })).body.id
  const other = (await api.post('/custom_object_type/', { name: 'Vat', name_plural: 'Vats' })).body.id
  const [ours, theirs, vat] = [await make(lead.id, type), await make(stranger, type), await make(lead.id, other)]
  const key = `custom.${field.id}`
  const opportunity = (await api.post('/opportunity/', { lead_id: lead.id, [key]: [ours] })).body
  expect(opportunity[key]).toEqual([ours])
  for (const value of [theirs, vat, 'custobj_none', 5]) {
    const reply = await api.put(`/opportunity/${opportunity.id}/`, { [key]: [value] })
    expect(reply.body['field-errors'], String(value)).toEqual({ [key]: expect.any(String) })
  }
  await api.delete(`/custom_object/${ours}/`)
  expect((await api.put(`/opportunity/${opportunity.id}/`, opportunity)).body).toEqual(opportunity)
  expect((await api.delete(`/custom_object_type/${type}/`)).status).toBe(400)
})

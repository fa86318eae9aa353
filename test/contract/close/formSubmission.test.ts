import { expect, test } from 'vitest'
import { rowsOf, useApi } from '../../support/api.ts'

const { client } = useApi()
const PATH = '/activity/form_submission/'

test('what came in through a form is kept as it was sent', async () => {
  const api = await client()
  const lead_id = (await api.post('/lead/', { name: 'Harbor Looms' })).body.id
  const sent = {
    lead_id,
    form_id: 'form_1',
    form_name: 'Ask for samples',
    values: { field_1: 'Blue', field_2: true, field_3: null },
    values_by_name: { Color: 'Blue', Newsletter: true, Remark: null },
    ip_address: '203.0.113.7',
    origin: 'https://shop.example',
    source_url: 'https://shop.example/samples/?utm=1#form',
  }
  const { status, body } = await api.post(PATH, sent)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    ...sent,
    _type: 'FormSubmission',
    form_configuration_id: 'form_1',
    source_url_normalized: 'https://shop.example/samples',
  })
  expect((await api.get(`${PATH}${body.id}/`)).body).toEqual(body)
  expect(rowsOf(await api.get(`${PATH}?form_id__in=form_1,form_2`))).toEqual([body])
  expect(rowsOf(await api.get(`${PATH}?form_id=form_2`))).toEqual([])
  expect((await api.put(`${PATH}${body.id}/`, {})).status).toBe(405)
  expect(await api.delete(`${PATH}${body.id}/`)).toMatchObject({ status: 200, text: '{}' })
})

test('what is refused is said by field', async () => {
  const api = await client()
  const lead_id = (await api.post('/lead/', { name: 'L' })).body.id
  const errors = async (body: object) => (await api.post(PATH, { lead_id, ...body })).body['field-errors']
  expect(await errors({})).toEqual({ form_id: 'This field is required.' })
  expect(await errors({ form_id: 'form_1', values: { a: 5 } })).toHaveProperty('values')
  expect(await errors({ form_id: 'form_1', values: [] })).toHaveProperty('values')
  expect(await errors({ form_id: 'form_1', source_url: 'not one' })).toEqual({ source_url: 'Invalid URL.' })
  expect(rowsOf(await api.get(PATH))).toEqual([])
})

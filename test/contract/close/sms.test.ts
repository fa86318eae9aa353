import { describe, expect, test } from 'vitest'
import { type Client, rowsOf, secondsBetween, useApi } from '../../support/api.ts'

const { client, member } = useApi()
const PATH = '/activity/sms/'
const PHONES = { local_phone: '+14155550100', remote_phone: '+4755901234' }

const leadOf = async (api: Client) => {
  const lead = (await api.post('/lead/', { name: 'Harbor Looms', contacts: [{ name: 'Ida Brandt' }] })).body
  return { lead_id: lead.id, contact_id: lead.contacts?.[0]?.id }
}

test('shows every key of the API', async () => {
  const api = await client()
  const { lead_id, contact_id } = await leadOf(api)
  const { status, body } = await api.post(PATH, {
    ...PHONES,
    lead_id,
    contact_id,
    status: 'sent',
    text: 'See you at 3',
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    _type: 'SMS',
    lead_id,
    contact_id,
    users: [],
    direction: 'outbound',
    status: 'sent',
    text: 'See you at 3',
    ...PHONES,
    remote_phone_formatted: '+47 55 90 12 34',
    remote_country_iso: 'NO',
    local_phone_formatted: '+1 415-555-0100',
    local_country_iso: 'US',
    source: 'External',
    cost: null,
    template_id: null,
    error_message: null,
    attachments: [],
    date_scheduled: null,
    agent_config_id: null,
    agent_action_reason: null,
    sequence_id: null,
  })
  expect(secondsBetween(body.date_sent, body.activity_at)).toBeLessThan(5)
  expect((await api.get(`${PATH}${body.id}/`)).body).toEqual(body)
  expect(rowsOf(await api.get(PATH))).toEqual([body])
  expect(await api.delete(`${PATH}${body.id}/`)).toMatchObject({ status: 200, text: '{}' })
  expect((await api.get(`${PATH}${body.id}/`)).body.error).toContain('SMS matching query does not exist')
})

test('which way it went follows from the status', async () => {
  const api = await client()
  const { lead_id } = await leadOf(api)
  const direction = async (status: string) =>
    (await api.post(PATH, { ...PHONES, lead_id, status, direction: 'inbound', date_scheduled: '2030-01-01' })).body
      .direction
  expect(await direction('inbox')).toBe('inbound')
  for (const status of ['draft', 'scheduled', 'outbox', 'sent', 'error']) {
    expect(await direction(status), status).toBe('outbound')
  }
})

describe('what is refused', () => {
  test('is said by field', async () => {
    const api = await client()
    const { lead_id } = await leadOf(api)
    const errors = async (body: object) => (await api.post(PATH, { lead_id, ...body })).body['field-errors']
    const required = 'This field is required.'
    expect(await errors({ lead_id: 'lead_none', status: 'draft' })).toEqual({ lead: 'Object does not exist.' })
    expect(await errors({})).toEqual({ status: required })
    expect(await errors({ status: 'lost' })).toEqual({ status: 'Not a valid choice. Got: "lost".' })
    expect(await errors({ status: 'outbox' })).toEqual({ local_phone: required, remote_phone: required })
    expect(await errors({ ...PHONES, status: 'scheduled' })).toEqual({ date_scheduled: required })
    expect(await errors({ status: 'draft', local_phone: 'none' })).toHaveProperty('local_phone')
    expect(await errors({ status: 'draft', template_id: 'smstmpl_1' })).toEqual({
      template_id: 'Object does not exist.',
    })
    expect(await errors({ ...PHONES, status: 'outbox', send_in: 60 })).toEqual({
      send_in: 'The value must be from 0 to 59.',
    })
    expect(await errors({ status: 'draft', attachments: [{ url: 'https://elsewhere.example/x.png' }] })).toHaveProperty(
      'attachments',
    )
    expect(rowsOf(await api.get(PATH))).toEqual([])
  })

  test('only drafts can be edited; what has not left may become one again', async () => {
    const api = await client()
    const { lead_id, contact_id } = await leadOf(api)
    const waiting = (await api.post(PATH, { ...PHONES, lead_id, status: 'outbox', text: 'A', send_in: 30 })).body
    const seconds = secondsBetween(waiting.date_created, waiting.date_scheduled)
    expect(seconds).toBeGreaterThan(25)
    expect(seconds).toBeLessThan(35)
    const put = (body: object) => api.put(`${PATH}${waiting.id}/`, body)
    expect(await put({ text: 'B' })).toMatchObject({ status: 400, body: { errors: ['Only drafts can be edited.'] } })
    expect((await put({ contact_id })).body.contact_id).toBe(contact_id)
    expect((await put({ status: 'draft' })).body.status).toBe('draft')
    expect((await put({ text: 'B' })).body.text).toBe('B')
    const sent = (await put({ status: 'sent' })).body
    expect(sent).toMatchObject({ status: 'sent', text: 'B', date_sent: expect.any(String) })
    expect((await put({ status: 'draft' })).status).toBe(400)
    expect((await put(sent)).body).toEqual(sent)
  })

  test('somebody else’s, unless the role allows it', async () => {
    const api = await client()
    const { lead_id } = await leadOf(api)
    const sms = (await api.post(PATH, { lead_id, status: 'draft' })).body
    const user = await member(api, 'user')
    expect((await user.put(`${PATH}${sms.id}/`, { text: 'x' })).status).toBe(403)
    expect((await user.delete(`${PATH}${sms.id}/`)).status).toBe(403)
    expect((await user.put(`${PATH}none/`, { text: 5 })).status).toBe(404)
  })
})

test('one that came in asks for a look at it, when it is told to', async () => {
  const api = await client()
  const { lead_id } = await leadOf(api)
  const body = { ...PHONES, lead_id, status: 'inbox', text: 'Where are you?' }
  await api.post(PATH, body)
  await api.post(`${PATH}?send_to_inbox=true`, { ...body, status: 'draft' })
  expect(rowsOf(await api.get('/task/?_type=all'))).toEqual([])
  const { id } = (await api.post(`${PATH}?send_to_inbox=true`, body)).body
  expect(rowsOf(await api.get('/task/?_type=all'))).toMatchObject([
    { _type: 'incoming_sms', object_type: 'sms', object_id: id, text: 'Where are you?', lead_id },
  ])
})

test('moves to another lead with what was said about it', async () => {
  const api = await client()
  const { lead_id, contact_id } = await leadOf(api)
  const other = await leadOf(api)
  const sms = (await api.post(PATH, { lead_id, contact_id, status: 'draft' })).body
  const comment = (await api.post('/comment/', { object_id: sms.id, body: 'Whose is it?' })).body
  const moved = (await api.put(`${PATH}${sms.id}/`, { lead_id: other.lead_id })).body
  expect(moved).toMatchObject({ lead_id: other.lead_id, contact_id: null })
  expect((await api.get(`/comment/${comment.id}/`)).body.lead_id).toBe(other.lead_id)
  expect((await api.put(`${PATH}${sms.id}/`, { contact_id })).body['field-errors']).toEqual({
    contact: 'Object does not exist.',
  })
})

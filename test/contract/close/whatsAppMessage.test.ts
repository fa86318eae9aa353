import { expect, test } from 'vitest'
import { whatsAppHtml, whatsAppText } from '../../../src/domain/whatsAppMessage.ts'
import { type Client, rowsOf, useApi } from '../../support/api.ts'

const { client } = useApi()
const PATH = '/activity/whatsapp_message/'

const messageOf = async (api: Client) => {
  const lead = (await api.post('/lead/', { name: 'Harbor Looms', contacts: [{ name: 'Ida Brandt' }] })).body
  return {
    lead_id: lead.id,
    contact_id: lead.contacts?.[0]?.id,
    direction: 'incoming',
    activity_at: '2026-03-02T12:00:00+00:00',
    external_whatsapp_message_id: 'wamid.1',
    local_phone: '+14155550100',
    remote_phone: '+4755901234',
    message_markdown: 'Is it *blue*?\n<b>',
  }
}

test('shows every key of the API', async () => {
  const api = await client()
  const message = await messageOf(api)
  const { status, body } = await api.post(PATH, message)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    ...message,
    _type: 'WhatsAppMessage',
    message_html: '<body><p>Is it <strong>blue</strong>?</p><p>&lt;b&gt;</p></body>',
    text: 'Is it blue?\n<b>',
    local_phone_formatted: '+1 415-555-0100',
    remote_phone_formatted: '+47 55 90 12 34',
    attachments: [],
    response_to_id: null,
    integration_link: null,
    integration_name: null,
    source: 'api',
    users: [],
  })
  expect((await api.get(`${PATH}${body.id}/`)).body).toEqual(body)
  expect(rowsOf(await api.get(`${PATH}?external_whatsapp_message_id=wamid.1`))).toEqual([body])
  expect(rowsOf(await api.get(`${PATH}?external_whatsapp_message_id=wamid.2`))).toEqual([])
})

test('says what is missing', async () => {
  const api = await client()
  const message = await messageOf(api)
  const required = 'This field is required.'
  expect((await api.post(PATH, {})).body['field-errors']).toEqual({
    lead: required,
    contact: required,
    activity_at: required,
    direction: required,
    external_whatsapp_message_id: required,
    local_phone: required,
    remote_phone: required,
    message_markdown: required,
  })
  const errors = async (more: object) => (await api.post(PATH, { ...message, ...more })).body['field-errors']
  expect(await errors({ direction: 'sideways' })).toHaveProperty('direction')
  expect(await errors({ response_to_id: 'acti_none' })).toEqual({ response_to_id: 'Object does not exist.' })
  expect(await errors({ integration_link: 'nope nope' })).toEqual({ integration_link: 'Invalid URL.' })
  expect(rowsOf(await api.get(PATH))).toEqual([])
})

test('can be changed in all but what it is called outside', async () => {
  const api = await client()
  const first = (await api.post(PATH, await messageOf(api))).body
  const put = (body: object) => api.put(`${PATH}${first.id}/`, body)
  const changed = (
    await put({
      message_markdown: '_Green_ after all',
      direction: 'outgoing',
      external_whatsapp_message_id: 'other',
      integration_link: 'https://chat.example/1',
    })
  ).body
  expect(changed).toMatchObject({
    message_html: '<body><p><em>Green</em> after all</p></body>',
    text: 'Green after all',
    direction: 'outgoing',
    external_whatsapp_message_id: 'wamid.1',
    integration_link: 'https://chat.example/1',
  })
  expect((await put(changed)).body).toEqual(changed)
  expect((await put({ message_markdown: null })).body['field-errors']).toEqual({
    message_markdown: 'This field is required.',
  })
  const answer = await api.post(PATH, { ...(await messageOf(api)), response_to_id: first.id })
  expect(answer.body.response_to_id).toBe(first.id)
  expect(await api.delete(`${PATH}${first.id}/`)).toMatchObject({ status: 200, text: '{}' })
})

test.each([
  ['*bold* _it_ ~no~ ```code```', '<strong>bold</strong> <em>it</em> <del>no</del> <code>code</code>'],
  ['2 * 3 * 4', '2 * 3 * 4'],
  ['snake_case_name', 'snake_case_name'],
  ['*<script>*', '<strong>&lt;script&gt;</strong>'],
])('the marks in %s are around words', (markdown, html) => {
  expect(whatsAppHtml(markdown)).toBe(`<body><p>${html}</p></body>`)
})

test('a text of marks alone is read in no time', () => {
  const began = performance.now()
  whatsAppText('*a'.repeat(32_000))
  whatsAppHtml(`${'*a '.repeat(20_000)}`)
  expect(performance.now() - began).toBeLessThan(1500)
})

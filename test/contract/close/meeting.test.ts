import { expect, test } from 'vitest'
import { type Client, rowsOf, useApi } from '../../support/api.ts'

const { client, member } = useApi()
const PATH = '/activity/meeting/'
const TIMES = { starts_at: '2026-03-02T12:00:00+00:00', ends_at: '2026-03-02T12:45:00+00:00' }

const leadOf = async (api: Client) => {
  const emails = [{ email: 'ida@harborlooms.example', type: 'office' }]
  const lead = (await api.post('/lead/', { name: 'Harbor Looms', contacts: [{ name: 'Ida Brandt', emails }] })).body
  return { lead_id: lead.id, contact_id: lead.contacts?.[0]?.id }
}

test('shows every key of the API', async () => {
  const api = await client()
  const { lead_id, contact_id } = await leadOf(api)
  const me = (await api.get('/me/')).body
  const attendees = [
    { name: 'Owner', email: me.email, status: 'yes', is_organizer: true },
    { name: 'Ida Brandt', email: 'Ida@harborlooms.example', status: 'maybe' },
    { email: 'somebody@else.example' },
  ]
  const { status, body } = await api.post(PATH, { lead_id, title: 'Fitting', location: 'Quay 4', attendees, ...TIMES })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    ...TIMES,
    _type: 'Meeting',
    lead_id,
    title: 'Fitting',
    location: 'Quay 4',
    duration: 2700,
    status: 'completed',
    source: 'api',
    activity_at: TIMES.starts_at,
    is_recurring: false,
    note: null,
    user_note: null,
    user_note_html: null,
    outcome_id: null,
    calendar_event_link: null,
    calendar_event_uids: [],
    connected_account_id: null,
    conference_links: [],
    integrations: [],
    users: [me.id],
    attendees: [
      { name: 'Owner', email: me.email, status: 'yes', is_organizer: true, user_id: me.id, contact_id: null },
      { email: 'Ida@harborlooms.example', status: 'maybe', is_organizer: false, user_id: null, contact_id },
      { name: null, email: 'somebody@else.example', status: 'noreply', user_id: null, contact_id: null },
    ],
  })
  expect(body).not.toHaveProperty('transcripts')
  expect((await api.get(`${PATH}${body.id}/?_fields=transcripts`)).body).toEqual({ transcripts: [] })
  expect((await api.get(`${PATH}${body.id}/`)).body).toEqual(body)
  expect(rowsOf(await api.get(`${PATH}?lead_id=${lead_id}`))).toEqual([body])
  expect((await api.put(`${PATH}${body.id}/`, body)).body).toEqual(body)
})

test('whether it is to come follows from the time, unless it is called off', async () => {
  const api = await client()
  const { lead_id } = await leadOf(api)
  const make = async (starts_at: string, ends_at: string) =>
    (await api.post(PATH, { lead_id, starts_at, ends_at })).body
  expect((await make('2020-01-01', '2090-01-01')).status).toBe('in-progress')
  const later = await make('2089-01-01', '2090-01-01')
  expect(later.status).toBe('upcoming')
  const put = async (body: object) => (await api.put(`${PATH}${later.id}/`, body)).body
  expect((await put({ status: 'canceled' })).status).toBe('canceled')
  expect((await put({ status: 'upcoming' })).status).toBe('upcoming')
  expect(await put({ starts_at: '2088-01-01' })).toMatchObject({ activity_at: '2088-01-01T00:00:00+00:00' })
})

test('one writes down what was said and how it went', async () => {
  const api = await client()
  const { lead_id } = await leadOf(api)
  const { id } = (await api.post(PATH, { lead_id, ...TIMES })).body
  const body = { user_note_html: '<p>Went <b>well</b></p><script>x</script>', outcome_id: 'outcome_7Qx' }
  expect((await api.put(`${PATH}${id}/`, body)).body).toMatchObject({
    user_note: 'Went well',
    user_note_html: '<body><p>Went <b>well</b></p></body>',
    outcome_id: 'outcome_7Qx',
  })
  expect((await api.put(`${PATH}${id}/`, { outcome_id: 'well' })).body['field-errors']).toEqual({
    outcome_id: 'Object does not exist.',
  })
})

test('what is refused is said by field', async () => {
  const api = await client()
  const { lead_id } = await leadOf(api)
  const errors = async (body: object) => (await api.post(PATH, { lead_id, ...TIMES, ...body })).body['field-errors']
  expect((await api.post(PATH, {})).body['field-errors']).toEqual({
    lead: 'This field is required.',
    starts_at: 'This field is required.',
    ends_at: 'This field is required.',
  })
  expect(await errors({ ends_at: '2026-03-01' })).toEqual({ ends_at: 'A meeting ends after it starts.' })
  expect(await errors({ status: 'over' })).toHaveProperty('status')
  const first = async (attendee: object) =>
    (await errors({ attendees: [attendee] }))?.attendees?.errors?.[0]?.['field-errors']
  expect(await first({ email: 'x' })).toEqual({ email: 'Invalid email address.' })
  expect(await first({ name: 'Ida' })).toEqual({ email: 'This field is required.' })
})

test('somebody else’s are theirs, and integrations are for apps', async () => {
  const api = await client()
  const { lead_id } = await leadOf(api)
  const { id } = (await api.post(PATH, { lead_id, ...TIMES })).body
  const user = await member(api, 'user')
  expect((await user.put(`${PATH}${id}/`, { user_note_html: 'x' })).status).toBe(403)
  expect((await user.delete(`${PATH}${id}/`)).status).toBe(403)
  expect(await api.post(`${PATH}${id}/integration/`, {})).toMatchObject({
    status: 403,
    body: { error: expect.stringContaining('OAuth') },
  })
  expect((await api.post(`${PATH}none/integration/`, {})).status).toBe(404)
  expect(await api.delete(`${PATH}${id}/`)).toMatchObject({ status: 200, text: '{}' })
})

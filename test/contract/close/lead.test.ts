import { expect, test } from 'vitest'
import { rowsOf, useApi } from '../../support/api.ts'

const { client, member } = useApi()

test('a lead is made with its contacts, numbers in E.164 and a Created activity', async () => {
  const api = await client()
  const { status, body } = await api.post('/lead/', {
    name: '  Harbor Looms ',
    url: 'https://harborlooms.example',
    contacts: [
      {
        name: 'Ida Brandt',
        phones: [{ phone: '(415) 623-6785', type: 'office' }],
        emails: [{ email: 'ida@harborlooms.example', type: 'office' }],
      },
    ],
    addresses: [{ label: 'business', city: 'Bergen', country: 'NO' }],
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    name: 'Harbor Looms',
    display_name: 'Harbor Looms',
    status: 'Potential',
    status_label: 'Potential',
    html_url: `http://ajar.example/lead/${body.id}/`,
    addresses: [
      {
        label: 'business',
        address_1: null,
        address_2: null,
        city: 'Bergen',
        state: null,
        zipcode: null,
        country: 'NO',
      },
    ],
    contacts: [
      {
        name: 'Ida Brandt',
        lead_id: body.id,
        phones: [{ type: 'office', phone: '+14156236785', phone_formatted: '+1 415-623-6785', country: 'US' }],
        emails: [{ type: 'office', email: 'ida@harborlooms.example', is_unsubscribed: false }],
      },
    ],
    opportunities: [],
    tasks: [],
    custom: {},
    activities: [{ _type: 'Created', source: 'api', comments: [], is_new: null }],
  })
  expect((await api.get(`/lead/${body.id}/`)).body).toEqual(body)
})

test('a list leaves activities and the label under its old name out, and counts', async () => {
  const api = await client()
  await api.post('/lead/', { name: 'One' })
  await api.post('/lead/', { name: 'Two' })
  const { body } = await api.get('/lead/?_limit=1')
  expect(body).toMatchObject({ has_more: true, total_results: 2, data: [{ name: 'Two' }] })
  expect(Object.keys(body.data?.[0] ?? {})).not.toContain('activities')
  expect((await api.get('/lead/?_limit=0')).body).toEqual({ has_more: true, total_results: 2, data: [] })
})

test('changing the status is marked in the history, once', async () => {
  const api = await client()
  const lead = (await api.post('/lead/', { name: 'Moves on' })).body
  const changed = (await api.put(`/lead/${lead.id}/`, { status: 'qualified' })).body
  expect(changed.status_label).toBe('Qualified')
  await api.put(`/lead/${lead.id}/`, { status_id: changed.status_id })
  const history = (await api.get(`/activity/status_change/lead/?lead_id=${lead.id}`)).body
  expect(history.data).toHaveLength(1)
  expect(history.data?.[0]).toMatchObject({
    old_status_label: 'Potential',
    new_status_label: 'Qualified',
    new_status_id: changed.status_id,
  })
})

test('an unknown status is a field error and makes nothing', async () => {
  const api = await client()
  const { status, body } = await api.post('/lead/', { name: 'X', status: 'Nope' })
  expect(status).toBe(400)
  expect(body).toEqual({ errors: [], 'field-errors': { status: 'Not a valid choice. Got: "Nope".' } })
  expect((await api.get('/lead/')).body.total_results).toBe(0)
})

test('custom values are written by id or name, read both ways, and null removes them', async () => {
  const api = await client()
  const field = (
    await api.post('/custom_field/lead/', {
      name: 'Industry',
      type: 'choices',
      choices: ['Retail', 'Energy'],
      accepts_multiple_values: true,
    })
  ).body
  const key = `custom.${field.id}`
  const lead = (await api.post('/lead/', { name: 'C', [key]: ['Retail'], custom: { Note: 'free text' } })).body
  expect(lead).toMatchObject({ custom: { Industry: ['Retail'], Note: 'free text' }, [key]: ['Retail'] })
  const added = (await api.put(`/lead/${lead.id}/`, { [`${key}.add`]: 'Energy' })).body
  expect(added[key]).toEqual(['Retail', 'Energy'])
  const removed = (await api.put(`/lead/${lead.id}/`, { [`${key}.remove`]: 'Retail' })).body
  expect(removed[key]).toEqual(['Energy'])
  const wrong = await api.put(`/lead/${lead.id}/`, { [key]: 'Nope' })
  expect(wrong).toMatchObject({
    status: 400,
    body: { 'field-errors': { [key]: expect.stringContaining('Not a valid choice') } },
  })
  const cleared = (await api.put(`/lead/${lead.id}/`, { [key]: null })).body
  expect(cleared).not.toHaveProperty([key])
  const only = (await api.get(`/lead/${lead.id}/?_fields=id,custom`)).body
  expect(only.custom).toEqual({ Note: 'free text' })
})

test('deleting a lead takes everything along', async () => {
  const api = await client()
  const lead = (await api.post('/lead/', { name: 'Gone', contacts: [{ name: 'Ida' }] })).body
  const contact = lead.contacts?.[0]
  const note = (await api.post('/activity/note/', { lead_id: lead.id, note: 'soon gone' })).body
  const opportunity = (await api.post('/opportunity/', { lead_id: lead.id, value: 100 })).body
  expect(await api.delete(`/lead/${lead.id}/`)).toMatchObject({ status: 200, text: '{}' })
  for (const path of [
    `/lead/${lead.id}`,
    `/contact/${contact?.id}`,
    `/activity/note/${note.id}`,
    `/opportunity/${opportunity.id}`,
  ]) {
    expect((await api.get(path)).status).toBe(404)
  }
  expect((await api.get('/lead/')).body).toMatchObject({ total_results: 0, data: [] })
})

test('a lead of another organization answers like a missing one', async () => {
  const [api, other] = [await client(), await client()]
  const lead = (await api.post('/lead/', { name: 'Ours' })).body
  const missing = await other.get('/lead/lead_nowhere/')
  expect(await other.get(`/lead/${lead.id}/`)).toMatchObject({ status: 404, text: missing.text })
  expect(await other.put(`/lead/${lead.id}/`, { name: 'Theirs' })).toMatchObject({ status: 404, text: missing.text })
  expect(await other.delete(`/lead/${lead.id}/`)).toMatchObject({ status: 404, text: missing.text })
  expect((await other.get('/lead/')).body.data).toEqual([])
  expect(missing.body).toEqual({ error: 'Empty query: Lead matching query does not exist.' })
})

test('a role without delete_leads may not delete', async () => {
  const api = await client()
  const lead = (await api.post('/lead/', { name: 'Kept' })).body
  const restricted = await member(api, 'restricteduser')
  expect((await restricted.delete(`/lead/${lead.id}/`)).status).toBe(403)
  expect((await api.get(`/lead/${lead.id}/`)).status).toBe(200)
})

test('a PUT of what was read changes nothing', async () => {
  const api = await client()
  const lead = (await api.post('/lead/', { name: 'Same', description: 'x', addresses: [{ city: 'Oslo' }] })).body
  expect((await api.put(`/lead/${lead.id}/`, lead)).body).toEqual(lead)
})

test('a lead that was read may be sent back with one thing changed', async () => {
  const api = await client()
  const statuses = rowsOf(await api.get('/status/lead/'))
  const idOf = (label: string) => statuses.find((one) => String(one.label) === label)?.id
  const lead = (await api.post('/lead/', { name: 'L', custom: { Source: 'Fair' } })).body as object
  const path = `/lead/${(lead as { id: string }).id}/`
  const put = async (change: object) => (await api.put(path, { ...lead, ...change })).body
  // The status is there twice, by id and by label, and so are custom values.
  expect(await put({ status: 'Qualified' })).toMatchObject({ status: 'Qualified', status_id: idOf('Qualified') })
  expect(await put({})).toMatchObject({ status: 'Potential' })
  expect(await put({ status_id: idOf('Customer') })).toMatchObject({ status: 'Customer' })
  expect(await put({ custom: { Source: 'Web' } })).toMatchObject({ custom: { Source: 'Web' } })
})

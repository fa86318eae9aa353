import { expect, test } from 'vitest'
import { rowsOf, useApi } from '../../support/api.ts'
import { expectShape } from '../../support/shape.ts'
import { examples } from './examples.fixture.ts'

const { client } = useApi()

test('a contact has every key of today’s API, and no names of who wrote it', async () => {
  const api = await client({ country: 'NO' })
  const lead_id = (await api.post('/lead/', { name: 'Harbor Looms' })).body.id
  const { status, body } = await api.post('/contact/', {
    lead_id,
    name: ' Ida Brandt ',
    title: 'Buyer',
    emails: [{ type: 'office', email: 'ida@harborlooms.example' }],
    phones: [{ type: 'office', phone: '55 90 12 34' }],
    urls: [{ type: 'url', url: 'https://harborlooms.example/ida' }],
  })
  expect(status).toBe(200)
  expectShape(body, examples.contact)
  expect(body).toMatchObject({
    lead_id,
    organization_id: api.organizationId,
    name: 'Ida Brandt',
    display_name: 'Ida Brandt',
    phones: [{ type: 'office', phone: '+4755901234', phone_formatted: '+47 55 90 12 34', country: 'NO' }],
    emails: [{ type: 'office', email: 'ida@harborlooms.example', is_unsubscribed: false }],
    urls: [{ type: 'url', url: 'https://harborlooms.example/ida' }],
    integration_links: [],
  })
  for (const absent of ['created_by_name', 'updated_by_name', 'custom']) expect(body).not.toHaveProperty(absent)
  expect((await api.get(`/contact/${body.id}/`)).body).toEqual(body)
  expect((await api.get(`/lead/${lead_id}/`)).body.contacts).toEqual([body])
})

test('a national number is read as the organization’s country does; a foreign one keeps its own', async () => {
  const api = await client({ country: 'GB' })
  const { body } = await api.post('/contact/', {
    phones: [
      { type: 'office', phone: '8004445555' },
      { type: 'mobile', phone: '+1 (415) 623-6785' },
      { type: 'home', phone: 'ext 12' },
    ],
  })
  expect(body.phones).toMatchObject([
    { type: 'office', phone: '+448004445555' },
    { type: 'mobile', phone: '+14156236785', phone_formatted: '+1 415-623-6785', country: 'US' },
    // What no numbering plan knows is kept as it was typed.
    { type: 'home', phone: 'ext 12', phone_formatted: 'ext 12', country: null },
  ])
})

test('without a lead, one is made that bears the contact’s name', async () => {
  const api = await client()
  const contact = (await api.post('/contact/', { name: 'Ida Brandt' })).body
  const lead = (await api.get(`/lead/${contact.lead_id}/`)).body
  expect(lead).toMatchObject({ name: 'Ida Brandt', status_label: 'Potential', contacts: [{ id: contact.id }] })
  expect(lead.activities).toMatchObject([{ _type: 'Created' }])
  const nameless = (await api.post('/contact/', { emails: [{ type: 'office', email: 'leo@x.example' }] })).body
  expect(nameless).toMatchObject({ name: null, display_name: 'leo@x.example' })
  expect((await api.get(`/lead/${nameless.lead_id}/`)).body).toMatchObject({ name: null })
})

test('a PUT replaces the lists it names and leaves the others', async () => {
  const api = await client()
  const made = (
    await api.post('/contact/', {
      name: 'Ida',
      emails: [
        { type: 'office', email: 'a@x.example' },
        { type: 'home', email: 'b@x.example' },
      ],
      phones: [{ type: 'office', phone: '+14156236785' }],
    })
  ).body
  const put = async (body: object) => (await api.put(`/contact/${made.id}/`, body)).body
  const changed = await put({ emails: [{ type: 'office', email: 'c@x.example' }] })
  expect(changed.emails).toEqual([{ type: 'office', email: 'c@x.example', is_unsubscribed: false }])
  expect(changed.phones).toEqual(made.phones)
  expect(changed.name).toBe('Ida')
  expect((await put({ emails: [], phones: null })).emails).toEqual([])
  expect(await put({ name: null, title: null })).toMatchObject({
    name: null,
    title: null,
    phones: [],
    display_name: '',
  })
})

test('the contacts of a lead are listed, newest first', async () => {
  const api = await client()
  const lead_id = (await api.post('/lead/', { name: 'L' })).body.id
  for (const name of ['One', 'Two']) await api.post('/contact/', { lead_id, name })
  await api.post('/contact/', { name: 'Elsewhere' })
  const names = async (query: string) => rowsOf(await api.get(`/contact/${query}`)).map((one) => one.name)
  expect(await names(`?lead_id=${lead_id}`)).toEqual(['Two', 'One'])
  expect(await names('')).toEqual(['Elsewhere', 'Two', 'One'])
})

test('the history of a lead survives the contact it was about', async () => {
  const api = await client()
  const lead = (await api.post('/lead/', { name: 'L', contacts: [{ name: 'Ida' }] })).body
  const contact_id = lead.contacts?.[0]?.id
  const note = (await api.post('/activity/note/', { lead_id: lead.id, contact_id, note: 'x' })).body
  const opportunity = (await api.post('/opportunity/', { lead_id: lead.id, contact_id })).body
  expect(opportunity.contact_name).toBe('Ida')
  expect(await api.delete(`/contact/${contact_id}/`)).toMatchObject({ status: 200, text: '{}' })
  expect((await api.delete(`/contact/${contact_id}/`)).status).toBe(404)
  expect((await api.get(`/activity/note/${note.id}/`)).status).toBe(200)
  expect((await api.get(`/lead/${lead.id}/`)).body.contacts).toEqual([])
  // It still stands there, so it may be sent back.
  const put = await api.put(`/activity/note/${note.id}/`, { ...(note as object), note: 'y' })
  expect(put.status, put.text).toBe(200)
})

import { expect, test } from 'vitest'
import { type Client, rowsOf, useApi } from '../../support/api.ts'

const { client, member } = useApi()

const link = (api: Client, type: string, url: string, name = 'Web search') =>
  api.post('/integration_link/', { type, name, url })

test('a link is made, changed and deleted like anything else', async () => {
  const api = await client()
  const { status, body } = await link(api, 'lead', 'https://search.example/?q={{ lead.display_name }}')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    id: expect.stringMatching(/^ilink_[0-9A-Za-z]{43}$/),
    type: 'lead',
    name: 'Web search',
    url: 'https://search.example/?q={{ lead.display_name }}',
  })
  const path = `/integration_link/${body.id}/`
  expect((await api.get(path)).body).toEqual(body)
  expect((await api.put(path, { ...(body as object), url: null })).body).toEqual(body)
  expect((await api.put(path, { name: 'Search', type: 'contact' })).body).toMatchObject({
    name: 'Search',
    type: 'contact',
  })
  expect(await api.delete(path)).toMatchObject({ status: 200, text: '{}' })
  expect((await api.get('/integration_link/')).body).toEqual({ has_more: false, data: [] })
})

test('what is wrong is said by field', async () => {
  const api = await client()
  expect((await api.post('/integration_link/', {})).body['field-errors']).toEqual({
    type: 'This field is required.',
    name: 'This field is required.',
    url: 'This field is required.',
  })
  for (const url of ['javascript:alert(1)', 'search.example/{{ lead.name }}', 'https://', '{{ lead.url }}']) {
    expect((await link(api, 'lead', url)).body['field-errors'], url).toEqual({ url: 'Invalid URL.' })
  }
  expect((await link(api, 'task', 'https://x.example')).body['field-errors']).toHaveProperty('type')
})

test('leads, contacts and opportunities show their links filled in, each value encoded', async () => {
  const api = await client()
  await link(api, 'lead', 'https://a.example/?q={{ lead.display_name }}&s={{lead.status_label}}')
  await link(api, 'contact', 'https://b.example/{{ contact.name }}/{{ contact.email }}/{{ lead.name }}')
  await link(api, 'opportunity', 'https://c.example/{{ opportunity.id }}?{{ contact.name }}&{{ lead.id }}', 'Deal')
  const lead = (
    await api.post('/lead/', {
      name: 'Käse & Söhne/100%',
      contacts: [{ name: 'Ida Brandt', emails: [{ email: 'ida@käse.example' }] }],
    })
  ).body
  expect(lead.integration_links).toEqual([
    { name: 'Web search', url: 'https://a.example/?q=K%C3%A4se%20%26%20S%C3%B6hne%2F100%25&s=Potential' },
  ])
  expect(lead.contacts?.[0]?.integration_links?.[0]?.url).toBe(
    'https://b.example/Ida%20Brandt/ida%40k%C3%A4se.example/K%C3%A4se%20%26%20S%C3%B6hne%2F100%25',
  )
  const deal = (await api.post('/opportunity/', { lead_id: lead.id, contact_id: lead.contacts?.[0]?.id })).body
  expect(deal.integration_links).toEqual([
    { name: 'Deal', url: `https://c.example/${deal.id}?Ida%20Brandt&${lead.id}` },
  ])
  expect((await api.get(`/lead/${lead.id}/`)).body.opportunities?.[0]?.integration_links).toEqual(
    deal.integration_links,
  )
  expect(rowsOf(await api.get('/lead/?_fields=integration_links'))).toEqual([
    { integration_links: lead.integration_links },
  ])
})

test('custom values go by name or id; what there is not is empty', async () => {
  const api = await client()
  const field = (
    await api.post('/custom_field/lead/', { name: 'Customer no.', type: 'text', accepts_multiple_values: true })
  ).body
  await link(api, 'lead', `https://a.example/{{ lead.custom.Customer no. }}/{{lead.custom.${field.id}}}`)
  await link(api, 'lead', 'https://b.example/{{ lead.description }}/{{ lead.nope }}/{{ nobody.name }}/{{ }}/{{x}}/{x}')
  const lead = (await api.post('/lead/', { [`custom.${field.id}`]: ['A 1', 'B'] })).body
  expect((lead.integration_links as unknown as { url: string }[]).map(({ url }) => url)).toEqual([
    'https://a.example/A%201%2C%20B/A%201%2C%20B',
    'https://b.example//////{x}',
  ])
})

test('who may not customize sees links, but does not change them', async () => {
  const api = await client()
  const made = (await link(api, 'lead', 'https://a.example')).body
  const someone = await member(api, 'user')
  expect(rowsOf(await someone.get('/integration_link/'))).toHaveLength(1)
  expect((await link(someone, 'lead', 'https://a.example')).status).toBe(403)
  expect((await someone.put(`/integration_link/${made.id}/`, { name: 'X' })).status).toBe(403)
  expect((await someone.delete(`/integration_link/${made.id}/`)).status).toBe(403)
  expect((await someone.delete('/integration_link/ilink_none/')).status).toBe(404)
})

test('links of another organization are not shown', async () => {
  const [api, other] = [await client(), await client()]
  await link(other, 'lead', 'https://theirs.example')
  expect((await api.post('/lead/', { name: 'Ours' })).body.integration_links).toEqual([])
})

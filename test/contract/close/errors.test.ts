import sql, { raw } from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { type Reply, useApi } from '../../support/api.ts'
import { oneOfEach } from '../../support/oneOfEach.ts'

const { client, member, database } = useApi()

/** The answer to input with these problems in its fields. */
const fields = (errors: Record<string, unknown>) => ({
  status: 400,
  body: { errors: [], 'field-errors': errors },
})
const nested = (list: string, items: Record<string, Record<string, unknown>>) => ({
  [list]: {
    errors: Object.fromEntries(Object.entries(items).map(([i, errors]) => [i, { errors: [], 'field-errors': errors }])),
  },
})
const expectRefused = async (reply: Promise<Reply>, expected: object) => {
  const { status, body } = await reply
  expect({ status, body }).toEqual(expected)
}

describe('a field that is wrong is named as the API calls it inside', () => {
  test('what is referred to must be there', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'One' })).body
    const missing = 'Object does not exist.'
    await expectRefused(api.post('/contact/', { lead_id: 'lead_none' }), fields({ lead: missing }))
    await expectRefused(api.post('/opportunity/', { lead_id: 'lead_none' }), fields({ lead: missing }))
    await expectRefused(api.post('/activity/note/', { lead_id: 'lead_none', note: 'x' }), fields({ lead: missing }))
    const to = (path: string, body: object) => api.post(path, { lead_id: lead.id, ...body })
    await expectRefused(to('/opportunity/', { contact_id: 'cont_none' }), fields({ contact: missing }))
    await expectRefused(to('/opportunity/', { user_id: 'user_none' }), fields({ user: missing }))
    await expectRefused(to('/opportunity/', { pipeline_id: 'pipe_none' }), fields({ pipeline: missing }))
    await expectRefused(to('/activity/note/', { contact_id: 'cont_none' }), fields({ contact: missing }))
    await expectRefused(to('/activity/call/', { user_id: 'user_none' }), fields({ user: missing }))
    await expectRefused(
      to('/activity/status_change/opportunity/', { opportunity_id: 'oppo_none' }),
      fields({ opportunity: missing }),
    )
    await expectRefused(
      api.post('/status/opportunity/', { label: 'X', pipeline_id: 'pipe_none' }),
      fields({ pipeline: missing }),
    )
  })

  test('a contact must be one of the lead', async () => {
    const api = await client()
    const [one, other] = await Promise.all([
      api.post('/lead/', { name: 'One', contacts: [{ name: 'Ida' }] }),
      api.post('/lead/', { name: 'Other' }),
    ])
    const contact_id = one.body.contacts?.[0]?.id
    const wrong = fields({ contact: 'Object does not exist.' })
    await expectRefused(api.post('/activity/note/', { lead_id: other.body.id, contact_id, note: 'x' }), wrong)
    await expectRefused(api.post('/opportunity/', { lead_id: other.body.id, contact_id }), wrong)
    const note = (await api.post('/activity/note/', { lead_id: other.body.id, note: 'x' })).body
    await expectRefused(api.put(`/activity/note/${note.id}/`, { contact_id }), wrong)
    expect((await api.get(`/activity/note/${note.id}/`)).body).toEqual(note)
  })

  test('what must be there', async () => {
    const api = await client()
    const required = 'This field is required.'
    await expectRefused(api.post('/activity/note/', { note: 'x' }), fields({ lead: required }))
    await expectRefused(api.post('/activity/note/', { lead_id: null }), fields({ lead: required }))
    await expectRefused(api.post('/activity/call/', {}), fields({ lead: required }))
    await expectRefused(api.post('/activity/email/', {}), fields({ lead: required, status: required }))
    await expectRefused(api.post('/status/lead/', {}), fields({ label: required }))
    await expectRefused(api.post('/status/lead/', { label: '  ' }), fields({ label: required }))
    await expectRefused(api.post('/status/opportunity/', { type: 'won' }), fields({ label: required }))
    await expectRefused(api.post('/pipeline/', {}), fields({ name: required }))
    await expectRefused(api.post('/custom_field/lead/', {}), fields({ name: required, type: required }))
    await expectRefused(api.post('/custom_field/lead/', { name: 'X', type: 'choices' }), fields({ choices: required }))
  })

  test('what must be one of a few', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'One' })).body
    const choice = (got: string) => `Not a valid choice. Got: "${got}".`
    await expectRefused(api.post('/lead/', { status: 'Nope' }), fields({ status: choice('Nope') }))
    await expectRefused(api.post('/lead/', { status_id: 'stat_none' }), fields({ status: choice('stat_none') }))
    await expectRefused(api.put(`/lead/${lead.id}/`, { status: 'Nope' }), fields({ status: choice('Nope') }))
    const opportunity = (body: object) => api.post('/opportunity/', { lead_id: lead.id, ...body })
    await expectRefused(opportunity({ status_id: 'stat_none' }), fields({ status: choice('stat_none') }))
    await expectRefused(opportunity({ status: 'Nope' }), fields({ status: choice('Nope') }))
    await expectRefused(opportunity({ value_period: 'weekly' }), fields({ value_period: choice('weekly') }))
    await expectRefused(
      api.post('/activity/call/', { lead_id: lead.id, direction: 'up' }),
      fields({ direction: choice('up') }),
    )
    await expectRefused(
      api.post('/status/opportunity/', { label: 'X', type: 'maybe' }),
      fields({ type: choice('maybe') }),
    )
    await expectRefused(
      api.post('/custom_field/lead/', { name: 'X', type: 'magic' }),
      fields({ type: choice('magic') }),
    )
  })

  test('what must be of a type, a length, a form', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'One' })).body
    await expectRefused(
      api.post('/lead/', { name: 1, description: [], addresses: {}, contacts: 'x', custom: [] }),
      fields({
        name: 'Value must be of string type.',
        description: 'Value must be of string type.',
        addresses: 'Value must be of list type.',
        contacts: 'Value must be of list type.',
        custom: 'Value must be of object type.',
      }),
    )
    await expectRefused(
      api.post('/lead/', { name: 'x'.repeat(10_001) }),
      fields({ name: 'The value must be no longer than 10000 characters.' }),
    )
    await expectRefused(api.post('/lead/', { url: 'http://[' }), fields({ url: 'Invalid URL.' }))
    await expectRefused(
      api.post('/lead/', { contacts: Array.from({ length: 1001 }, () => ({})) }),
      fields({ contacts: 'List is too long.' }),
    )
    await expectRefused(
      api.post('/activity/note/', { lead_id: lead.id, date_created: 'yesterday' }),
      fields({ date_created: 'Invalid ISO 8601 datetime.' }),
    )
    await expectRefused(
      api.post('/custom_field/lead/', { name: 'X', type: 'text', description: 'x'.repeat(281) }),
      fields({ description: 'The value must be no longer than 280 characters.' }),
    )
    await expectRefused(
      api.post('/opportunity/', { lead_id: lead.id, value: 1.5, confidence: 101, date_won: '2026-02-30' }),
      fields({
        value: 'Value must be of integer type.',
        confidence: 'The value must be from 0 to 100.',
        date_won: 'Invalid date: expected YYYY-MM-DD.',
      }),
    )
    await expectRefused(
      api.post('/activity/note/', { lead_id: lead.id, pinned: 'yes' }),
      fields({ pinned: 'Value must be of boolean type.' }),
    )
  })

  test('what cannot be changed', async () => {
    const api = await client()
    const [one, other] = await Promise.all([api.post('/lead/', { name: 'One' }), api.post('/lead/', { name: 'Other' })])
    const contact = (await api.post('/contact/', { lead_id: one.body.id, name: 'Ida' })).body
    const opportunity = (await api.post('/opportunity/', { lead_id: one.body.id })).body
    const unchanged = fields({ lead: 'Value cannot be changed.' })
    await expectRefused(api.put(`/contact/${contact.id}/`, { lead_id: other.body.id }), unchanged)
    await expectRefused(api.put(`/opportunity/${opportunity.id}/`, { lead_id: other.body.id }), unchanged)
    expect((await api.put(`/contact/${contact.id}/`, { lead_id: one.body.id })).status).toBe(200)
  })

  test('what is there already', async () => {
    const api = await client()
    await expectRefused(
      api.post('/status/lead/', { label: 'potential' }),
      fields({ label: 'There is already one called "potential".' }),
    )
    await api.post('/custom_field/lead/', { name: 'Industry', type: 'text' })
    await expectRefused(
      api.post('/custom_field/lead/', { name: 'Industry', type: 'text' }),
      fields({ name: 'There is already one called "Industry".' }),
    )
  })

  test('two at the same moment: one is made, the other is told', async () => {
    const api = await client()
    const replies = await Promise.all(Array.from({ length: 6 }, () => api.post('/status/lead/', { label: 'Trial' })))
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400, 400, 400, 400, 400])
    const told = replies.filter(({ status }) => status === 400)
    expect(told.every(({ body }) => 'field-errors' in body)).toBe(true)
  })
})

describe('problems inside lists', () => {
  test('are found by their position', async () => {
    const api = await client()
    const contact = {
      emails: [{ email: 'ida@harborlooms.example' }, { email: 'nope' }, { type: 'office' }, 'x'],
      phones: [{ phone: 'none' }],
      urls: [{ url: '' }, { url: 'no url' }],
    }
    const emails = {
      emails: {
        errors: {
          '1': { errors: [], 'field-errors': { email: 'Invalid email address.' } },
          '2': { errors: [], 'field-errors': { email: 'This field is required.' } },
          '3': { errors: ['Value must be of object type.'], 'field-errors': {} },
        },
      },
    }
    const { body } = await api.post('/contact/', { emails: contact.emails.filter((one) => one !== 'x') })
    // What has no form at all is told before what has the wrong one.
    expect(body['field-errors']).toEqual(nested('emails', { '2': { email: 'This field is required.' } }))
    const { body: both } = await api.post('/contact/', { emails: contact.emails.slice(2) })
    expect(both['field-errors']).toEqual({
      emails: { errors: { '0': emails.emails.errors['2'], '1': emails.emails.errors['3'] } },
    })
    await expectRefused(
      api.post('/contact/', { emails: contact.emails.slice(0, 2), phones: contact.phones }),
      fields({
        ...nested('emails', { '1': { email: 'Invalid email address.' } }),
        ...nested('phones', { '0': { phone: 'Invalid phone number: it must contain digits.' } }),
      }),
    )
    await expectRefused(
      api.post('/contact/', { urls: contact.urls }),
      fields(nested('urls', { '0': { url: 'This field is required.' } })),
    )
  })

  test('and lists inside lists', async () => {
    const api = await client()
    await expectRefused(
      api.post('/lead/', { contacts: [{ name: 'Ida' }, { name: 'Leo', emails: [{ email: 'nope', type: 'office' }] }] }),
      fields(nested('contacts', { '1': nested('emails', { '0': { email: 'Invalid email address.' } }) })),
    )
    await expectRefused(
      api.post('/lead/', { addresses: [{ city: 'Oslo' }, { city: 5 }] }),
      fields(nested('addresses', { '1': { city: 'Value must be of string type.' } })),
    )
  })
})

test('several problems are told at once', async () => {
  const api = await client()
  await expectRefused(
    api.post('/lead/', { url: 'http://[', status: 'Nope', contacts: [{ emails: [{ email: 'nope' }] }] }),
    fields({
      url: 'Invalid URL.',
      status: 'Not a valid choice. Got: "Nope".',
      ...nested('contacts', { '0': nested('emails', { '0': { email: 'Invalid email address.' } }) }),
    }),
  )
  await expectRefused(
    api.post('/opportunity/', { lead_id: 'lead_none', user_id: 'user_none', status_id: 'stat_none' }),
    fields({
      lead: 'Object does not exist.',
      user: 'Object does not exist.',
      status: 'Not a valid choice. Got: "stat_none".',
    }),
  )
})

test('the newer generation refuses keys it does not know, the older leaves them out', async () => {
  const api = await client()
  await expectRefused(
    api.post('/pipeline/', { name: 'X', colour: 'red', constructor: 1 }),
    fields({ colour: 'Unknown field.', constructor: 'Unknown field.' }),
  )
  const lead = await api.post('/lead/', { name: 'X', colour: 'red' })
  expect(lead.status).toBe(200)
  expect(lead.body).not.toHaveProperty('colour')
})

describe('what is refused changes nothing', () => {
  const TABLES = ['leads', 'contacts', 'opportunities', 'activities', 'lead_statuses', 'opportunity_statuses']
  const ALL_TABLES = [...TABLES, 'pipelines', 'custom_fields', 'organizations', 'events', 'totals']

  /** Every row there is, so that a changed value shows as well as a new row. */
  const everything = async () =>
    Promise.all(
      ALL_TABLES.map(async (name) => [
        name,
        await database().run(sql`select t::text as row from ${raw(name)} t order by 1`),
      ]),
    )

  test('no row, no event, no count', async () => {
    const api = await client()
    const made = await oneOfEach(api)
    const restricted = await member(api, 'restricteduser')
    const idOf = (path: string) => made[path]?.object.id ?? ''
    const before = await everything()
    const bad = { contacts: [{ name: 'New', emails: [{ email: 'nope' }] }], custom: { 'A new field': 'x' } }
    const refused = [
      api.post('/lead/', { name: 'X', ...bad }),
      api.post('/lead/', { name: 'X', status: 'Nope' }),
      api.put(`/lead/${idOf('/lead/')}/`, { name: 'Changed', status: 'Nope', custom: { 'A new field': 'x' } }),
      api.put(`/lead/${idOf('/lead/')}/`, { name: 'Changed', addresses: 'x' }),
      api.post('/contact/', { name: 'Makes a lead', emails: [{ email: 'nope' }] }),
      api.put(`/contact/${idOf('/contact/')}/`, { name: 'Changed', phones: [{ phone: 'x' }] }),
      api.post('/opportunity/', { value: 1, user_id: 'user_none' }),
      api.put(`/opportunity/${idOf('/opportunity/')}/`, { value: 5, confidence: 500 }),
      api.post('/activity/note/', { lead_id: idOf('/lead/'), contact_id: 'cont_none' }),
      api.put(`/activity/note/${idOf('/activity/note/')}/`, { note: 'Changed', contact_id: 'cont_none' }),
      api.put(`/activity/call/${idOf('/activity/call/')}/`, { note: 'Changed', phone: 'none' }),
      api.put(`/activity/email/${idOf('/activity/email/')}/`, { subject: 'Changed', to: ['nope'] }),
      api.put(`/status/lead/${idOf('/status/lead/')}/`, { label: 'Potential' }),
      api.put(`/pipeline/${idOf('/pipeline/')}/`, { name: 'Changed', statuses: [{ id: 'stat_none' }] }),
      api.put(`/pipeline/${idOf('/pipeline/')}/`, { name: 'Changed', colour: 'red' }),
      api.put(`/custom_field/lead/${idOf('/custom_field/lead/')}/`, { name: 'Changed', type: 'magic' }),
      api.put(`/organization/${api.organizationId}/`, { name: 'Changed', currency: 'XXXX' }),
      api.put(`/organization/${api.organizationId}/`, { name: 'Changed', lead_statuses: [{ id: 'stat_none' }] }),
      api.delete(`/pipeline/${idOf('/pipeline/')}/`),
      restricted.delete(`/lead/${idOf('/lead/')}/`),
      restricted.put(`/activity/note/${idOf('/activity/note/')}/`, { note: 'Changed' }),
      restricted.post('/status/lead/', { label: 'New' }),
      api.put('/lead/lead_none/', { name: 'Changed' }),
      api.delete('/contact/cont_none/'),
    ]
    for (const { status, text } of await Promise.all(refused)) {
      expect(status, text).toBeGreaterThanOrEqual(400)
      expect(status, text).toBeLessThan(500)
    }
    expect(await everything()).toEqual(before)
    expect((await api.get(`/organization/${api.organizationId}/?_fields=name`)).body).toEqual({ name: 'Northfold' })
  })
})

test('what cannot be read and what cannot be true are told together', async () => {
  const api = await client()
  const { status, body } = await api.post('/lead/', {
    name: 7,
    url: 'not a url',
    status: 'Nope',
    contacts: [{ emails: [{ email: 'nowhere' }] }],
  })
  expect(status).toBe(400)
  expect(body).toEqual({
    errors: [],
    'field-errors': {
      name: 'Value must be of string type.',
      url: 'Invalid URL.',
      status: 'Not a valid choice. Got: "Nope".',
      contacts: {
        errors: {
          '0': {
            errors: [],
            'field-errors': {
              emails: { errors: { '0': { errors: [], 'field-errors': { email: 'Invalid email address.' } } } },
            },
          },
        },
      },
    },
  })
  const note = await api.post('/activity/note/', { lead_id: 'lead_none', note: 5, pinned: 'yes' })
  expect(note.body['field-errors']).toEqual({
    note: 'Value must be of string type.',
    pinned: 'Value must be of boolean type.',
    lead: 'Object does not exist.',
  })
  expect((await api.put('/lead/lead_none/', { name: 7 })).status).toBe(404)
  expect((await api.get('/lead/')).body.total_results).toBe(0)
})

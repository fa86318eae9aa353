import { expect, test } from 'vitest'
import { useApi } from '../../support/api.ts'

const { client } = useApi()

const NEWER = [
  'primary_email',
  'primary_phone',
  'contacts_summary',
  'primary_address_summary',
  'localtime',
  'recent_calls',
  'summaries',
]

test('a lead is told in short only to those who ask', async () => {
  const api = await client()
  const { body } = await api.post('/lead/', { name: 'L' })
  for (const name of NEWER) expect(body).not.toHaveProperty(name)
  expect(body.contact_ids).toEqual([])
  expect((await api.get(`/lead/${body.id}/?_fields=${NEWER.join(',')}`)).body).toEqual({
    primary_email: null,
    primary_phone: null,
    contacts_summary: '',
    primary_address_summary: null,
    localtime: null,
    recent_calls: [],
    summaries: [],
  })
})

test('the first contact who can be reached is how a lead is reached', async () => {
  const api = await client()
  const lead = (
    await api.post('/lead/', {
      name: 'Harbor Looms',
      emails: [{ email: 'office@harbor.example' }],
      addresses: [{ city: 'Bergen', country: 'NO' }],
      contacts: [
        { name: 'Ida' },
        {
          emails: [{ email: 'leo@harbor.example' }, { email: 'x@harbor.example' }],
          phones: [{ phone: '+14156236785' }],
        },
      ],
    })
  ).body
  const ids = (lead.contacts as unknown as { id: string }[]).map(({ id }) => id)
  expect(lead.contact_ids).toEqual(ids)
  await api.post('/activity/call/', {
    lead_id: lead.id,
    contact_id: ids[1],
    direction: 'outbound',
    duration: 90,
    phone: '+14156236785',
    activity_at: '2026-03-02T12:00:00Z',
  })
  const shown = (await api.get(`/lead/${lead.id}/?_fields=_all`)).body
  expect(shown).toMatchObject({
    primary_email: { type: 'office', email: 'leo@harbor.example', is_unsubscribed: false },
    primary_phone: { phone: '+14156236785', phone_formatted: '+1 415-623-6785', country: 'US' },
    contacts_summary: 'Ida, leo@harbor.example',
    primary_address_summary: 'Bergen, NO',
    recent_calls: [
      { status: 'completed', duration: 90, dialer_id: null, finish_timestamp: '2026-03-02T12:01:30+00:00' },
    ],
  })
  const clock = new Date(`${shown.localtime}`).getTime()
  expect(Math.abs(clock - Date.now())).toBeLessThan(60_000)
  expect(shown.localtime).toMatch(/\+0[12]:00$/)
  const [ida, leo] = await Promise.all(
    ids.map(
      async (id) => (await api.get(`/contact/${id}/?_fields=timezone,timezone_source,recent_calls,subscriptions`)).body,
    ),
  )
  expect(ida).toEqual({ timezone: 'Europe/Oslo', timezone_source: 'address', recent_calls: [], subscriptions: [] })
  expect(leo).toMatchObject({ timezone: 'Europe/Oslo', recent_calls: [{ duration: 90 }] })
  const deal = (await api.post('/opportunity/', { lead_id: lead.id })).body
  expect(deal).not.toHaveProperty('lead_primary_email')
  expect(
    (await api.get(`/opportunity/${deal.id}/?_fields=lead_primary_email,lead_primary_phone,comment_summary`)).body,
  ).toEqual({
    lead_primary_email: shown.primary_email,
    lead_primary_phone: [shown.primary_phone],
    comment_summary: null,
  })
  const comment = (await api.post('/comment/', { object_id: deal.id, body: 'Soon' })).body
  expect((await api.get(`/opportunity/${deal.id}/?_fields=comment_summary`)).body).toEqual({
    comment_summary: { thread_id: comment.thread_id, comment_count: 1 },
  })
})

test.each([
  [{ phones: [{ phone: '+4755901234' }] }, 'Europe/Oslo', 'phone'],
  [{ phones: [{ phone: '+14156236785' }] }, null, null],
  [{ addresses: [{ state: 'ca', country: 'US' }] }, 'America/Los_Angeles', 'address'],
  [{ addresses: [{ city: 'Somewhere' }] }, null, null],
])('%j is in the time zone %s', async (contact, timezone, timezone_source) => {
  const api = await client()
  const { id } = (await api.post('/contact/', { name: 'Ida', ...contact })).body
  expect((await api.get(`/contact/${id}/?_fields=timezone,timezone_source`)).body).toEqual({
    timezone,
    timezone_source,
  })
})

test('who made an opportunity may be told when it is brought from elsewhere', async () => {
  const api = await client()
  const me = (await api.get('/me/')).body.id
  const made = (await api.post('/opportunity/', { created_by: me })).body
  expect(made).toMatchObject({ created_by: me })
  expect((await api.put(`/opportunity/${made.id}/`, { created_by: 'user_none' })).body).toEqual(made)
  expect(await api.post('/opportunity/', { created_by: 'user_none' })).toMatchObject({
    status: 400,
    body: { 'field-errors': { created_by: 'Object does not exist.' } },
  })
})

import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { type Client, rowsOf, useApi } from '../../support/api.ts'
import { eventsAbout } from '../../support/events.ts'

const api = useApi()
const URL = 'https://hooks.birch.example/close'
const LEADS = [{ object_type: 'lead', action: 'created' }]

const OF_DELIVERIES = ['health_status', 'latest_error', 'recent_consecutive_fail_buckets_cnt', 'counters']

const aWebhook = async (client: Client, more: object = {}) =>
  (await client.post('/webhook/', { url: URL, events: LEADS, ...more })).body

describe('a webhook', () => {
  test('is made, read, changed and deleted as the API has it', async () => {
    const client = await api.client()
    const me = (await client.get('/me/')).body.id
    const filter = { type: 'field_accessor', field: 'changed_fields', filter: { type: 'contains', value: 'status_id' } }
    const made = await client.post('/webhook/', {
      url: URL,
      events: [{ object_type: 'lead', action: 'updated', extra_filter: filter }, ...LEADS],
    })

    expect(made.status).toBe(201)
    expect(made.headers.location).toBe(`/api/v1/webhook/${made.body.id}/`)
    expect(made.body).toEqual({
      id: expect.stringMatching(/^whsub_\w{22}$/),
      organization_id: client.organizationId,
      url: URL,
      events: [
        { object_type: 'lead', action: 'updated', extra_filter: filter },
        { object_type: 'lead', action: 'created', extra_filter: null },
      ],
      event_filter: null,
      verify_ssl: true,
      status: 'active',
      signature_key: expect.stringMatching(/^[0-9a-f]{64}$/),
      pause_reason: null,
      health_status: 'healthy',
      latest_error: null,
      recent_consecutive_fail_buckets_cnt: 0,
      counters: { queued: 0, delivered: 0, failed: 0, dropped: 0 },
      created_by: me,
      updated_by: me,
      date_created: expect.stringMatching(/\+00:00$/),
      date_updated: made.body.date_created,
    })
    const path = `/webhook/${made.body.id}/`
    expect((await client.get(path)).body).toEqual(made.body)
    expect((await client.get('/webhook/')).body).toEqual({ has_more: false, data: [made.body] })

    const changed = await client.put(path, { url: `${URL}/2`, verify_ssl: false })
    expect(changed).toMatchObject({ status: 200, body: { url: `${URL}/2`, verify_ssl: false, status: 'active' } })
    expect(changed.body.signature_key).toBe(made.body.signature_key)
    expect(await client.delete(path)).toMatchObject({ status: 200, text: '{}' })
    expect((await client.get(path)).status).toBe(404)
  })

  test('has a key of its own', async () => {
    const client = await api.client()
    expect((await aWebhook(client)).signature_key).not.toBe((await aWebhook(client)).signature_key)
  })

  test('is paused and goes on', async () => {
    const client = await api.client()
    const { id } = await aWebhook(client)

    expect((await client.put(`/webhook/${id}/`, { status: 'paused' })).body).toMatchObject({
      status: 'paused',
      pause_reason: 'api',
    })
    expect((await client.put(`/webhook/${id}/`, { status: 'active' })).body).toMatchObject({
      status: 'active',
      pause_reason: null,
    })
  })

  test('takes a filter for all its events, as older clients send it', async () => {
    const client = await api.client()
    const event_filter = { type: 'field_accessor', field: 'user_id', filter: { type: 'non_null' } }
    expect((await aWebhook(client, { event_filter })).event_filter).toEqual(event_filter)
  })

  test('may name what there are no events of yet', async () => {
    const client = await api.client()
    const events = [{ object_type: 'sequence_subscription', action: 'updated' }]
    expect(await client.post('/webhook/', { url: URL, events })).toMatchObject({ status: 201 })
  })

  test('of somebody is theirs and the administrators’', async () => {
    const owner = await api.client()
    const [ida, leo] = [await api.member(owner, 'user'), await api.member(owner, 'user')]
    const { id } = await aWebhook(ida)

    expect(rowsOf(await ida.get('/webhook/'))).toHaveLength(1)
    expect(rowsOf(await owner.get('/webhook/'))).toHaveLength(1)
    expect(rowsOf(await leo.get('/webhook/'))).toEqual([])
    expect((await leo.get(`/webhook/${id}/`)).status).toBe(404)
    expect((await leo.put(`/webhook/${id}/`, { status: 'paused' })).status).toBe(404)
    expect((await leo.delete(`/webhook/${id}/`)).status).toBe(404)
    expect((await leo.post(`/webhook/${id}/test/`)).status).toBe(404)
    expect((await owner.put(`/webhook/${id}/`, { status: 'paused' })).status).toBe(200)
    expect(rowsOf(await ida.get(`/event/?object_id=${id}`))).toHaveLength(2)
    expect(rowsOf(await leo.get(`/event/?object_id=${id}`))).toEqual([])
  })

  test('leaves events of its changes, without its key', async () => {
    const client = await api.client()
    const made = await aWebhook(client)
    await client.put(`/webhook/${made.id}/`, { url: `${URL}/2` })
    await client.delete(`/webhook/${made.id}/`)

    const events = await eventsAbout(api.database(), client, made.id)
    expect(events.map(({ object_type, action }) => `${object_type} ${action}`)).toEqual([
      'webhook created',
      'webhook updated',
      'webhook deleted',
    ])
    const shown = Object.entries(made).filter(([name]) => !OF_DELIVERIES.includes(name) && name !== 'signature_key')
    expect(events[0]?.data).toEqual(Object.fromEntries(shown))
    const whole = await api.database().run(sql`select * from events where organization_id = ${client.organizationId}`)
    expect(JSON.stringify(whole)).not.toContain(String(made.signature_key))
  })

  test('tells of its pause as it shows it', async () => {
    const client = await api.client()
    const { id } = await aWebhook(client)
    await client.put(`/webhook/${id}/`, { status: 'paused' })
    const [paused] = rowsOf(await client.get(`/event/?object_id=${id}&action=updated`))
    expect(paused).toMatchObject({
      changed_fields: ['date_updated', 'pause_reason', 'status'],
      data: { status: 'paused', pause_reason: 'api' },
      previous_data: { status: 'active', pause_reason: null },
    })
  })

  test('is one of forty at most, whoever made them', async () => {
    const owner = await api.client()
    const member = await api.member(owner, 'user')
    for (let i = 0; i < 20; i++) await Promise.all([aWebhook(owner), aWebhook(member)])

    const refused = await member.post('/webhook/', { url: URL, events: LEADS })
    expect(refused).toMatchObject({ status: 400, body: { errors: [expect.stringContaining('40 webhooks')] } })
  })
})

describe('what is wrong is refused with a reason', () => {
  const inEvents = (item: object) => ({ url: URL, events: [item] })
  const filtered = (extra_filter: unknown) => inEvents({ object_type: 'lead', action: 'created', extra_filter })
  const nested = (depth: number): object =>
    depth === 0 ? { type: 'is_null' } : { type: 'not', filter: nested(depth - 1) }

  test.each([
    ['no address', { events: LEADS }, /"url":"This field is required/],
    ['no events', { url: URL }, /"events":"This field is required/],
    ['an empty list of events', { url: URL, events: [] }, /"events":"This field is required/],
    ['no address of the web', { url: 'ftp://hooks.example', events: LEADS }, /"url":"Invalid URL/],
    ['an address without a scheme', { url: 'hooks.example', events: LEADS }, /"url":"Invalid URL/],
    ['an address of this machine', { url: 'http://127.0.0.1:80/', events: LEADS }, /"url":".*private network/],
    ['localhost', { url: 'http://localhost/', events: LEADS }, /"url":".*private network/],
    ['metadata', { url: 'http://169.254.169.254/latest/', events: LEADS }, /"url":".*private network/],
    ['mapped addresses', { url: 'http://[::ffff:10.0.0.1]/', events: LEADS }, /"url":".*private network/],
    ['a key it does not know', { url: URL, events: LEADS, secret: 'x' }, /"secret":"/],
    ['events that are no list', { url: URL, events: { lead: 'created' } }, /"events":"Value must be of list type/],
    [
      'an unknown object type',
      inEvents({ object_type: 'deal', action: 'created' }),
      /"object_type":"Not a valid choice/,
    ],
    ['an unknown action', inEvents({ object_type: 'lead', action: 'made' }), /"action":"Not a valid choice/],
    ['no action', inEvents({ object_type: 'lead' }), /"action":"This field is required/],
    ['an unknown key of an event', inEvents({ ...LEADS[0], filter: {} }), /"events".*"filter":"/],
    ['a filter that is a text', filtered('x'), /"extra_filter":"Value must be of object type/],
    ['a filter without a type', filtered({}), /"extra_filter":"The filter must have a type/],
    ['an unknown type of filter', filtered({ type: 'like', value: 1 }), /"extra_filter":"The filter must have a type/],
    ['a filter of an inherited name', filtered({ type: 'constructor' }), /"extra_filter":"The filter must have a type/],
    [
      'a filter without a value',
      filtered({ type: 'equals' }),
      /"extra_filter":"The filter of type equals needs 'value'/,
    ],
    ['a filter with too much', filtered({ type: 'is_null', value: 1 }), /has no 'value'/],
    [
      'a filter deep within',
      filtered({ type: 'and', filters: [{ type: 'not', filter: 3 }] }),
      /At filters\[0\]\.filter/,
    ],
    ['an empty and', filtered({ type: 'and', filters: [] }), /at least one filter/],
    [
      'a field that is a number',
      filtered({ type: 'field_accessor', field: 1, filter: { type: 'is_null' } }),
      /text as its/,
    ],
    ['a deep filter', filtered(nested(25)), /nested more than 20 deep/],
    [
      'a broad filter',
      filtered({ type: 'or', filters: Array.from({ length: 250 }, () => ({ type: 'is_null' })) }),
      /200/,
    ],
    ['a status that is none', { url: URL, events: LEADS, status: 'off' }, /"status":"Not a valid choice/],
    [
      'a wrong event_filter',
      { url: URL, events: LEADS, event_filter: { type: 'x' } },
      /"event_filter":"The filter must/,
    ],
  ])('%s', async (_name, body, sentence) => {
    const client = await api.client()
    const refused = await client.post('/webhook/', body)
    expect(refused.text).toMatch(sentence)
    expect(refused.status).toBe(400)
    expect(rowsOf(await client.get('/webhook/'))).toEqual([])
  })

  test('in changes, too, and then nothing changes', async () => {
    const client = await api.client()
    const made = await aWebhook(client)
    for (const body of [
      { color: 'red' },
      { url: null },
      { events: [] },
      { events: [{ object_type: 'x' }] },
      { url: 'x' },
    ]) {
      expect((await client.put(`/webhook/${made.id}/`, body)).status, JSON.stringify(body)).toBe(400)
    }
    expect((await client.get(`/webhook/${made.id}/`)).body).toEqual(made)
  })
})

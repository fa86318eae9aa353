import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { type Client, useApi } from '../../support/api.ts'
import { eventsAbout } from '../../support/events.ts'

const { client, clevertim, member, database } = useApi()

type Limit = { readonly limit: number; readonly window: number }

/** Somebody whose organization has had a limit before they first asked. */
async function limited(rate_limit: Limit): Promise<Client> {
  const api = await client()
  await database().run(
    sql`update organizations set rate_limit = ${JSON.stringify(rate_limit)}::jsonb where id = ${api.organizationId}`,
  )
  return api
}

test('there is no limit unless somebody sets one', async () => {
  const api = await client()
  const { headers } = await api.get('/lead/')
  expect(Object.keys(headers).filter((name) => name.includes('rate'))).toEqual([])
  expect((await api.get(`/organization/${api.organizationId}/?_fields=rate_limit`)).body).toEqual({ rate_limit: null })
})

test('answers tell what is left, and then to wait', async () => {
  const api = await limited({ limit: 3, window: 30 })
  const replies = []
  for (let i = 0; i < 4; i++) replies.push(await api.get('/lead/?_limit=1'))
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 429])
  const [first, , , last] = replies
  expect(first?.headers).toMatchObject({
    ratelimit: expect.stringMatching(/^limit=3, remaining=2, reset=(30|29(\.\d+)?)$/),
    'x-rate-limit-limit': '3',
    'x-rate-limit-remaining': '2',
    'x-rate-limit-reset': expect.stringMatching(/^\d+(\.\d+)?$/),
  })
  expect(last?.headers).toMatchObject({
    ratelimit: expect.stringMatching(/^limit=3, remaining=0, reset=/),
    'retry-after': expect.stringMatching(/^(29|30)$/),
    'x-rate-limit-remaining': '0',
  })
  expect(last?.body).toEqual({
    error: {
      message: 'API call count exceeded for this period',
      rate_limit: 3,
      rate_limit_type: 'key',
      rate_window: 30,
      rate_reset: expect.stringMatching(/^\d+(\.\d+)?$/),
      rate_endpoint_group: 'GET /api/v1/lead/',
    },
  })
})

test('each verb of each path has its own', async () => {
  const api = await limited({ limit: 1, window: 30 })
  const lead = await api.post('/lead/', { name: 'L' })
  expect(lead.status).toBe(200)
  expect((await api.post('/lead/', { name: 'L' })).status).toBe(429)
  expect((await api.get(`/lead/${lead.body.id}/`)).status).toBe(200)
  expect((await api.get('/lead/lead_none/')).status).toBe(429)
  const headers = { 'x-http-method-override': 'GET' }
  expect((await api.post('/lead/', { _params: {} }, { headers })).status).toBe(200)
  expect((await api.get('/lead/')).status).toBe(429)
  expect((await api.put(`/lead/${lead.body.id}/`, {})).status).toBe(200)
})

test('all keys together may ask three times as often', async () => {
  const api = await limited({ limit: 2, window: 30 })
  const members = await Promise.all([1, 2, 3, 4].map(() => member(api, 'user')))
  const statuses = []
  for (const one of members) for (let i = 0; i < 2; i++) statuses.push((await one.get('/lead/')).status)
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429])
  expect((await members[3]?.get('/lead/'))?.body.error).toMatchObject({ rate_limit_type: 'key' })
  const fresh = await member(api, 'user')
  expect((await fresh.get('/lead/')).body.error).toMatchObject({ rate_limit_type: 'org', rate_limit: 6 })
})

test('a member may have a limit of their own, and none counts for the others', async () => {
  const api = await client()
  const script = await member(api, 'user')
  const id = (await script.get('/me/')).body.memberships?.[0]?.id
  const rate_limit = { limit: 1, window: 30 }
  expect((await script.put(`/membership/${id}/`, { rate_limit })).status).toBe(403)
  expect((await api.put(`/membership/${id}/?_fields=rate_limit`, { rate_limit })).body).toEqual({ rate_limit })
  await expect.poll(async () => (await script.get('/lead/')).status, { timeout: 2_500, interval: 200 }).toBe(429)
  for (let i = 0; i < 3; i++) expect((await api.get('/lead/')).status).toBe(200)
})

test('a limit is set and taken away by an administrator', async () => {
  const api = await client()
  const path = `/organization/${api.organizationId}/?_fields=rate_limit`
  const isTold = async () => (await api.get('/me/?_fields=id')).headers.ratelimit !== undefined
  for (const rate_limit of [{ limit: 100, window: 5 }, null]) {
    expect((await api.put(path, { rate_limit })).body).toEqual({ rate_limit })
    // Keys are remembered for two seconds.
    await expect.poll(isTold, { timeout: 2_500, interval: 200 }).toBe(rate_limit !== null)
  }
  // Both within seconds, so they are told as one; which one still is depends on how fast they were.
  const [event] = await eventsAbout(database(), api, api.organizationId)
  expect(event).toMatchObject({
    object_type: 'organization',
    action: 'updated',
    changed_fields: ['date_updated', 'rate_limit', 'updated_by'],
  })
})

test('the other API counts too, in its own words', async () => {
  const api = await limited({ limit: 1, window: 30 })
  const other = clevertim(api)
  expect((await other.get('/contact')).headers.ratelimit).toMatch(/^limit=1, remaining=0, /)
  const refused = await other.get('/contact')
  expect(refused).toMatchObject({ status: 429, body: { status: 'ERROR' } })
  expect(refused.headers['retry-after']).toMatch(/^(29|30)$/)
})

describe('a limit is refused', () => {
  test.each([
    [5, 'Value must be of object type.'],
    [{ limit: 5 }, { errors: { window: { errors: ['This field is required.'], 'field-errors': {} } } }],
    [{ limit: 0, window: 1 }, { errors: { limit: { errors: [expect.any(String)], 'field-errors': {} } } }],
    [{ limit: 1, window: 1e9 }, { errors: { window: { errors: [expect.any(String)], 'field-errors': {} } } }],
  ])('%j', async (rate_limit, message) => {
    const api = await client()
    const reply = await api.put(`/organization/${api.organizationId}/`, { rate_limit })
    expect(reply).toMatchObject({ status: 400, body: { 'field-errors': { rate_limit: message } } })
  })
})

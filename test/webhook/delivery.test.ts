import type { LookupAddress, lookup } from 'node:dns'
import { isIP } from 'node:net'
import sql, { raw } from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { openOutside } from '../../src/actions/webhooks/webhookRequest.ts'
import { storesIn } from '../../src/store/store.ts'
import { type Client, type Json, rowsOf, useApi } from '../support/api.ts'
import { aReceiver } from '../support/receiver.ts'
import { until } from '../support/until.ts'
import { deliver, LEADS, subscribe } from './support.ts'

const api = useApi({ outside: openOutside({ allowPrivate: true }) })

/** An organization, a receiver that takes everything at `/in`, and a subscription to leads. */
async function aSubscription(more: object = {}) {
  const [client, receiver] = [await api.client(), await aReceiver()]
  const url = `${receiver.url}/in`
  const { id, key } = await subscribe(client, url, more)
  await receiver.tell({ '/in': { key } })
  const events = async () => (await receiver.got('/in')).map(({ body }) => body.event)
  return { client, receiver, url, id, key, events }
}

const aLead = async (client: Client, name = 'Harbor Bakery') =>
  (await client.post('/lead/', { name })).body.id as string
const rename = (client: Client, id: string, name: string) => client.put(`/lead/${id}/`, { name })
const shown = async (client: Client, id: string) => (await client.get(`/webhook/${id}/`)).body

describe('what happens is delivered', () => {
  test('signed, as the log shows it, and once', async () => {
    const { client, receiver, id, events } = await aSubscription()
    deliver(api.database())
    const lead = await aLead(client)
    await until(async () => (await events()).length === 1)
    await client.delete(`/lead/${lead}/`)
    await until(async () => (await events()).length === 2)
    await new Promise((resolve) => setTimeout(resolve, 700))

    const got = await receiver.got()
    expect(got.map(({ valid }) => valid)).toEqual([true, true])
    expect(got[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'close-sig-timestamp': expect.stringMatching(/^\d{10}$/),
      'close-sig-hash': expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(got[0]?.body.subscription_id).toBe(id)
    const log = rowsOf(await client.get(`/event/?object_id=${lead}`))
    expect(await events()).toEqual([...log].reverse())
    expect(await shown(client, id)).toMatchObject({
      health_status: 'healthy',
      counters: { queued: 0, delivered: 2, failed: 0, dropped: 0 },
    })
  })

  test('also of bulk actions and exports', async () => {
    const kinds = ['bulk_action.edit', 'bulk_action.delete', 'export.lead', 'export.opportunity']
    const { client, events } = await aSubscription({
      events: kinds.map((object_type) => ({ object_type, action: 'created' })),
    })
    deliver(api.database())
    const { id: lead_status_id } = (await client.post('/status/lead/', { label: 'Reached' })).body
    const asked = [
      await client.post('/bulk_action/edit/', { query: '*', type: 'set_lead_status', lead_status_id }),
      await client.post('/bulk_action/delete/', { query: 'name:nobody' }),
      await client.post('/export/lead/', { format: 'csv' }),
      await client.post('/export/opportunity/', { format: 'json' }),
    ]
    expect(asked.filter(({ status }) => status >= 300)).toEqual([])
    await until(async () => (await events()).length === asked.length)
    const got = await events()
    expect(got.map(({ object_type }) => String(object_type)).toSorted()).toEqual(kinds.toSorted())
    for (const { data } of got) expect(data).toMatchObject({ status: expect.any(String) })
  })

  test('also what happened while nobody delivered, and what was folded is told as it ended', async () => {
    const { client, events } = await aSubscription()
    const lead = await aLead(client)
    await rename(client, lead, 'Harbor')
    await rename(client, lead, 'Harbor Bread')
    deliver(api.database())
    await until(async () => (await events()).length === 2)

    expect(await events()).toMatchObject([
      { action: 'created' },
      { action: 'updated', data: { name: 'Harbor Bread' }, previous_data: { name: 'Harbor Bakery' } },
    ])
  })

  test('a change waits for others that are folded into it, a new object does not', async () => {
    const { client, events } = await aSubscription()
    deliver(api.database(), { delayMs: 4_000 })
    const lead = await aLead(client)
    await until(async () => (await events()).length === 1)
    await rename(client, lead, 'One')
    await new Promise((resolve) => setTimeout(resolve, 600))
    await rename(client, lead, 'Two')
    expect(await events()).toHaveLength(1)
    await until(async () => (await events()).length === 2)
    await new Promise((resolve) => setTimeout(resolve, 1200))

    expect(await events()).toMatchObject([{ action: 'created' }, { action: 'updated', data: { name: 'Two' } }])
  })

  test('to nobody else, and only what is wanted', async () => {
    const { client, receiver, events } = await aSubscription({
      events: [
        {
          object_type: 'lead',
          action: 'updated',
          extra_filter: {
            type: 'field_accessor',
            field: 'changed_fields',
            filter: { type: 'contains', value: 'description' },
          },
        },
      ],
    })
    const other = await api.client()
    await subscribe(other, `${receiver.url}/other`)
    deliver(api.database())
    const lead = await aLead(client)
    await rename(client, lead, 'Not this')
    const second = await aLead(client)
    await client.put(`/lead/${second}/`, { description: 'This' })
    await until(async () => (await events()).length === 1)
    await new Promise((resolve) => setTimeout(resolve, 700))

    expect(await events()).toMatchObject([{ object_id: second, action: 'updated' }])
    expect(await receiver.got('/other')).toEqual([])
  })

  test('not what the one who subscribed may not see; and what they see they see whole', async () => {
    const owner = await api.client()
    const member = await api.member(owner, 'user')
    const receiver = await aReceiver()
    await subscribe(member, `${receiver.url}/in`)
    const { userId } = await api.member(owner, 'user')
    await owner.post('/lead/', { name: 'Hidden', visible_to: [userId] })
    const open = await aLead(owner, 'Open')
    await api.database().run(sql`update events set updated_at = updated_at - interval '2 hours'`)
    deliver(api.database())
    await until(async () => (await receiver.got('/in')).length === 1)

    const [got] = await receiver.got('/in')
    expect(got?.body.event).toMatchObject({ object_id: open, data: { name: 'Open' } })
  })
})

describe('a receiver that does not take it', () => {
  test.each([
    ['is down', { status: 503 }, 503, 'The receiver answered 503.'],
    ['fails', { status: 500 }, 500, 'The receiver answered 500.'],
    ['redirects', { status: 302 }, 302, 'redirects are not followed'],
    ['is slow', { manner: 'hang' }, null, 'no answer within 0.5 seconds'],
    ['answers garbage', { manner: 'garbage' }, null, 'not HTTP'],
    ['hangs up', { manner: 'reset' }, null, 'could not be reached'],
  ] as const)('%s: gets it again until it does', async (_name, manner, status, error) => {
    const { client, receiver, id, events } = await aSubscription()
    await receiver.tell({ '/in': manner })
    deliver(api.database(), { timeoutMs: 500 })
    const lead = await aLead(client)
    await until(async () => (await events()).length >= 2)
    expect(await shown(client, id)).toMatchObject({
      status: 'active',
      health_status: 'unhealthy',
      latest_error: { message: expect.stringContaining(error), status_code: status },
      recent_consecutive_fail_buckets_cnt: 1,
    })
    await receiver.tell({ '/in': { status: 200 } })
    await until(async () => Number((await shown(client, id)).counters?.delivered) === 1)

    const got = await receiver.got('/in')
    expect(new Set(got.map(({ body }) => body.event.id)).size).toBe(1)
    expect(got.every(({ valid }) => valid)).toBe(true)
    expect(got.at(-1)).toMatchObject({ status: 200, body: { event: { object_id: lead } } })
    expect(await receiver.got('/redirected')).toEqual([])
    expect(await shown(client, id)).toMatchObject({ health_status: 'healthy', counters: { queued: 0, dropped: 0 } })
  })

  test('is gone: it is paused at once, and nothing is lost when it is there again', async () => {
    const { client, receiver, id, events } = await aSubscription()
    await receiver.tell({ '/in': { status: 410 } })
    const warnings: object[] = []
    deliver(api.database(), { warn: (about) => void warnings.push(about) })
    const leads = [await aLead(client), await aLead(client), await aLead(client)]
    await until(async () => (await shown(client, id)).status === 'paused')
    expect(await shown(client, id)).toMatchObject({ pause_reason: 'gone' })
    await until(async () => warnings.length > 0)
    expect(warnings).toEqual([{ organizationId: client.organizationId, webhookId: id, reason: 'gone' }])
    leads.push(await aLead(client))
    const before = (await events()).length
    await new Promise((resolve) => setTimeout(resolve, 1200))
    expect(await events()).toHaveLength(before)

    await receiver.tell({ '/in': { status: 200 } })
    await client.put(`/webhook/${id}/`, { status: 'active' })
    await until(async () => Number((await shown(client, id)).counters?.delivered) === leads.length)
    const got = await receiver.got('/in')
    expect(new Set(got.filter(({ status }) => status === 200).map(({ body }) => body.event.object_id))).toEqual(
      new Set(leads),
    )
    const [, pausedEvent] = rowsOf(await client.get(`/event/?object_id=${id}`))
    expect(pausedEvent).toMatchObject({
      action: 'updated',
      user_id: null,
      data: { status: 'paused', pause_reason: 'gone' },
      previous_data: { status: 'active', pause_reason: null },
    })
  })

  test('drips: its status counts, not the end of its answer', async () => {
    const { client, receiver, id } = await aSubscription()
    await receiver.tell({ '/in': { manner: 'drip' } })
    deliver(api.database(), { timeoutMs: 500 })
    await aLead(client)
    await until(async () => Number((await shown(client, id)).counters?.delivered) === 1)
    expect((await shown(client, id)).counters).toMatchObject({ failed: 0 })
  })

  test('loses an event after the time is over, and gets the next', async () => {
    const { client, receiver, id, events } = await aSubscription()
    await receiver.tell({ '/in': { status: 500 } })
    deliver(api.database(), { dropHours: 1 / 36_000 })
    const lead = await aLead(client)
    await until(async () => Number((await shown(client, id)).counters?.dropped) === 1)
    await receiver.tell({ '/in': { status: 200 } })
    await rename(client, lead, 'Next')
    await until(async () => Number((await shown(client, id)).counters?.delivered) === 1)
    expect((await events()).at(-1)).toMatchObject({ action: 'updated', data: { name: 'Next' } })
  })

  test('that fails for three days is paused, and keeps what waits', async () => {
    const { client, receiver, id } = await aSubscription()
    await receiver.tell({ '/in': { status: 500 } })
    await aLead(client)
    const first = deliver(api.database())
    await until(async () => Number((await shown(client, id)).counters?.failed) > 0)
    await first.stop()
    await api
      .database()
      .run(sql`update webhook_queues set failing_since = now() - interval '73 hours' where webhook_id = ${id}`)
    deliver(api.database())
    await until(async () => (await shown(client, id)).status === 'paused')
    expect(await shown(client, id)).toMatchObject({ pause_reason: 'failing', counters: { queued: 1, dropped: 0 } })
  })
})

test('who gets too far behind is paused, and goes on with what waits', async () => {
  const { client, id, events } = await aSubscription()
  await api.database().run(
    sql`insert into webhook_queues (organization_id, webhook_id, transaction_id, event_id)
      select organization_id, id, starts_at::xid8, '' from webhooks where id = ${id}`,
  )
  deliver(api.database())
  await aLead(client)
  await until(async () => (await events()).length === 1)
  await api.database().run(sql`update webhook_queues set queued = 100000 where webhook_id = ${id}`)
  await new Promise((resolve) => setTimeout(resolve, 700))
  await aLead(client)
  await until(async () => (await shown(client, id)).status === 'paused')
  expect(await shown(client, id)).toMatchObject({ pause_reason: 'backlog' })
  const before = (await events()).length

  await client.put(`/webhook/${id}/`, { status: 'active' })
  await aLead(client)
  await until(async () => (await events()).length === 3)
  expect(before).toBeLessThan(3)
  expect(await shown(client, id)).toMatchObject({ status: 'active' })
})

test('old attempts are forgotten, and what has waited too long for one that is paused', async () => {
  const { client, receiver, id } = await aSubscription()
  await receiver.tell({ '/in': { status: 410 } })
  const deliveries = deliver(api.database())
  await aLead(client)
  await until(async () => (await shown(client, id)).status === 'paused')
  await deliveries.stop()
  await client.post(`/webhook/${id}/test/`)
  await api
    .database()
    .run(
      sql`update webhook_deliveries set sent_at = sent_at - interval '8 days' where webhook_id = ${id} and kind = 'delivery'`,
    )
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString()
  const store = storesIn(api.database())({ organizationId: client.organizationId })

  await store.forgetDeliveries({ attemptsBefore: day(7), waitingBefore: day(30) })
  expect(rowsOf(await client.get(`/webhook/${id}/delivery/?_fields=kind`))).toEqual([{ kind: 'test' }])
  expect((await shown(client, id)).counters).toMatchObject({ queued: 1, dropped: 0 })
  await store.forgetDeliveries({ attemptsBefore: day(7), waitingBefore: day(-1) })
  expect((await shown(client, id)).counters).toMatchObject({ queued: 0, dropped: 1 })
})

describe('order', () => {
  test('is that of the changes for each object, and others do not wait', async () => {
    const { client, receiver, id, events } = await aSubscription()
    await receiver.tell({ '/in': { status: 500 } })
    deliver(api.database())
    const [first, second] = [await aLead(client, 'A'), await aLead(client, 'B')]
    for (const name of ['1', '2', '3']) {
      await rename(client, first, name)
      await unfold()
      await rename(client, second, name)
      await unfold()
    }
    await until(async () => (await events()).length > 4)
    const failedOnly = await events()
    expect(new Set(failedOnly.map(({ object_id }) => object_id))).toEqual(new Set([first, second]))
    // Nothing of an object comes before what went before it.
    expect(new Set(failedOnly.map(({ action }) => action))).toEqual(new Set(['created']))
    await receiver.tell({ '/in': { status: 200 } })
    await until(async () => Number((await shown(client, id)).counters?.delivered) === 8)

    const taken = (await receiver.got('/in')).filter(({ status }) => status === 200).map(({ body }) => body.event)
    for (const lead of [first, second]) {
      const names = taken.filter(({ object_id }) => object_id === lead).map(({ data }) => (data as Json).name)
      expect(names).toEqual([lead === first ? 'A' : 'B', '1', '2', '3'])
    }
  })

  test('a slow receiver has several at once, and slows no other', async () => {
    const { client, receiver } = await aSubscription()
    const { key } = await subscribe(client, `${receiver.url}/quick`)
    await receiver.tell({ '/in': { after: 800 }, '/quick': { key } })
    deliver(api.database())
    await Promise.all(Array.from({ length: 20 }, (_, i) => aLead(client, `L${i}`)))
    const start = performance.now()
    await until(async () => (await receiver.got('/quick')).length === 20)
    expect(performance.now() - start).toBeLessThan(2_000)
    await until(async () => (await receiver.got('/in')).length === 20)
    expect(await receiver.mostOpen()).toBeGreaterThan(3)
    expect(await receiver.mostOpen()).toBeLessThanOrEqual(24)
  })
})

/** Makes the events so far too old to be folded into. */
const unfold = () =>
  api.database().run(sql`update events set created_at = created_at - interval '10 seconds' where action = 'updated'`)

test('one that is deleted in the middle of a delivery leaves nothing behind', async () => {
  const { client, receiver, id, events } = await aSubscription()
  await receiver.tell({ '/in': { after: 700 } })
  deliver(api.database())
  await aLead(client)
  await until(async () => (await events()).length === 1)
  expect((await client.delete(`/webhook/${id}/`)).status).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 1500))

  for (const table of ['webhook_queues', 'webhook_pending', 'webhook_deliveries'])
    expect(await api.database().run(raw(`select 1 from ${table} where webhook_id = '${id}'`))).toEqual([])
})

test('private addresses are not connected to, whatever their name', async () => {
  const { client, receiver, id } = await aSubscription()
  deliver(api.database(), { allowPrivate: false })
  const byName = `http://localhost:${new URL(receiver.url).port}/named`
  const { id: named } = await subscribe(client, byName)
  await aLead(client)
  await until(async () => Number((await shown(client, named)).counters?.failed) > 0)
  await until(async () => Number((await shown(client, id)).counters?.failed) > 0)

  expect(await receiver.got()).toEqual([])
  expect(await shown(client, id)).toMatchObject({
    latest_error: { message: expect.stringContaining('private network') },
  })
})

test.each([
  ['of this machine', ['127.0.0.1']],
  ['of this machine by IPv6', ['::1']],
  ['of a private network, also as IPv6', ['10.0.0.7', '::ffff:10.0.0.7']],
  ['of the metadata of a cloud', ['169.254.169.254']],
])('a name of an address %s is refused when it is resolved, which is once', async (_name, addresses) => {
  const receiver = await aReceiver()
  const asked: string[] = []
  const resolve = ((name: string, _options: object, done: (error: null, found: LookupAddress[]) => void) => {
    asked.push(name)
    done(
      null,
      addresses.map((address) => ({ address, family: isIP(address) })),
    )
  }) as typeof lookup
  const outside = openOutside({ allowPrivate: false, resolve })
  const url = `http://hooks.birch.example:${new URL(receiver.url).port}/in`
  const received = await outside.post({ url, verifySsl: true, headers: {}, body: '{}' })

  expect(received).toMatchObject({ status: null, error: expect.stringContaining('private network') })
  expect(asked).toEqual(['hooks.birch.example'])
  expect(await receiver.got()).toEqual([])
})

test('two who deliver share the work and deliver nothing twice', async () => {
  const { client, id, events } = await aSubscription()
  deliver(api.database())
  deliver(api.database())
  const leads = await Promise.all(Array.from({ length: 60 }, (_, i) => aLead(client, `L${i}`)))
  await until(async () => Number((await shown(client, id)).counters?.delivered) >= leads.length)
  await new Promise((resolve) => setTimeout(resolve, 1200))

  const got = await events()
  expect(got).toHaveLength(leads.length)
  expect(new Set(got.map(({ object_id }) => object_id))).toEqual(new Set(leads))
})

describe('the log of deliveries', () => {
  test('shows each attempt with what was sent and what came back', async () => {
    const { client, receiver, id, key } = await aSubscription()
    await receiver.tell({ '/in': { status: 500 } })
    deliver(api.database())
    await aLead(client)
    await until(async () => Number((await shown(client, id)).counters?.failed) === 2)
    await receiver.tell({ '/in': { status: 200 } })
    await until(async () => Number((await shown(client, id)).counters?.delivered) === 1)

    const listed = await client.get(`/webhook/${id}/delivery/`)
    expect(listed).toMatchObject({ status: 200, body: { has_more: false } })
    const [last, , first] = rowsOf(listed)
    const [sent] = await receiver.got('/in')
    expect(first).toEqual({
      id: expect.stringMatching(/^whdel_/),
      webhook_id: id,
      event_id: sent?.body.event.id,
      kind: 'delivery',
      object_type: 'lead',
      action: 'created',
      attempt: 1,
      date_created: expect.stringMatching(/\+00:00$/),
      duration_ms: expect.any(Number),
      is_success: false,
      request_headers: expect.objectContaining({ 'close-sig-hash': sent?.headers['close-sig-hash'] }),
      request_body: sent?.raw,
      response_status: 500,
      response_headers: expect.objectContaining({ 'x-receiver': 'fixture' }),
      response_body: 'x'.repeat(4000),
      error: 'The receiver answered 500.',
    })
    expect(last).toMatchObject({ attempt: 3, is_success: true, response_body: 'thanks', error: null })
    expect((await client.get(`/webhook/${id}/delivery/${first?.id}/`)).body).toEqual(first)
    expect(rowsOf(await client.get(`/webhook/${id}/delivery/?is_success=true&_fields=id`))).toEqual([{ id: last?.id }])
    expect((await client.get(`/webhook/${id}/delivery/?_limit=1`)).body).toMatchObject({ has_more: true })
    expect(listed.text).not.toContain(key)
  })

  test('is walked through by cursor', async () => {
    const { client, id } = await aSubscription()
    for (let i = 0; i < 3; i++) await client.post(`/webhook/${id}/test/`)
    const pages: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body } = await client.get(`/webhook/${id}/delivery/?_limit=2&_cursor=${cursor}`)
      pages.push(...(body.data as unknown as Json[]).map((one) => String(one.id)))
      cursor = body.cursor_next as unknown as string | null
    }
    expect(new Set(pages).size).toBe(3)
  })

  test('delivers again what was delivered before, as it was', async () => {
    const { client, receiver, id } = await aSubscription()
    deliver(api.database())
    await aLead(client)
    await until(async () => rowsOf(await client.get(`/webhook/${id}/delivery/`)).length === 1)
    const [first] = rowsOf(await client.get(`/webhook/${id}/delivery/`))
    const again = await client.post(`/webhook/${id}/delivery/${first?.id}/redeliver/`)

    expect(again).toMatchObject({
      status: 200,
      body: { kind: 'redelivery', event_id: first?.event_id, is_success: true, request_body: first?.request_body },
    })
    const got = await receiver.got('/in')
    expect(got.map(({ valid }) => valid)).toEqual([true, true])
    expect(got[0]?.body).toEqual(got[1]?.body)
    expect((await client.post(`/webhook/${id}/delivery/whdel_none/redeliver/`)).status).toBe(404)
    const other = await subscribe(client, `${receiver.url}/other`)
    expect((await client.post(`/webhook/${other.id}/delivery/${first?.id}/redeliver/`)).status).toBe(404)
    expect((await (await api.client()).get(`/webhook/${id}/delivery/`)).status).toBe(404)
  })
})

test('a sample tries the receiver, and tells what came back', async () => {
  const { client, receiver, id } = await aSubscription({ events: [{ object_type: 'task.lead', action: 'completed' }] })
  const none = await client.post(`/webhook/${id}/test/`)
  expect(none).toMatchObject({
    status: 200,
    body: { kind: 'test', object_type: 'task.lead', action: 'completed', is_success: true, response_body: 'thanks' },
  })
  const lead_id = await aLead(client)
  const { id: task } = (await client.post('/task/', { lead_id, text: 'Call' })).body
  await client.put(`/task/${task}/`, { is_complete: true })
  await receiver.tell({ '/in': { status: 404 } })
  expect((await client.post(`/webhook/${id}/test/`)).body).toMatchObject({ is_success: false, response_status: 404 })

  const [, sample] = await receiver.got('/in')
  expect(sample).toMatchObject({
    valid: true,
    body: { subscription_id: id, event: { object_id: task, action: 'completed', meta: { is_test: true } } },
  })
  expect(LEADS).toHaveLength(3)
})

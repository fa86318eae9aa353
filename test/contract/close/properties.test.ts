import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closeResources } from '../../../src/api/close/close.ts'
import type { Resource } from '../../../src/api/resource/resource.ts'
import { type Client, type Reply, useApi } from '../../support/api.ts'
import { bodies, jsonObject, paramNames, queries, type Stock, texts, values } from '../../support/hostile.ts'
import { expectForAll } from '../../support/laws.ts'
import { oneOfEach } from '../../support/oneOfEach.ts'

const MAX_MS = 2_000

const { client } = useApi()
// The second paths of custom fields lead to the same.
const isAlias = (path: string) => path.startsWith('/custom_fields/')
const resources = closeResources('http://ajar.example').filter((of) => of.path !== undefined && !isAlias(of.path))
const pathOf = (of: Resource) => of.path ?? ''
const having = (method: Resource['methods'][number]) => resources.filter((of) => of.methods.includes(method))

describe('whatever a body is, it is taken whole or refused with a reason', () => {
  test.each(having('create').map((of) => [pathOf(of), of] as const))('POST %s', async (path, of) => {
    const { api, made } = await stocked()
    await expectForAll(bodies(of, made), async (body) => {
      const reply = await timely(api.post(path, undefined, { raw: body }))
      expectSane(reply)
      if (reply.status < 300 && of.methods.includes('fetch')) await expectThere(api, path, reply)
    })
  })

  test.each(having('update').map((of) => [pathOf(of), of] as const))('PUT %s', async (path, of) => {
    const { api, made } = await stocked()
    const id = path === '/organization/' ? api.organizationId : made[path]?.object.id
    await expectForAll(bodies(of, made), async (body) => {
      expectSane(await timely(api.put(`${path}${id}/`, undefined, { raw: body })))
    })
    const { status } = await api.get(`${path}${id}/`)
    expect(status).toBe(200)
  })
})

describe('whatever a query string is, a list answers', () => {
  // Reading changes nothing, so these share an organization.
  let shared: Promise<Stocked> | undefined
  const stock = () => (shared ??= stocked())

  test.each(having('list').map((of) => [pathOf(of), of] as const))('GET %s', async (path, of) => {
    const { api, made } = await stock()
    await expectForAll(queries(of, made), async (query) => {
      const reply = await timely(api.get(`${path}?${query}`))
      expectSane(reply)
      expect(reply.status === 400 || Array.isArray(reply.body.data)).toBe(true)
    })
  })

  test('with the parameters in a body too', async () => {
    const { api, made } = await stock()
    const lists = having('list')
    const requests = fc
      .constantFrom(...lists)
      .chain((of) => fc.tuple(fc.constant(pathOf(of)), jsonObject(paramNames(of), values(made))))
    await expectForAll(requests, async ([path, params]) => {
      const headers = { 'x-http-method-override': 'GET' }
      expectSane(await timely(api.post(path, undefined, { raw: `{"_params":${params}}`, headers })))
    })
  })
})

test('whatever a path is, it answers', async () => {
  const { api, made } = await stocked()
  const ids = fc.oneof(
    fc.constantFrom('%00', '%', '%zz', '%ff', '%2F', 'x'.repeat(501), '%F0%9F%92%A9', '*', ':id'),
    texts(made).map((text) => encodeURIComponent(text.toWellFormed())),
  )
  const requests = fc.record({
    method: fc.constantFrom('GET', 'PUT', 'DELETE', 'POST', 'PATCH'),
    path: fc.constantFrom(...resources.map(pathOf)),
    id: ids,
    rest: fc.constantFrom('', '/', '//', '/x/', '/?_fields=id'),
  })
  await expectForAll(requests, async ({ method, path, id, rest }) => {
    // An empty object may be a valid change, so what the other requests refer to is not to be found here.
    const known = Object.values(made).some(({ object }) => object.id === decode(id))
    if (known || id === '') return
    const reply = await timely(api.send(method, `${path}${id}${rest}`, method === 'GET' ? undefined : {}))
    expectSane(reply)
    expect(reply.status).toBeGreaterThanOrEqual(400)
  })
})

describe('what is written is read back', () => {
  const short = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.trim())
  const orNull = <T>(one: Arbitrary<T>) => fc.option(one, { nil: null })
  const kind = fc.constantFrom('office', 'mobile', 'home', 'direct', 'fax', 'anything else')
  const email = fc.emailAddress().filter((address) => address.length < 200)
  const url = fc.webUrl()
  const custom = fc.record({
    text: short.filter((text) => text !== ''),
    number: fc.double({ noNaN: true, noDefaultInfinity: true }),
  })
  const day = fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-30'), noInvalidDate: true })
  // Timestamps are printed with six digits, or with none when there is no fraction.
  const printed = (at: Date) => at.toISOString().replace(/(\.000)?Z$/, (end) => (end === 'Z' ? '000+00:00' : '+00:00'))

  test('leads', async () => {
    const api = await client()
    const text = (await api.post('/custom_field/lead/', { name: 'Text', type: 'text' })).body.id
    const number = (await api.post('/custom_field/lead/', { name: 'Number', type: 'number' })).body.id
    const address = fc.record({
      label: orNull(short),
      address_1: orNull(short),
      address_2: orNull(short),
      city: orNull(short),
      state: orNull(short),
      zipcode: orNull(short),
      country: orNull(short),
    })
    const leads = fc
      .record({
        name: orNull(short),
        description: orNull(short),
        url: orNull(url),
        addresses: fc.array(address, { maxLength: 6 }),
        date_created: day.map(printed),
        values: custom,
      })
      .map(({ values: { text: words, number: amount }, ...rest }) => ({
        ...rest,
        [`custom.${text}`]: words,
        // JSON has no -0.
        [`custom.${number}`]: amount === 0 ? 0 : amount,
      }))
    await expectForAll(leads, (lead) => expectReadBack(api, '/lead/', lead))
  })

  test('contacts', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'Has many' })).body
    const contacts = fc.record({
      lead_id: fc.constant(lead.id),
      name: orNull(short),
      title: orNull(short),
      emails: fc.array(fc.record({ type: kind, email, is_unsubscribed: fc.boolean() }), { maxLength: 6 }),
      urls: fc.array(fc.record({ type: kind, url }), { maxLength: 6 }),
    })
    await expectForAll(contacts, (contact) => expectReadBack(api, '/contact/', contact))
  })

  test('opportunities', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'Buys' })).body
    const opportunities = fc.record({
      lead_id: fc.constant(lead.id),
      value: orNull(fc.nat({ max: 1_000_000_000_00 })),
      value_period: fc.constantFrom('one_time', 'monthly', 'annual'),
      confidence: fc.integer({ min: 0, max: 100 }),
      note: orNull(short),
      date_won: orNull(day.map((at) => at.toISOString().slice(0, 10))),
      date_created: day.map(printed),
    })
    await expectForAll(opportunities, (opportunity) => expectReadBack(api, '/opportunity/', opportunity))
  })

  test('notes', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'Noted' })).body
    const notes = fc.record({
      lead_id: fc.constant(lead.id),
      note: fc.string({ unit: 'grapheme' }),
      title: orNull(short),
      pinned: fc.boolean(),
      date_created: day.map(printed),
      activity_at: day.map(printed),
    })
    await expectForAll(notes, (note) => expectReadBack(api, '/activity/note/', note))
  })

  test('calls', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'Called' })).body
    const calls = fc.record({
      lead_id: fc.constant(lead.id),
      direction: fc.constantFrom('inbound', 'outbound', null),
      status: fc.constantFrom(
        'created',
        'in-progress',
        'completed',
        'cancel',
        'no-answer',
        'busy',
        'failed',
        'timeout',
      ),
      disposition: orNull(short),
      duration: orNull(fc.nat({ max: 100_000 })),
      phone: fc.nat({ max: 9999 }).map((n) => `+1415623${String(n).padStart(4, '0')}`),
      note: fc.string({ unit: 'grapheme' }),
    })
    await expectForAll(calls, (call) => expectReadBack(api, '/activity/call/', call))
  })

  test('e-mails', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'Mailed' })).body
    const emails = fc.record({
      lead_id: fc.constant(lead.id),
      status: fc.constantFrom('inbox', 'draft', 'outbox', 'sent', 'error'),
      subject: orNull(short),
      sender: email,
      to: fc.array(email, { maxLength: 3 }),
      cc: fc.array(email, { maxLength: 3 }),
      body_text: orNull(fc.string({ unit: 'grapheme' })),
      date_sent: day.map(printed),
    })
    await expectForAll(emails, (one) => expectReadBack(api, '/activity/email/', one))
  })

  test('messages and meetings', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'Written to', contacts: [{ name: 'Ida' }] })).body
    const filed = { lead_id: fc.constant(lead.id), date_created: day.map(printed) }
    const number = fc.nat({ max: 9999 }).map((n) => `+1415623${String(n).padStart(4, '0')}`)
    const sms = fc.record({
      ...filed,
      status: fc.constantFrom('inbox', 'draft', 'outbox', 'sent', 'error'),
      text: orNull(fc.string({ unit: 'grapheme' })),
      local_phone: number,
      remote_phone: number,
    })
    await expectForAll(sms, (one) => expectReadBack(api, '/activity/sms/', one))
    const words = short.filter((text) => text !== '')
    const whatsApp = fc.record({
      ...filed,
      contact_id: fc.constant(lead.contacts?.[0]?.id ?? ''),
      activity_at: day.map(printed),
      direction: fc.constantFrom('incoming', 'outgoing'),
      external_whatsapp_message_id: words,
      message_markdown: words,
      local_phone: number,
      remote_phone: number,
    })
    await expectForAll(whatsApp, (one) => expectReadBack(api, '/activity/whatsapp_message/', one))
    const meetings = fc
      .record({
        ...filed,
        title: orNull(short),
        location: orNull(short),
        user_note: words,
        attendees: fc.array(fc.record({ name: orNull(short), email, status: fc.constantFrom('yes', 'no') })),
        times: fc.tuple(day, day).map((pair) => pair.toSorted((a, b) => a.getTime() - b.getTime()).map(printed)),
      })
      .map(({ times: [starts_at, ends_at], ...one }) => ({ ...one, starts_at, ends_at, activity_at: starts_at }))
    await expectForAll(meetings, (one) => expectReadBack(api, '/activity/meeting/', one))
  })

  test('tasks', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'To do' })).body
    const date = fc.oneof(
      day.map(printed),
      day.map((at) => at.toISOString().slice(0, 10)),
    )
    const dated = date.map((when) => ({ date: when, due_date: when, is_dateless: false }))
    const tasks = fc
      .record({
        lead_id: fc.constant(lead.id),
        text: short,
        is_complete: fc.boolean(),
        date_created: day.map(printed),
      })
      .chain((task) =>
        fc.oneof(
          fc.constant({ ...task, due_date: null, is_dateless: true }),
          dated.map((due) => ({ ...task, ...due })),
        ),
      )
    await expectForAll(tasks, (task) => expectReadBack(api, '/task/', task))
  })

  test('cases', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'Complains' })).body
    const name = short.filter((text) => text !== '')
    const cases = fc.record({
      lead_id: fc.constantFrom(lead.id, null),
      name,
      description: orNull(short),
      tags: fc.uniqueArray(name, { maxLength: 5 }),
      date_created: day.map(printed),
    })
    await expectForAll(cases, (one) => expectReadBack(api, '/case/', one))
  })
})

/** What an answer shows is what is kept. */
async function expectThere(api: Client, path: string, { body }: Reply): Promise<void> {
  expect((await api.get(`${path}${body.id}/`)).body).toEqual(body)
}

async function expectReadBack(api: Client, path: string, body: Record<string, unknown>): Promise<void> {
  const written = await api.post(path, body)
  expect(written.status, written.text).toBe(200)
  expect(written.body).toMatchObject(body)
  expect((await api.get(`${path}${written.body.id}/`)).body).toEqual(written.body)
  // A read object is a valid change that changes nothing.
  const again = await api.put(`${path}${written.body.id}/`, written.body)
  expect(again.body, again.text).toEqual(written.body)
}

/** The reply, unless it does not come. */
async function timely(reply: Promise<Reply>): Promise<Reply> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${MAX_MS} ms`)), MAX_MS)
  })
  try {
    return await Promise.race([reply, late])
  } finally {
    clearTimeout(timer)
  }
}

/** An answer that a client can handle: never a failure of the server, always JSON, and a refusal says why. */
function expectSane({ status, text, body }: Reply): void {
  expect(status, text).toBeLessThan(500)
  if (status === 204) return
  expect(() => JSON.parse(text) as unknown, text).not.toThrow()
  if (status !== 400) return
  const reasons = 'error' in body ? [body.error] : [...asArray(body.errors), ...Object.keys(body['field-errors'] ?? {})]
  expect(reasons, text).not.toEqual([])
}

const asArray = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : [])

type Stocked = { readonly api: Client; readonly made: Stock }

async function stocked(): Promise<Stocked> {
  const api = await client()
  return { api, made: await oneOfEach(api) }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

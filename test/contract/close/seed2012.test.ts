import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { type Client, type Json, useApi } from '../../support/api.ts'
import { type Different, expectShape } from '../../support/shape.ts'
import * as seed from './seed2012.fixture.ts'

// A client written in 2012 works unchanged but for host and key. The lines are run by a shell and the real curl.
const { client, app } = useApi()
const run = promisify(execFile)
let origin = ''

beforeAll(async () => {
  await run('curl', ['--version']).catch((cause: unknown) => {
    throw new Error('These tests need the program curl; please install it.', { cause })
  })
  origin = await app().listen({ host: '127.0.0.1', port: 0 })
})

test('a lead is created by a line that does not say what it sends', async () => {
  const api = await client()
  const lead = await curl(seed.commands.createLead, api)
  expect(lead).toMatchObject({ name: 'test lead', display_name: 'test lead', contacts: [], custom: {} })
  expectLike(lead, seed.createdLead)
  expect(lead.id).toMatch(/^lead_[0-9A-Za-z]{43}$/)
  expect((await api.get(`/lead/${lead.id}/`)).body).toEqual(lead)
})

test('me says who asks and in which organization', async () => {
  const api = await client()
  const me = await curl(seed.commands.me, api)
  expectLike(me, seed.me)
  expect(me.organizations).toHaveLength(1)
  expect(me.organizations?.[0]).toMatchObject({ id: api.organizationId, name: 'Northfold' })
})

test('a lead is fetched with its contacts and its history', async () => {
  const api = await client()
  const id = await theLead(api)
  const lead = await curl(seed.commands.fetchLead, api, id)
  expectLike(lead, seed.fetchedLead)
  expect(lead).toMatchObject({ status: 'qualified', name: 'anthony nemitz', display_name: 'anthony nemitz' })
  expect(lead.contacts?.[0]).toMatchObject({
    name: '',
    title: '',
    phones: [{ phone: '+17632225552', phone_formatted: '+1 763-222-5552', type: 'office' }],
  })
  expect(history(lead)).toEqual(history(seed.fetchedLead))
})

test('a lead is updated, and the answer is the whole lead', async () => {
  const api = await client()
  const id = await theLead(api)
  const lead = await curl(seed.commands.updateLead, api, id)
  expectLike(lead, seed.updatedLead)
  expect(lead).toMatchObject({ id, name: 'test', display_name: 'test', status: 'qualified' })
  expect(history(lead)).toEqual(history(seed.updatedLead))
})

test('a lead is created with a contact', async () => {
  const api = await client()
  const lead = await curl(seed.commands.createLeadWithContact, api)
  expectLike(lead, seed.createdLead)
  // The example's status is empty. Today every lead has one; without being told, the organization's first.
  expect(seed.createdLead.status).toBe('')
  expect(lead.status).toBe('Potential')
  expect(lead).toMatchObject({
    name: 'Nemitz Co',
    display_name: 'Nemitz Co',
    addresses: [],
    opportunities: [],
    custom: {},
    contacts: [
      {
        name: 'Anthony Nemitz',
        title: 'CEO',
        phones: [{ phone: '+17632225552', phone_formatted: '+1 763-222-5552', type: 'mobile' }],
        emails: [{ type: 'home', email: 'anemitz@gmail.com' }],
      },
    ],
    activities: [{ _type: 'Created', source: 'api', contact_id: null, is_new: null, comments: [] }],
  })
})

test('a lead is deleted, but not by the line as it was printed, for that one has no key', async () => {
  const api = await client()
  const id = await theLead(api)
  expect(await curl(seed.commands.deleteLead, api, id)).toMatchObject({ error: expect.any(String) })
  expect((await api.get(`/lead/${id}/`)).status).toBe(200)
  expect(await curl(`${seed.commands.deleteLead} -u ${seed.KEY}:`, api, id)).toEqual({})
  expect((await api.get(`/lead/${id}/`)).status).toBe(404)
})

/** Runs a line of the description with only host, key and id replaced. */
async function curl(line: string, api: Client, id = ''): Promise<Json> {
  const command = line.replaceAll(seed.HOST, origin).replaceAll(seed.KEY, api.apiKey).replaceAll(seed.LEAD_ID, id)
  const { stdout } = await run('sh', ['-c', command], { env: { PATH: process.env.PATH ?? '', no_proxy: '*' } })
  return JSON.parse(stdout) as Json
}

/** The lead of the description, written through the API of today. */
async function theLead(api: Client): Promise<string> {
  const statuses = (await api.get('/status/lead/')).body.data as unknown as Json[]
  const qualified = statuses.find((status) => (status.label as unknown) === 'Qualified')
  await api.put(`/status/lead/${qualified?.id}/`, { label: 'qualified' })
  const [contact] = seed.fetchedLead.contacts
  const { body: lead } = await api.post('/lead/', {
    name: 'anthony nemitz',
    description: '',
    status: 'qualified',
    contacts: [{ name: contact?.name, title: contact?.title, phones: contact?.phones }],
    date_created: seed.fetchedLead.date_created,
  })
  for (const call of seed.fetchedLead.activities) {
    if (call._type !== 'Call') continue
    const { direction, duration, note, phone, date_created } = call
    const contact_id = lead.contacts?.[0]?.id
    const { status } = await api.post('/activity/call/', {
      lead_id: lead.id,
      contact_id,
      direction,
      duration,
      note,
      phone,
      date_created,
    })
    expect(status).toBe(200)
  }
  return lead.id ?? ''
}

/** What is determined in a history: kinds, order, and what was told of each. */
function history(lead: unknown): unknown[] {
  const { activities } = lead as { activities: Record<string, unknown>[] }
  return activities.map(({ _type, direction, duration, phone, note }) =>
    _type === 'Call' ? { _type, direction, duration, phone, note: note ?? '' } : { _type },
  )
}

// Where Ajar deliberately answers another type than the example, and why a client of 2012 survives it.
const DIFFERENT: Different = {
  description: { kinds: ['string', 'null'], because: 'today it is null where nothing was written' },
  is_new: { kinds: ['boolean', 'null'], because: 'nothing is marked as unread; the examples have null too' },
  direction: { kinds: ['string', 'null'], because: 'a call may be logged without one; an example has null too' },
  duration: { kinds: ['number', 'null'], because: 'the same' },
  note: { kinds: ['string', 'null'], because: 'the same' },
}

function expectLike(actual: unknown, example: object): void {
  expectShape(actual, example, DIFFERENT)
}

import fc, { type Arbitrary } from 'fast-check'
import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { type Client, type Json, useApi } from '../../support/api.ts'
import { expectForAll } from '../../support/laws.ts'

const { client, clevertim, database } = useApi()

const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((text) => text.replaceAll(/\s+/g, ' ').trim())
  .filter((text) => text !== '' && !text.includes('\0'))
const orNull = <T>(one: Arbitrary<T>) => fc.option(one, { nil: null })
const email = fc.emailAddress().filter((address) => address.length < 200)
const phone = fc.nat({ max: 9999 }).map((n) => `+1415623${String(n).padStart(4, '0')}`)
const tags = fc.uniqueArray(word, { maxLength: 4 })
const kinds = { Work: 'office', Home: 'home', Mobile: 'mobile', Fax: 'fax' } as const
const kind = fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[]))
const street = fc.record({
  address: orNull(word),
  city: word,
  postcode: orNull(word),
  region: orNull(word),
  country: orNull(word),
})

/** A customer's own data in the words of one API, and how the other shows it. */
const customer = fc.record({
  description: orNull(word),
  tags,
  email: fc.uniqueArray(email, { maxLength: 3 }),
  phones: fc.array(fc.record({ type: kind, no: phone }), { maxLength: 3 }),
  place: street,
})
type Customer = typeof customer extends Arbitrary<infer T> ? T : never

const wireOf = ({ place, ...rest }: Customer) => ({ ...rest, ...place })
const shownOf = ({ description, tags, email, phones, place }: Customer) => ({
  description,
  tags,
  emails: email.map((address) => expect.objectContaining({ email: address })),
  phones: phones.map(({ type, no }) => expect.objectContaining({ type: kinds[type], phone: no })),
  addresses: [
    expect.objectContaining({
      address_1: place.address,
      city: place.city,
      zipcode: place.postcode,
      state: place.region,
      country: place.country,
    }),
  ],
})

describe('what is written as Clevertim is there for Close', () => {
  test('companies', async () => {
    const { close, other } = await both()
    await expectForAll(fc.tuple(word, customer), async ([name, data]) => {
      const made = await other.make('/company', { cn: name, ...wireOf(data) })
      const lead = await byNumber(close, '/lead/', made.id)
      expect(lead).toMatchObject({ name, is_company: true, ...shownOf(data) })
    })
  })

  test('contacts, with a company and without', async () => {
    const { close, other } = await both()
    const company = await other.make('/company', { cn: 'Harbor Looms' })
    const people = fc.record({ fn: word, ln: word, title: orNull(word), companyId: orNull(fc.constant(company.id)) })
    await expectForAll(fc.tuple(people, customer), async ([{ fn, ln, title, companyId }, data]) => {
      const made = await other.make('/contact', { fn, ln, title, companyId, ...wireOf(data) })
      const contact = await byNumber(close, '/contact/', made.id)
      expect(contact).toMatchObject({ name: `${fn} ${ln}`, first_name: fn, last_name: ln, title, ...shownOf(data) })
      const lead = (await close.get(`/lead/${contact.lead_id}/?_fields=is_company,name,number`)).body
      const home =
        companyId === null ? { is_company: false, name: `${fn} ${ln}` } : { is_company: true, number: company.id }
      expect(lead).toMatchObject(home)
    })
  })

  test('opportunities', async () => {
    const { close, other } = await both()
    const company = await other.make('/company', { cn: 'Harbor Looms' })
    const cents = fc.nat({ max: 100_000_000_00 })
    const deals = fc.record({
      name: word,
      description: orNull(word),
      value: orNull(cents),
      status: fc.constantFrom('Active', 'Won', 'Lost'),
      tags,
    })
    await expectForAll(deals, async ({ value, ...deal }) => {
      const amount = value === null ? null : (value / 100).toFixed(2)
      const made = await other.make('/opportunity', { ...deal, value: amount, cust: company.id })
      expect(made.value).toBe(amount)
      const shown = await byNumber(close, '/opportunity/', made.id)
      expect(shown).toMatchObject({
        name: deal.name,
        note: deal.description,
        value,
        status_label: deal.status,
        tags: deal.tags,
        lead_name: 'Harbor Looms',
      })
    })
  })

  test('cases, tasks and notes', async () => {
    const { close, other } = await both()
    const company = await other.make('/company', { cn: 'Harbor Looms' })
    const lead_name = 'Harbor Looms'
    await expectForAll(fc.record({ name: word, description: orNull(word), tags }), async (one) => {
      const made = await other.make('/case', { ...one, cust: company.id })
      expect(await byNumber(close, '/case/', made.id)).toMatchObject({ ...one, lead_name })
    })
    const day = fc.record({
      y: fc.integer({ min: 1971, max: 2099 }),
      mo: fc.integer({ min: 1, max: 12 }),
      d: fc.integer({ min: 1, max: 28 }),
    })
    const time = fc.record({ h: fc.integer({ min: 0, max: 23 }), mi: fc.integer({ min: 0, max: 59 }) })
    await expectForAll(fc.tuple(word, day, orNull(time)), async ([name, on, at]) => {
      const startDate = { ...on, ...at }
      const made = await other.make('/task', { name, startDate, cust: company.id })
      expect(made.startDate).toEqual(startDate)
      const [, date = ''] = /^(.*?)T/.exec(iso(on, at)) ?? []
      const shown = await byNumber(close, '/task/', made.id)
      expect(shown).toMatchObject({ text: name, lead_name, date: at === null ? date : iso(on, at) })
    })
    await expectForAll(word, async (desc) => {
      const made = await other.make('/note', { desc, cust: company.id })
      const { data } = (await close.get(`/activity/note/?_limit=50`)).body
      expect(data).toContainEqual(expect.objectContaining({ note: desc }))
      expect(made.cust).toBe(company.id)
    })
  })
})

describe('what is written as Close is there for Clevertim', () => {
  test('leads and their contacts', async () => {
    const { close, other } = await both()
    const leads = fc.record({ name: word, description: orNull(word), tags })
    const contacts = fc.record({ name: fc.tuple(word, word), title: orNull(word), email })
    await expectForAll(fc.tuple(leads, contacts), async ([lead, { name, title, email: address }]) => {
      const full = name.join(' ')
      const contact = { name: full, title, emails: [{ email: address }] }
      const made = (await close.post('/lead/', { ...lead, contacts: [contact] })).body
      const { number } = (await close.get(`/lead/${made.id}/?_fields=number`)).body
      const company = await other.read(`/company/${number}`)
      expect(company).toMatchObject({ cn: lead.name, description: lead.description, tags: lead.tags })
      const person = (await close.get(`/contact/${made.contacts?.[0]?.id}/?_fields=number`)).body
      const shown = await other.read(`/contact/${person.number}`)
      expect(shown).toMatchObject({ title, email: [address], companyId: number })
      expect([shown.fn, shown.ln].filter((part) => part !== null).join(' ')).toBe(full)
    })
  })

  test('opportunities, cases and tasks', async () => {
    const { close, other } = await both()
    const lead = (await close.post('/lead/', { name: 'Harbor Looms' })).body
    const { number } = (await close.get(`/lead/${lead.id}/?_fields=number`)).body
    const deals = fc.record({ name: word, note: orNull(word), value: orNull(fc.nat({ max: 1e10 })), tags })
    await expectForAll(deals, async (deal) => {
      const id = await numberOf(close, '/opportunity/', { ...deal, lead_id: lead.id })
      expect(await other.read(`/opportunity/${id}`)).toMatchObject({
        name: deal.name,
        description: deal.note,
        value: deal.value === null ? null : (deal.value / 100).toFixed(2),
        status: 'Active',
        cust: number,
        tags: deal.tags,
      })
    })
    await expectForAll(fc.record({ name: word, description: orNull(word), tags }), async (one) => {
      const id = await numberOf(close, '/case/', { ...one, lead_id: lead.id })
      expect(await other.read(`/case/${id}`)).toMatchObject({ ...one, cust: number })
    })
    await expectForAll(fc.tuple(word, fc.boolean()), async ([text, is_complete]) => {
      const id = await numberOf(close, '/task/', { text, is_complete, lead_id: lead.id, date: '2026-03-05' })
      const startDate = { y: 2026, mo: 3, d: 5 }
      expect(await other.read(`/task/${id}`)).toMatchObject({
        name: text,
        is_completed: is_complete,
        startDate,
        cust: number,
      })
    })
  })

  test('custom fields: one definition, and its values', async () => {
    const { close, other } = await both()
    const field = (
      await close.post('/custom_field/lead/', { name: 'Industry', type: 'choices', choices: ['Retail', 'Energy'] })
    ).body
    const [shown] = await other.all('/customfield')
    expect(shown).toMatchObject({
      name: 'Industry',
      elemType: 'select',
      modelType: ['companies'],
      values: ['Retail', 'Energy'],
    })
    const company = await other.make('/company', { cn: 'Looms', cf: { [`${shown?.id}`]: 'Energy' } })
    const lead = await byNumber(close, '/lead/', company.id)
    expect(lead).toMatchObject({ custom: { Industry: 'Energy' }, [`custom.${field.id}`]: 'Energy' })
    await close.put(`/lead/${lead.id}/`, { [`custom.${field.id}`]: 'Retail' })
    expect((await other.read(`/company/${company.id}`)).cf).toEqual({ [`${shown?.id}`]: 'Retail' })
  })
})

test('a PUT of what was read changes nothing, whichever API made it', async () => {
  const { close, other } = await both()
  const made = await oneOfEachBy(other)
  const lead = (
    await close.post('/lead/', {
      name: 'Loom & Sons',
      addresses: [
        { label: 'mailing', address_1: '1 Mill Ln', address_2: 'Rear', city: 'Leeds' },
        { label: 'business', city: 'York' },
      ],
      contacts: [
        {
          name: 'Ida van den Berg',
          emails: [{ email: 'ida@loom.example', type: 'direct', is_unsubscribed: true }],
          phones: [{ phone: '+14156236785', type: 'switchboard' }],
          urls: [{ url: 'https://loom.example', type: 'blog' }],
        },
      ],
    })
  ).body
  const task = await close.post('/task/', { lead_id: lead.id, text: 'Call', date: '2026-03-29T01:30:15.123000+00:00' })
  const note = await close.post('/activity/note/', {
    lead_id: lead.id,
    note_html: '<body><p>Rich <b>text</b></p></body>',
  })
  const mail = await close.post('/activity/email/', {
    lead_id: lead.id,
    status: 'sent',
    subject: 'Hi',
    to: ['ida@loom.example'],
  })
  expect([task.status, note.status, mail.status]).toEqual([200, 200, 200])
  for (const path of [...Object.keys(made), '/user', '/group']) {
    for (const before of await other.all(path)) {
      if (['/comment', '/user', '/group'].includes(path)) continue
      const events = await eventCount(close)
      const after = await other.change(`${path}/${before.id}`, before)
      expect(after, path).toEqual(before)
      expect(await eventCount(close), `${path} ${JSON.stringify(before)}`).toBe(events)
    }
  }
})

test('numbers and ids never cross organizations', async () => {
  const [ours, theirs] = [await both(), await both()]
  const foreign = await oneOfEachBy(theirs.other)
  const own = await oneOfEachBy(ours.other)
  for (const [path, { id }] of Object.entries(foreign)) {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      if (path === '/comment' && method === 'PUT') continue
      const reply = await ours.other.send(method, `${path}/${id}`, method === 'PUT' ? { name: 'Ours' } : undefined)
      expect(reply.status, `${method} ${path}`).toBe(404)
    }
    expect(
      (await ours.other.all(path)).map((one) => one.id),
      path,
    ).not.toContain(id)
  }
  const references: readonly [path: string, key: string, referred: string][] = [
    ['/contact', 'companyId', '/company'],
    ['/case', 'cust', '/contact'],
    ['/case', 'cust', '/company'],
    ['/opportunity', 'cust', '/company'],
    ['/task', 'case', '/case'],
    ['/task', 'opp', '/opportunity'],
    ['/note', 'cust', '/contact'],
    ['/note', 'case', '/case'],
    ['/note', 'opportunity', '/opportunity'],
    ['/comment', 'nid', '/note'],
    ['/comment', 'tid', '/task'],
  ]
  const valid: Record<string, object> = {
    '/contact': { fn: 'A' },
    '/note': { desc: 'A' },
    '/comment': { comment: 'A' },
  }
  for (const [path, key, referred] of references) {
    const body = { name: 'A', ...valid[path], [key]: foreign[referred]?.id }
    const reply = await ours.other.send('POST', path, body)
    expect(reply.status, `${path} ${key}`).toBe(400)
    expect(reply.body.error, `${path} ${key}`).toContain(key)
    expect((await ours.other.send('POST', path, { ...body, [key]: own[referred]?.id })).status, `${path} ${key}`).toBe(
      200,
    )
  }
  const cf = { [`${foreign['/customfield']?.id}`]: 'x' }
  expect((await ours.other.send('POST', '/company', { cn: 'A', cf })).status).toBe(400)
})

/** An organization through both its doors. */
async function both() {
  const close = await client()
  const door = clevertim(close)
  const one = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const { status, body: answer, text } = await door.send(method, path, body)
    expect(status, `${method} ${path} ${JSON.stringify(body)}: ${text}`).toBe(200)
    return (answer.content?.[0] ?? {}) as Json
  }
  return {
    close,
    other: {
      send: (method: string, path: string, body?: unknown) => door.send(method, path, body),
      make: (path: string, body: object) => one('POST', path, body),
      read: (path: string) => one('GET', path),
      change: (path: string, body: unknown) => one('PUT', path, body),
      all: async (path: string) => (await door.send('GET', path)).body.content as unknown as readonly Json[],
    },
  }
}

type Door = Awaited<ReturnType<typeof both>>['other']

/** One of each kind, made as a Clevertim client would. */
async function oneOfEachBy(door: Door): Promise<Record<string, Json>> {
  const field = await door.make('/customfield', {
    name: 'Size',
    elemType: 'input',
    modelType: ['customers', 'companies', 'cases', 'opportunities'],
    multiple: true,
  })
  const cf = { [`${field.id}`]: ['S', 'M'] }
  const customer = {
    description: 'Weaves',
    email: ['a@looms.example', 'b@looms.example'],
    phones: [{ type: 'Pager', no: '+14156236785' }],
    website: ['https://looms.example'],
    address: '4 Quay Rd',
    city: 'Bergen',
    region: 'US-FL',
    country: 'NO',
    smids: [{ type: 'LinkedIn', smid: 'looms' }],
    ctype: 'P',
    tags: ['wool', 'silk'],
    cf,
  }
  const company = await door.make('/company', { cn: 'Harbor Looms', ...customer })
  const contact = await door.make('/contact', {
    fn: 'Ida',
    ln: 'Brandt',
    title: 'Buyer',
    companyId: company.id,
    ...customer,
  })
  const case_ = await door.make('/case', { name: 'Torn parcel', cust: contact.id, tags: ['transport'], cf })
  const opportunity = await door.make('/opportunity', {
    name: 'Spring',
    value: '1000.50',
    currency: 'EUR',
    cust: company.id,
    cf,
  })
  const task = await door.make('/task', {
    name: 'Call Ida',
    atype: 'Call',
    location: 'Phone',
    startDate: { y: 2026, mo: 3, d: 5, h: 9, mi: 30 },
    endDate: { y: 2026, mo: 3, d: 6 },
    cust: contact.id,
    case: case_.id,
    rec: 'W',
    recevery: 2,
    recopts: { type: 'weekday' },
    is_private: true,
  })
  const note = await door.make('/note', {
    desc: 'Wants blue',
    cust: [company.id, contact.id],
    opportunity: opportunity.id,
  })
  const comment = await door.make('/comment', { comment: 'Blue it is', nid: note.id })
  return {
    '/customfield': field,
    '/company': company,
    '/contact': contact,
    '/case': case_,
    '/opportunity': opportunity,
    '/task': task,
    '/note': note,
    '/comment': comment,
  }
}

async function byNumber(close: Client, path: string, number: unknown): Promise<Json> {
  const { data } = (await close.get(`${path}?_limit=50&_fields=_all`)).body
  const found = (data as unknown as Json[]).find((one) => (one.number as unknown) === number)
  if (found === undefined) throw new Error(`nothing at ${path} has the number ${String(number)}`)
  return found
}

async function numberOf(close: Client, path: string, body: object): Promise<Json> {
  const reply = await close.post(`${path}?_fields=number`, body)
  expect(reply.status, reply.text).toBe(200)
  return reply.body.number as Json
}

async function eventCount({ organizationId }: Client): Promise<number> {
  const [row] = await database().run<{ count: number }>(
    sql`select count(*)::int as count from events where organization_id = ${organizationId}`,
  )
  return row?.count ?? -1
}

const two = (n: number, length = 2) => String(n).padStart(length, '0')

function iso({ y, mo, d }: { y: number; mo: number; d: number }, time: { h: number; mi: number } | null): string {
  return `${two(y, 4)}-${two(mo)}-${two(d)}T${two(time?.h ?? 0)}:${two(time?.mi ?? 0)}:00+00:00`
}

import { describe, expect, test } from 'vitest'
import { type Client, contentOf, type Json, type Reply, useApi } from '../../support/api.ts'

const { client, clevertim, member } = useApi()
const caller = async () => clevertim(await client())

const only = (reply: Reply): Json => {
  expect(reply.status, reply.text).toBe(200)
  const [object, ...more] = contentOf(reply)
  expect(more).toEqual([])
  return object as Json
}
const idOf = (reply: Reply) => Number(only(reply).id)

const EVERYTHING = {
  description: 'Buys wool\nin autumn',
  email: ['ida@harborlooms.example', 'ida@brandt.example'],
  phones: [
    { type: 'Work', no: '+14156236785' },
    { type: 'Mobile', no: '+4755901234' },
  ],
  website: ['https://harborlooms.example/'],
  address: 'Bryggen 1\n2nd floor',
  city: 'Bergen',
  postcode: '5003',
  region: 'NO-46',
  country: 'NO',
  smids: [{ type: 'LinkedIn', smid: 'idabrandt' }],
  ctype: 'P',
  tags: ['wool', 'looms'],
}
const NOTHING = {
  description: null,
  email: [],
  phones: [],
  website: [],
  address: null,
  city: null,
  postcode: null,
  region: null,
  country: null,
  smids: [],
  ctype: null,
  tags: [],
}
const BESIDES = {
  cf: {},
  lc: null,
  cphoto: null,
  files: [],
  lfiles: [],
  is_private: false,
  gid: null,
  puser: null,
  notes: [],
  opportunities: [],
  tasks: [],
  cases: [],
}
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

describe('a contact', () => {
  test('is shown as it was made', async () => {
    const api = await caller()
    const companyId = idOf(await api.post('/company', { cn: 'Harbor Looms' }))
    const made = only(await api.post('/contact', { fn: 'Ida', ln: 'Brandt', title: 'Buyer', companyId, ...EVERYTHING }))
    expect(made).toEqual({
      id: expect.any(Number),
      is_company: false,
      fn: 'Ida',
      ln: 'Brandt',
      title: 'Buyer',
      companyId,
      ...EVERYTHING,
      ...BESIDES,
      ao: expect.stringMatching(TIME),
      lm: made.ao,
    })
    expect(only(await api.get(`/contact/${made.id}`))).toEqual(made)
    expect(contentOf(await api.get('/contact'))).toEqual([made])
  })

  test('needs a first or a last name', async () => {
    const api = await caller()
    for (const body of [{}, { title: 'Buyer' }, { fn: '', ln: ' ' }, { fn: null }]) {
      const reply = await api.post('/contact', body)
      expect([reply.status, reply.body.error]).toEqual([400, 'fn: must be given, or else ln'])
    }
    const id = idOf(await api.post('/contact', { ln: 'Brandt' }))
    expect((await api.put(`/contact/${id}`, { ln: null })).status).toBe(400)
    expect((await api.put(`/contact/${id}`, { fn: '', ln: '' })).status).toBe(400)
    expect(only(await api.put(`/contact/${id}`, { fn: 'Ida', ln: null }))).toMatchObject({ fn: 'Ida', ln: null })
    expect((await api.put(`/contact/${id}`, { fn: null })).status).toBe(400)
  })

  test('keeps what an update does not name, and loses what it clears', async () => {
    const api = await caller()
    const made = only(await api.post('/contact', { fn: 'Ida', ln: 'Brandt', ...EVERYTHING }))
    const changed = only(await api.put(`/contact/${made.id}`, { title: 'Buyer' }))
    // In whole seconds: another one may have begun.
    expect(changed).toEqual({ ...(made as object), title: 'Buyer', lm: changed.lm })
    expect(String(changed.lm) >= String(made.lm)).toBe(true)
    const cleared = Object.fromEntries(Object.keys(NOTHING).map((key) => [key, null]))
    expect(only(await api.put(`/contact/${made.id}`, cleared))).toMatchObject({ fn: 'Ida', ...NOTHING })
    const blank = Object.fromEntries(Object.keys(NOTHING).map((key) => [key, '']))
    const other = only(await api.post('/contact', { fn: 'Eva', ...EVERYTHING }))
    expect(only(await api.put(`/contact/${other.id}`, blank))).toMatchObject({ fn: 'Eva', ...NOTHING })
  })

  test('moves from company to company, and may leave', async () => {
    const api = await caller()
    const [one, two] = [
      idOf(await api.post('/company', { cn: 'One' })),
      idOf(await api.post('/company', { cn: 'Two' })),
    ]
    const id = idOf(await api.post('/contact', { fn: 'Ida', companyId: one }))
    expect(only(await api.put(`/contact/${id}`, { companyId: two })).companyId).toBe(two)
    expect(only(await api.put(`/contact/${id}`, { companyId: null })).companyId).toBeNull()
    expect(contentOf(await api.get('/company'))).toHaveLength(2)
    for (const companyId of [id, 999_999_999, 'x', 0]) {
      const reply = await api.put(`/contact/${id}`, { companyId })
      expect(reply.status).toBe(400)
      expect(reply.body.error).toMatch(/^companyId: .*does not exist$/)
    }
  })

  test('what is computed is taken without a word, and unknown fields too', async () => {
    const api = await caller()
    const id = idOf(
      await api.post('/contact', { fn: 'Ida', notes: [1], opportunities: 'x', is_company: true, colour: 1 }),
    )
    expect(only(await api.put(`/contact/${id}`, { tasks: [9], cases: null, lc: 'x', ao: 5 }))).toMatchObject(BESIDES)
  })
})

describe('a company', () => {
  test('is shown as it was made', async () => {
    const api = await caller()
    const made = only(await api.post('/company', { cn: 'Harbor Looms', ...EVERYTHING }))
    expect(made).toEqual({
      id: expect.any(Number),
      is_company: true,
      cn: 'Harbor Looms',
      ...EVERYTHING,
      ...BESIDES,
      ao: expect.stringMatching(TIME),
      lm: made.ao,
    })
    expect(contentOf(await api.get('/company'))).toEqual([made])
    expect(contentOf(await api.get('/contact'))).toEqual([])
  })

  test('needs a name', async () => {
    const api = await caller()
    expect((await api.post('/company', { fn: 'Ida' })).body.error).toBe('cn: must be given')
    const id = idOf(await api.post('/company', { cn: 'Harbor Looms' }))
    expect((await api.put(`/company/${id}`, { cn: '' })).body.error).toBe('cn: must be given')
  })

  test('shares its numbers with contacts, and each is found under its own path', async () => {
    const api = await caller()
    const contact = idOf(await api.post('/contact', { fn: 'Ida' }))
    const company = idOf(await api.post('/company', { cn: 'Harbor Looms' }))
    expect(contact).not.toBe(company)
    for (const path of [`/company/${contact}`, `/contact/${company}`]) {
      expect((await api.get(path)).status).toBe(404)
      expect((await api.put(path, { description: 'x' })).status).toBe(404)
      expect((await api.delete(path)).status).toBe(404)
    }
    expect((await api.get(`/contact/${contact}`)).status).toBe(200)
  })

  test('leaves its people when it is deleted', async () => {
    const api = await caller()
    const companyId = idOf(await api.post('/company', { cn: 'Harbor Looms' }))
    const id = idOf(await api.post('/contact', { fn: 'Ida', companyId }))
    expect((await api.delete(`/company/${companyId}`)).text).toBe('{"status":"OK"}')
    expect((await api.get(`/company/${companyId}`)).status).toBe(404)
    expect(only(await api.get(`/contact/${id}`))).toMatchObject({ fn: 'Ida', companyId: null })
  })
})

describe('custom values', () => {
  const fields = async (api: Client) => ({
    branch: idOf(
      await api.post('/customfield', {
        name: 'Branch',
        elemType: 'select',
        modelType: ['customers'],
        values: ['Retail', 'Energy'],
        multiple: true,
      }),
    ),
    since: idOf(await api.post('/customfield', { name: 'Since', elemType: 'date', modelType: ['customers'] })),
    size: idOf(await api.post('/customfield', { name: 'Size', elemType: 'input', modelType: ['companies'] })),
  })

  test('go by the number of their field; those that are not sent stay', async () => {
    const api = await caller()
    const { branch, since } = await fields(api)
    const made = only(await api.post('/contact', { fn: 'Ida', cf: { [branch]: ['Retail'], [since]: '2020-03-01' } }))
    expect(made.cf).toEqual({ [branch]: ['Retail'], [since]: '2020-03-01' })
    const put = async (cf: unknown) => only(await api.put(`/contact/${made.id}`, { cf })).cf
    expect(await put({ [branch]: ['Energy', 'Retail'] })).toEqual({
      [branch]: ['Energy', 'Retail'],
      [since]: '2020-03-01',
    })
    expect(await put({ [since]: null })).toEqual({ [branch]: ['Energy', 'Retail'] })
    expect(await put(null)).toEqual({ [branch]: ['Energy', 'Retail'] })
    expect(await put({ [branch]: [] })).toEqual({})
  })

  test('that do not fit are refused by their number', async () => {
    const api = await caller()
    const { branch, since, size } = await fields(api)
    const error = async (cf: object) => String((await api.post('/contact', { fn: 'Ida', cf })).body.error)
    expect(await error({ [branch]: ['Mining'] })).toMatch(new RegExp(`^cf\\.${branch}: "Mining" cannot be chosen`))
    expect(await error({ [since]: 'May' })).toBe(`cf.${since}: is not a date`)
    expect(await error({ [size]: '5' })).toBe(`cf.${size}: is not a custom field of this`)
    expect(await error({ 999999: '5' })).toBe('cf.999999: is not a custom field of this')
  })
})

describe('what the other dialect knows better survives', () => {
  test('types without a word here, second addresses, who does not want mail', async () => {
    const close = await client()
    const api = clevertim(close)
    const { body: lead } = await close.post('/lead/', {
      name: 'Harbor Looms',
      addresses: [
        { label: 'mailing', address_1: 'Bryggen 1', address_2: '2nd floor', city: 'Bergen', country: 'NO' },
        { label: 'business', city: 'Oslo' },
      ],
      contacts: [
        {
          name: 'Ida Maria Brandt',
          emails: [{ email: 'ida@x.example', type: 'direct', is_unsubscribed: true }],
          phones: [{ phone: '+4755901234', type: 'direct' }],
          urls: [{ url: 'https://x.example', type: 'blog' }],
        },
      ],
    })
    const before = (await close.get(`/lead/${lead.id}/`)).text
    const [company] = contentOf(await api.get('/company'))
    const [contact] = contentOf(await api.get('/contact'))
    expect(contact).toMatchObject({ fn: 'Ida Maria', ln: 'Brandt', phones: [{ type: 'Work', no: '+4755901234' }] })
    expect(only(await api.put(`/company/${company?.id}`, company))).toEqual(company)
    expect(only(await api.put(`/contact/${contact?.id}`, contact))).toEqual(contact)
    expect((await close.get(`/lead/${lead.id}/`)).text).toBe(before)

    await api.put(`/contact/${contact?.id}`, { ...(contact as object), title: 'Buyer' })
    const { body } = await close.get(`/lead/${lead.id}/`)
    expect(body.contacts?.[0]).toEqual({
      ...(lead.contacts?.[0] as object),
      title: 'Buyer',
      date_updated: expect.any(String) as Json,
    })
  })
})

describe('who may see it', () => {
  test('one user, or everyone', async () => {
    const close = await client()
    const api = clevertim(close)
    const other = await member(close, 'user')
    const me = contentOf(await api.get('/user')).find((one) => one.is_owner as unknown as boolean)?.id
    const id = idOf(await api.post('/contact', { fn: 'Ida', is_private: true }))
    expect(only(await api.get(`/contact/${id}`))).toMatchObject({ is_private: true, puser: me, gid: null })
    expect((await clevertim(other).get(`/contact/${id}`)).status).toBe(404)
    expect(contentOf(await clevertim(other).get('/contact'))).toEqual([])
    expect((await clevertim(other).post('/case', { name: 'x', cust: id })).body.error).toBe(
      `cust: ${id} does not exist`,
    )
    expect(only(await api.put(`/contact/${id}`, { is_private: false }))).toMatchObject({
      is_private: false,
      puser: null,
    })
    expect((await clevertim(other).get(`/contact/${id}`)).status).toBe(200)
    expect((await api.put(`/contact/${id}`, { puser: 999_999_999 })).body.error).toBe('puser: 999999999 does not exist')
    expect((await api.put(`/contact/${id}`, { gid: [999_999_999] })).body.error).toBe('gid.0: 999999999 does not exist')
  })
})

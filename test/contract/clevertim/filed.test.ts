import { describe, expect, test } from 'vitest'
import { type Client, contentOf, type Json, type Reply, useApi } from '../../support/api.ts'

const { client, clevertim } = useApi()
const caller = async () => clevertim(await client())

const only = (reply: Reply): Json => {
  expect(reply.status, reply.text).toBe(200)
  return contentOf(reply)[0] as Json
}
const idOf = (reply: Reply) => Number(only(reply).id)
const errorOf = (reply: Reply) => [reply.status, reply.body.error]
const aContact = async (api: Client) => idOf(await api.post('/contact', { fn: 'Ida' }))
const aCompany = async (api: Client) => idOf(await api.post('/company', { cn: 'Harbor Looms' }))

describe('opportunities', () => {
  test('a value is a text with two decimals', async () => {
    const api = await caller()
    const id = idOf(await api.post('/opportunity', { name: 'Spring' }))
    const put = async (value: unknown) => only(await api.put(`/opportunity/${id}`, { value })).value
    expect(await put('1000.50')).toBe('1000.50')
    expect(await put(7)).toBe('7.00')
    expect(await put(0.1)).toBe('0.10')
    expect(await put(' 12.3 ')).toBe('12.30')
    expect(await put('')).toBeNull()
    for (const value of ['1.005', 0.001, '1,5', 'x', -1, '-0.01', 1e21, true, {}, '1e3']) {
      expect((await api.put(`/opportunity/${id}`, { value })).status, JSON.stringify(value)).toBe(400)
    }
  })

  test('a status goes by its label, in a currency of its own', async () => {
    const api = await caller()
    const made = only(await api.post('/opportunity', { name: 'Spring', status: 'won', currency: 'NOK', value: '1' }))
    expect(made).toMatchObject({ status: 'Won', currency: 'NOK', value: '1.00' })
    expect((await api.put(`/opportunity/${made.id}`, { status: 'Nearly' })).body.error).toMatch(/^status: "Nearly"/)
    expect((await api.put(`/opportunity/${made.id}`, { currency: 'XXQ' })).body.error).toMatch(/^currency: /)
  })

  test('is about a contact or a company, and listed with that one', async () => {
    const api = await caller()
    const [contact, company] = [await aContact(api), await aCompany(api)]
    const id = idOf(await api.post('/opportunity', { name: 'Spring', cust: contact }))
    expect(only(await api.get(`/contact/${contact}`)).opportunities).toEqual([id])
    expect(only(await api.put(`/opportunity/${id}`, { cust: [company] })).cust).toBe(company)
    expect(only(await api.get(`/contact/${contact}`)).opportunities).toEqual([])
    expect(only(await api.get(`/company/${company}`)).opportunities).toEqual([id])
    expect(errorOf(await api.put(`/opportunity/${id}`, { cust: [contact, company] }))).toEqual([
      400,
      'cust: must be of type integer',
    ])
  })
})

describe('tasks', () => {
  test('dates have a time or none, and exist', async () => {
    const api = await caller()
    const id = idOf(await api.post('/task', { name: 'Call' }))
    const put = async (startDate: unknown) => only(await api.put(`/task/${id}`, { startDate })).startDate
    const day = { y: 2028, mo: 2, d: 29 }
    expect(await put(day)).toEqual(day)
    expect(await put({ ...day, h: 9 })).toEqual({ ...day, h: 9, mi: 0 })
    expect(await put({ y: '2028', mo: '2', d: '29', h: 23, mi: '59' })).toEqual({ ...day, h: 23, mi: 59 })
    for (const none of [{}, null, '']) {
      await put(day)
      expect(await put(none)).toBeNull()
    }
    for (const wrong of [
      { y: 2027, mo: 2, d: 29 },
      { y: 2027 },
      { ...day, h: 24 },
      { ...day, mi: 5 },
      'May',
      [1],
      { h: 1 },
    ]) {
      const reply = await api.put(`/task/${id}`, { startDate: wrong })
      expect(reply.status, JSON.stringify(wrong)).toBe(400)
      expect(reply.body.error).toMatch(/^startDate/)
    }
  })

  test('one that is deleted by its flag is found alone, and can come back', async () => {
    const api = await caller()
    const contact = await aContact(api)
    const id = idOf(await api.post('/task', { name: 'Call', cust: contact, atype: 'Appointment' }))
    expect(only(await api.put(`/task/${id}`, { is_deleted: true }))).toMatchObject({ is_deleted: true, name: 'Call' })
    expect(only(await api.get(`/task/${id}`)).is_deleted).toBe(true)
    expect(contentOf(await api.get('/task'))).toEqual([])
    expect(only(await api.get(`/contact/${contact}`)).tasks).toEqual([])
    expect(only(await api.put(`/task/${id}`, { is_deleted: false, name: 'Write' }))).toMatchObject({
      is_deleted: false,
      name: 'Write',
      atype: 'Appointment',
      atypet: 'Appointment',
    })
    expect(only(await api.get(`/contact/${contact}`)).tasks).toEqual([id])
    expect((await api.delete(`/task/${id}`)).status).toBe(200)
    expect((await api.get(`/task/${id}`)).status).toBe(404)
    expect((await api.put(`/task/${id}`, { is_deleted: false })).status).toBe(404)
  })
})

describe('notes', () => {
  test('one customer is a number, several are a list', async () => {
    const api = await caller()
    const [contact, company] = [await aContact(api), await aCompany(api)]
    const made = only(await api.post('/note', { desc: 'Blue', cust: [contact, company], ao: '2020-01-02T03:04:05Z' }))
    expect(made).toMatchObject({ cust: [contact, company], ao: '2020-01-02T03:04:05Z', type: 'N', delvry: 'N' })
    expect(only(await api.get(`/company/${company}`)).notes).toEqual([made.id])
    const put = async (body: object) => only(await api.put(`/note/${made.id}`, body))
    expect((await put({ cust: contact, ao: '2021-01-01T00:00:00Z', name: 'New note' })).cust).toBe(contact)
    expect((await put({ cust: [company] })).cust).toBe(company)
    expect(await put({ cust: [] })).toMatchObject({ cust: null, ao: '2020-01-02T03:04:05Z' })
    expect(errorOf(await api.put(`/note/${made.id}`, { cust: [contact, 999_999_999] }))).toEqual([
      400,
      'cust.1: 999999999 does not exist',
    ])
  })

  test('an e-mail shows who got it', async () => {
    const api = await caller()
    const email = { f: 'mara@x.example', s: 'Blue', t: [{ e: 'ida@y.example' }], c: ['eva@y.example'] }
    const made = only(await api.post('/note', { desc: 'As said', type: 'S', email, cust: await aContact(api) }))
    expect(made).toMatchObject({ type: 'S', hl: 'Blue' })
    expect(made.email).toEqual({
      f: 'mara@x.example',
      s: 'Blue',
      t: [{ e: 'ida@y.example', s: 's', t: null }],
      c: [{ e: 'eva@y.example', s: 's', t: null }],
      b: [],
    })
    expect((await api.post('/note', { desc: 'x', type: 'E' })).body.error).toBe(
      'type: "E" cannot be chosen, only N, S, M',
    )
  })
})

describe('comments', () => {
  test('are on a note or on a task, and are not changed', async () => {
    const api = await caller()
    const nid = idOf(await api.post('/note', { desc: 'Blue' }))
    const tid = idOf(await api.post('/task', { name: 'Call' }))
    const made = only(await api.post('/comment', { name: 'So do I', nid }))
    expect(made).toMatchObject({ comment: 'So do I', nid, tid: null })
    expect(made.name).toBeUndefined()
    expect(only(await api.post('/comment', { name: 5, comment: 'Done', tid, nid: null })).comment).toBe('Done')
    expect(only(await api.get(`/note/${nid}`)).comments).toEqual([made.id])
    expect((await api.post('/comment', { comment: 'x', nid, tid })).status).toBe(400)
    expect((await api.post('/comment', { comment: 'x' })).status).toBe(400)
    expect(errorOf(await api.post('/comment', { nid }))).toEqual([400, 'comment: must be given, or else name'])
    expect((await api.delete(`/comment/${made.id}`)).text).toBe('{"status":"OK"}')
    expect(only(await api.get(`/note/${nid}`)).comments).toEqual([])
  })
})

test('users and groups are read', async () => {
  const close = await client()
  const api = clevertim(close)
  const [me] = contentOf(await api.get('/user'))
  expect(me).toMatchObject({ user: 'Owner', is_owner: true, is_admin: true, pending: false })
  expect(me?.permissions).toHaveLength(3)
  expect(me?.permissions).toEqual(expect.arrayContaining(['candelete', 'canedit', 'canexport']))
  expect(only(await api.get(`/user/${me?.id}`))).toEqual(me)
  const userId = (await close.get('/me/')).body.id
  const { body: group } = await close.post('/group/', { name: 'Sales' })
  await close.post(`/group/${group.id}/member/`, { user_id: userId })
  const [sales] = contentOf(await api.get('/group'))
  expect(sales).toMatchObject({ gid: sales?.id, name: 'Sales', users: [me?.id] })
  const contact = await aContact(api)
  expect(only(await api.put(`/contact/${contact}`, { gid: sales?.gid }))).toMatchObject({ gid: sales?.gid })
})

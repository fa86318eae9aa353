import { expect, test } from 'vitest'
import { contentOf, useApi } from '../../support/api.ts'

const { client, clevertim, member } = useApi()

test('someone without a company has a lead that bears their name, follows it, and is no company', async () => {
  const close = await client()
  const api = clevertim(close)
  const [ida] = contentOf(await api.post('/contact', { fn: 'Ida', ln: 'Brandt' }))
  const leads = async () => (await close.get('/lead/?_fields=id,name,is_company')).body.data
  expect(await leads()).toMatchObject([{ name: 'Ida Brandt', is_company: false }])
  expect(contentOf(await api.get('/company'))).toEqual([])
  await api.put(`/contact/${ida?.id}`, { ln: 'Berg' })
  expect(await leads()).toMatchObject([{ name: 'Ida Berg', is_company: false }])
  await api.delete(`/contact/${ida?.id}`)
  expect(await leads()).toEqual([])
})

test('a lead that is named otherwise, or gets a second person, is a company', async () => {
  const close = await client()
  const api = clevertim(close)
  for (const becomes of [
    (id: unknown) => close.put(`/lead/${String(id)}/`, { name: 'Brandt & Sons' }),
    (id: unknown) => close.post('/contact/', { lead_id: id, name: 'Leo Brandt' }),
  ]) {
    const made = await close.post('/contact/', { name: 'Ida Brandt' })
    const count = contentOf(await api.get('/company')).length
    expect((await becomes(made.body.lead_id)).status).toBe(200)
    expect(contentOf(await api.get('/company'))).toHaveLength(count + 1)
  }
})

test('who moves to a company takes along what is about them, and their own lead goes', async () => {
  const close = await client()
  const api = clevertim(close)
  const [ida] = contentOf(await api.post('/contact', { fn: 'Ida', ln: 'Brandt' }))
  const cust = ida?.id
  const [note] = contentOf(await api.post('/note', { desc: 'Wants blue', cust }))
  await api.post('/comment', { comment: 'Really', nid: note?.id })
  await api.post('/task', { name: 'Call', cust })
  await api.post('/case', { name: 'Torn', cust })
  await api.post('/opportunity', { name: 'Spring', cust })
  const [company] = contentOf(await api.post('/company', { cn: 'Harbor Looms' }))
  const [moved] = contentOf(await api.put(`/contact/${cust}`, { companyId: company?.id }))
  expect(moved).toMatchObject({ companyId: company?.id, notes: [note?.id] })
  const { data } = (await close.get('/lead/')).body
  expect(data).toHaveLength(1)
  const lead_id = data?.[0]?.id
  for (const path of ['/contact/', '/opportunity/', '/task/', '/case/', '/activity/note/']) {
    expect((await close.get(path)).body.data, path).toMatchObject([{ lead_id }])
  }
  const [back] = contentOf(await api.put(`/contact/${cust}`, { companyId: null }))
  expect(back).toMatchObject({ companyId: null, notes: [note?.id], tasks: moved?.tasks, cases: moved?.cases })
  expect(contentOf(await api.get(`/company/${company?.id}`))).toMatchObject([{ notes: [], tasks: [] }])
})

test('an opportunity about nobody has a lead that is nobody, until it is about someone', async () => {
  const close = await client()
  const api = clevertim(close)
  const [opportunity] = contentOf(await api.post('/opportunity', { name: 'Spring' }))
  expect(opportunity?.cust).toBeNull()
  expect(contentOf(await api.get('/company'))).toEqual([])
  const [company] = contentOf(await api.post('/company', { cn: 'Harbor Looms' }))
  const [filed] = contentOf(await api.put(`/opportunity/${opportunity?.id}`, { cust: company?.id }))
  expect(filed?.cust).toBe(company?.id)
  expect((await close.get('/lead/')).body.data).toMatchObject([{ name: 'Harbor Looms' }])
})

test('a private person is private in both, with the lead that is theirs', async () => {
  const close = await client()
  const api = clevertim(close)
  const colleague = await member(close, 'user')
  const [ida] = contentOf(await api.post('/contact', { fn: 'Ida', ln: 'Brandt', is_private: true }))
  await api.post('/note', { desc: 'Secret', cust: ida?.id })
  expect((await colleague.get('/lead/')).body).toMatchObject({ data: [], total_results: 0 })
  expect((await colleague.get('/activity/')).body.data).toEqual([])
  expect(contentOf(await clevertim(colleague).get('/contact'))).toEqual([])
  await api.put(`/contact/${ida?.id}`, { is_private: false })
  expect((await colleague.get('/lead/')).body).toMatchObject({ data: [{ name: 'Ida Brandt' }], total_results: 1 })
})

test('what is made at a nameless lead shows that lead by its first contact', async () => {
  const close = await client()
  const lead = (await close.post('/lead/', { contacts: [{ name: 'Ida Brandt' }] })).body
  const opportunity = (await close.post('/opportunity/', { lead_id: lead.id })).body
  expect(opportunity.lead_name).toBe('Ida Brandt')
})

test('an unknown status names the known ones', async () => {
  const api = clevertim(await client())
  const reply = await api.post('/opportunity', { name: 'Spring', status: 'Open' })
  expect(reply).toMatchObject({
    status: 400,
    body: { error: expect.stringMatching(/^status: .*Open.*Active, Won, Lost/) },
  })
})

import { expect, test } from 'vitest'
import { rowsOf, useApi } from '../../support/api.ts'

const { client, member } = useApi()

test('a group is made, fetched, renamed and deleted', async () => {
  const api = await client()
  const made = await api.post('/group/', { name: 'Field sales' })
  expect(made.status).toBe(201)
  expect(made.body).toEqual({
    id: expect.stringMatching(/^group_[0-9A-Za-z]{22}$/),
    name: 'Field sales',
    organization_id: api.organizationId,
  })
  const at = `/group/${made.body.id}/`
  expect(made.headers.location).toBe(`/api/v1${at}`)
  expect((await api.get(at)).body).toEqual(made.body)
  expect((await api.put(at, { name: 'Sales' })).body).toMatchObject({ id: made.body.id, name: 'Sales' })
  expect(rowsOf(await api.get('/group/'))).toEqual([{ ...(made.body as object), name: 'Sales' }])
  const deleted = await api.delete(at)
  expect([deleted.status, deleted.text]).toEqual([204, ''])
  expect((await api.get(at)).status).toBe(404)
})

test('members come and go, and doing it again changes nothing', async () => {
  const api = await client()
  const ivo = await member(api, 'user')
  const at = `/group/${(await api.post('/group/', { name: 'Field sales' })).body.id}/`
  const members = async () => (await api.get(`${at}?_fields=name,members`)).body
  expect(await members()).toEqual({ name: 'Field sales', members: [] })
  for (const _twice of [1, 2]) {
    const added = await api.post(`${at}member/`, { user_id: ivo.userId })
    expect([added.status, added.body]).toEqual([201, { user_id: ivo.userId }])
  }
  expect(await members()).toEqual({ name: 'Field sales', members: [{ user_id: ivo.userId }] })
  expect((await api.get(at)).body).not.toHaveProperty('members')
  for (const _twice of [1, 2]) expect((await api.delete(`${at}member/${ivo.userId}/`)).status).toBe(204)
  expect(await members()).toMatchObject({ members: [] })
})

test('what is wrong is said', async () => {
  const [api, other] = [await client(), await client()]
  const stranger = (await other.get('/me/')).body.id
  const at = `/group/${(await api.post('/group/', { name: 'Field sales' })).body.id}/`
  await api.post('/group/', { name: 'Partners' })
  for (const body of [
    {},
    { name: '' },
    { name: 'field SALES' },
    { name: 5 },
    { name: 'New', member_ids: [stranger] },
  ]) {
    const reply = await api.post('/group/', body)
    expect(reply.status, JSON.stringify(body)).toBe(400)
  }
  expect((await api.put(at, { name: 'Partners' })).status).toBe(400)
  expect((await api.put(at, { name: 'Field sales' })).status).toBe(200)
  expect((await api.put(at, { nickname: 'x' })).status).toBe(400)
  for (const body of [
    {},
    { user_id: null },
    { user_id: 'user_none' },
    { user_id: stranger },
    { user_id: 7 },
    { who: 'x' },
  ])
    expect((await api.post(`${at}member/`, body)).status, JSON.stringify(body)).toBe(400)
  expect((await api.post('/group/group_none/member/', { user_id: stranger })).status).toBe(404)
  expect((await api.delete(`/group/group_none/member/${stranger}/`)).status).toBe(404)
  expect((await other.post(`${at}member/`, { user_id: stranger })).status).toBe(404)
  expect((await api.get(`${at}member/`)).status).toBe(405)
})

test('members may be named all at once', async () => {
  const api = await client()
  const ivo = await member(api, 'user')
  const made = await api.post('/group/?_fields=name,member_ids', { name: 'All', member_ids: [ivo.userId, ivo.userId] })
  expect(made.body).toEqual({ name: 'All', member_ids: [ivo.userId] })
})

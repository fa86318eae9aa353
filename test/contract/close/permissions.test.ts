import { describe, expect, test } from 'vitest'
import { insertAll } from '../../../src/store/setup.ts'
import { type Client, type Reply, useApi } from '../../support/api.ts'
import { type Made, oneOfEach } from '../../support/oneOfEach.ts'

const { client, member, database } = useApi()

type Stock = Readonly<Record<string, Made>>
type Operation = (as: Client & { userId: string }, made: Stock, own: Stock) => Promise<Reply>
const idOf = (made: Stock, path: string) => made[path]?.object.id ?? ''
const at = (made: Stock, path: string) => `${path}${idOf(made, path)}/`

const LETTERS = { admin: 'a', superuser: 's', user: 'u', restricteduser: 'r', readonly: 'o' } as const

// What each role may do: a, s, u, r and o stand for admin, superuser, user, restricteduser and readonly. `made` belongs
// to the owner of the organization, `own` to whoever acts.
const OPERATIONS: Readonly<Record<string, readonly [roles: string, Operation]>> = {
  'see leads': ['asuro', (as) => as.get('/lead/')],
  'see a colleague’s opportunity': ['asuro', (as, made) => as.get(at(made, '/opportunity/'))],
  'make a lead': ['asur', (as) => as.post('/lead/', { name: 'L' })],
  'change a lead': ['asur', (as, made) => as.put(at(made, '/lead/'), { name: 'L' })],
  'make a contact': ['asur', (as, made) => as.post('/contact/', { lead_id: idOf(made, '/lead/') })],
  'change a contact': ['asur', (as, made) => as.put(at(made, '/contact/'), { name: 'C' })],
  'delete a lead': ['asu', (as, made) => as.delete(at(made, '/lead/'))],
  'delete a contact': ['asu', (as, made) => as.delete(at(made, '/contact/'))],
  'log a call': ['asur', (as, made) => as.post('/activity/call/', { lead_id: idOf(made, '/lead/') })],
  'change one’s own note': ['asur', (as, _made, own) => as.put(at(own, '/activity/note/'), { note: 'x' })],
  'change a colleague’s note': ['as', (as, made) => as.put(at(made, '/activity/note/'), { note: 'x' })],
  'change a colleague’s call': ['as', (as, made) => as.put(at(made, '/activity/call/'), { note: 'x' })],
  'change a colleague’s e-mail': ['as', (as, made) => as.put(at(made, '/activity/email/'), { subject: 'x' })],
  'delete one’s own note': ['asur', (as, _made, own) => as.delete(at(own, '/activity/note/'))],
  'delete a colleague’s note': ['as', (as, made) => as.delete(at(made, '/activity/note/'))],
  'delete a colleague’s status change': ['as', (as, made) => as.delete(at(made, '/activity/status_change/lead/'))],
  'change one’s own opportunity': ['asur', (as, _made, own) => as.put(at(own, '/opportunity/'), { value: 2 })],
  'change a colleague’s opportunity': ['as', (as, made) => as.put(at(made, '/opportunity/'), { value: 2 })],
  'delete one’s own opportunity': ['asur', (as, _made, own) => as.delete(at(own, '/opportunity/'))],
  'delete a colleague’s opportunity': ['as', (as, made) => as.delete(at(made, '/opportunity/'))],
  'make a task': ['asur', (as, made) => as.post('/task/', { lead_id: idOf(made, '/lead/') })],
  'do one’s own task': ['asur', (as, _made, own) => as.put(at(own, '/task/'), { is_complete: true })],
  'do a colleague’s task': ['asu', (as, made) => as.put(at(made, '/task/'), { is_complete: true })],
  'delete one’s own task': ['asur', (as, _made, own) => as.delete(at(own, '/task/'))],
  'delete a colleague’s task': ['asu', (as, made) => as.delete(at(made, '/task/'))],
  'make a case': ['asur', (as) => as.post('/case/', { name: 'C' })],
  'change a case': ['asur', (as, made) => as.put(at(made, '/case/'), { name: 'C' })],
  'delete a case': ['asu', (as, made) => as.delete(at(made, '/case/'))],
  'make a comment': ['asur', (as, made) => as.post('/comment/', { object_id: idOf(made, '/task/'), body: 'x' })],
  'delete a colleague’s comment': ['as', (as, made) => as.delete(at(made, '/comment/'))],
  'make a lead status': ['as', (as) => as.post('/status/lead/', { label: 'New' })],
  'rename a lead status': ['as', (as, made) => as.put(at(made, '/status/lead/'), { label: 'New' })],
  'delete a lead status': ['as', (as, made) => as.delete(at(made, '/status/lead/'))],
  'make an opportunity status': ['as', (as) => as.post('/status/opportunity/', { label: 'New', type: 'won' })],
  'rename an opportunity status': ['as', (as, made) => as.put(at(made, '/status/opportunity/'), { label: 'New' })],
  'make a pipeline': ['as', (as) => as.post('/pipeline/', { name: 'New' })],
  'rename a pipeline': ['as', (as, made) => as.put(at(made, '/pipeline/'), { name: 'New' })],
  'make a custom field': ['as', (as) => as.post('/custom_field/lead/', { name: 'New', type: 'text' })],
  'rename a custom field': ['as', (as, made) => as.put(at(made, '/custom_field/lead/'), { name: 'New' })],
  'delete a custom field': ['as', (as, made) => as.delete(at(made, '/custom_field/lead/'))],
  'see groups': ['asuro', (as, made) => as.get(at(made, '/group/'))],
  'make a group': ['a', (as) => as.post('/group/', { name: 'New' })],
  'rename a group': ['a', (as, made) => as.put(at(made, '/group/'), { name: 'New' })],
  'join a group': ['a', (as, made) => as.post(`${at(made, '/group/')}member/`, { user_id: as.userId })],
  'leave a group': ['a', (as, made) => as.delete(`${at(made, '/group/')}member/${as.userId}/`)],
  'delete a group': ['a', (as, made) => as.delete(at(made, '/group/'))],
  'see the organization': ['asuro', (as) => as.get(`/organization/${as.organizationId}/`)],
  'rename the organization': ['a', (as) => as.put(`/organization/${as.organizationId}/`, { name: 'New' })],
  'change its currency': ['a', (as) => as.put(`/organization/${as.organizationId}/`, { currency: 'EUR' })],
}

const SUCCESS = { status: expect.toSatisfy((status: number) => status >= 200 && status < 300) }
const REFUSED = { status: 403, body: { error: expect.stringContaining('Your role does not allow this') } }

describe.each(Object.entries(LETTERS))('as %s', (role, letter) => {
  // What is refused changes nothing, so those tests share what there is.
  let shared: ReturnType<typeof stageFor> | undefined

  test.each(Object.entries(OPERATIONS))('%s', async (_name, [roles, operation]) => {
    const may = roles.includes(letter)
    const { as, made, own } = await (may ? stageFor(role) : (shared ??= stageFor(role)))
    const reply = await operation(as, made, own)
    expect(reply, reply.text).toMatchObject(may ? SUCCESS : REFUSED)
  })
})

test('who may only read is not told what else is wrong', async () => {
  const api = await client()
  const { object } = (await oneOfEach(api))['/lead/'] ?? { object: {} as never }
  const reader = await member(api, 'readonly')
  expect(await reader.put(`/lead/${object.id}/`, { status_id: 'stat_none' })).toMatchObject(REFUSED)
  expect(await reader.post('/lead/', { name: 5, url: 'nope' })).toMatchObject(REFUSED)
})

test('someone may delete who may not edit', async () => {
  const api = await client()
  const made = await oneOfEach(api)
  const now = new Date().toISOString()
  const permissions = ['view_all_leads', 'delete_leads', 'delete_own_activities', 'manage_others_activities']
  await insertAll(database(), 'role', [
    {
      organizationId: api.organizationId,
      id: 'role_1',
      name: 'Tidy',
      isBuiltIn: false,
      permissions,
      createdAt: now,
      updatedAt: now,
    },
  ])
  const tidy = await member(api, 'role_1')
  expect(await tidy.put(at(made, '/contact/'), { name: 'x' })).toMatchObject(REFUSED)
  for (const path of ['/activity/note/', '/contact/', '/lead/']) {
    const reply = await tidy.delete(at(made, path))
    expect(reply.status, reply.text).toBe(200)
  }
})

/** Somebody with a role, what there is in their organization, and what is their own. */
async function stageFor(role: string) {
  const api = await client()
  const made = await oneOfEach(api)
  const as = await member(api, role)
  return { as, made, own: await ownOf(api, as.userId, made) }
}

test('whether something exists comes before whether one may', async () => {
  const api = await client()
  const restricted = await member(api, 'restricteduser')
  const reader = await member(api, 'readonly')
  expect((await reader.put('/lead/lead_none/', { name: 'x' })).status).toBe(404)
  expect((await reader.put('/lead/lead_none/', { name: 5 })).status).toBe(404)
  expect((await restricted.delete('/lead/lead_none/')).status).toBe(404)
  expect((await restricted.put('/status/lead/stat_none/', { label: 'x' })).status).toBe(404)
})

/** What belongs to the acting user, whoever made it. */
async function ownOf(api: Client, user_id: string, made: Stock): Promise<Stock> {
  const lead_id = idOf(made, '/lead/')
  const note = { lead_id, user_id, note: 'own' }
  const opportunity = { lead_id, user_id, value: 1 }
  const task = { lead_id, assigned_to: user_id }
  return {
    '/activity/note/': { body: note, object: (await api.post('/activity/note/', note)).body },
    '/opportunity/': { body: opportunity, object: (await api.post('/opportunity/', opportunity)).body },
    '/task/': { body: task, object: (await api.post('/task/', task)).body },
  }
}

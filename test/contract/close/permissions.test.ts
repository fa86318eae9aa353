import { describe, expect, test } from 'vitest'
import { type Client, type Reply, useApi } from '../../support/api.ts'
import { type Made, oneOfEach } from '../../support/oneOfEach.ts'

const { client, member } = useApi()

type Stock = Readonly<Record<string, Made>>
type Operation = (as: Client, made: Stock, own: Stock) => Promise<Reply>
const idOf = (made: Stock, path: string) => made[path]?.object.id ?? ''
const at = (made: Stock, path: string) => `${path}${idOf(made, path)}/`

// What each role may do: a, s, u and r stand for admin, superuser, user and restricteduser. `made` belongs to the
// owner of the organization, `own` to whoever acts.
const OPERATIONS: Readonly<Record<string, readonly [roles: string, Operation]>> = {
  'see leads': ['asur', (as) => as.get('/lead/')],
  'see a colleague’s opportunity': ['asur', (as, made) => as.get(at(made, '/opportunity/'))],
  'make a lead': ['asur', (as) => as.post('/lead/', { name: 'L' })],
  'change a lead': ['asur', (as, made) => as.put(at(made, '/lead/'), { name: 'L' })],
  'make a contact': ['asur', (as, made) => as.post('/contact/', { lead_id: idOf(made, '/lead/') })],
  'change a contact': ['asur', (as, made) => as.put(at(made, '/contact/'), { name: 'C' })],
  'delete a lead': ['asu', (as, made) => as.delete(at(made, '/lead/'))],
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
  'see the organization': ['asur', (as) => as.get(`/organization/${as.organizationId}/`)],
  'rename the organization': ['a', (as) => as.put(`/organization/${as.organizationId}/`, { name: 'New' })],
  'change its currency': ['a', (as) => as.put(`/organization/${as.organizationId}/`, { currency: 'EUR' })],
}

const SUCCESS = { status: expect.toSatisfy((status: number) => status >= 200 && status < 300) }
const REFUSED = { status: 403, body: { error: expect.stringContaining('Your role does not allow this') } }

describe.each(['admin', 'superuser', 'user', 'restricteduser'])('as %s', (role) => {
  // What is refused changes nothing, so those tests share what there is.
  let shared: ReturnType<typeof stageFor> | undefined

  test.each(Object.entries(OPERATIONS))('%s', async (_name, [roles, operation]) => {
    const may = roles.includes(role.charAt(0))
    const { as, made, own } = await (may ? stageFor(role) : (shared ??= stageFor(role)))
    const reply = await operation(as, made, own)
    expect(reply, reply.text).toMatchObject(may ? SUCCESS : REFUSED)
  })
})

/** Somebody with a role, what there is in their organization, and what is their own. */
async function stageFor(role: string) {
  const api = await client()
  const made = await oneOfEach(api)
  const as = await member(api, role)
  return { as, made, own: await ownOf(as, made) }
}

test('whether something exists comes before whether one may', async () => {
  const api = await client()
  const restricted = await member(api, 'restricteduser')
  expect((await restricted.delete('/lead/lead_none/')).status).toBe(404)
  expect((await restricted.put('/status/lead/stat_none/', { label: 'x' })).status).toBe(404)
})

/** What the acting user has made themselves. */
async function ownOf(as: Client, made: Stock): Promise<Stock> {
  const lead_id = idOf(made, '/lead/')
  const note = { lead_id, note: 'own' }
  const opportunity = { lead_id, value: 1 }
  return {
    '/activity/note/': { body: note, object: (await as.post('/activity/note/', note)).body },
    '/opportunity/': { body: opportunity, object: (await as.post('/opportunity/', opportunity)).body },
  }
}

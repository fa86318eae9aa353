import { describe, expect, test } from 'vitest'
import { PERMISSIONS, type Permission } from '../../../src/domain/permission.ts'
import { type Client, type Json, type Reply, rowsOf, useApi } from '../../support/api.ts'
import { type Made, oneOfEach } from '../../support/oneOfEach.ts'

const { client, member } = useApi()

type Stock = Readonly<Record<string, Made>>
type Operation = (as: Client & { userId: string }, made: Stock, own: Stock) => Promise<Reply>
const idOf = (made: Stock, path: string) => made[path]?.object.id ?? ''
const at = (made: Stock, path: string) => `${path}${idOf(made, path)}/`

let names = 0
/** A name that nothing has yet. */
const fresh = () => `New ${++names}`

const LETTERS = { admin: 'a', superuser: 's', user: 'u', restricteduser: 'r', readonly: 'o' } as const

// What each role may do: a, s, u, r and o stand for admin, superuser, user, restricteduser and readonly. `made` belongs
// to the owner of the organization, `own` to whoever acts.
const OPERATIONS: Readonly<Record<string, readonly [roles: string, Operation]>> = {
  'see leads': ['asuro', (as) => as.get('/lead/')],
  'use the search box': ['asuro', (as) => as.get('/search/?q=harbor')],
  'see duplicates': ['asuro', (as) => as.get('/lead/duplicates/')],
  'look whether a lead is known': ['asuro', (as) => as.post('/lead/duplicates/', { name: 'L' })],
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
  'change a colleague’s text message': ['as', (as, made) => as.put(at(made, '/activity/sms/'), { text: 'x' })],
  'change a colleague’s meeting': ['as', (as, made) => as.put(at(made, '/activity/meeting/'), { title: 'x' })],
  'change a colleague’s WhatsApp message': [
    'as',
    (as, made) => as.put(at(made, '/activity/whatsapp_message/'), { message_markdown: 'x' }),
  ],
  'delete a colleague’s thread of e-mails': [
    'as',
    (as, made) => as.delete(`/activity/emailthread/${made['/activity/email/']?.object.thread_id}/`),
  ],
  'delete a form submission': ['as', (as, made) => as.delete(at(made, '/activity/form_submission/'))],
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
  'do several tasks': ['asu', (as, made) => as.put(`/task/?id=${idOf(made, '/task/')}`, { is_complete: true })],
  'delete one’s own task': ['asur', (as, _made, own) => as.delete(at(own, '/task/'))],
  'delete a colleague’s task': ['asu', (as, made) => as.delete(at(made, '/task/'))],
  'make a case': ['asur', (as) => as.post('/case/', { name: 'C' })],
  'change a case': ['asur', (as, made) => as.put(at(made, '/case/'), { name: 'C' })],
  'delete a case': ['asu', (as, made) => as.delete(at(made, '/case/'))],
  'make a comment': ['asur', (as, made) => as.post('/comment/', { object_id: idOf(made, '/task/'), body: 'x' })],
  'delete a colleague’s comment': ['as', (as, made) => as.delete(at(made, '/comment/'))],
  'make a lead status': ['as', (as) => as.post('/status/lead/', { label: fresh() })],
  'rename a lead status': ['as', (as, made) => as.put(at(made, '/status/lead/'), { label: fresh() })],
  'delete a lead status': ['as', (as, made) => as.delete(at(made, '/status/lead/'))],
  'make an opportunity status': ['as', (as) => as.post('/status/opportunity/', { label: fresh(), type: 'won' })],
  'rename an opportunity status': ['as', (as, made) => as.put(at(made, '/status/opportunity/'), { label: fresh() })],
  'make a pipeline': ['as', (as) => as.post('/pipeline/', { name: fresh() })],
  'rename a pipeline': ['as', (as, made) => as.put(at(made, '/pipeline/'), { name: fresh() })],
  'make a custom field': ['as', (as) => as.post('/custom_field/lead/', { name: fresh(), type: 'text' })],
  'rename a custom field': ['as', (as, made) => as.put(at(made, '/custom_field/lead/'), { name: fresh() })],
  'delete a custom field': ['as', (as, made) => as.delete(at(made, '/custom_field/lead/'))],
  'see an integration link': ['asuro', (as, made) => as.get(at(made, '/integration_link/'))],
  'make an integration link': [
    'as',
    (as) => as.post('/integration_link/', { name: fresh(), type: 'lead', url: 'https://a.example' }),
  ],
  'rename an integration link': ['as', (as, made) => as.put(at(made, '/integration_link/'), { name: fresh() })],
  'delete an integration link': ['as', (as, made) => as.delete(at(made, '/integration_link/'))],
  'see a Smart View of the team': ['asuro', (as, made) => as.get(at(made, '/saved_search/'))],
  'make a Smart View of one’s own': ['asur', (as) => as.post('/saved_search/', { name: fresh(), query: '*' })],
  'share a Smart View': ['as', (as) => as.post('/saved_search/', { name: fresh(), query: '*', is_shared: true })],
  'rename a Smart View of the team': ['as', (as, made) => as.put(at(made, '/saved_search/'), { name: fresh() })],
  'delete a Smart View of the team': ['as', (as, made) => as.delete(at(made, '/saved_search/'))],
  'edit in bulk': [
    'asu',
    (as, made) =>
      as.post('/bulk_action/edit/', {
        query: '*',
        type: 'set_lead_status',
        lead_status_id: idOf(made, '/status/lead/'),
      }),
  ],
  'delete in bulk': ['as', (as) => as.post('/bulk_action/delete/', { query: '*' })],
  'make a webhook': [
    'asur',
    (as) =>
      as.post('/webhook/', {
        url: 'https://hooks.example/',
        events: [{ object_type: 'lead', action: 'created' }],
      }),
  ],
  'see the event log': ['asuro', (as) => as.get('/event/?_limit=1')],
  'see the history of a lead': ['asuro', (as, made) => as.get(`${at(made, '/lead/')}history/`)],
  'merge two leads': [
    'asu',
    (as, made, own) => as.post('/lead/merge/', { source: idOf(own, '/lead/'), destination: idOf(made, '/lead/') }),
  ],
  'undo a merge': ['asu', (as, _made, own) => as.post(`${at(own, '/activity/lead_merge/')}undo/`, {})],
  'make a type of activity': ['as', (as) => as.post('/custom_activity/', { name: fresh() })],
  'rename a type of activity': ['as', (as, made) => as.put(at(made, '/custom_activity/'), { name: fresh() })],
  'delete a type of activity': ['as', (as, made) => as.delete(at(made, '/custom_activity/'))],
  'make a type of object': ['as', (as) => as.post('/custom_object_type/', { name: fresh(), name_plural: 'News' })],
  'rename a type of object': ['as', (as, made) => as.put(at(made, '/custom_object_type/'), { name: fresh() })],
  'delete a type of object': ['as', (as, made) => as.delete(at(made, '/custom_object_type/'))],
  'share a custom field': ['as', (as) => as.post('/custom_field/shared/', { name: fresh(), type: 'text' })],
  'use a shared field elsewhere': [
    'as',
    (as, made) => as.post(`${at(made, '/custom_field/shared/')}association/`, { object_type: 'contact' }),
  ],
  'change where a shared field is used': [
    'as',
    (as, made) => as.put(`${at(made, '/custom_field/shared/')}association/lead/`, { required: true }),
  ],
  'take a shared field from leads': [
    'as',
    (as, made) => as.delete(`${at(made, '/custom_field/shared/')}association/lead/`),
  ],
  'put custom fields in order': [
    'as',
    (as, made) => as.put('/custom_field_schema/lead/', { fields: [{ id: idOf(made, '/custom_field/lead/') }] }),
  ],
  'make a custom activity': [
    'asur',
    (as, made) =>
      as.post('/activity/custom/', {
        lead_id: idOf(made, '/lead/'),
        custom_activity_type_id: idOf(made, '/custom_activity/'),
        status: 'draft',
      }),
  ],
  'change a colleague’s custom activity': ['as', (as, made) => as.put(at(made, '/activity/custom/'), { pinned: true })],
  'delete a colleague’s custom activity': ['as', (as, made) => as.delete(at(made, '/activity/custom/'))],
  'make a custom object': [
    'asur',
    (as, made) =>
      as.post('/custom_object/', {
        lead_id: idOf(made, '/lead/'),
        custom_object_type_id: idOf(made, '/custom_object_type/'),
        name: fresh(),
      }),
  ],
  'rename a custom object': ['asur', (as, made) => as.put(at(made, '/custom_object/'), { name: fresh() })],
  'delete a custom object': ['asu', (as, made) => as.delete(at(made, '/custom_object/'))],
  'see groups': ['asuro', (as, made) => as.get(at(made, '/group/'))],
  'make a group': ['a', (as) => as.post('/group/', { name: fresh() })],
  'rename a group': ['a', (as, made) => as.put(at(made, '/group/'), { name: fresh() })],
  'join a group': ['a', (as, made) => as.post(`${at(made, '/group/')}member/`, { user_id: as.userId })],
  'leave a group': ['a', (as, made) => as.delete(`${at(made, '/group/')}member/${as.userId}/`)],
  'delete a group': ['a', (as, made) => as.delete(at(made, '/group/'))],
  'see roles': ['asuro', (as, made) => as.get(at(made, '/role/'))],
  'make a role': ['a', (as) => as.post('/role/', { name: fresh() })],
  'change a role': ['a', (as, made) => as.put(at(made, '/role/'), { permissions: ['export'] })],
  'delete a role': ['a', (as, made) => as.delete(at(made, '/role/'))],
  'let somebody in': ['a', (as) => as.post('/membership/', { email: 'new@ajar.example', role_id: 'user' })],
  'change one’s own membership': ['asur', async (as) => as.put(await ownMembership(as), { track_email_opens: true })],
  'change a colleague’s membership': ['a', (as, made) => as.put(at(made, '/membership/'), { track_email_opens: true })],
  'give a role': ['a', (as, made) => as.put(at(made, '/membership/'), { role_id: 'superuser' })],
  'give a role to oneself': ['a', async (as) => as.put(await ownMembership(as), { role_id: 'admin' })],
  'give a role to several': [
    'a',
    (as, made) => as.put(`/membership/?id__in=${idOf(made, '/membership/')}`, { role_id: 'superuser' }),
  ],
  'let somebody go': ['a', (as, made) => as.delete(at(made, '/membership/'))],
  'see one’s own pinned views': ['asuro', async (as) => as.get(`${await ownMembership(as)}pinned_views/`)],
  'see a colleague’s pinned views': ['a', (as, made) => as.get(`${at(made, '/membership/')}pinned_views/`)],
  'pin views': ['asur', async (as) => as.put(`${await ownMembership(as)}pinned_views/`, { saved_view_ids: [] })],
  'set a rate limit': [
    'a',
    (as) => as.put(`/organization/${as.organizationId}/`, { rate_limit: { limit: 100, window: 10 } }),
  ],
  'see the organization': ['asuro', (as) => as.get(`/organization/${as.organizationId}/`)],
  'rename the organization': ['a', (as) => as.put(`/organization/${as.organizationId}/`, { name: fresh() })],
  'change its currency': ['a', (as) => as.put(`/organization/${as.organizationId}/`, { currency: 'EUR' })],
}

const ownMembership = async (as: Client) => `/membership/${(await as.get('/me/')).body.memberships?.[0]?.id}/`

const SUCCESS = { status: expect.toSatisfy((status: number) => status >= 200 && status < 300) }
const REFUSED = { status: 403, body: { error: expect.stringContaining('Your role does not allow this') } }

describe.each(Object.entries(LETTERS))('as %s', (role, letter) => {
  // What is refused changes nothing, and some is done without taking anything from others: those tests share what there is.
  const takesNothing = /^(change|log|look|make|rename|see|use) /
  let shared: ReturnType<typeof stageFor> | undefined

  test.each(Object.entries(OPERATIONS))('%s', async (name, [roles, operation]) => {
    const may = roles.includes(letter)
    const { as, made, own } = await (may && !takesNothing.test(name) ? stageFor(role) : (shared ??= stageFor(role)))
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
  const permissions = ['view_all_leads', 'delete_leads', 'delete_own_activities', 'manage_others_activities']
  const role = (await api.post('/role/', { name: 'Tidy', permissions, read_only: true })).body
  const tidy = await member(api, role.id ?? '')
  expect(await tidy.put(at(made, '/contact/'), { name: 'x' })).toMatchObject(REFUSED)
  for (const path of ['/activity/note/', '/contact/', '/lead/']) {
    const reply = await tidy.delete(at(made, path))
    expect(reply.status, reply.text).toBe(200)
  }
})

// What a permission guards, and what else it takes.
const GUARDED: readonly [permission: Permission, more: readonly Permission[], operation: Operation][] = [
  ['delete_leads', [], (as, made) => as.delete(at(made, '/lead/'))],
  ['delete_own_activities', [], (as, _made, own) => as.delete(at(own, '/activity/note/'))],
  ['delete_own_opportunities', [], (as, _made, own) => as.delete(at(own, '/opportunity/'))],
  ['delete_own_tasks', [], (as, _made, own) => as.delete(at(own, '/task/'))],
  ['manage_others_activities', [], (as, made) => as.put(at(made, '/activity/note/'), { note: 'x' })],
  ['manage_others_activities', ['delete_own_activities'], (as, made) => as.delete(at(made, '/activity/note/'))],
  ['manage_others_opportunities', [], (as, made) => as.put(at(made, '/opportunity/'), { value: 2 })],
  ['manage_others_opportunities', ['delete_own_opportunities'], (as, made) => as.delete(at(made, '/opportunity/'))],
  ['manage_others_tasks', [], (as, made) => as.put(at(made, '/task/'), { is_complete: true })],
  ['manage_others_tasks', ['delete_own_tasks'], (as, made) => as.delete(at(made, '/task/'))],
  ['manage_customizations', [], (as) => as.post('/status/lead/', { label: 'New' })],
  ['manage_team_smart_views', [], (as, made) => as.put(at(made, '/saved_search/'), { name: 'New' })],
  ['manage_organization', [], (as) => as.put(`/organization/${as.organizationId}/`, { name: 'New' })],
  ['bulk_edit', [], (as, _made, own) => as.put(`/task/?id__in=${idOf(own, '/task/')}`, { is_complete: true })],
  ['bulk_delete', ['delete_leads'], (as) => as.post('/bulk_action/delete/', { query: '*' })],
  ['delete_leads', ['bulk_delete'], (as) => as.post('/bulk_action/delete/', { query: '*' })],
  ['export', [], (as) => as.post('/export/lead/', { format: 'json' })],
  ['merge_leads', [], async (as, made) => as.post('/lead/merge/', await twoLeads(as, made))],
]

async function twoLeads(as: Client, made: Stock) {
  return { source: idOf(made, '/lead/'), destination: (await as.post('/lead/', { name: 'Other' })).body.id }
}

describe('a role of one’s own', () => {
  test.each(GUARDED)('with %s beside %j may, and without it may not', async (permission, more, operation) => {
    const api = await client()
    const made = await oneOfEach(api)
    const attempt = async (name: string, permissions: readonly Permission[]) => {
      const role = (await api.post('/role/', { name, permissions })).body
      const as = await member(api, role.id ?? '')
      return operation(as, made, await ownOf(api, as.userId, made))
    }
    const others = PERMISSIONS.filter((one) => one !== permission)
    expect(await attempt('All but one', others)).toMatchObject(REFUSED)
    const reply = await attempt('One', [permission, ...more, 'view_all_leads'])
    expect(reply, reply.text).toMatchObject(SUCCESS)
  })
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
  const [lead, source, destination] = await Promise.all(
    ['A', 'B', 'C'].map(async (name) => (await api.post('/lead/', { name })).body),
  )
  await api.post('/lead/merge/', { source: source?.id, destination: destination?.id })
  const [merge] = rowsOf(await api.get(`/activity/lead_merge/?lead_id=${destination?.id}`))
  const there = (object?: Json) => ({ body: {}, object: object ?? ({} as never) })
  return {
    '/lead/': there(lead),
    '/activity/lead_merge/': there(merge),
    '/activity/note/': { body: note, object: (await api.post('/activity/note/', note)).body },
    '/opportunity/': { body: opportunity, object: (await api.post('/opportunity/', opportunity)).body },
    '/task/': { body: task, object: (await api.post('/task/', task)).body },
  }
}

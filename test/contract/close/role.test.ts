import { describe, expect, test } from 'vitest'
import { type Client, type Json, rowsOf, useApi } from '../../support/api.ts'
import { eventsAbout } from '../../support/events.ts'

const { client, member, database } = useApi()

const CALLER = { name: 'Caller', permissions: ['calling', 'view_all_leads'] }

const make = async (api: Client, body: object = CALLER): Promise<Json> => {
  const reply = await api.post('/role/', body)
  expect(reply.status, reply.text).toBe(201)
  return reply.body
}

describe('the roles that are there', () => {
  test('cannot be edited, and are as old as can be', async () => {
    const api = await client()
    const roles = rowsOf(await api.get('/role/'))
    expect(roles.map((one) => one.id)).toEqual(['admin', 'readonly', 'restricteduser', 'superuser', 'user'])
    const { body } = await api.get('/role/admin/')
    expect(body).toEqual({
      id: 'admin',
      name: 'Admin',
      editable: false,
      organization_id: api.organizationId,
      permissions: expect.arrayContaining(['manage_organization', 'view_all_leads']),
      visibility_user_lcf_ids: [],
      visibility_user_lcf_behavior: null,
      date_created: '0001-01-01T00:00:00',
      date_updated: '0001-01-01T00:00:00',
    })
  })

  test('are neither changed nor deleted; sending one back changes nothing', async () => {
    const api = await client()
    const before = (await api.get('/role/user/')).body
    const refused = { status: 400, body: { errors: [expect.stringContaining('Built-in roles')], 'field-errors': {} } }
    expect(await api.put('/role/user/', { name: 'Anybody' })).toMatchObject(refused)
    expect(await api.delete('/role/user/')).toMatchObject(refused)
    expect(await api.put('/role/user/', before)).toMatchObject({ status: 200, body: before })
    expect(await eventsAbout(database(), api, 'user')).toEqual([])
  })
})

test('a role is made, held, changed and deleted', async () => {
  const api = await client()
  const made = await api.post('/role/', CALLER)
  expect(made).toMatchObject({ status: 201, headers: { location: `/api/v1/role/${made.body.id}/` } })
  const role = made.body
  expect(role).toMatchObject({ ...CALLER, permissions: ['calling', 'edit_records', 'view_all_leads'], editable: true })
  expect(role.date_created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?$/)

  const holder = await member(api, role.id ?? '')
  const lead = (await holder.post('/lead/', { name: 'Harbor' })).body
  expect((await holder.delete(`/lead/${lead.id}/`)).status).toBe(403)
  const held = await api.delete(`/role/${role.id}/`)
  expect(held).toMatchObject({ status: 400, body: { errors: [expect.stringContaining('Members hold this role')] } })

  const changed = await api.put(`/role/${role.id}/`, { permissions: [...CALLER.permissions, 'delete_leads'] })
  expect(changed).toMatchObject({
    status: 200,
    body: { name: 'Caller', permissions: expect.arrayContaining(['delete_leads']) },
  })
  // Keys are remembered for two seconds, and with them what they may do.
  const attempt = async () => (await holder.delete(`/lead/${lead.id}/`)).status
  await expect.poll(attempt, { timeout: 2_500, interval: 200 }).toBe(200)

  const spare = await make(api, { name: 'Spare', permissions: [] })
  expect(await api.delete(`/role/${spare.id}/`)).toMatchObject({ status: 200, text: '{}' })
  expect((await api.get(`/role/${spare.id}/`)).body).toEqual({
    error: 'Empty query: Role matching query does not exist.',
  })
  expect((await eventsAbout(database(), api, spare.id)).map(({ action }) => action)).toEqual(['created', 'deleted'])
  expect(await eventsAbout(database(), api, role.id)).toMatchObject([
    { object_type: 'role', action: 'created' },
    { action: 'updated', changed_fields: expect.arrayContaining(['permissions']) },
  ])
})

describe('a role may change things unless it says otherwise', () => {
  test('because clients of the original know no such permission', async () => {
    const api = await client()
    const role = await make(api)
    const at = `/role/${role.id}/?_fields=permissions,read_only`
    expect((await api.get(at)).body.read_only).toBe(false)
    expect((await api.put(at, { permissions: ['export', 'view_all_leads'] })).body).toEqual({
      permissions: ['edit_records', 'export', 'view_all_leads'],
      read_only: false,
    })
    expect((await api.put(at, { read_only: true })).body).toEqual({
      permissions: ['export', 'view_all_leads'],
      read_only: true,
    })
    expect((await api.put(at, { permissions: ['view_all_leads'] })).body.read_only).toBe(true)
    const reader = await member(api, role.id ?? '')
    expect((await reader.post('/lead/', { name: 'L' })).status).toBe(403)
  })
})

describe('what is wrong with a role is said by field', () => {
  const cases: readonly [body: object, errors: object][] = [
    [{ permissions: [] }, { name: 'This field is required.' }],
    [{ name: 5 }, { name: 'Value must be of string type.' }],
    [
      { name: 'R', permissions: ['fly'] },
      { permissions: { errors: { 0: { errors: ['Not a valid choice. Got: "fly".'], 'field-errors': {} } } } },
    ],
    [{ name: 'R', permissions: 'all' }, { permissions: 'Value must be of list type.' }],
    [
      { name: 'R', permissions: [], visibility_user_lcf_ids: ['cf_none'] },
      { visibility_user_lcf_ids: { errors: { 0: { errors: ['Object does not exist.'], 'field-errors': {} } } } },
    ],
    [
      { name: 'R', permissions: [], visibility_user_lcf_behavior: 'whatever' },
      { visibility_user_lcf_behavior: 'Not a valid choice. Got: "whatever".' },
    ],
    [
      { name: 'R', permissions: ['view_all_leads'], visibility_user_lcf_behavior: 'allow_unassigned' },
      { visibility_user_lcf_behavior: 'Must be empty for a role that may view all leads.' },
    ],
    [{ name: 'R', color: 'red' }, { color: 'Unknown field.' }],
  ]
  test.each(cases)('%j', async (body, errors) => {
    const api = await client()
    const reply = await api.post('/role/', body)
    expect(reply).toMatchObject({ status: 400, body: { errors: [], 'field-errors': errors } })
    expect(rowsOf(await api.get('/role/'))).toHaveLength(5)
  })

  test('a role that may view all leads names no fields, nor one that comes to', async () => {
    const api = await client()
    const field = (await api.post('/custom_field/lead/', { name: 'Owner', type: 'user' })).body
    const text = (await api.post('/custom_field/lead/', { name: 'Text', type: 'text' })).body
    const visible = { visibility_user_lcf_ids: [field.id] }
    expect((await api.post('/role/', { ...CALLER, ...visible })).status).toBe(400)
    expect((await api.post('/role/', { name: 'R', visibility_user_lcf_ids: [text.id] })).status).toBe(400)
    const role = await make(api, { name: 'Assigned', permissions: [], ...visible })
    expect(role).toMatchObject({ ...visible, visibility_user_lcf_behavior: 'require_assignment' })
    const at = `/role/${role.id}/`
    expect((await api.put(at, role)).body).toEqual(role)
    expect((await api.put(at, { permissions: ['view_all_leads'] })).body).toMatchObject({
      visibility_user_lcf_ids: [],
      visibility_user_lcf_behavior: null,
    })
  })
})

test('the role of the last administrator keeps what makes them one', async () => {
  const api = await client()
  const chief = await make(api, { name: 'Chief', permissions: ['manage_organization', 'view_all_leads'] })
  const id = (await api.get('/me/')).body.memberships?.[0]?.id
  expect((await api.put(`/membership/${id}/`, { role_id: chief.id })).status).toBe(200)
  const demoted = await api.put(`/role/${chief.id}/`, { permissions: ['view_all_leads'] })
  expect(demoted).toMatchObject({ status: 400, body: { errors: [expect.stringContaining('the last one')] } })
  expect((await api.get(`/role/${chief.id}/`)).body.permissions).toContain('manage_organization')
  expect(await eventsAbout(database(), api, chief.id)).toHaveLength(1)
})

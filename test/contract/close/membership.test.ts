import { describe, expect, test } from 'vitest'
import { type Client, type Json, useApi } from '../../support/api.ts'
import { eventsAbout } from '../../support/events.ts'

const { client, member, database } = useApi()

const own = async (of: Client): Promise<Json> => (await of.get('/me/')).body.memberships?.[0] as Json
const at = ({ id }: Json) => `/membership/${id}/`
const LAST = { status: 400, body: { errors: [expect.stringContaining('the last one')], 'field-errors': {} } }

describe('somebody joins', () => {
  test('as a new user, once', async () => {
    const api = await client()
    const body = { email: 'Ida@Harborlooms.example', role_id: 'user' }
    const made = await api.post('/membership/', body)
    expect(made).toMatchObject({ status: 200, body: { role_id: 'user', organization_id: api.organizationId } })
    expect(Object.keys(made.body)).toEqual([
      'id',
      'user_id',
      'organization_id',
      'role_id',
      'role',
      'permissions_granted',
      'auto_record_calls',
      'default_caller_id',
      'hangup_recording_url',
      'is_free',
      'may_workflows_impersonate',
      'onboarding_status',
      'primary_personal_number',
      'track_email_opens',
    ])
    expect((await api.get(`/user/${made.body.user_id}/`)).body).toMatchObject({ email: body.email })
    const again = await api.post('/membership/', { email: body.email.toLowerCase(), role_id: 'superuser' })
    expect(again).toMatchObject({ status: 200, body: made.body })
    expect(await eventsAbout(database(), api, made.body.id)).toMatchObject([
      { object_type: 'membership', action: 'created' },
      { object_type: 'membership', action: 'activated' },
    ])
  })

  test('again after having left, with the role that is given then', async () => {
    const api = await client()
    const body = { email: `ida-${api.organizationId}@ajar.example`.toLowerCase(), role_id: 'user' }
    const { body: made } = await api.post('/membership/', body)
    await api.delete(at(made))
    const back = await api.post('/membership/', { ...body, role_id: 'superuser' })
    expect(back.body).toMatchObject({ id: made.id, role_id: 'superuser' })
    const { body: shown } = await api.get(`/organization/${api.organizationId}/?_fields=memberships`)
    expect(JSON.stringify(shown)).toContain(made.id)
  })

  test('who is a user of another organization already', async () => {
    const [api, other] = [await client(), await client()]
    const stranger = (await other.get('/me/')).body
    const { body } = await api.post('/membership/', { email: stranger.email, role_id: 'user' })
    expect(body.user_id).toBe(stranger.id)
    expect((await other.get('/me/')).body.memberships).toHaveLength(1)
  })

  test.each([
    [{}, { email: 'This field is required.', role: 'This field is required.' }],
    [{ email: 'nobody', role_id: 'user' }, { email: 'Invalid email address.' }],
    [{ email: 'a@b.example', role_id: 'role_none' }, { role: 'Object does not exist.' }],
  ])('unless %j', async (body, errors) => {
    const api = await client()
    expect(await api.post('/membership/', body)).toMatchObject({
      status: 400,
      body: { errors: [], 'field-errors': errors },
    })
    expect((await api.get(`/organization/${api.organizationId}/`)).body.user_count).toBe(1)
  })

  test('but not as an administrator', async () => {
    const api = await client()
    expect((await api.post('/membership/', { email: 'a@b.example', role_id: 'admin' })).status).toBe(403)
  })
})

describe('a membership', () => {
  test('keeps what its member sets up', async () => {
    const api = await client()
    const colleague = await member(api, 'user')
    const theirs = await own(colleague)
    const patch = {
      auto_record_calls: 'enabled',
      default_caller_id: 'phon_1',
      hangup_recording_url: 'https://example.com/bye.mp3',
      may_workflows_impersonate: true,
      track_email_opens: true,
    }
    const { status, body } = await colleague.put(at(theirs), patch)
    expect({ status, body }).toEqual({ status: 200, body: { ...(theirs as object), ...patch } })
    expect((await api.get(at(theirs))).body).toEqual(body)
    expect((await own(colleague)).track_email_opens).toBe(true)
    expect((await colleague.put(at(theirs), body)).body).toEqual(body)
    expect(await eventsAbout(database(), api, theirs.id)).toMatchObject([
      { action: 'updated', changed_fields: Object.keys(patch).sort() },
    ])
    const cleared = await colleague.put(at(theirs), { auto_record_calls: null, default_caller_id: null })
    expect(cleared.body).toMatchObject({ auto_record_calls: 'unset', default_caller_id: null })
  })

  test('is told what is wrong', async () => {
    const api = await client()
    const wrong = {
      role_id: 'role_none',
      auto_record_calls: 'maybe',
      hangup_recording_url: 'not one',
      track_email_opens: 'yes',
    }
    expect(await api.put(at(await own(api)), wrong)).toMatchObject({
      status: 400,
      body: {
        'field-errors': {
          role: 'Object does not exist.',
          auto_record_calls: 'Not a valid choice. Got: "maybe".',
          hangup_recording_url: 'Invalid URL.',
          track_email_opens: 'Value must be of boolean type.',
        },
      },
    })
  })

  test('is that of its member, and its role that of an administrator', async () => {
    const api = await client()
    const [ivo, mara] = [await member(api, 'superuser'), await member(api, 'user')]
    expect((await ivo.put(at(await own(mara)), { track_email_opens: true })).status).toBe(403)
    expect((await ivo.put(at(await own(ivo)), { role_id: 'admin' })).status).toBe(403)
    expect((await ivo.put(at(await own(ivo)), { rate_limit: null, role_id: 'superuser' })).status).toBe(200)
    expect((await ivo.put('/membership/memb_none/', {})).status).toBe(404)
    expect((await api.put(at(await own(mara)), { role_id: 'admin' })).body).toMatchObject({ role_id: 'admin' })
  })
})

describe('a membership ends', () => {
  test('and its key with it, but not what its user did', async () => {
    const api = await client()
    const colleague = await member(api, 'user')
    const lead = (await colleague.post('/lead/', { name: 'Harbor' })).body
    const theirs = await own(colleague)
    expect(await api.delete(at(theirs))).toMatchObject({ status: 200, text: '{}' })
    expect((await api.delete(at(theirs))).status).toBe(200)
    await expect.poll(async () => (await colleague.get('/me/')).status, { timeout: 2_500, interval: 200 }).toBe(401)
    expect((await api.get(`/lead/${lead.id}/`)).body.created_by_name).toBe('Ivo Lund')
    expect((await api.get(`/user/${colleague.userId}/`)).body.organizations).toEqual([])
    expect((await api.get(`/organization/${api.organizationId}/`)).body).toMatchObject({
      user_count: 1,
      memberships: [{ role_id: 'admin' }],
      inactive_memberships: [{ id: theirs.id, user_full_name: 'Ivo Lund' }],
    })
    expect(await eventsAbout(database(), api, theirs.id)).toMatchObject([
      { action: 'updated', changed_fields: ['is_active'], data: { is_active: false } },
      { action: 'deactivated' },
    ])
  })

  test('not if nobody were left who manages the organization', async () => {
    const api = await client()
    const colleague = await member(api, 'user')
    const mine = await own(api)
    expect(await api.delete(at(mine))).toMatchObject(LAST)
    expect(await api.put(at(mine), { role_id: 'superuser' })).toMatchObject(LAST)
    const both = [mine.id, (await own(colleague)).id].join()
    expect(await api.put('/membership/', { _params: { id__in: both }, role_id: 'user' })).toMatchObject(LAST)
    expect((await own(api)).role_id).toBe('admin')
    await api.put(at(await own(colleague)), { role_id: 'admin' })
    expect((await api.put(at(mine), { role_id: 'superuser' })).status).toBe(200)
  })

  test('nor when two administrators remove each other at once', async () => {
    const api = await client()
    const other = await member(api, 'admin')
    const [mine, theirs] = [await own(api), await own(other)]
    const replies = await Promise.all([api.delete(at(theirs)), other.delete(at(mine))])
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 400])
  })
})

describe('several memberships at once', () => {
  test('get what is sent, and the answer counts them', async () => {
    const api = await client()
    const [ivo, mara] = [await own(await member(api, 'user')), await own(await member(api, 'user'))]
    const id__in = `${ivo.id},${mara.id},memb_none`
    const reply = await api.put('/membership/', { _params: { id__in }, role_id: 'superuser' })
    expect(reply).toMatchObject({ status: 200, body: { count: 2 } })
    for (const one of [ivo, mara]) expect((await api.get(at(one))).body.role_id).toBe('superuser')
    expect((await api.put(`/membership/?id__in=${ivo.id}`, { role_id: 'user' })).body).toMatchObject({ count: 1 })
  })

  test('or none of them', async () => {
    const api = await client()
    const colleague = await member(api, 'user')
    const _params = { id__in: (await own(colleague)).id }
    const refusals = [
      [await api.put('/membership/', { role_id: 'user' }), 400],
      [await api.put('/membership/', { _params, role_id: 'role_none' }), 400],
      [await api.put('/membership/', { _params, auto_record_calls: 5 }), 400],
      [await colleague.put('/membership/', { _params, auto_record_calls: 5 }), 403],
    ] as const
    for (const [{ status }, wanted] of refusals) expect(status).toBe(wanted)
  })
})

test('pinned views are a list of one’s own', async () => {
  const api = await client()
  const [ivo, mara] = [await member(api, 'user'), await member(api, 'user')]
  const path = `${at(await own(ivo))}pinned_views/`
  expect(await ivo.get(path)).toMatchObject({ status: 200, body: { saved_view_ids: [] } })
  const view = async (name: string) => (await ivo.post('/saved_search/', { name, query: '*' })).body.id
  const [a, b] = [await view('A'), await view('B')]
  expect((await ivo.put(path, { saved_view_ids: [b, a, b] })).body).toEqual({ saved_view_ids: [b, a] })
  expect((await api.get(path)).body).toEqual({ saved_view_ids: [b, a] })
  expect((await mara.get(path)).status).toBe(403)
  expect((await mara.put(path, { saved_view_ids: [] })).status).toBe(403)
  expect((await mara.get('/membership/memb_none/pinned_views/')).status).toBe(404)
  expect((await ivo.put(path, { saved_view_ids: 5 })).body['field-errors']).toEqual({
    saved_view_ids: 'Value must be of list type.',
  })
  expect((await ivo.put(path, { saved_view_ids: [] })).body).toEqual({ saved_view_ids: [] })
  expect((await ivo.post(path, {})).status).toBe(405)
})

describe('users', () => {
  test('are nowhere to be reached', async () => {
    const api = await client()
    const colleague = await member(api, 'user')
    const { status, body } = await api.get(`/user/availability/?organization_id=${api.organizationId}`)
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual(['data'])
    expect(body.data).toHaveLength(2)
    const [entry] = (body.data as unknown as Json[]).filter((one) => String(one.user_id) === colleague.userId)
    expect(entry?.availability).toEqual(
      ['mobile', 'native', 'web'].map((type) => ({ type, status: 'offline', active_calls: [] })),
    )
    const other = await client()
    expect((await api.get(`/user/availability/?organization_id=${other.organizationId}`)).status).toBe(404)
    expect((await api.get('/user/availability/')).body).toEqual(body)
    expect((await api.post('/user/availability/', {})).status).toBe(405)
  })

  test('stand within memberships when asked', async () => {
    const api = await client()
    const colleague = await member(api, 'user')
    await api.delete(at(await own(colleague)))
    const user = (await api.get(`/user/${colleague.userId}/`)).body
    const get = async (names: string) => (await api.get(`/organization/${api.organizationId}/?_expand=${names}`)).body
    const both = await get('memberships__user,inactive_memberships__user')
    expect(both.inactive_memberships?.[0]?.user).toEqual(user)
    expect(both.memberships?.[0]?.user).toMatchObject({ organizations: [api.organizationId] })
    expect(both.memberships?.[0]).not.toHaveProperty('user_email')
    const one = await get('memberships__user,nothing')
    expect(one.memberships?.[0]).toHaveProperty('user')
    expect(one.inactive_memberships?.[0]).toHaveProperty('user_email')
    const path = `/organization/${api.organizationId}/?_expand=memberships__user&_fields=memberships`
    expect((await api.put(path, { name: 'Southfold' })).body.memberships?.[0]).toHaveProperty('user')
  })
})

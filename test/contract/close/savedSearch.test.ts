import { describe, expect, test } from 'vitest'
import { type Client, type Json, type Reply, rowsOf, useApi } from '../../support/api.ts'
import { eventsAbout } from '../../support/events.ts'

const { client, member, clevertim, database } = useApi()

const OF_LEADS = { type: 'object_type', object_type: 'lead' }
const QUIET = {
  query: { type: 'and', negate: false, queries: [OF_LEADS, { type: 'text', mode: 'full_words', value: 'bakery' }] },
  results_limit: null,
  sort: [],
}

async function make(api: Client, body: object = {}): Promise<Json> {
  const reply = await api.post('/saved_search/', { name: 'Quiet', s_query: QUIET, ...body })
  expect(reply.status, reply.text).toBe(200)
  return reply.body
}

const at = (view: Json) => `/saved_search/${view.id}/`
const names = (reply: Reply) => rowsOf(reply).map(({ name }) => name)
const errorsOf = ({ status, body }: Reply) => ({ status, errors: body['field-errors'] })

test('a Smart View is saved, read, changed and deleted', async () => {
  const api = await client()
  const me = (await api.get('/me/')).body.id
  const view = await make(api, {
    description: 'Nobody has called them',
    selected_fields: [{ type_id: 'lead', field_id: 'display_name' }],
  })
  expect(view).toEqual({
    id: expect.stringMatching(/^save_[0-9A-Za-z]{43}$/),
    organization_id: api.organizationId,
    user_id: me,
    name: 'Quiet',
    description: 'Nobody has called them',
    type: 'lead',
    query: null,
    s_query: QUIET,
    selected_fields: [{ type_id: 'lead', field_id: 'display_name' }],
    is_shared: false,
    shared_with: [],
    sharing_settings: null,
    is_user_dependent: false,
    date_created: expect.stringMatching(/\+00:00$/),
    date_updated: view.date_created,
  })
  expect((await api.get(at(view))).body).toEqual(view)
  expect((await api.get(`${at(view)}?_fields=name,type`)).body).toEqual({ name: 'Quiet', type: 'lead' })
  expect((await api.put(at(view), view)).body).toEqual(view)
  expect(await eventsAbout(database(), api, view.id)).toMatchObject([
    { object_type: 'saved_search', action: 'created' },
  ])

  const changed = await api.put(at(view), { name: 'Silent', description: null })
  expect(changed.body).toMatchObject({ name: 'Silent', description: null, s_query: QUIET })
  expect(await api.delete(at(view))).toMatchObject({ status: 200, text: '{}' })
  expect(await api.get(at(view))).toMatchObject({
    status: 404,
    body: { error: 'Empty query: SavedSearch matching query does not exist.' },
  })
  expect((await eventsAbout(database(), api, view.id)).map(({ action }) => action)).toEqual([
    'created',
    'updated',
    'deleted',
  ])
})

describe('what is looked for', () => {
  test('is a tree or a text; a new one takes the place of the other', async () => {
    const api = await client()
    const view = await make(api, { s_query: undefined, query: 'status:"Potential" sort:-created' })
    expect(view).toMatchObject({ query: 'status:"Potential" sort:-created', s_query: null, type: 'lead' })
    expect((await api.put(at(view), { s_query: QUIET })).body).toMatchObject({ query: null, s_query: QUIET })
    expect((await api.put(at(view), { query: '*' })).body).toMatchObject({ query: '*', s_query: null })
    const both = (await api.put(at(view), { query: '*', s_query: QUIET })).body
    expect(both).toMatchObject({ query: '*', s_query: QUIET })
    expect((await api.put(at(view), { s_query: QUIET })).body).toEqual(both)
    expect((await api.put(at(view), { query: null })).body).toMatchObject({ query: null, s_query: QUIET })
  })

  test('says of which type it is, unless the body does', async () => {
    const api = await client()
    const of = (object_type: string) => ({ query: { type: 'and', queries: [{ type: 'object_type', object_type }] } })
    const types = ['contact', 'activity.call', 'task.lead'].map(
      async (one) => (await make(api, { s_query: of(one) })).type,
    )
    expect(await Promise.all(types)).toEqual(['contact', 'call', 'lead'])
    const view = await make(api, { s_query: of('activity.call'), type: 'email' })
    expect(view.type).toBe('email')
    expect((await api.put(at(view), { s_query: of('contact') })).body.type).toBe('contact')
  })

  test('depends on the user when it names whoever is looking', async () => {
    const api = await client()
    const mine = {
      type: 'field_condition',
      field: { type: 'regular_field', object_type: 'opportunity', field_name: 'user_id' },
      condition: { type: 'reference', reference_type: 'user_or_group', object_ids: ['CURRENT_USER'] },
    }
    const related = {
      type: 'has_related',
      this_object_type: 'lead',
      related_object_type: 'opportunity',
      related_query: mine,
    }
    const s_query = { query: { type: 'and', queries: [OF_LEADS, related] } }
    const view = await make(api, { s_query })
    expect(view.is_user_dependent).toBe(true)
    expect((await api.put(at(view), { s_query: QUIET })).body.is_user_dependent).toBe(false)
    const maker = {
      type: 'field_condition',
      field: { type: 'regular_field', object_type: 'lead', field_name: 'created_by' },
      condition: { type: 'current_user' },
    }
    expect(await make(api, { s_query: { query: { type: 'and', queries: [OF_LEADS, maker] } } })).toMatchObject({
      is_user_dependent: true,
    })
  })
})

describe('lists', () => {
  test('show leads unless another type is asked for, new ones first', async () => {
    const api = await client()
    await make(api, { name: 'B' })
    await make(api, { name: 'A' })
    await make(api, { name: 'Calls', type: 'call' })
    await make(api, { name: 'People', type: 'contact', is_shared: true })
    const found = async (query: string) => names(await api.get(`/saved_search/?${query}`))
    expect(await found('')).toEqual(['A', 'B'])
    expect(await found('_order_by=name&_limit=1')).toEqual(['A'])
    expect(await found('_order_by=date_created')).toEqual(['B', 'A'])
    expect(await found('type=call')).toEqual(['Calls'])
    expect(await found('type=none')).toEqual([])
    expect(await found('type__in=contact,call,lead')).toEqual(['People', 'Calls', 'A', 'B'])
    expect(await found('type__in=contact&type__in=call')).toEqual(['People', 'Calls'])
    expect(await found('type=contact&is_shared=true')).toEqual(['People'])
    expect(await found('is_shared=true')).toEqual([])
    expect(await found(`user_id=${(await api.get('/me/')).body.id}`)).toEqual(['A', 'B'])
    expect(await found('user_id=user_none')).toEqual([])
  })
})

describe('who sees it', () => {
  test('nobody but its maker, unless it is shared; not even an administrator', async () => {
    const api = await client()
    const [ivo, mara] = [await member(api, 'superuser'), await member(api, 'user')]
    const view = await make(ivo)
    for (const other of [api, mara]) {
      expect((await other.get(at(view))).status).toBe(404)
      expect((await other.put(at(view), { name: 'Mine now' })).status).toBe(404)
      expect((await other.delete(at(view))).status).toBe(404)
      expect(names(await other.get('/saved_search/'))).toEqual([])
    }
    expect(names(await ivo.get('/saved_search/'))).toEqual(['Quiet'])
  })

  test('everybody, once it is shared with everybody, and no longer when it is not', async () => {
    const api = await client()
    const mara = await member(api, 'user')
    const view = await make(api)
    const shared = (await api.put(at(view), { ...(view as object), is_shared: true })).body
    expect(shared).toMatchObject({
      is_shared: true,
      shared_with: [],
      sharing_settings: {
        whole_org: true,
        user_ids: [],
        group_ids: [],
        created_at: shared.date_updated,
        created_by_id: view.user_id,
        updated_at: shared.date_updated,
        updated_by_id: view.user_id,
      },
    })
    expect((await mara.get(at(view))).body).toEqual(shared)
    expect((await api.put(at(view), shared)).body).toEqual(shared)
    const again = (await api.put(at(view), { ...(shared as object), is_shared: false })).body
    expect(again).toMatchObject({ is_shared: false, shared_with: [], sharing_settings: null })
    expect((await mara.get(at(view))).status).toBe(404)
    // Changes that follow each other within seconds are told as one.
    expect(await eventsAbout(database(), api, view.id)).toMatchObject([{ action: 'created' }, { action: 'updated' }])
  })

  test('members, by membership or user', async () => {
    const api = await client()
    const [ivo, mara] = [await member(api, 'user'), await member(api, 'user')]
    const membership = (await ivo.get('/me/')).body.memberships?.[0]?.id
    const view = await make(api, { is_shared: true, shared_with: [membership] })
    expect(view).toMatchObject({
      name: 'Quiet',
      s_query: QUIET,
      is_shared: true,
      shared_with: [membership],
      sharing_settings: { whole_org: false, user_ids: [ivo.userId], group_ids: [] },
    })
    expect([(await ivo.get(at(view))).status, (await mara.get(at(view))).status]).toEqual([200, 404])
    const sharing_settings = { user_ids: [mara.userId, mara.userId] }
    expect((await api.put(at(view), { ...(view as object), sharing_settings })).body).toMatchObject({
      sharing_settings: { user_ids: [mara.userId], created_by_id: view.user_id },
    })
    expect([(await ivo.get(at(view))).status, (await mara.get(at(view))).status]).toEqual([404, 200])
    expect((await api.put(at(view), { shared_with: [] })).body.is_shared).toBe(false)
  })

  test('groups, as long as one is in them', async () => {
    const api = await client()
    const [ivo, mara] = [await member(api, 'user'), await member(api, 'user')]
    const group = (await api.post('/group/', { name: 'Field', member_ids: [ivo.userId] })).body.id
    const view = await make(api, { sharing_settings: { group_ids: [group] } })
    expect(view).toMatchObject({ is_shared: true, shared_with: [], sharing_settings: { group_ids: [group] } })
    expect([names(await ivo.get('/saved_search/')), names(await mara.get('/saved_search/'))]).toEqual([['Quiet'], []])
    await api.delete(`/group/${group}/member/${ivo.userId}/`)
    expect((await ivo.get(at(view))).status).toBe(404)
    expect((await api.put(at(view), { sharing_settings: null })).body.is_shared).toBe(false)
  })

  test('nobody of another organization', async () => {
    const [api, other] = [await client(), await client()]
    const view = await make(api, { is_shared: true })
    expect((await other.get(at(view))).status).toBe(404)
    const owner = (await api.get('/me/')).body
    const group_ids = [(await api.post('/group/', { name: 'Field' })).body.id]
    for (const body of [
      { sharing_settings: { user_ids: [owner.id] } },
      { sharing_settings: { group_ids } },
      { shared_with: [owner.memberships?.[0]?.id] },
    ]) {
      expect((await other.post('/saved_search/', { name: 'X', query: '*', ...body })).status).toBe(400)
    }
  })
})

test('sharing, and changing what is shared, takes a permission', async () => {
  const api = await client()
  const ivo = await member(api, 'user')
  const own = await make(ivo)
  expect((await ivo.put(at(own), { is_shared: true, name: 5 })).status).toBe(403)
  expect((await ivo.put(at(own), { name: 'Still mine' })).status).toBe(200)
  const team = await make(api, { is_shared: true })
  expect((await ivo.put(at(team), { name: '' })).status).toBe(403)
  expect((await ivo.put(at(team), { is_shared: false })).status).toBe(403)
  expect((await ivo.delete(at(team))).status).toBe(403)
  expect((await ivo.delete(at(own))).status).toBe(200)
  const reader = await member(api, 'readonly')
  expect((await reader.post('/saved_search/', { name: 'X', query: '*' })).status).toBe(403)
})

test('a group stays as long as a Smart View needs it, whoever sees that', async () => {
  const api = await client()
  const ivo = await member(api, 'superuser')
  const group = async (name: string) => (await api.post('/group/', { name })).body.id ?? ''
  const refused = { status: 400, body: { errors: [expect.stringContaining('Smart Views')], 'field-errors': {} } }
  const shared = await group('Shared')
  const view = await make(ivo, { sharing_settings: { group_ids: [shared] } })
  expect(await api.delete(`/group/${shared}/`)).toMatchObject(refused)
  const foundIn = await group('Found in a tree')
  const condition = { type: 'reference', reference_type: 'user_or_group', object_ids: [foundIn] }
  const field = { type: 'regular_field', object_type: 'lead', field_name: 'created_by' }
  const query = { type: 'and', queries: [OF_LEADS, { type: 'field_condition', field, condition }] }
  const own = await make(ivo, { s_query: { query } })
  expect(await api.delete(`/group/${foundIn}/`)).toMatchObject(refused)
  const [{ id: number } = {} as Json] = (await clevertim(api).get('/group')).body.content as unknown as Json[]
  expect((await clevertim(api).delete(`/group/${number}`)).status).toBeGreaterThanOrEqual(400)
  await ivo.delete(at(own))
  await ivo.put(at(view), { query: `user_id in ("${foundIn}")` })
  expect(await api.delete(`/group/${foundIn}/`)).toMatchObject(refused)
  await ivo.delete(at(view))
  expect((await api.delete(`/group/${foundIn}/`)).status).toBe(204)
  expect((await api.delete(`/group/${shared}/`)).status).toBe(204)
})

describe('pinned views', () => {
  const pathOf = async (who: Client) => `/membership/${(await who.get('/me/')).body.memberships?.[0]?.id}/pinned_views/`

  test('are those that the member sees', async () => {
    const api = await client()
    const ivo = await member(api, 'user')
    const path = await pathOf(ivo)
    const [own, team, hidden] = [await make(ivo), await make(api, { is_shared: true }), await make(api)]
    const unknown = { errors: ['Object does not exist.'], 'field-errors': {} }
    const refused = { status: 400, errors: { saved_view_ids: { errors: { 1: unknown, 2: unknown } } } }
    const reply = await ivo.put(path, { saved_view_ids: [own.id, hidden.id, 'save_none'] })
    expect(errorsOf(reply)).toEqual(refused)
    expect((await ivo.get(path)).body).toEqual({ saved_view_ids: [] })
    expect(await ivo.put(path, { saved_view_ids: [team.id, own.id] })).toMatchObject({
      status: 200,
      body: { saved_view_ids: [team.id, own.id] },
    })
    // An administrator pins for others what those see.
    expect((await api.put(path, { saved_view_ids: [own.id, team.id] })).status).toBe(200)
    expect((await api.put(path, { saved_view_ids: [hidden.id] })).status).toBe(400)
  })

  test('go with the view, and come back when it is shared again', async () => {
    const api = await client()
    const ivo = await member(api, 'user')
    const path = await pathOf(ivo)
    const [own, team] = [await make(ivo), await make(api, { is_shared: true })]
    await ivo.put(path, { saved_view_ids: [own.id, team.id] })
    const pinned = async () => (await ivo.get(path)).body.saved_view_ids
    await api.put(at(team), { is_shared: false })
    expect(await pinned()).toEqual([own.id])
    const membership = path.split('/')[2]
    const before = (await eventsAbout(database(), api, membership)).length
    expect((await ivo.put(path, { saved_view_ids: [own.id] })).body).toEqual({ saved_view_ids: [own.id] })
    expect(await eventsAbout(database(), api, membership)).toHaveLength(before)
    await api.put(at(team), { is_shared: true })
    expect(await pinned()).toEqual([own.id, team.id])
    await ivo.delete(at(own))
    expect(await pinned()).toEqual([team.id])
    expect((await ivo.get(`/membership/${membership}/?_fields=saved_view_ids`)).body).toEqual({
      saved_view_ids: [team.id],
    })
  })
})

describe('what is wrong is said by field, and changes nothing', () => {
  const deep = (depth: number): object => (depth === 0 ? {} : { queries: [deep(depth - 1)] })
  const inList = (message: string) => ({ errors: { 0: { errors: [message], 'field-errors': {} } } })
  const cases: readonly [body: object, errors: object][] = [
    [{ name: null }, { name: 'This field is required.' }],
    [{ name: ' ' }, { name: 'This field is required.' }],
    [{ name: 5 }, { name: 'Value must be of string type.' }],
    [{ s_query: null }, { s_query: 'This field is required.' }],
    [{ s_query: null, query: '' }, { s_query: 'This field is required.' }],
    [{ s_query: 'lead' }, { s_query: 'Value must be of object type.' }],
    [{ s_query: OF_LEADS }, { s_query: 'It needs a query, which is an object.' }],
    [{ s_query: { query: [] } }, { s_query: 'It needs a query, which is an object.' }],
    [
      { s_query: { query: { type: 'and', queries: [{ type: 'match_all' }] } } },
      { s_query: 'The query must say what it looks for, in a node of the type object_type.' },
    ],
    [{ s_query: { ...QUIET, sort: 'name' } }, { s_query: 'Its sort must be a list of objects.' }],
    [{ s_query: { ...QUIET, sort: [1] } }, { s_query: 'Its sort must be a list of objects.' }],
    [{ s_query: { ...QUIET, results_limit: -1 } }, { s_query: 'Its results_limit must be a whole number or null.' }],
    [
      { s_query: { ...QUIET, more: 'x'.repeat(100_000) } },
      { s_query: 'The value must be no longer than 100000 characters.' },
    ],
    [{ query: { a: 1 } }, { query: 'Value must be of string type.' }],
    [{ type: 'task' }, { type: 'Not a valid choice. Got: "task".' }],
    [{ description: 'é'.repeat(151) }, { description: 'The value must be no longer than 300 bytes.' }],
    [{ selected_fields: 'name' }, { selected_fields: 'Value must be of list type.' }],
    [
      { selected_fields: [{ type_id: 'lead', field_id: 'x'.repeat(49) }] },
      {
        selected_fields: {
          errors: {
            0: { errors: [], 'field-errors': { field_id: 'The value must be no longer than 48 characters.' } },
          },
        },
      },
    ],
    [{ is_shared: 'yes' }, { is_shared: 'Value must be of boolean type.' }],
    [{ shared_with: ['memb_none'] }, { shared_with: inList('Object does not exist.') }],
    [{ sharing_settings: [] }, { sharing_settings: 'Value must be of object type.' }],
    [
      { sharing_settings: { user_ids: ['user_none'] } },
      {
        sharing_settings: {
          errors: { user_ids: { errors: [], 'field-errors': { 0: 'Object does not exist.' } } },
        },
      },
    ],
  ]
  test.each(cases)('%j', async (body, errors) => {
    const api = await client()
    expect(errorsOf(await api.post('/saved_search/', { name: 'Q', s_query: QUIET, ...body }))).toEqual({
      status: 400,
      errors,
    })
    const view = await make(api)
    expect(errorsOf(await api.put(at(view), body))).toEqual({ status: 400, errors })
    expect(rowsOf(await api.get('/saved_search/'))).toEqual([view])
  })

  test('all at once, and never too deep', async () => {
    const api = await client()
    expect(errorsOf(await api.post('/saved_search/', { type: 'x', description: 'y'.repeat(301) }))).toMatchObject({
      status: 400,
      errors: {
        name: expect.any(String),
        s_query: expect.any(String),
        type: expect.any(String),
        description: expect.any(String),
      },
    })
    const s_query = { query: { type: 'and', queries: [OF_LEADS, deep(40)] } }
    expect(await api.post('/saved_search/', { name: 'Deep', s_query })).toMatchObject({
      status: 400,
      body: { error: 'The JSON is nested too deeply.' },
    })
  })
})

import { describe, expect, test } from 'vitest'
import { type Client, rowsOf, secondsBetween, useApi } from '../../support/api.ts'

const { client, member } = useApi()

/** A type of activity with a field that must have a value and one that need not. */
async function visits(api: Client) {
  const type = (await api.post('/custom_activity/', { name: 'Site visit' })).body.id
  const field = async (body: object) =>
    (await api.post('/custom_field/activity/', { custom_activity_type_id: type, type: 'text', ...body })).body.id
  const outcome = await field({ name: 'Outcome', required: true })
  const looms = await field({ name: 'Looms', type: 'number' })
  const lead = (await api.post('/lead/', { name: 'Harbor Looms', contacts: [{ name: 'Ida' }] })).body
  return { type, lead, outcome: `custom.${outcome}`, looms: `custom.${looms}`, outcomeId: outcome }
}

describe('types of activity', () => {
  test('are made, changed, listed and deleted', async () => {
    const api = await client()
    const made = await api.post('/custom_activity/', { name: 'Site visit', description: 'Somebody was there' })
    expect(made.status).toBe(201)
    expect(made.headers.location).toBe(`/api/v1/custom_activity/${made.body.id}/`)
    expect(made.body).toEqual({
      id: expect.stringMatching(/^actitype_[0-9A-Za-z]{22}$/),
      organization_id: api.organizationId,
      name: 'Site visit',
      description: 'Somebody was there',
      api_create_only: false,
      editable_with_roles: [],
      is_archived: false,
      fields: [],
      created_by: expect.stringMatching(/^user_/),
      updated_by: expect.stringMatching(/^user_/),
      date_created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
      date_updated: expect.any(String),
    })
    const at = `/custom_activity/${made.body.id}/`
    expect((await api.put(at, { is_archived: true })).body.is_archived).toBe(true)
    expect(rowsOf(await api.get('/custom_activity/'))).toHaveLength(1)
    expect(await api.delete(at)).toMatchObject({ status: 204, text: '' })
    expect((await api.get(at)).status).toBe(404)
  })

  test('show their fields in the order that is written', async () => {
    const api = await client()
    const { type, outcomeId } = await visits(api)
    const at = `/custom_activity/${type}/`
    const { fields } = (await api.get(at)).body as unknown as { fields: { id: string }[] }
    expect(fields).toMatchObject([
      { id: outcomeId, name: 'Outcome', required: true, is_shared: false, converting_to_type: null },
      { name: 'Looms', required: false },
    ])
    const turned = await api.put(at, { fields: fields.toReversed() })
    expect(turned.body.fields).toEqual(fields.toReversed())
    expect((await api.put(at, turned.body)).body).toEqual(turned.body)
  })

  test('say what is wrong', async () => {
    const api = await client()
    const { type } = await visits(api)
    for (const [body, field] of [
      [{}, 'name'],
      [{ name: '' }, 'name'],
      [{ name: 5 }, 'name'],
      [{ name: 'X', color: 'blue' }, 'color'],
      [{ name: 'X', editable_with_roles: ['nobody'] }, 'editable_with_roles'],
    ] as const) {
      const reply = await api.post('/custom_activity/', body)
      expect(reply.status, JSON.stringify(body)).toBe(400)
      expect(Object.keys(reply.body['field-errors'] ?? {})).toEqual([field])
    }
    expect((await api.put(`/custom_activity/${type}/`, { fields: [{ id: 'cf_none' }] })).status).toBe(400)
  })

  test('take their activities and fields along', async () => {
    const api = await client()
    const { type, lead, outcome } = await visits(api)
    const visit = await api.post('/activity/custom/', {
      lead_id: lead.id,
      custom_activity_type_id: type,
      [outcome]: 'x',
    })
    await api.delete(`/custom_activity/${type}/`)
    expect((await api.get(`/activity/custom/${visit.body.id}/`)).status).toBe(404)
    expect(rowsOf(await api.get('/custom_field/activity/'))).toEqual([])
    expect((await api.post('/activity/custom/', { lead_id: lead.id, custom_activity_type_id: type })).status).toBe(400)
  })
})

describe('fields of a type', () => {
  test('belong to it, with its id and whether they are required', async () => {
    const api = await client()
    const { type } = await visits(api)
    const [looms, outcome] = rowsOf(await api.get('/custom_field/activity/'))
    expect([looms, outcome]).toMatchObject([
      { name: 'Looms', custom_activity_type_id: type, required: false },
      { name: 'Outcome', custom_activity_type_id: type, required: true },
    ])
    const at = `/custom_field/activity/${looms?.id}/`
    expect((await api.put(at, { required: true, name: 'Number of looms' })).body).toMatchObject({ required: true })
    expect((await api.put(at, { type: 'text' })).body['field-errors']).toEqual({ type: 'Value cannot be changed.' })
    const other = (await api.post('/custom_activity/', { name: 'Other' })).body.id
    expect((await api.put(at, { custom_activity_type_id: other })).status).toBe(400)
    const fresh = (await api.get(at)).body
    expect((await api.put(at, fresh)).body).toEqual(fresh)
    expect((await api.get(at.replace('custom_field', 'custom_fields'))).body).toEqual(fresh)
  })

  test('need a type', async () => {
    const api = await client()
    const post = async (more: object) =>
      (await api.post('/custom_field/activity/', { name: 'X', type: 'text', ...more })).body['field-errors']
    expect(await post({})).toEqual({ custom_activity_type: 'This field is required.' })
    expect(await post({ custom_activity_type_id: 'actitype_none' })).toEqual({
      custom_activity_type: 'Object does not exist.',
    })
  })
})

describe('activities', () => {
  test('have the values of their type', async () => {
    const api = await client()
    const { type, lead, outcome, looms } = await visits(api)
    const reply = await api.post('/activity/custom/', {
      lead_id: lead.id,
      custom_activity_type_id: type,
      contact_id: lead.contacts?.[0]?.id,
      [outcome]: 'Wants two more',
      [looms]: 2,
      pinned: true,
    })
    expect(reply.status, reply.text).toBe(200)
    const { body } = reply
    expect(body).toMatchObject({
      id: expect.stringMatching(/^acti_/),
      _type: 'CustomActivity',
      custom_activity_type_id: type,
      status: 'published',
      source: 'api',
      pinned: true,
      mentions: [],
      [outcome]: 'Wants two more',
      [looms]: 2,
    })
    expect(secondsBetween(body.last_published_at, body.date_created)).toBeLessThan(5)
    expect((await api.get(`/activity/custom/${body.id}/`)).body).toEqual(body)
    expect((await api.put(`/activity/custom/${body.id}/`, body)).body).toEqual(body)
    const changed = (await api.put(`/activity/custom/${body.id}/`, { [looms]: null, pinned: false })).body
    expect(changed).toMatchObject({ pinned: false, pinned_at: null })
    expect(changed).not.toHaveProperty([looms])
    expect(await api.delete(`/activity/custom/${body.id}/`)).toMatchObject({ status: 200, text: '{}' })
    expect((await api.get(`/activity/custom/${body.id}/`)).status).toBe(404)
  })

  test('may lack what is required as long as they are drafts', async () => {
    const api = await client()
    const { type, lead, outcome } = await visits(api)
    const ids = { lead_id: lead.id, custom_activity_type_id: type }
    const missing = { status: 400, body: { 'field-errors': { [outcome]: 'This field is required.' } } }
    expect(await api.post('/activity/custom/', ids)).toMatchObject(missing)
    const draft = (await api.post('/activity/custom/', { ...ids, status: 'draft' })).body
    expect(draft).toMatchObject({ status: 'draft', last_published_at: null })
    const at = `/activity/custom/${draft.id}/`
    expect(await api.put(at, { status: 'published' })).toMatchObject(missing)
    expect((await api.put(at, { status: 'published', [outcome]: 'Yes' })).body).toMatchObject({ status: 'published' })
    expect(await api.put(at, { [outcome]: null })).toMatchObject(missing)
    expect((await api.put(at, { [outcome]: null, status: 'draft' })).status).toBe(200)
  })

  test('that lack what became required later can still be changed', async () => {
    const api = await client()
    const { type, lead, outcome, looms } = await visits(api)
    const ids = { lead_id: lead.id, custom_activity_type_id: type, [outcome]: 'x' }
    const { id } = (await api.post('/activity/custom/', ids)).body
    await api.put(`/custom_field/activity/${looms.slice('custom.'.length)}/`, { required: true })
    expect((await api.put(`/activity/custom/${id}/`, { pinned: true })).status).toBe(200)
  })

  test('are in the list of all, by their word and by their type', async () => {
    const api = await client()
    const { type, lead, outcome } = await visits(api)
    const other = (await api.post('/custom_activity/', { name: 'Other' })).body.id
    const ids = { lead_id: lead.id, [outcome]: 'x' }
    const visit = (await api.post('/activity/custom/', { ...ids, custom_activity_type_id: type })).body
    const second = (await api.post('/activity/custom/', { lead_id: lead.id, custom_activity_type_id: other })).body
    const note = (await api.post('/activity/note/', { lead_id: lead.id, note: 'x' })).body
    const found = async (query: string) => rowsOf(await api.get(`/activity/?lead_id=${lead.id}&${query}`))
    expect(await found('_type=Custom')).toEqual([second, visit])
    expect(await found(`_type=${type}`)).toEqual([visit])
    expect((await found(`_type__in=Note,${type}`)).map(({ id }) => id)).toEqual([note.id, visit.id])
    expect(await found('')).toContainEqual(visit)
    expect(await found('_type=actitype_none')).toEqual([])
    const own = async (query: string) => rowsOf(await api.get(`/activity/custom/?${query}`))
    expect(await own('')).toEqual([second, visit])
    expect(await own(`lead_id=${lead.id}&custom_activity_type_id=${other}`)).toEqual([second])
    expect(await own(`lead_id=${lead.id}&custom_activity_type_id__in=${other},${type}`)).toHaveLength(2)
    expect((await api.get(`/activity/custom/?custom_activity_type_id=${type}`)).status).toBe(400)
  })

  test('say what is wrong', async () => {
    const api = await client()
    const { type, lead, outcome } = await visits(api)
    const post = async (body: object) => (await api.post('/activity/custom/', body)).body['field-errors']
    expect(await post({})).toEqual({
      lead: 'This field is required.',
      custom_activity_type: 'This field is required.',
    })
    const ids = { lead_id: lead.id, custom_activity_type_id: type, [outcome]: 'x' }
    expect(await post({ ...ids, status: 'sent' })).toHaveProperty('status')
    expect(await post({ ...ids, 'custom.cf_none': 1 })).toEqual({ 'custom.cf_none': 'There is no such custom field.' })
    expect(await post({ ...ids, lead_id: 'lead_none' })).toEqual({ lead: 'Object does not exist.' })
    const { id } = (await api.post('/activity/custom/', ids)).body
    const other = (await api.post('/custom_activity/', { name: 'Other' })).body.id
    expect((await api.put(`/activity/custom/${id}/`, { custom_activity_type_id: other })).status).toBe(400)
  })

  test('are for the roles that their type names', async () => {
    const api = await client()
    const { type, lead, outcome } = await visits(api)
    const ids = { lead_id: lead.id, custom_activity_type_id: type, [outcome]: 'x' }
    await api.put(`/custom_activity/${type}/`, { editable_with_roles: ['admin'] })
    const colleague = await member(api, 'superuser')
    expect((await colleague.post('/activity/custom/', ids)).status).toBe(403)
    const { id } = (await api.post('/activity/custom/', ids)).body
    expect((await colleague.put(`/activity/custom/${id}/`, { pinned: true })).status).toBe(403)
    expect((await colleague.delete(`/activity/custom/${id}/`)).status).toBe(403)
    expect((await colleague.get(`/activity/custom/${id}/`)).status).toBe(200)
  })
})

import { describe, expect, test } from 'vitest'
import { contentOf, rowsOf, useApi } from '../../support/api.ts'

const { client, clevertim, member } = useApi()

describe('shared fields', () => {
  test('are used where they are associated, and nowhere else', async () => {
    const api = await client()
    const visit = (await api.post('/custom_activity/', { name: 'Site visit' })).body
    const loom = (await api.post('/custom_object_type/', { name: 'Loom', name_plural: 'Looms' })).body
    const made = await api.post('/custom_field/shared/', { name: 'Region', type: 'text' })
    expect(made).toMatchObject({ status: 200, body: { is_shared: true, associations: [] } })
    const { id } = made.body
    const at = `/custom_field/shared/${id}/association/`
    expect((await api.post('/lead/', { [`custom.${id}`]: 'North' })).status).toBe(400)

    const lead = await api.post(at, { object_type: 'lead' })
    expect(lead).toMatchObject({
      status: 201,
      body: { object_type: 'lead', required: false, editable_with_roles: [] },
      headers: { location: `/api/v1${at}lead/` },
    })
    const activity = { object_type: 'custom_activity_type', custom_activity_type_id: visit.id, required: true }
    expect((await api.post(at, activity)).body).toEqual({ ...activity, editable_with_roles: [] })
    const object = { object_type: 'custom_object_type', custom_object_type_id: loom.id }
    expect((await api.post(at, object)).body).toMatchObject(object)

    const field = (await api.get(`/custom_field/shared/${id}/`)).body
    expect(field.associations).toMatchObject([{ object_type: 'lead' }, activity, object])
    expect((await api.get(`${at}custom_activity_type/${visit.id}/`)).body).toMatchObject(activity)
    expect((await api.get(`${at}custom_object_type/${loom.id}/`)).body).toMatchObject(object)
    expect((await api.get(`${at}contact/`)).status).toBe(404)
    expect((await api.get(`/custom_activity/${visit.id}/`)).body.fields).toMatchObject([{ id, required: true }])
    expect((await api.post('/lead/', { [`custom.${id}`]: 'North' })).body).toMatchObject({ [`custom.${id}`]: 'North' })
    expect((await api.post('/contact/', { [`custom.${id}`]: 'North' })).status).toBe(400)
  })

  test('are taken away with their values, from there alone', async () => {
    const api = await client()
    const { id } = (
      await api.post('/custom_field/shared/', {
        name: 'Region',
        type: 'text',
        associations: [{ object_type: 'lead' }, { object_type: 'contact' }],
      })
    ).body
    const key = `custom.${id}`
    const lead = (await api.post('/lead/', { [key]: 'North', contacts: [{ name: 'Ida', [key]: 'South' }] })).body
    const at = `/custom_field/shared/${id}/association/lead/`
    expect(await api.delete(at)).toMatchObject({ status: 204, text: '' })
    expect((await api.delete(at)).status).toBe(404)
    const after = (await api.get(`/lead/${lead.id}/`)).body
    expect(after).not.toHaveProperty([key])
    expect(after.contacts?.[0]).toMatchObject({ [key]: 'South' })
    expect(await api.delete(`/custom_field/shared/${id}/`)).toMatchObject({ status: 200, text: '{}' })
    expect((await api.get(`/lead/${lead.id}/`)).body.contacts?.[0]).not.toHaveProperty([key])
  })

  test('change what is true of them where they are used, and nothing where nothing changes', async () => {
    const api = await client()
    const { id } = (
      await api.post('/custom_field/shared/', { name: 'R', type: 'text', associations: [{ object_type: 'lead' }] })
    ).body
    const at = `/custom_field/shared/${id}/association/lead/`
    const changed = (await api.put(at, { required: true, editable_with_roles: ['admin'] })).body
    expect(changed).toEqual({ object_type: 'lead', required: true, editable_with_roles: ['admin'] })
    const before = (await api.get(`/custom_field/shared/${id}/`)).body
    expect((await api.put(at, changed)).body).toEqual(changed)
    expect((await api.get(`/custom_field/shared/${id}/`)).body).toEqual(before)
  })

  test('are the fields of several models of the other API', async () => {
    const close = await client()
    const other = clevertim(close)
    const [made] = contentOf(
      await other.post('/customfield', { name: 'Size', elemType: 'input', modelType: ['companies', 'customers'] }),
    )
    const [field] = rowsOf(await close.get('/custom_field/shared/'))
    expect(field).toMatchObject({
      name: 'Size',
      is_shared: true,
      associations: [{ object_type: 'lead' }, { object_type: 'contact' }],
    })
    expect(rowsOf(await close.get('/custom_field/lead/'))).toEqual([])
    expect((await close.get(`/custom_field/lead/${field?.id}/`)).status).toBe(404)

    const visit = (await close.post('/custom_activity/', { name: 'Visit' })).body
    await close.post(`/custom_field/shared/${field?.id}/association/`, {
      object_type: 'custom_activity_type',
      custom_activity_type_id: visit.id,
    })
    const [changed] = contentOf(await other.put(`/customfield/${made?.id}`, { modelType: ['companies'] }))
    expect(changed?.modelType).toEqual(['companies'])
    expect((await close.get(`/custom_field/shared/${field?.id}/`)).body.associations).toMatchObject([
      { object_type: 'lead' },
      { object_type: 'custom_activity_type', custom_activity_type_id: visit.id },
    ])
  })

  test('say what is wrong with an association', async () => {
    const api = await client()
    const { id } = (
      await api.post('/custom_field/shared/', { name: 'R', type: 'text', associations: [{ object_type: 'lead' }] })
    ).body
    const at = `/custom_field/shared/${id}/association/`
    await api.post('/custom_field/contact/', { name: 'R', type: 'text' })
    const errors: readonly [body: object, field: string | undefined][] = [
      [{}, 'object_type'],
      [{ object_type: 'planet' }, 'object_type'],
      [{ object_type: 'lead' }, undefined],
      [{ object_type: 'contact' }, undefined],
      [{ object_type: 'custom_activity_type' }, 'custom_activity_type_id'],
      [{ object_type: 'custom_activity_type', custom_activity_type_id: 'actitype_none' }, 'custom_activity_type_id'],
      [{ object_type: 'opportunity', color: 'blue' }, 'color'],
      [{ object_type: 'opportunity', editable_with_roles: ['nobody'] }, 'editable_with_roles'],
      [{ object_type: 'opportunity', required: 'yes' }, 'required'],
    ]
    for (const [body, field] of errors) {
      const reply = await api.post(at, body)
      expect(reply.status, JSON.stringify(body)).toBe(400)
      expect(Object.keys(reply.body['field-errors'] ?? {})).toEqual(field === undefined ? [] : [field])
    }
    expect((await api.post('/custom_field/shared/cf_none/association/', { object_type: 'planet' })).status).toBe(404)
    const reader = await member(api, 'user')
    expect((await reader.post(at, { object_type: 'planet' })).status).toBe(403)
    expect((await api.get(at)).status).toBe(405)
    expect((await api.get(`/custom_field/shared/${id}/`)).body.associations).toHaveLength(1)
  })
})

describe('the order of fields', () => {
  test('is what the schema says; what is not named comes after', async () => {
    const api = await client()
    const ids: unknown[] = []
    for (const name of ['A', 'B', 'C'])
      ids.push((await api.post('/custom_field/lead/', { name, type: 'choices', choices: ['x'] })).body.id)
    const [a, b, c] = ids
    const shared = (
      await api.post('/custom_field/shared/', { name: 'S', type: 'text', associations: [{ object_type: 'lead' }] })
    ).body.id
    const order = async () =>
      ((await api.get('/custom_field_schema/lead/')).body.fields as unknown as { id: string }[]).map(({ id }) => id)
    expect(await order()).toEqual([a, b, c, shared])
    const reply = await api.put('/custom_field_schema/lead/', { fields: [{ id: shared }, { id: c }] })
    expect(reply).toMatchObject({
      status: 200,
      body: { object_type: 'lead', name: 'Lead', organization_id: api.organizationId },
    })
    expect(reply.body.fields?.[1]).toMatchObject({ id: c, type: 'choices', choices: ['x'], is_shared: false })
    expect(await order()).toEqual([shared, c, a, b])
    expect((await api.put('/custom_field_schema/lead/', reply.body)).body).toEqual(reply.body)
    const late = (await api.post('/custom_field/lead/', { name: '0', type: 'text' })).body.id
    expect(await order()).toEqual([shared, c, a, b, late])
    expect((await api.put('/custom_field_schema/lead/', { fields: [{ id: 'cf_none' }] })).status).toBe(400)
    expect(await order()).toEqual([shared, c, a, b, late])
  })

  test('belongs to own types too, each by two words', async () => {
    const api = await client()
    const visit = (await api.post('/custom_activity/', { name: 'Visit' })).body.id
    const loom = (await api.post('/custom_object_type/', { name: 'Loom', name_plural: 'Looms' })).body.id
    for (const [path, owner] of [
      [`activity/${visit}`, { path: 'activity', custom_activity_type_id: visit }],
      [`custom_object/${loom}`, { path: 'custom_object_type', custom_object_type_id: loom }],
    ] as const) {
      const { path: kind, ...type } = owner
      const ids: unknown[] = []
      for (const name of ['A', 'B'])
        ids.push((await api.post(`/custom_field/${kind}/`, { ...type, name, type: 'text' })).body.id)
      const at = `/custom_field_schema/${path}/`
      expect((await api.get(at)).body).toMatchObject({ object_type: path, fields: ids.map((id) => ({ id })) })
      const turned = ids.toReversed().map((id) => ({ id }))
      expect((await api.put(at, { fields: turned })).body.fields).toMatchObject(turned)
    }
    for (const path of ['planet', 'activity/actitype_none', 'custom_object/cotype_none', `activity/${loom}`])
      expect((await api.get(`/custom_field_schema/${path}/`)).status, path).toBe(404)
    expect((await api.put('/custom_field_schema/planet/', { fields: [] })).status).toBe(404)
    expect((await api.put('/custom_field_schema/activity/actitype_none/', { fields: [] })).status).toBe(404)
    expect((await api.delete(`/custom_field_schema/activity/${visit}/`)).status).toBe(405)
  })
})

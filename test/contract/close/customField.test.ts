import { describe, expect, test } from 'vitest'
import { type Client, rowsOf, useApi } from '../../support/api.ts'
import { expectShape } from '../../support/shape.ts'
import { examples } from './examples.fixture.ts'

const { client, member } = useApi()

const fieldOf = async (api: Client, body: object) => {
  const { status, body: field, text } = await api.post('/custom_field/lead/', body)
  expect(status, text).toBe(200)
  return field
}

describe('fields', () => {
  test('have every key of today’s API, under both paths', async () => {
    const api = await client()
    const field = await fieldOf(api, { name: 'Industry', type: 'choices', choices: ['Retail', 'Energy'] })
    expectShape(field, examples.customField)
    expect(field).toMatchObject({ name: 'Industry', choices: ['Retail', 'Energy'], accepts_multiple_values: false })
    expect((await api.get(`/custom_fields/lead/${field.id}/`)).body).toEqual(field)
    expect(rowsOf(await api.get('/custom_fields/lead/'))).toEqual([field])
    const text = await fieldOf(api, { name: 'Text', type: 'text' })
    expect(text).toMatchObject({ choices: null, description: null, editable_with_roles: [] })
  })

  test('are listed by name', async () => {
    const api = await client()
    for (const name of ['b', 'c', 'a']) await fieldOf(api, { name, type: 'text' })
    expect(rowsOf(await api.get('/custom_field/lead/')).map((one) => one.name)).toEqual(['a', 'b', 'c'])
  })

  test('are renamed; values keep to the field', async () => {
    const api = await client()
    const field = await fieldOf(api, { name: 'Old', type: 'text' })
    const lead = (await api.post('/lead/', { custom: { Old: 'x' } })).body
    expect((await api.put(`/custom_field/lead/${field.id}/`, { name: 'New' })).body.name).toBe('New')
    expect((await api.get(`/lead/${lead.id}/`)).body).toMatchObject({
      custom: { New: 'x' },
      [`custom.${field.id}`]: 'x',
    })
  })

  test('take their values along when they go', async () => {
    const api = await client()
    const field = await fieldOf(api, { name: 'Gone', type: 'text' })
    const lead = (await api.post('/lead/', { custom: { Gone: 'x' } })).body
    expect(await api.delete(`/custom_field/lead/${field.id}/`)).toMatchObject({ status: 200, text: '{}' })
    const after = (await api.get(`/lead/${lead.id}/`)).body
    expect(after.custom).toEqual({})
    expect(after).not.toHaveProperty([`custom.${field.id}`])
    expect(await api.put(`/lead/${lead.id}/`, { [`custom.${field.id}`]: 'y' })).toMatchObject({ status: 400 })
  })
})

describe('values', () => {
  test.each([
    ['text', ' Retail ', 'Retail'],
    ['textarea', 'Two\nlines', 'Two\nlines'],
    ['number', 12.5, 12.5],
    ['number', '12.5', 12.5],
    ['number', 0, 0],
    ['date', '2026-03-02', '2026-03-02'],
    ['datetime', '2026-03-02T10:00:00+02:00', '2026-03-02T08:00:00+00:00'],
    ['datetime', '2026-03-02T10:00:00.25Z', '2026-03-02T10:00:00.250000+00:00'],
    ['hidden', 'x', 'x'],
    ['url', 'https://x.example', 'https://x.example'],
  ])('%s: %j is kept as %j', async (type, written, kept) => {
    const api = await client()
    const { id } = await fieldOf(api, { name: 'F', type })
    const { body } = await api.post('/lead/', { [`custom.${id}`]: written })
    expect(body[`custom.${id}`]).toEqual(kept)
    expect(body.custom).toEqual({ F: kept })
    for (const empty of [null, '']) {
      const cleared = (await api.put(`/lead/${body.id}/`, { [`custom.${id}`]: empty })).body
      expect(cleared).not.toHaveProperty([`custom.${id}`])
      await api.put(`/lead/${body.id}/`, { [`custom.${id}`]: written })
    }
  })

  test.each([
    ['number', 'many'],
    ['number', [1]],
    ['text', 5],
    ['text', {}],
    ['date', '2026-02-30'],
    ['datetime', 'noon'],
    ['choices', 'Nope'],
    ['choices', ['Retail']],
    ['user', 'Nobody Known'],
  ])('%s: %j is refused under the key that was sent', async (type, written) => {
    const api = await client()
    const { id } = await fieldOf(api, { name: 'F', type, ...(type === 'choices' ? { choices: ['Retail'] } : {}) })
    for (const body of [{ [`custom.${id}`]: written }, { 'custom.F': written }, { custom: { F: written } }]) {
      const key = 'custom' in body ? 'custom.F' : Object.keys(body)[0]
      const reply = await api.post('/lead/', body)
      expect(reply.status).toBe(400)
      expect(reply.body['field-errors']).toEqual({ [key ?? '']: expect.any(String) })
    }
  })

  test('a user is written by id or by full name, and kept as an id', async () => {
    const api = await client()
    const colleague = await member(api, 'user')
    const one = await fieldOf(api, { name: 'One', type: 'user' })
    const many = await fieldOf(api, { name: 'Many', type: 'user', accepts_multiple_values: true })
    const lead = (await api.post('/lead/', { 'custom.One': 'Ivo Lund', 'custom.Many': [colleague.userId] })).body
    expect(lead).toMatchObject({
      [`custom.${one.id}`]: colleague.userId,
      [`custom.${many.id}`]: [colleague.userId],
    })
  })

  test('several values: one becomes a list, doubles are kept once, add and remove are for changes', async () => {
    const api = await client()
    const { id } = await fieldOf(api, {
      name: 'F',
      type: 'choices',
      choices: ['A', 'B', 'C'],
      accepts_multiple_values: true,
    })
    const key = `custom.${id}`
    const lead = (await api.post('/lead/', { [key]: 'A' })).body
    expect(lead[key]).toEqual(['A'])
    const put = async (body: object) => (await api.put(`/lead/${lead.id}/`, body)).body
    expect((await put({ [`${key}.add`]: ['B', 'A'] }))[key]).toEqual(['A', 'B'])
    expect((await put({ [`${key}.remove`]: 'C' }))[key]).toEqual(['A', 'B'])
    expect((await put({ [`${key}.add`]: 'C', [`${key}.remove`]: 'A' }))[key]).toEqual(['B', 'C'])
    expect((await put({ [key]: ['C', 'C'] }))[key]).toEqual(['C'])
    expect(await put({ [`${key}.remove`]: 'C' })).not.toHaveProperty([key])
  })

  test('a name in the old map that nobody knows makes a field, as in 2012', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { custom: { Source: 'Fair', Size: 12 } })).body
    expect(lead.custom).toEqual({ Source: 'Fair', Size: 12 })
    const fields = rowsOf(await api.get('/custom_field/lead/'))
    expect(fields.map(({ name, type }) => [name, type])).toEqual([
      ['Size', 'number'],
      ['Source', 'text'],
    ])
    await api.post('/lead/', { custom: { Source: 'Web' } })
    expect(rowsOf(await api.get('/custom_field/lead/'))).toHaveLength(2)
    const restricted = await member(api, 'user')
    expect(await restricted.post('/lead/', { custom: { Other: 'x' } })).toMatchObject({
      status: 400,
      body: { 'field-errors': { 'custom.Other': 'There is no such custom field.' } },
    })
  })

  test('an unknown id is refused', async () => {
    const api = await client()
    for (const key of ['custom.cf_none', 'custom.lcf_none', 'custom.Unknown']) {
      const reply = await api.post('/lead/', { [key]: 'x' })
      expect(reply).toMatchObject({ status: 400 })
      expect(reply.body['field-errors']).toEqual({ [key]: 'There is no such custom field.' })
    }
  })
})

describe('a field that changes', () => {
  const typed = async (api: Client, before: object, value: unknown) => {
    const field = await fieldOf(api, { name: 'F', ...before })
    const key = `custom.${field.id}`
    const lead = (await api.post('/lead/', { [key]: value })).body
    return {
      become: async (after: object) => (await api.put(`/custom_field/lead/${field.id}/`, after)).status,
      value: async () => (await api.get(`/lead/${lead.id}/`)).body[key],
    }
  }

  test.each([
    [{ type: 'number' }, 12.5, { type: 'text' }, '12.5'],
    [{ type: 'text' }, '12.5', { type: 'number' }, 12.5],
    [{ type: 'text' }, 'many', { type: 'number' }, undefined],
    [{ type: 'date' }, '2026-03-02', { type: 'datetime' }, '2026-03-02T00:00:00+00:00'],
    [{ type: 'datetime' }, '2026-03-02T23:00:00Z', { type: 'date' }, '2026-03-02'],
    [{ type: 'text' }, 'A', { type: 'choices', choices: ['A', 'B'] }, 'A'],
    [{ type: 'text' }, 'C', { type: 'choices', choices: ['A', 'B'] }, undefined],
    [{ type: 'text' }, 'Ida', { type: 'user' }, undefined],
    [{ type: 'choices', choices: ['A'] }, 'A', { accepts_multiple_values: true }, ['A']],
    [
      { type: 'choices', choices: ['A', 'B'], accepts_multiple_values: true },
      ['A', 'B'],
      { accepts_multiple_values: false },
      'A',
    ],
  ])('%j with %j becomes %j with %j', async (before, value, after, kept) => {
    const api = await client()
    const field = await typed(api, before, value)
    expect(await field.become(after)).toBe(200)
    expect(await field.value()).toEqual(kept)
  })

  test('keeps its values where only its name or its choices change', async () => {
    const api = await client()
    const field = await typed(api, { type: 'choices', choices: ['A'] }, 'A')
    expect(await field.become({ name: 'G', choices: ['B'] })).toBe(200)
    expect(await field.value()).toBe('A')
  })
})

describe('a field for some roles', () => {
  test('is written by them alone; others may send back what they read', async () => {
    const api = await client()
    const { id } = await fieldOf(api, { name: 'F', type: 'text', editable_with_roles: ['admin'] })
    const key = `custom.${id}`
    const colleague = await member(api, 'user')
    const lead = (await api.post('/lead/', { [key]: 'x' })).body
    const refused = await colleague.put(`/lead/${lead.id}/`, { [key]: 'y' })
    expect(refused).toMatchObject({ status: 403, body: { error: 'Your role may not edit the field "F".' } })
    expect((await colleague.post('/lead/', { [key]: 'y' })).status).toBe(403)
    expect((await colleague.put(`/lead/${lead.id}/`, { [key]: 'x', name: 'New' })).body.name).toBe('New')
    expect((await api.get(`/lead/${lead.id}/`)).body[key]).toBe('x')
  })

  test('names roles that there are', async () => {
    const api = await client()
    const reply = await api.post('/custom_field/lead/', { name: 'F', type: 'text', editable_with_roles: ['nobody'] })
    expect(reply.status).toBe(400)
    expect(reply.body['field-errors']).toHaveProperty('editable_with_roles')
  })
})

test('a contact in a field is one of the same lead', async () => {
  const api = await client()
  const { id } = await fieldOf(api, { name: 'Decides', type: 'contact' })
  const key = `custom.${id}`
  const lead = (await api.post('/lead/', { contacts: [{ name: 'Ida' }] })).body
  const stranger = (await api.post('/contact/', { name: 'Leo' })).body.id
  const at = `/lead/${lead.id}/`
  expect((await api.put(at, { [key]: lead.contacts?.[0]?.id })).body[key]).toBe(lead.contacts?.[0]?.id)
  expect((await api.put(at, { [key]: stranger })).body['field-errors']).toEqual({ [key]: 'Object does not exist.' })
  const own = (await api.post('/custom_field/contact/', { name: 'Reports to', type: 'contact' })).body.id
  const contact = `/contact/${lead.contacts?.[0]?.id}/`
  expect((await api.put(contact, { [`custom.${own}`]: stranger })).status).toBe(400)
  expect((await api.put(contact, { [`custom.${own}`]: lead.contacts?.[0]?.id })).status).toBe(200)
})

test('a field is found under the path of its kind alone', async () => {
  const api = await client()
  const { id } = await fieldOf(api, { name: 'F', type: 'text' })
  for (const path of ['contact', 'shared', 'activity', 'custom_object_type']) {
    const at = `/custom_field/${path}/${id}/`
    expect((await api.get(at)).status, at).toBe(404)
    expect((await api.put(at, { name: 'G' })).status, at).toBe(404)
    expect((await api.delete(at)).status, at).toBe(404)
  }
  expect((await api.get(`/custom_field/lead/${id}/`)).status).toBe(200)
})

import { describe, expect, test } from 'vitest'
import { type Client, type Json, rowsOf, useApi } from '../../support/api.ts'

const { client, member } = useApi()

const OF = (object_type: string) => ({ type: 'object_type', object_type })
const tree = (...queries: unknown[]) => ({ query: { type: 'and', queries: [OF('lead'), ...queries] } })
const view = (saved_search_id: string | undefined) => ({ type: 'saved_search', saved_search_id })
const named = (value: string) => ({ type: 'text', mode: 'full_words', value })

async function save(api: Client, body: object): Promise<Json> {
  const reply = await api.post('/saved_search/', { name: 'V', ...body })
  expect(reply.status, reply.text).toBe(200)
  return reply.body
}

async function leads(api: Client, ...names: string[]): Promise<void> {
  for (const name of names) expect((await api.post('/lead/', { name })).status).toBe(200)
}

/** The names of the members, as both languages find them. */
async function membersOf(api: Client, id: string | undefined): Promise<readonly (string | undefined)[]> {
  const text = await api.get(`/lead/?query=in:${id} sort:name&_fields=name`)
  expect(text.status, text.text).toBe(200)
  const sort = [{ direction: 'asc', field: { type: 'regular_field', object_type: 'lead', field_name: 'name' } }]
  const json = await api.post('/data/search/', { ...tree(view(id)), sort, _fields: { lead: ['name'] } })
  const found = rowsOf(text).map(({ name }) => name)
  expect(json.status, json.text).toBe(200)
  expect(rowsOf(json).map(({ name }) => name)).toEqual(found)
  return found
}

describe('members of a Smart View', () => {
  test('are found by both languages, whichever the view is in, and are always those of now', async () => {
    const api = await client()
    await leads(api, 'Birch', 'Harbour', 'Mill')
    const text = await save(api, { query: 'name in (Birch, Mill)' })
    const json = await save(api, { s_query: tree(named('mill')) })
    expect(await membersOf(api, text.id)).toEqual(['Birch', 'Mill'])
    expect(await membersOf(api, json.id)).toEqual(['Mill'])
    expect(rowsOf(await api.get(`/lead/?query=in:${text.id} not in:${json.id}`))).toMatchObject([{ name: 'Birch' }])
    await leads(api, 'Mill & Sons')
    expect(await membersOf(api, json.id)).toEqual(['Mill', 'Mill & Sons'])
    await api.put(`/saved_search/${json.id}/`, { s_query: tree(named('sons')) })
    expect(await membersOf(api, json.id)).toEqual(['Mill & Sons'])
    expect(rowsOf(await api.get(`/opportunity/?lead_saved_search_id=${json.id}`))).toEqual([])
  })

  test('of views about other views, and about contacts', async () => {
    const api = await client()
    await leads(api, 'Mill North', 'Mill South')
    await api.post('/lead/', { name: 'Birch', contacts: [{ name: 'Kim', title: 'CEO' }] })
    const mills = await save(api, { query: 'mill' })
    const north = await save(api, { s_query: tree(view(mills.id), named('north')) })
    expect(await membersOf(api, north.id)).toEqual(['Mill North'])
    const chiefs = await save(api, {
      s_query: { query: { type: 'and', queries: [OF('contact'), named('ceo')] } },
    })
    expect(chiefs.type).toBe('contact')
    expect(await membersOf(api, chiefs.id)).toEqual(['Birch'])
    const text = await save(api, { type: 'contact', query: 'title:ceo' })
    expect(await membersOf(api, text.id)).toEqual(['Birch'])
  })

  test('depend on who looks where the view does', async () => {
    const api = await client()
    const colleague = await member(api, 'user')
    await leads(api, 'Mine')
    await leads(colleague, 'Theirs')
    const mine = await save(api, { query: 'created_by:me', is_shared: true })
    expect(await membersOf(api, mine.id)).toEqual(['Mine'])
    expect(await membersOf(colleague, mine.id)).toEqual(['Theirs'])
  })
})

describe('views that cannot be looked into', () => {
  test('are those of others, until they are shared', async () => {
    const api = await client()
    const colleague = await member(api, 'user')
    await leads(api, 'Birch')
    const own = await save(api, { query: 'birch' })
    const unseen = async () => {
      const { body } = await colleague.get(`/lead/?query=in:${own.id}`)
      const json = await colleague.post('/data/search/', tree(view(own.id)))
      return { text: [body.total_results, body.query_remarks], json: [json.status, json.body] }
    }
    const problem = { errors: [], 'field-errors': { 'query.queries.1': `there is no view '${own.id}'` } }
    const hidden = {
      text: [0, [`At character 1: there is no view '${own.id}'`]],
      json: [400, problem],
    }
    expect(await unseen()).toEqual(hidden)
    await api.put(`/saved_search/${own.id}/`, { is_shared: true })
    expect(await membersOf(colleague, own.id)).toEqual(['Birch'])
    await api.put(`/saved_search/${own.id}/`, { is_shared: false })
    expect(await unseen()).toEqual(hidden)

    const other = await client()
    expect((await other.post('/data/search/', tree(view(own.id)))).status).toBe(400)
  })

  test('lead back to themselves, and then find nothing', async () => {
    const api = await client()
    await leads(api, 'Birch')
    const first = await save(api, { query: 'birch' })
    const second = await save(api, { query: `in:${first.id}` })
    await api.put(`/saved_search/${first.id}/`, { query: `birch or in:${second.id}` })
    const { body } = await api.get(`/lead/?query=in:${first.id}`)
    expect(body).toMatchObject({ total_results: 1 })
    const third = await save(api, { s_query: tree(named('birch')) })
    expect((await api.put(`/saved_search/${third.id}/`, { s_query: tree(view(third.id)) })).body).toEqual({
      errors: [],
      'field-errors': { s_query: `the view '${third.id}' looks into itself` },
    })
  })

  test('are too many in each other', async () => {
    const api = await client()
    let last = await save(api, { query: 'birch' })
    for (let depth = 0; depth < 12; depth++) last = await save(api, { query: `in:${last.id}` })
    const { status, body } = await api.get(`/lead/?query=in:${last.id}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ total_results: 0, query_remarks: [expect.stringContaining('too many others')] })

    let wide = await save(api, { query: Array.from({ length: 100 }, (_, i) => `word${i}`).join(' or ') })
    for (let depth = 0; depth < 8; depth++)
      wide = await save(api, { query: `in:${wide.id} in:${wide.id} in:${wide.id} in:${wide.id}` })
    const began = performance.now()
    expect((await api.get(`/lead/?query=in:${wide.id}`)).body.query_remarks?.[0]).toContain('too many others')
    expect(performance.now() - began).toBeLessThan(2000)
  })

  test('named something that is gone by now', async () => {
    const api = await client()
    const { id } = (await api.post('/custom_field/lead/', { name: 'Seats', type: 'number' })).body
    const exists = {
      type: 'field_condition',
      field: { type: 'custom_field', custom_field_id: id },
      condition: { type: 'exists' },
    }
    const own = await save(api, { s_query: tree(exists) })
    expect((await api.delete(`/custom_field/lead/${id}/`)).status).toBe(200)
    expect((await api.post('/data/search/', tree(view(own.id)))).body['field-errors']).toEqual({
      'query.queries.1': `the view '${own.id}': there is no field 'custom.${id}'`,
    })
    expect((await api.get(`/lead/?query=in:${own.id}`)).body).toMatchObject({ total_results: 0 })
    expect((await api.put(`/saved_search/${own.id}/`, { name: 'Renamed' })).status).toBe(200)
  })
})

describe('a view is taken when it can be answered', () => {
  const condition = (field_name: string, type = 'exists') => ({
    type: 'field_condition',
    field: { type: 'regular_field', object_type: 'lead', field_name },
    condition: { type },
  })
  test.each([
    [{ s_query: tree(condition('nonsense')) }, { s_query: "there is no field 'nonsense'" }],
    [{ s_query: tree(view('save_none')) }, { s_query: "there is no view 'save_none'" }],
    [{ s_query: tree(condition('name', 'what')) }, { s_query: expect.stringContaining('must be one of') }],
    [
      { s_query: { ...tree(), sort: [{ field: { type: 'regular_field', object_type: 'lead', field_name: 'x' } }] } },
      { s_query: "cannot sort by 'x'" },
    ],
    [{ query: 'name:' }, { query: 'At character 6: expected a value; found the end' }],
    [{ query: 'created > soon' }, { query: expect.stringContaining('At character 1: created:') }],
    [{ query: '* sort:contact' }, { query: "At character 8: cannot sort by 'contact'" }],
  ])('%j', async (body, errors) => {
    const api = await client()
    const own = await save(api, { query: '*' })
    const expected = { status: 400, body: { errors: [], 'field-errors': errors } }
    expect(await api.post('/saved_search/', { name: 'V', ...body })).toMatchObject(expected)
    expect(await api.put(`/saved_search/${own.id}/`, body)).toMatchObject(expected)
    expect((await api.get(`/saved_search/${own.id}/`)).body).toEqual(own)
  })
})

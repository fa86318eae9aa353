import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { closeResources } from '../../../src/api/close/close.ts'
import { hasHistory } from '../../../src/api/close/history.ts'
import { type Json, rowsOf, useApi } from '../../support/api.ts'
import { oneOfEach } from '../../support/oneOfEach.ts'

const { client, member, database } = useApi()

const actionsOf = (rows: readonly Json[]) => rows.map(({ action }) => action)

test('a lead tells who changed what, in words', async () => {
  const api = await client()
  const me = (await api.get('/me/')).body
  const field = (await api.post('/custom_field/lead/', { name: 'Industry', type: 'text' })).body
  const lead = (await api.post('/lead/', { name: 'Harbor Looms', contacts: [{ name: 'Ida' }] })).body
  await api.put(`/lead/${lead.id}/`, { name: 'Harbour Looms', status: 'Qualified', [`custom.${field.id}`]: 'Retail' })
  const reply = await api.get(`/lead/${lead.id}/history/`)
  expect(reply.body).toMatchObject({ cursor_next: null, cursor_previous: null })
  const [changed, created, ...more] = rowsOf(reply)
  expect(more).toEqual([])
  expect(changed).toMatchObject({
    id: expect.stringMatching(/^ev_/),
    date: expect.stringMatching(/\+00:00$/),
    user_id: me.id,
    user_name: `${me.first_name} ${me.last_name}`.trim(),
    action: 'updated',
    object_type: 'lead',
    object_id: lead.id,
    object_name: 'Harbour Looms',
    lead_id: lead.id,
    is_withheld: false,
    changes: [
      { field: `custom.${field.id}`, label: 'Industry', before: null, after: 'Retail' },
      { field: 'name', label: 'Name', before: 'Harbor Looms', after: 'Harbour Looms' },
      { field: 'status_label', label: 'Status', before: 'Potential', after: 'Qualified' },
    ],
  })
  expect(created).toMatchObject({ action: 'created', object_name: 'Harbor Looms', changes: [] })
})

test('with all that belongs to it, by the page', async () => {
  const api = await client()
  const made = await oneOfEach(api)
  const path = `/lead/${made['/lead/']?.object.id}/history/?include=all`
  const all = rowsOf(await api.get(`${path}&_limit=200`))
  expect(new Set(all.map(({ object_type }) => object_type))).toContain('activity.note')
  const pages: Json[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const reply = await api.get(`${path}&_limit=5&_cursor=${cursor}`)
    pages.push(...rowsOf(reply))
    cursor = reply.body.cursor_next as string | null
  }
  expect(pages).toEqual(all)
})

describe('every object', () => {
  test('has a history that begins when it was made and ends when it is deleted', async () => {
    const api = await client()
    const made = await oneOfEach(api)
    for (const [path, { object }] of Object.entries(made)) {
      const of = closeResources('').find((one) => one.path === path)
      if (of === undefined || !hasHistory(of)) continue
      const rows = rowsOf(await api.get(`${path}${object.id}/history/`))
      expect(actionsOf(rows).at(-1), path).toBe('created')
      expect(
        rows.every(({ object_id }) => object_id === object.id),
        path,
      ).toBe(true)
    }
    const note = made['/activity/note/']?.object.id
    await api.delete(`/activity/note/${note}/`)
    expect(actionsOf(rowsOf(await api.get(`/activity/note/${note}/history/`)))).toEqual(['deleted', 'created'])
  })

  test('filters by who, what and when', async () => {
    const api = await client()
    const colleague = await member(api, 'admin')
    const task = (await api.post('/task/', { text: 'Send', lead_id: (await api.post('/lead/', {})).body.id })).body
    await colleague.put(`/task/${task.id}/`, { is_complete: true })
    const found = async (query: string) => actionsOf(rowsOf(await api.get(`/task/${task.id}/history/?${query}`)))
    expect(await found('')).toEqual(['completed', 'updated', 'created'])
    expect(await found('action=completed')).toEqual(['completed'])
    expect(await found(`user_id=${colleague.userId}`)).toEqual(['completed', 'updated'])
    expect(await found('date_updated__lt=2020-01-01')).toEqual([])
  })
})

test('what is not there, not of this kind, somebody else’s or hidden has none', async () => {
  const [api, other] = [await client(), await client()]
  const colleague = await member(api, 'user')
  const lead = (await api.post('/lead/', { contacts: [{}] })).body
  const contact = lead.contacts?.[0]?.id
  expect((await api.get('/lead/lead_none/history/')).status).toBe(404)
  expect((await api.get(`/lead/${contact}/history/`)).status).toBe(404)
  expect((await other.get(`/lead/${lead.id}/history/`)).status).toBe(404)
  expect((await other.get(`/lead/${lead.id}/history/?include=all`)).status).toBe(404)
  await api.put(`/lead/${lead.id}/`, { visible_to: [(await api.get('/me/')).body.id] })
  for (const path of [
    `/lead/${lead.id}/history/`,
    `/lead/${lead.id}/history/?include=all`,
    `/contact/${contact}/history/`,
  ]) {
    expect((await colleague.get(path)).status, path).toBe(404)
    expect((await api.get(path)).status, path).toBe(200)
  }
  expect((await api.get(`/contact/${contact}/history/?include=all`)).status).toBe(400)
  expect((await api.get(`/lead/${lead.id}/history/?include=some`)).status).toBe(400)
  expect((await api.post(`/lead/${lead.id}/history/`, {})).status).toBe(405)
})

test('what others may no longer see of a change is withheld, not lost', async () => {
  const api = await client()
  const colleague = await member(api, 'user')
  const lead = (await api.post('/lead/', { name: 'A' })).body
  await api.put(`/lead/${lead.id}/`, { name: 'B' })
  await database().run(
    sql`update events set updated_at = updated_at - interval '2 hours' where organization_id = ${api.organizationId}`,
  )
  const first = async (as: typeof api) => rowsOf(await as.get(`/lead/${lead.id}/history/`))[0]
  expect(await first(api)).toMatchObject({ is_withheld: false, changes: [{ label: 'Name', before: 'A', after: 'B' }] })
  expect(await first(colleague)).toMatchObject({
    is_withheld: true,
    object_name: null,
    changes: [{ label: 'Name', before: null, after: null }],
  })
})

test('an object that the log has forgotten has an empty history', async () => {
  const api = await client()
  const lead = (await api.post('/lead/', {})).body
  await database().run(sql`delete from events where organization_id = ${api.organizationId}`)
  expect((await api.get(`/lead/${lead.id}/history/`)).body).toEqual({
    data: [],
    cursor_next: null,
    cursor_previous: null,
  })
})

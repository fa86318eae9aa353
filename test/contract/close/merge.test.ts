import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { type Client, contentOf, type Json, rowsOf, useApi } from '../../support/api.ts'

const { client, clevertim, member, database } = useApi()

const merge = (api: Client, source: unknown, destination: unknown) => api.post('/lead/merge/', { source, destination })

/** Two leads with something of every kind. */
async function twoLeads(api: Client) {
  const field = (await api.post('/custom_field/lead/', { name: 'Industry', type: 'text' })).body
  const size = (await api.post('/custom_field/lead/', { name: 'Size', type: 'number' })).body
  const source = (
    await api.post('/lead/', {
      name: 'Harbour Looms Ltd',
      description: 'Weavers',
      url: 'https://harbour.example',
      addresses: [{ label: 'mailing', city: 'Oslo', country: 'NO' }],
      contacts: [{ name: 'Leo', emails: [{ email: 'leo@harbour.example' }] }],
      tags: ['fair'],
      phones: [{ phone: '+4755901234' }],
      [`custom.${field.id}`]: 'Retail',
      [`custom.${size.id}`]: 7,
    })
  ).body
  const destination = (
    await api.post('/lead/', {
      name: 'Harbor Looms',
      addresses: [{ label: 'business', city: 'Bergen', country: 'NO' }],
      contacts: [{ name: 'Ida' }],
      tags: ['old'],
      [`custom.${field.id}`]: 'Energy',
    })
  ).body
  const lead_id = source.id
  const contact_id = source.contacts?.[0]?.id
  const opportunity = (await api.post('/opportunity/', { lead_id, contact_id, value: 500 })).body
  const task = (await api.post('/task/', { lead_id, contact_id, text: 'Call' })).body
  const note = (await api.post('/activity/note/', { lead_id, contact_id, note: 'Wants blue' })).body
  const email = (await api.post('/activity/email/', { lead_id, status: 'draft', subject: 'Hi' })).body
  const complaint = (await api.post('/case/', { lead_id, name: 'Torn parcel' })).body
  const comment = (await api.post('/comment/', { object_id: note.id, body: 'Which blue?' })).body
  const type = (await api.post('/custom_object_type/', { name: 'Warehouse', name_plural: 'Warehouses' })).body
  const warehouse = (await api.post('/custom_object/', { custom_object_type_id: type.id, lead_id, name: 'North' })).body
  return { source, destination, warehouse, field, size, contact_id, opportunity, task, note, email, complaint, comment }
}

describe('merging', () => {
  test('moves everything that belongs to the source, and deletes it', async () => {
    const api = await client()
    const made = await twoLeads(api)
    const reply = await merge(api, made.source.id, made.destination.id)
    expect(reply).toMatchObject({ status: 200, body: { status: 'ok' } })
    expect((await api.get(`/lead/${made.source.id}/`)).status).toBe(404)
    for (const path of [
      `/contact/${made.contact_id}/`,
      `/opportunity/${made.opportunity.id}/`,
      `/task/${made.task.id}/`,
      `/activity/note/${made.note.id}/`,
      `/activity/email/${made.email.id}/`,
      `/case/${made.complaint.id}/`,
      `/comment/${made.comment.id}/`,
      `/custom_object/${made.warehouse.id}/`,
    ]) {
      expect((await api.get(path)).body, path).toMatchObject({ lead_id: made.destination.id })
    }
    const lead = (await api.get(`/lead/${made.destination.id}/`)).body
    expect((lead.contacts as unknown as Json[]).map(({ name }) => name)).toEqual(['Leo', 'Ida'])
    expect((await api.get('/lead/')).body).toMatchObject({ total_results: 1 })
    expect((await api.get('/opportunity/')).body).toMatchObject({ total_results: 1, total_value_one_time: 500 })
  })

  test('what the destination has wins, what it lacks is filled in', async () => {
    const api = await client()
    const { source, destination, field, size } = await twoLeads(api)
    await merge(api, source.id, destination.id)
    const lead = (await api.get(`/lead/${destination.id}/?_fields=_all`)).body
    expect(lead).toMatchObject({
      name: 'Harbor Looms',
      description: 'Weavers',
      url: 'https://harbour.example',
      tags: ['old', 'fair'],
      addresses: [{ city: 'Bergen' }, { city: 'Oslo' }],
      phones: [{ phone: '+4755901234' }],
      [`custom.${field.id}`]: 'Energy',
      [`custom.${size.id}`]: 7,
      is_company: true,
    })
  })

  test('leaves an activity at the destination', async () => {
    const api = await client()
    const { source, destination } = await twoLeads(api)
    await merge(api, source.id, destination.id)
    const [activity] = rowsOf(await api.get(`/activity/lead_merge/?lead_id=${destination.id}`))
    expect(activity).toMatchObject({
      _type: 'LeadMerge',
      lead_id: destination.id,
      source_lead_id: source.id,
      source_display_name: 'Harbour Looms Ltd',
      destination_lead_id: destination.id,
      destination_display_name: 'Harbor Looms',
      merge_status: 'completed',
      error_message: null,
    })
    expect((await api.get(`/activity/lead_merge/${activity?.id}/`)).body).toEqual(activity)
    expect(rowsOf(await api.get(`/activity/?lead_id=${destination.id}&_type=LeadMerge`))).toEqual([activity])
    expect((await api.put(`/activity/lead_merge/${activity?.id}/`, {})).status).toBe(405)
  })

  test('a note that was filed under both is filed there once', async () => {
    const api = await client()
    const other = clevertim(api)
    const [source, destination, third] = await Promise.all(
      ['A', 'B', 'C'].map(async (name) => (await api.post('/lead/', { name })).body),
    )
    const numberOf = async (lead?: Json) => (await api.get(`/lead/${lead?.id}/?_fields=number`)).body.number
    const [a, b, c] = [await numberOf(source), await numberOf(destination), await numberOf(third)]
    const file = async (cust: unknown) => (await other.post('/note', { desc: 'x', cust })).body.content
    const both = await file([a, b])
    const also = await file([c, a])
    await merge(api, source?.id, destination?.id)
    const custOf = async (note: Json | undefined) =>
      contentOf(await other.get('/note')).find(({ id }) => id === (note?.id ?? note?.[0]?.id))?.cust
    expect(await custOf(both)).toEqual(b)
    expect(await custOf(also)).toEqual([c, b])
  })

  test('tells it: merged, deleted, and updated for all that moved, each with both ids', async () => {
    const api = await client()
    const { source, destination } = await twoLeads(api)
    const [mark] = await database().run<{ id: string }>(
      sql`select max(id) as id from events where organization_id = ${api.organizationId}`,
    )
    await merge(api, source.id, destination.id)
    const events = await database().run<{ object_type: string; action: string; meta: object }>(
      sql`select object_type, action, meta from events where organization_id = ${api.organizationId} and id > ${mark?.id} order by id`,
    )
    expect(new Set(events.map(({ object_type, action }) => `${object_type} ${action}`))).toEqual(
      new Set([
        'lead merged',
        'lead deleted',
        'contact updated',
        'opportunity updated',
        'task.lead updated',
        'case updated',
        'activity.note updated',
        'activity.email updated',
        'activity.email_thread updated',
        'activity.created updated',
        'comment updated',
        'comment_thread updated',
        'custom_object updated',
        'activity.lead_merge created',
      ]),
    )
    for (const { meta } of events) {
      expect(meta).toMatchObject({ merge_source_lead_id: source.id, merge_destination_lead_id: destination.id })
    }
  })

  test('a person who joins another person makes the lead a company', async () => {
    const api = await client()
    const [ida, leo] = [
      (await api.post('/contact/', { name: 'Ida' })).body,
      (await api.post('/contact/', { name: 'Leo' })).body,
    ]
    await merge(api, ida.lead_id, leo.lead_id)
    expect((await api.get(`/lead/${leo.lead_id}/?_fields=is_company`)).body).toEqual({ is_company: true })
  })

  test('refuses what cannot be merged', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'A' })).body
    const theirs = (await (await client()).post('/lead/', { name: 'B' })).body
    for (const other of ['lead_none', theirs.id]) {
      expect(await merge(api, other, lead.id)).toMatchObject({
        status: 404,
        body: { errors: ['Source lead does not exist.'] },
      })
      expect(await merge(api, lead.id, other)).toMatchObject({
        status: 404,
        body: { errors: ['Destination lead does not exist.'] },
      })
    }
    expect(await merge(api, lead.id, lead.id)).toMatchObject({
      status: 400,
      body: { errors: ['A lead cannot be merged with itself.'], 'field-errors': {} },
    })
    expect(await merge(api, 5, null)).toMatchObject({
      status: 400,
      body: { 'field-errors': { source: 'Value must be of string type.', destination: 'This field is required.' } },
    })
    expect((await api.get('/lead/merge/')).status).toBe(405)
    expect((await api.get('/lead/')).body.total_results).toBe(1)
  })

  test('needs merge_leads, once both leads are there', async () => {
    const api = await client()
    const [a, b] = [(await api.post('/lead/', { name: 'A' })).body, (await api.post('/lead/', { name: 'B' })).body]
    for (const role of ['restricteduser', 'readonly']) {
      const someone = await member(api, role)
      expect((await merge(someone, a.id, b.id)).status).toBe(403)
      expect((await merge(someone, a.id, 'lead_none')).status).toBe(404)
    }
    expect((await merge(await member(api, 'user'), a.id, b.id)).status).toBe(200)
  })
})

describe('undoing a merge', () => {
  const undo = async (api: Client, lead_id?: string) => {
    const [activity] = rowsOf(await api.get(`/activity/lead_merge/?lead_id=${lead_id}`))
    return api.post(`/activity/lead_merge/${activity?.id}/undo/`, {})
  }

  test('brings both leads back as they were', async () => {
    const api = await client()
    const made = await twoLeads(api)
    const ids = [made.source.id, made.destination.id]
    const everything = async () => ({
      leads: await Promise.all(ids.map(async (id) => still((await api.get(`/lead/${id}/?_fields=_all`)).body))),
      opportunities: (await api.get('/opportunity/')).body,
      activities: (await api.get('/activity/')).body,
      contacts: (await api.get('/contact/')).body,
      cases: (await api.get('/case/')).body,
      comment: (await api.get(`/comment/${made.comment.id}/`)).body,
      count: (await api.get('/lead/?_limit=0')).body,
    })
    const before = await everything()
    await merge(api, made.source.id, made.destination.id)
    expect(await undo(api, made.destination.id)).toMatchObject({ status: 200, body: { status: 'ok' } })
    expect(await everything()).toEqual(before)
    expect((await undo(api, made.destination.id)).status).toBe(404)
  })

  // The clock goes on.
  const still = (lead: Json) => ({ ...(lead as object), localtime: null })

  test('keeps what was changed since, and takes along what was added', async () => {
    const api = await client()
    const made = await twoLeads(api)
    await merge(api, made.source.id, made.destination.id)
    await api.put(`/lead/${made.destination.id}/`, { description: 'Mine', name: 'Renamed' })
    await api.put(`/opportunity/${made.opportunity.id}/`, { value: 900 })
    const added = (
      await api.post('/activity/note/', { lead_id: made.destination.id, contact_id: made.contact_id, note: 'Later' })
    ).body
    const stays = (await api.post('/activity/note/', { lead_id: made.destination.id, note: 'Here' })).body
    await undo(api, made.destination.id)
    expect((await api.get(`/lead/${made.destination.id}/`)).body).toMatchObject({
      name: 'Renamed',
      description: 'Mine',
      url: null,
      tags: ['old'],
    })
    expect((await api.get(`/opportunity/${made.opportunity.id}/`)).body).toMatchObject({
      lead_id: made.source.id,
      value: 900,
    })
    expect((await api.get(`/activity/note/${added.id}/`)).body.lead_id).toBe(made.source.id)
    expect((await api.get(`/activity/note/${stays.id}/`)).body.lead_id).toBe(made.destination.id)
  })

  test('is refused when one of the leads has gone since', async () => {
    const api = await client()
    const made = await twoLeads(api)
    const third = (await api.post('/lead/', { name: 'C' })).body
    await merge(api, made.source.id, made.destination.id)
    await merge(api, made.destination.id, third.id)
    const merges = rowsOf(await api.get(`/activity/lead_merge/?lead_id=${third.id}`))
    const [later, earlier] = merges
    expect((await api.post(`/activity/lead_merge/${earlier?.id}/undo/`, {})).status).toBe(400)
    expect((await api.post(`/activity/lead_merge/${later?.id}/undo/`, {})).status).toBe(200)
    expect((await api.post(`/activity/lead_merge/${earlier?.id}/undo/`, {})).status).toBe(200)
    expect((await api.get('/lead/')).body.total_results).toBe(3)
    expect((await api.get(`/contact/${made.contact_id}/`)).body.lead_id).toBe(made.source.id)
  })

  test('needs merge_leads, and is not for others', async () => {
    const api = await client()
    const made = await twoLeads(api)
    await merge(api, made.source.id, made.destination.id)
    expect((await undo(await member(api, 'restricteduser'), made.destination.id)).status).toBe(403)
    const [activity] = rowsOf(await api.get(`/activity/lead_merge/?lead_id=${made.destination.id}`))
    expect((await (await client()).post(`/activity/lead_merge/${activity?.id}/undo/`, {})).status).toBe(404)
  })
})

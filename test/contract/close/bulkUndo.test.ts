import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { bulkAction } from '../../../src/jobs/bulkAction.ts'
import { type Client, type Json, rowsOf, useApi } from '../../support/api.ts'
import { shownAt } from '../../support/undoing.ts'
import { until } from '../../support/until.ts'
import { aWorker } from '../../support/worker.ts'

const api = useApi()

describe('undoing an edit of many objects', () => {
  test('puts back every object, and takes back what came of the change', async () => {
    const client = await api.client()
    const leads = [await aLead(client, 'Bluth'), await aLead(client, 'Sitwell')]
    const before = await allShown(client, leads)
    const { id } = await edited(client)

    const asked = await client.post(`/bulk_action/edit/${id}/undo/`)
    expect(asked, asked.text).toMatchObject({
      status: 200,
      body: {
        id: expect.stringMatching(/^bulkundo_\w{22}$/),
        organization_id: client.organizationId,
        bulk_action_id: id,
        bulk_action_type: 'edit',
        force: false,
        status: 'created',
        n_objects: null,
        n_objects_processed: 0,
        n_errors: 0,
        error: null,
        created_by: expect.stringMatching(/^user_/),
      },
    })
    const done = await finished(client, asked.body)

    expect(done).toMatchObject({
      status: 'done',
      n_leads: 2,
      n_leads_processed: 2,
      n_objects: 2,
      n_objects_processed: 2,
      n_errors: 0,
    })
    expect(await allShown(client, leads)).toEqual(before)
    expect(rowsOf(await client.get('/activity/status_change/lead/'))).toEqual([])
    const events = await eventsOf(client, done)
    expect(events.map(({ object_type, action }) => `${object_type} ${action}`)).toEqual([
      'activity.lead_status_change deleted',
      'activity.lead_status_change deleted',
      'lead updated',
      'lead updated',
    ])
    expect(events.every(({ meta }) => meta.undone_event_id?.startsWith('ev_'))).toBe(true)
    expect(rowsOf(await client.get(`/bulk_action/undo/?bulk_action_id=${id}`))).toEqual([done])
    const told = rowsOf(await client.get(`/event/?object_id=${done.id}&object_type=bulk_action.undo`))
    expect(new Set(told.map(({ action }) => String(action)))).toEqual(new Set(['created', 'updated', 'completed']))
  })

  test('leaves what was changed since, and says so; unless it is forced', async () => {
    const client = await api.client()
    const [kept, changed, gone] = [
      await aLead(client, 'Bluth'),
      await aLead(client, 'Sitwell'),
      await aLead(client, 'X'),
    ]
    const first = (await client.get(`/lead/${kept}/`)).body.status_id
    const { id } = await edited(client)
    const { id: third } = (await client.post('/status/lead/', { label: 'Third' })).body
    await client.put(`/lead/${changed}/`, { status_id: third })
    await client.delete(`/lead/${gone}/`)

    const foreseen = await client.post(`/bulk_action/edit/${id}/undo/?dry_run=true`)
    expect(foreseen.body).toEqual({
      dry_run: true,
      n_leads: 3,
      n_objects: 3,
      n_objects_tried: 3,
      errors: expect.arrayContaining([
        {
          object_id: changed,
          message: expect.stringMatching(/^status_id: It was changed after this\. \(ev_\w+\)$/),
        },
        { object_id: gone, message: 'It is deleted, or gone for good.' },
      ]),
    })
    expect(await statusesOf(client, kept)).not.toContain(first)
    expect(rowsOf(await client.get('/bulk_action/undo/'))).toEqual([])

    const done = await undone(client, `/bulk_action/edit/${id}/`)
    expect(done).toMatchObject({ status: 'done', n_objects: 3, n_objects_processed: 3, n_errors: 2 })
    const errors = rowsOf(await client.get(`/bulk_action/undo/${done.id}/error/`))
    expect(new Set(errors.map(({ object_id }) => object_id))).toEqual(new Set([changed, gone]))
    expect(await statusesOf(client, kept, changed)).toEqual([first, third])

    // What is undone already is left alone, so only the rest is tried again.
    const { id: fourth } = (await client.post('/status/lead/', { label: 'Fourth' })).body
    await client.put(`/lead/${kept}/`, { status_id: fourth })
    const forced = await undone(client, `/bulk_action/edit/${id}/`, '?force=true')
    expect(forced).toMatchObject({ force: true, status: 'done', n_objects: 2, n_errors: 1 })
    expect(await statusesOf(client, kept, changed)).toEqual([fourth, first])
  })

  test('is done once', async () => {
    const client = await api.client()
    await aLead(client, 'Bluth')
    const { id } = await edited(client)
    const path = `/bulk_action/edit/${id}/`
    const asked = await client.post(`${path}undo/`)
    expect(await client.post(`${path}undo/`)).toMatchObject({
      status: 400,
      body: { errors: [`It is being undone already: ${asked.body.id} is created.`] },
    })
    await client.post(`/bulk_action/undo/${asked.body.id}/pause/`)
    expect(await client.post(`${path}undo/`)).toMatchObject({ status: 400 })
    await client.post(`/bulk_action/undo/${asked.body.id}/resume/`)
    await finished(client, asked.body)

    for (const query of ['', '?force=true', '?dry_run=true'])
      expect(await client.post(`${path}undo/${query}`)).toMatchObject({
        status: 400,
        body: { errors: [`It has been undone already, by ${asked.body.id}.`] },
      })
  })

  test('undoes what was done of one that was canceled, and not one that may go on', async () => {
    const client = await api.client()
    await aLead(client, 'Bluth')
    const { id } = (await client.post('/bulk_action/edit/', await anEdit(client))).body
    const path = `/bulk_action/edit/${id}/`
    expect(await client.post(`${path}undo/`)).toMatchObject({
      status: 400,
      body: { errors: ['Only a bulk action that is done or canceled can be undone; this one is created.'] },
    })
    await client.post(`${path}cancel/`)
    expect(await undone(client, path)).toMatchObject({ status: 'done', n_objects: 0, n_leads: 0, n_errors: 0 })
  })

  test('does one event alone where one event is undone', async () => {
    const client = await api.client()
    const [one, other] = [await aLead(client, 'Bluth'), await aLead(client, 'Sitwell')]
    const first = (await client.get(`/lead/${one}/`)).body.status_id
    const { id } = await edited(client)
    const [event] = rowsOf(await client.get(`/event/?object_id=${one}&action=updated`))
    expect(await client.post(`/event/${event?.id}/undo/`)).toMatchObject({ status: 200 })
    expect((await statusesOf(client, one, other)).map((status) => status === first)).toEqual([true, false])

    expect(await undone(client, `/bulk_action/edit/${id}/`)).toMatchObject({ n_objects: 2, n_errors: 0 })
    expect(await statusesOf(client, one, other)).toEqual([first, first])
  })

  test('puts custom values of contacts back', async () => {
    const client = await api.client()
    const lead = await aLead(client, 'Bluth', { contacts: [{ name: 'Gob' }, { name: 'Buster' }] })
    const field = (await client.post('/custom_field/contact/', { name: 'Mark', type: 'text' })).body.id
    const contacts = async () => rowsOf(await client.get(`/contact/?lead_id=${lead}&_fields=id,custom`))
    const [gob] = await contacts()
    await client.put(`/contact/${gob?.id}/`, { [`custom.${String(field)}`]: 'before' })
    const before = await contacts()
    const { id } = await edited(client, {
      query: '*',
      type: 'set_contact_custom_field',
      custom_field_id: field,
      custom_field_value: 'after',
    })
    expect(await contacts()).not.toEqual(before)

    expect(await undone(client, `/bulk_action/edit/${id}/`)).toMatchObject({ n_leads: 1, n_objects: 2, n_errors: 0 })
    expect(await contacts()).toEqual(before)
  })
})

describe('undoing a deletion of many objects', () => {
  test('brings leads back with all that went with them', async () => {
    const client = await api.client()
    const leads = [await aLead(client, 'Bluth', { contacts: [{ name: 'Gob' }] }), await aLead(client, 'Sitwell')]
    await client.post('/task/', { lead_id: leads[0], text: 'Call back' })
    const before = await allShown(client, leads)
    const { id } = await ended(client, (await client.post('/bulk_action/delete/', { query: '*' })).body)
    expect(await allShown(client, leads)).toEqual([404, 404])

    const done = await undone(client, `/bulk_action/delete/${id}/`)

    expect(done).toMatchObject({ bulk_action_type: 'delete', n_leads: 2, n_objects: 2, n_errors: 0 })
    expect(await allShown(client, leads)).toEqual(before)
    expect(rowsOf(await client.get('/lead/?query=Gob'))).toHaveLength(1)
  })

  test('brings contacts back, also those whose lead went with them', async () => {
    const client = await api.client()
    const company = await aLead(client, 'Bluth', { contacts: [{ name: 'Gob' }, { name: 'Buster' }] })
    const own = String((await client.post('/contact/', { name: 'Annyong' })).body.lead_id)
    const before = await allShown(client, [company, own])
    const { id } = await ended(
      client,
      (await client.post('/bulk_action/delete/', { query: '*', bulk_object_type: 'contact' })).body,
    )
    expect(await shownAt(client, `/lead/${own}/`)).toBe(404)

    expect(await undone(client, `/bulk_action/delete/${id}/`)).toMatchObject({ status: 'done', n_errors: 0 })
    expect(await allShown(client, [company, own])).toEqual(before)
  })
})

describe('undoing a bulk action', () => {
  test('of very many says soon what it would do', async () => {
    const client = await api.client()
    const leads = await Promise.all(Array.from({ length: 3 }, (_, i) => aLead(client, `Lead ${i}`)))
    const { id } = await edited(client)
    // As if there had been many more, of leads that are gone.
    await api.database().run(
      sql`insert into events (organization_id, id, object_type, object_id, lead_id, action, user_id, data, previous_data,
          changed_fields, meta, created_at, updated_at)
        select e.organization_id, 'ev_' || lpad(n::text, 22, '0'), e.object_type, 'lead_' || n, 'lead_' || n, e.action,
          e.user_id, e.data, e.previous_data, e.changed_fields, e.meta, e.created_at, e.updated_at
        from events e, generate_series(1, 100000) n where e.object_id = ${leads[0]} and e.action = 'updated'`,
    )
    const began = performance.now()
    const { body } = await client.post(`/bulk_action/edit/${id}/undo/?dry_run=true`)
    expect(performance.now() - began).toBeLessThan(10_000)
    expect(body).toMatchObject({ n_objects: 100_003, n_leads: 100_003 })
    expect(body.errors).toHaveLength(20)
  }, 60_000)

  test('needs the permission of the bulk action, when it is asked for and when it is done', async () => {
    const client = await api.client()
    const lead = await aLead(client, 'Bluth')
    const user = await api.member(client, 'user')
    const { id } = await edited(user)
    const path = `/bulk_action/edit/${id}/`
    const changed = await statusesOf(client, lead)
    const colleague = await api.member(client, 'user')
    const stranger = await api.client()
    for (const other of [colleague, stranger]) expect(await other.post(`${path}undo/`)).toMatchObject({ status: 404 })
    expect(await client.post('/bulk_action/edit/bulkedit_nonsuch/undo/')).toMatchObject({ status: 404 })
    expect(await client.post(`/bulk_action/delete/${id}/undo/`)).toMatchObject({ status: 404 })
    expect(await client.get(`${path}undo/`)).toMatchObject({ status: 405 })
    expect(await client.post(`${path}undo/?force=perhaps`)).toMatchObject({
      status: 400,
      body: { 'field-errors': { force: expect.any(String) } },
    })

    const permissions = ['manage_organization', 'edit_records']
    const role = (await client.post('/role/', { name: 'Looks after things', permissions })).body.id
    const caretaker = await api.member(client, String(role))
    for (const query of ['', '?dry_run=true'])
      expect(await caretaker.post(`${path}undo/${query}`)).toMatchObject({
        status: 403,
        body: { error: expect.stringContaining('bulk_edit') },
      })

    const asked = await user.post(`${path}undo/`)
    expect(await colleague.get(`/bulk_action/undo/${asked.body.id}/`)).toMatchObject({ status: 404 })
    await api.database().run(sql`update memberships set role_id = 'readonly' where user_id = ${user.userId}`)
    expect(await finished(client, asked.body)).toMatchObject({
      status: 'error',
      error: "Your role does not allow this: it lacks 'edit_records'.",
    })
    expect(await statusesOf(client, lead)).toEqual(changed)
    expect(await client.post(`/bulk_action/undo/${asked.body.id}/undo/`)).toMatchObject({ status: 404 })
  })

  test('has an hour, for those who are shown changes for an hour', async () => {
    const client = await api.client()
    const lead = await aLead(client, 'Bluth')
    const user = await api.member(client, 'user')
    const first = await statusesOf(client, lead)
    const { id } = await edited(user)
    await api.database().run(
      sql`update events set updated_at = now() - interval '2 hours', created_at = now() - interval '2 hours'
        where organization_id = ${client.organizationId} and meta->>'bulk_action_id' = ${id}`,
    )
    const done = await undone(user, `/bulk_action/edit/${id}/`)
    expect(done).toMatchObject({ status: 'done', n_errors: 1 })
    expect(rowsOf(await user.get(`/bulk_action/undo/${done.id}/error/`))).toMatchObject([
      { object_id: lead, message: expect.stringContaining('administrators') },
    ])
    expect(await undone(client, `/bulk_action/edit/${id}/`)).toMatchObject({ n_errors: 0 })
    expect(await statusesOf(client, lead)).toEqual(first)
  })
})

async function aLead(client: Client, name: string, more: object = {}): Promise<string> {
  return (await client.post('/lead/', { name, ...more })).body.id as string
}

async function anEdit(client: Client): Promise<object> {
  const statuses = rowsOf(await client.get('/status/lead/'))
  const last = statuses.at(-1)?.id
  return { query: '*', type: 'set_lead_status', lead_status_id: last }
}

const edited = async (client: Client, body?: object): Promise<Json> =>
  ended(client, (await client.post('/bulk_action/edit/', body ?? (await anEdit(client)))).body)

async function undone(client: Client, path: string, query = ''): Promise<Json> {
  const asked = await client.post(`${path}undo/${query}`)
  expect(asked, asked.text).toMatchObject({ status: 200 })
  return finished(client, asked.body)
}

/** A bulk action that has ended well. */
async function ended(client: Client, asked: Json): Promise<Json> {
  const done = await finished(client, asked)
  expect(done).toMatchObject({ status: 'done', n_errors: 0 })
  return done
}

async function finished(client: Client, { id }: Json): Promise<Json> {
  await aWorker(api.database(), [bulkAction])
  const [kind = ''] = String(id).replace('bulk', '').split('_')
  const look = async () => (await client.get(`/bulk_action/${kind}/${id}/`)).body
  await until(async () => ['done', 'error', 'paused', 'canceled'].includes(String((await look()).status)))
  return look()
}

const statusesOf = async (client: Client, ...ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await client.get(`/lead/${id}/`)).body.status_id))

const allShown = (client: Client, leads: readonly string[]) =>
  Promise.all(leads.map((id) => shownAt(client, `/lead/${id}/`)))

/** What a bulk action changed. */
const eventsOf = ({ organizationId }: Client, { id }: Json) =>
  api.database().run<{ object_type: string; action: string; meta: { undone_event_id?: string } }>(
    sql`select object_type, action, meta from events where organization_id = ${organizationId}
      and meta->>'bulk_action_id' = ${id} and object_type not like 'bulk_action.%' order by object_type, object_id`,
  )

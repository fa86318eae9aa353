import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { bulkAction } from '../../../src/jobs/bulkAction.ts'
import { type Client, type Json, rowsOf, useApi } from '../../support/api.ts'
import { aWorker } from '../../support/worker.ts'

const api = useApi()
const LEADS = { type: 'object_type', object_type: 'lead' }

describe('an edit of many objects', () => {
  test('gives every lead that matches the status, and leaves the others', async () => {
    const client = await api.client()
    const [first, second] = [await aLead(client, 'Bluth'), await aLead(client, 'Bluth Two')]
    const other = await aLead(client, 'Sitwell')
    const status = await aStatus(client)

    const asked = await client.post('/bulk_action/edit/', {
      query: 'name:Bluth',
      type: 'set_lead_status',
      lead_status_id: status,
      send_done_email: false,
    })
    expect(asked).toMatchObject({
      status: 200,
      body: {
        id: expect.stringMatching(/^bulkedit_\w{22}$/),
        organization_id: client.organizationId,
        query: 'name:Bluth',
        s_query: null,
        sort: [],
        results_limit: null,
        type: 'set_lead_status',
        lead_status_id: status,
        custom_field_name: null,
        custom_field_value: null,
        send_done_email: false,
        status: 'created',
        n_leads: null,
        n_leads_processed: 0,
        n_objects: null,
        n_objects_processed: 0,
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
      error: null,
    })
    expect(await statusesOf(client, first, second)).toEqual([status, status])
    expect(await statusesOf(client, other)).not.toContain(status)
    const events = await eventsOf(client, asked.body)
    expect(events.filter(({ object_type }) => object_type === 'lead')).toEqual([
      expect.objectContaining({ object_id: first, action: 'updated', meta: { bulk_action_id: asked.body.id } }),
      expect.objectContaining({ object_id: second, action: 'updated', meta: { bulk_action_id: asked.body.id } }),
    ])
    expect(
      events.filter(({ object_type }) => object_type === 'activity.lead_status_change').map(({ action }) => action),
    ).toEqual(['created', 'created'])
    const told = rowsOf(await client.get(`/event/?object_id=${asked.body.id}&object_type=bulk_action.edit`))
    expect(told).toHaveLength(4)
    expect(new Set(told.map(({ action }) => String(action)))).toEqual(new Set(['completed', 'created', 'updated']))
  })

  test('takes as many as it may, in the order it says', async () => {
    const client = await api.client()
    const [a, b, c] = [await aLead(client, 'Alfa'), await aLead(client, 'Beta'), await aLead(client, 'Gamma')]
    const status = await aStatus(client)
    const sort = [
      { direction: 'desc', field: { type: 'regular_field', object_type: 'lead', field_name: 'display_name' } },
    ]

    const done = await edited(client, {
      s_query: { type: 'and', queries: [LEADS] },
      sort,
      results_limit: 2,
      type: 'set_lead_status',
      lead_status_id: status,
    })

    expect(done).toMatchObject({ n_leads: 2, n_errors: 0, sort })
    expect((await statusesOf(client, a, b, c)).map((one) => one === status)).toEqual([false, true, true])
  })

  test('sets, adds to, takes from and clears custom values, of leads by the name of the field too', async () => {
    const client = await api.client()
    const { id: city } = (await client.post('/custom_field/lead/', { name: 'City', type: 'text' })).body
    const { id: tags } = (
      await client.post('/custom_field/lead/', { name: 'Fruits', type: 'text', accepts_multiple_values: true })
    ).body
    const lead = await aLead(client, 'Bluth')
    const value = async (id: unknown) => (await client.get(`/lead/${lead}/`)).body[`custom.${String(id)}`]
    const all = { query: '*' }
    const fruits = { ...all, type: 'set_custom_field', custom_field_id: tags }

    await edited(client, { ...all, type: 'set_custom_field', custom_field_name: 'City', custom_field_value: 'Reno' })
    expect(await value(city)).toBe('Reno')
    await edited(client, { ...fruits, custom_field_values: ['fig', 'pear'] })
    await edited(client, { ...fruits, custom_field_value: 'plum', custom_field_operation: 'add' })
    expect(await value(tags)).toEqual(['fig', 'pear', 'plum'])
    await edited(client, { ...fruits, custom_field_value: ['pear'], custom_field_operation: 'remove' })
    expect(await value(tags)).toEqual(['fig', 'plum'])
    await edited(client, { ...all, type: 'clear_custom_field', custom_field_name: 'City' })
    expect(await value(city)).toBeUndefined()
  })

  test('reaches what belongs to the leads, and objects of their own', async () => {
    const client = await api.client()
    const lead = await aLead(client, 'Bluth', { contacts: [{ name: 'Gob' }, { name: 'Buster' }] })
    const other = await aLead(client, 'Sitwell', { contacts: [{ name: 'Stan' }] })
    const field = async (path: string, more: object = {}) =>
      (await client.post(`/custom_field/${path}/`, { name: 'Mark', type: 'text', ...more })).body.id
    const visit = (await client.post('/custom_activity/', { name: 'Visit' })).body.id
    const loom = (await client.post('/custom_object_type/', { name: 'Loom', name_plural: 'Looms' })).body.id
    const opportunity = await client.post('/opportunity/', { lead_id: lead })
    const fields = {
      contact: await field('contact'),
      opportunity: await field('opportunity'),
      activity: await field('activity', { custom_activity_type_id: visit }),
      custom_object: await field('custom_object_type', { custom_object_type_id: loom }),
    }
    const activity = await client.post('/activity/custom/', { lead_id: lead, custom_activity_type_id: visit })
    const object = await client.post('/custom_object/', { lead_id: lead, custom_object_type_id: loom, name: 'L1' })

    for (const [home, custom_field_id] of Object.entries(fields)) {
      const done = await edited(client, {
        query: 'name:Bluth',
        type: `set_${home}_custom_field`,
        custom_field_id,
        custom_field_value: 'x',
      })
      expect(done).toMatchObject({ status: 'done', n_leads: 1, n_objects: home === 'contact' ? 2 : 1, n_errors: 0 })
    }

    const key = (home: keyof typeof fields) => `custom.${String(fields[home])}`
    const contacts = rowsOf(await client.get(`/contact/?lead_id=${lead}`))
    expect(contacts.map((one) => one[key('contact')])).toEqual(['x', 'x'])
    expect(rowsOf(await client.get(`/contact/?lead_id=${other}`))[0]?.[key('contact')]).toBeUndefined()
    expect((await client.get(`/opportunity/${opportunity.body.id}/`)).body[key('opportunity')]).toBe('x')
    expect((await client.get(`/activity/custom/${activity.body.id}/`)).body[key('activity')]).toBe('x')
    expect((await client.get(`/custom_object/${object.body.id}/`)).body[key('custom_object')]).toBe('x')

    const shared = await client.post('/custom_field/shared/', {
      name: 'Region',
      type: 'text',
      associations: [{ object_type: 'contact' }],
    })
    const own = await edited(client, {
      s_query: { type: 'object_type', object_type: 'contact' },
      type: 'set_global_custom_field',
      custom_field_id: shared.body.id,
      custom_field_value: 'West',
    })
    expect(own).toMatchObject({ n_leads: 2, n_objects: 3, n_leads_processed: 2, n_errors: 0 })
  })

  test('says which objects stayed as they were, and why', async () => {
    const client = await api.client()
    const lead = await aLead(client, 'Bluth')
    const visit = (await client.post('/custom_activity/', { name: 'Visit' })).body.id
    const outcome = (
      await client.post('/custom_field/activity/', {
        custom_activity_type_id: visit,
        name: 'Outcome',
        type: 'text',
        required: true,
      })
    ).body.id
    const activity = await client.post('/activity/custom/', {
      lead_id: lead,
      custom_activity_type_id: visit,
      [`custom.${String(outcome)}`]: 'Good',
    })

    const done = await edited(client, { query: '*', type: 'clear_activity_custom_field', custom_field_id: outcome })

    expect(done).toMatchObject({ status: 'done', n_objects: 1, n_objects_processed: 1, n_errors: 1 })
    expect((await client.get(`/bulk_action/edit/${done.id}/error/`)).body).toMatchObject({
      has_more: false,
      data: [{ object_id: activity.body.id, message: expect.stringContaining('required') }],
    })
    expect((await client.get(`/activity/custom/${activity.body.id}/`)).body[`custom.${String(outcome)}`]).toBe('Good')
  })

  test('reaches only what whoever asks may see and change', async () => {
    const client = await api.client()
    const member = await api.member(client, 'user')
    const seen = await aLead(client, 'Seen')
    const hidden = await aLead(client, 'Hidden', { visible_to: [await userOf(client)] })
    const status = await aStatus(client)

    const done = await edited(member, { query: '*', type: 'set_lead_status', lead_status_id: status })

    expect(done).toMatchObject({ n_leads: 1, n_objects: 1, created_by: member.userId })
    expect((await statusesOf(client, seen, hidden)).map((one) => one === status)).toEqual([true, false])
    // Whoever else looks is not told of it, but for administrators.
    const colleague = await api.member(client, 'user')
    expect(await colleague.get(`/bulk_action/edit/${done.id}/`)).toMatchObject({ status: 404 })
    expect(await colleague.get(`/bulk_action/edit/${done.id}/error/`)).toMatchObject({ status: 404 })
    expect(await colleague.post(`/bulk_action/edit/${done.id}/cancel/`)).toMatchObject({ status: 404 })
    expect(rowsOf(await colleague.get('/bulk_action/edit/'))).toEqual([])
    expect(rowsOf(await client.get('/bulk_action/edit/?_fields=id'))).toEqual([{ id: done.id }])
    const stranger = await api.client()
    expect(await stranger.get(`/bulk_action/edit/${done.id}/`)).toMatchObject({ status: 404 })
  })

  test('of the same leads at once do not stand in each other’s way', async () => {
    const client = await api.client()
    const leads = await Promise.all(Array.from({ length: 12 }, (_, i) => aLead(client, `Lead ${i}`)))
    const { id: city } = (await client.post('/custom_field/lead/', { name: 'City', type: 'text' })).body
    const status = await aStatus(client)
    const asked = [
      await client.post('/bulk_action/edit/', { query: '*', type: 'set_lead_status', lead_status_id: status }),
      await client.post('/bulk_action/edit/', {
        query: '*',
        type: 'set_custom_field',
        custom_field_id: city,
        custom_field_value: 'Reno',
      }),
    ]
    await aWorker(api.database(), [bulkAction])
    await aWorker(api.database(), [bulkAction])

    for (const { body } of asked)
      expect(await finished(client, body)).toMatchObject({ status: 'done', n_objects_processed: 12, n_errors: 0 })
    for (const lead of leads)
      expect((await client.get(`/lead/${lead}/`)).body).toMatchObject({
        status_id: status,
        [`custom.${String(city)}`]: 'Reno',
      })
  })
})

describe('a deletion of many objects', () => {
  test('takes leads with all that belongs to them, each of which is told', async () => {
    const client = await api.client()
    const [first, second] = [
      await aLead(client, 'Bluth', { contacts: [{ name: 'Gob' }] }),
      await aLead(client, 'Bluth Two'),
    ]
    const other = await aLead(client, 'Sitwell')

    const done = await deleted(client, { query: 'name:Bluth' })

    expect(done).toMatchObject({
      id: expect.stringMatching(/^bulkdelete_/),
      bulk_object_type: 'lead',
      n_leads_processed: 2,
      n_errors: 0,
    })
    for (const lead of [first, second]) expect(await client.get(`/lead/${lead}/`)).toMatchObject({ status: 404 })
    expect(await client.get(`/lead/${other}/`)).toMatchObject({ status: 200 })
    const events = await eventsOf(client, done)
    expect(events.map(({ object_type, action }) => `${object_type} ${action}`)).toEqual([
      'activity.created deleted',
      'activity.created deleted',
      'contact deleted',
      'lead deleted',
      'lead deleted',
    ])
  })

  test('takes contacts, and with the last one the lead of somebody on their own', async () => {
    const client = await api.client()
    const company = await aLead(client, 'Bluth', { contacts: [{ name: 'Gob' }, { name: 'Buster' }] })
    const own = (await client.post('/contact/', { name: 'Annyong' })).body.lead_id

    const done = await deleted(client, { query: '*', bulk_object_type: 'contact' })

    expect(done).toMatchObject({ n_leads: 2, n_objects: 3, n_errors: 0 })
    expect((await client.get(`/lead/${company}/`)).body).toMatchObject({ contacts: [] })
    expect(await client.get(`/lead/${own}/`)).toMatchObject({ status: 404 })
  })

  test('takes activities of one kind', async () => {
    const client = await api.client()
    const lead = await aLead(client, 'Bluth')
    for (const direction of ['inbound', 'outbound', 'outbound'])
      await client.post('/activity/call/', { lead_id: lead, direction, duration: 3 })
    await client.post('/activity/note/', { lead_id: lead, note: 'Stays' })

    const done = await deleted(client, {
      s_query: {
        type: 'and',
        queries: [
          { type: 'object_type', object_type: 'activity.call' },
          {
            type: 'field_condition',
            field: { type: 'regular_field', object_type: 'activity.call', field_name: 'direction' },
            condition: { type: 'term', values: ['outbound'] },
          },
        ],
      },
      bulk_object_type: 'call',
    })

    expect(done).toMatchObject({ n_leads: 1, n_objects: 2, n_errors: 0 })
    expect(rowsOf(await client.get(`/activity/call/?lead_id=${lead}`))).toMatchObject([{ direction: 'inbound' }])
    expect(rowsOf(await client.get(`/activity/note/?lead_id=${lead}`))).toHaveLength(1)
  })
})

describe('a bulk action', () => {
  test('can be tried without doing anything', async () => {
    const client = await api.client()
    await aLead(client, 'Bluth', { contacts: [{ name: 'Gob' }, { name: 'Buster' }] })
    await aLead(client, 'Sitwell')

    expect(
      await client.post('/bulk_action/delete/?dry_run=true', { query: '*', bulk_object_type: 'contact' }),
    ).toMatchObject({
      status: 200,
      body: { dry_run: true, n_leads: 1, n_objects: 2 },
    })
    expect(
      await client.post('/bulk_action/edit/?dry_run=true', {
        query: 'name:Bluth',
        type: 'set_lead_status',
        lead_status_id: await aStatus(client),
      }),
    ).toMatchObject({ body: { dry_run: true, n_leads: 1, n_objects: 1 } })
    expect(rowsOf(await client.get('/bulk_action/delete/'))).toEqual([])
  })

  test('is paused, resumed and canceled by hand', async () => {
    const client = await api.client()
    const lead = await aLead(client, 'Bluth')
    const status = await aStatus(client)
    const wish = { query: '*', type: 'set_lead_status', lead_status_id: status }
    const path = `/bulk_action/edit/${(await client.post('/bulk_action/edit/', wish)).body.id}/`
    const canceled = `/bulk_action/edit/${(await client.post('/bulk_action/edit/', wish)).body.id}/`

    expect(await client.post(`${path}resume/`)).toMatchObject({
      status: 400,
      body: { errors: ['Only a bulk action that is paused, error can be asked to resume; this one is created.'] },
    })
    expect(await client.post(`${path}pause/`)).toMatchObject({ status: 200, body: { status: 'paused' } })
    expect(await client.post(`${canceled}cancel/`)).toMatchObject({ status: 200, body: { status: 'canceled' } })
    expect(await client.post(`${canceled}cancel/`)).toMatchObject({ status: 400 })
    expect(await statusesOf(client, lead)).not.toContain(status)
    const { body } = await client.post(`${path}resume/`)
    expect(body).toMatchObject({ status: 'resuming' })

    expect(await finished(client, body)).toMatchObject({ status: 'done', n_leads: 1 })
    expect((await client.get(canceled)).body).toMatchObject({ status: 'canceled', n_leads: null })
    expect(await statusesOf(client, lead)).toEqual([status])
    const told = rowsOf(await client.get(`/event/?object_id=${body.id}&action=paused`))
    expect(told).toMatchObject([{ object_type: 'bulk_action.edit', action: 'paused' }])
  })

  test('needs its permission, when it is asked for and when it is done', async () => {
    const client = await api.client()
    const lead = await aLead(client, 'Bluth')
    const status = await aStatus(client)
    const edit = { query: '*', type: 'set_lead_status', lead_status_id: status }
    const reader = await api.member(client, 'restricteduser')
    expect(await reader.post('/bulk_action/edit/', edit)).toMatchObject({ status: 403 })
    const user = await api.member(client, 'user')
    expect(await user.post('/bulk_action/delete/', { query: '*' })).toMatchObject({ status: 403 })

    const asked = await user.post('/bulk_action/edit/', edit)
    await api.database().run(sql`update memberships set role_id = 'readonly' where user_id = ${user.userId}`)
    expect(await finished(client, asked.body)).toMatchObject({
      status: 'error',
      error: "Your role does not allow this: it lacks 'bulk_edit'.",
      n_objects_processed: 0,
    })
    expect(await statusesOf(client, lead)).not.toContain(status)
  })

  test('is refused when it is not clear what is meant', async () => {
    const client = await api.client()
    const lead_status_id = await aStatus(client)
    const { id: number } = (await client.post('/custom_field/lead/', { name: 'Seats', type: 'number' })).body
    const edit = { query: '*', type: 'set_lead_status', lead_status_id }
    const custom = { query: '*', type: 'set_custom_field', custom_field_id: number, custom_field_value: 3 }
    const refused: readonly (readonly [string, object])[] = [
      ['query', { ...edit, query: '' }],
      ['query', { ...edit, query: '(' }],
      ['query', { ...edit, query: 'nonsuch_field:3' }],
      ['query', { ...edit, s_query: LEADS }],
      ['s_query', { ...edit, query: null, s_query: { type: 'nonsense' } }],
      ['s_query', { ...edit, query: null, s_query: { type: 'object_type', object_type: 'contact' } }],
      ['s_query', { ...edit, query: null, s_query: 3 }],
      ['sort', { ...edit, sort: [{ direction: 'up' }] }],
      ['sort', { ...edit, sort: 'name' }],
      ['results_limit', { ...edit, results_limit: -1 }],
      ['send_done_email', { ...edit, send_done_email: 'no' }],
      ['type', { ...edit, type: undefined }],
      ['type', { ...edit, type: 'set_lead' }],
      ['lead_status_id', { ...edit, lead_status_id: undefined }],
      ['lead_status_id', { ...edit, lead_status_id: 'stat_nonsuch' }],
      ['custom_field_id', { ...custom, custom_field_id: undefined }],
      ['custom_field_id', { ...custom, custom_field_id: 'cf_nonsuch' }],
      ['custom_field_name', { ...custom, custom_field_id: undefined, custom_field_name: 'Nonsuch' }],
      ['custom_field_value', { ...custom, custom_field_value: undefined }],
      ['custom_field_value', { ...custom, custom_field_value: 'many' }],
      ['custom_field_values', { ...custom, custom_field_value: undefined, custom_field_values: [1, 2] }],
      ['custom_field_operation', { ...custom, custom_field_operation: 'add' }],
      ['custom_field_operation', { ...custom, custom_field_operation: 'swap' }],
    ]
    for (const [field, body] of refused) {
      const answer = await client.post('/bulk_action/edit/', body)
      expect(
        [answer.status, Object.keys(answer.body['field-errors'] ?? {})],
        `${JSON.stringify(body)} ${answer.text}`,
      ).toEqual([400, [field]])
    }
    expect(await client.post('/bulk_action/delete/', { send_done_email: false })).toMatchObject({
      status: 400,
      body: { errors: [expect.stringContaining('what to look for')] },
    })
    expect(await client.post('/bulk_action/delete/', { query: '*', bulk_object_type: 'note' })).toMatchObject({
      status: 400,
      body: { 'field-errors': { bulk_object_type: expect.any(String) } },
    })
    expect(rowsOf(await client.get('/bulk_action/edit/'))).toEqual([])
    expect(await client.put('/bulk_action/edit/bulkedit_1/', {})).toMatchObject({ status: 405 })
    expect(await client.get('/bulk_action/email/')).toMatchObject({ status: 404 })
  })
})

async function edited(client: Client, body: object): Promise<Json> {
  const asked = await client.post('/bulk_action/edit/', body)
  expect(asked, asked.text).toMatchObject({ status: 200 })
  return finished(client, asked.body)
}

async function deleted(client: Client, body: object): Promise<Json> {
  const asked = await client.post('/bulk_action/delete/', body)
  expect(asked, asked.text).toMatchObject({ status: 200 })
  return finished(client, asked.body)
}

const userOf = async (client: Client) => (await client.get('/me/')).body.id

async function finished(client: Client, { id }: Json): Promise<Json> {
  await aWorker(api.database(), [bulkAction])
  const path = String(id).startsWith('bulkedit') ? 'edit' : 'delete'
  for (;;) {
    const { body } = await client.get(`/bulk_action/${path}/${id}/`)
    if (['done', 'error', 'paused', 'canceled'].includes(body.status as string)) return body
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function aLead(client: Client, name: string, more: object = {}): Promise<string> {
  return (await client.post('/lead/', { name, ...more })).body.id as string
}

async function aStatus(client: Client): Promise<string> {
  return (await client.post('/status/lead/', { label: 'Won over' })).body.id as string
}

const statusesOf = async (client: Client, ...ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await client.get(`/lead/${id}/`)).body.status_id))

/** What a bulk action changed. */
const eventsOf = ({ organizationId }: Client, { id }: Json) =>
  api.database().run<{ object_type: string; object_id: string; action: string; meta: object }>(
    sql`select object_type, object_id, action, meta from events where organization_id = ${organizationId}
      and meta->>'bulk_action_id' = ${id} and object_type not like 'bulk_action.%' order by object_type, object_id`,
  )

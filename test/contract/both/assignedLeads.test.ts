import { describe, expect, test } from 'vitest'
import { type Client, contentOf, type Json, type Reply, rowsOf, useApi } from '../../support/api.ts'
import { oneOfEach } from '../../support/oneOfEach.ts'

const { client, member, clevertim } = useApi()

const PERMISSIONS = ['delete_leads', 'delete_own_activities', 'delete_own_opportunities', 'delete_own_tasks']
const OTHERS = ['manage_others_activities', 'manage_others_opportunities', 'manage_others_tasks']

/** An administrator, and Ivo and Mara, who see only leads that are assigned to them. */
async function team(behavior?: 'require_assignment' | 'allow_unassigned', isMany = false) {
  const api = await client()
  const field = { name: 'Owner', type: 'user', accepts_multiple_values: isMany }
  const owner = `custom.${(await api.post('/custom_field/lead/', field)).body.id}`
  const second = `custom.${(await api.post('/custom_field/lead/', { name: 'Second', type: 'user' })).body.id}`
  const role = {
    name: 'Assigned',
    permissions: [...PERMISSIONS, ...OTHERS],
    visibility_user_lcf_ids: [owner.slice('custom.'.length), second.slice('custom.'.length)],
    ...(behavior === undefined ? {} : { visibility_user_lcf_behavior: behavior }),
  }
  const { body, status, text } = await api.post('/role/', role)
  expect(status, text).toBe(201)
  const [ivo, mara] = [await member(api, body.id ?? ''), await member(api, body.id ?? '')]
  return { api, ivo, mara, owner, second }
}

const make = async (as: Client, path: string, body: object): Promise<Json> => {
  const reply = await as.post(path, body)
  expect(reply.status, reply.text).toBeLessThan(300)
  return reply.body
}
const namesOf = async (as: Client) => rowsOf(await as.get('/lead/')).map((one) => one.name)

describe('who may not view all leads', () => {
  test('sees those that name them in one of the fields', async () => {
    const { api, ivo, mara, owner, second } = await team()
    await make(api, '/lead/', { name: 'Nobody’s' })
    await make(api, '/lead/', { name: 'Ivo’s', [owner]: ivo.userId })
    await make(api, '/lead/', { name: 'Both’s', [owner]: mara.userId, [second]: ivo.userId })
    await make(api, '/lead/', { name: 'Mara’s', [owner]: mara.userId })
    expect(await namesOf(ivo)).toEqual(['Both’s', 'Ivo’s'])
    expect(await namesOf(mara)).toEqual(['Mara’s', 'Both’s'])
    expect((await ivo.get('/lead/')).body.total_results).toBe(2)
    expect((await ivo.get('/lead/?_limit=0')).body.total_results).toBe(2)
    expect((await api.get('/lead/')).body.total_results).toBe(4)
    expect(contentOf(await clevertim(ivo).get('/company')).map((one) => one.cn)).toEqual(['Ivo’s', 'Both’s'])
  })

  test('sees those that name nobody, where the role says so', async () => {
    const { api, ivo, mara, owner, second } = await team('allow_unassigned')
    await make(api, '/lead/', { name: 'Nobody’s' })
    const lead = await make(api, '/lead/', { name: 'Mara’s', [second]: mara.userId })
    expect(await namesOf(ivo)).toEqual(['Nobody’s'])
    expect(await namesOf(mara)).toEqual(['Mara’s', 'Nobody’s'])
    await api.put(`/lead/${lead.id}/`, { [second]: null })
    expect(await namesOf(ivo)).toEqual(['Mara’s', 'Nobody’s'])
    await api.put(`/lead/${lead.id}/`, { [owner]: ivo.userId })
    expect(await namesOf(mara)).toEqual(['Nobody’s'])
  })

  test('is one of several whom a field names', async () => {
    const { api, ivo, mara, owner } = await team(undefined, true)
    const lead = await make(api, '/lead/', { name: 'Both’s', [owner]: [mara.userId, ivo.userId] })
    expect(await namesOf(ivo)).toEqual(['Both’s'])
    await api.put(`/lead/${lead.id}/`, { [`${owner}.remove`]: ivo.userId })
    expect(await namesOf(ivo)).toEqual([])
    expect(await namesOf(mara)).toEqual(['Both’s'])
  })

  test('sees nothing when their role names no fields', async () => {
    const api = await client()
    const role = (await api.post('/role/', { name: 'Blind', permissions: [] })).body
    const blind = await member(api, role.id ?? '')
    const lead = await make(api, '/lead/', { name: 'There' })
    expect(await namesOf(blind)).toEqual([])
    expect((await blind.get(`/lead/${lead.id}/`)).status).toBe(404)
  })

  test('sees neither what is hidden from them', async () => {
    const { api, ivo, mara, owner } = await team()
    const lead = await make(api, '/lead/', { name: 'Ivo’s', [owner]: ivo.userId, visible_to: [mara.userId] })
    expect((await ivo.get(`/lead/${lead.id}/`)).status).toBe(404)
    expect((await mara.get(`/lead/${lead.id}/`)).status).toBe(404)
  })
})

test('what belongs to a lead is seen with it, whatever the verb', async () => {
  const { api, ivo, mara, owner } = await team()
  const made = await oneOfEach(api)
  const lead = made['/lead/']?.object
  expect((await api.put(`/lead/${lead?.id}/`, { [owner]: ivo.userId })).status).toBe(200)
  const belonging = Object.entries(made).filter(([, { object }]) => object === lead || object.lead_id === lead?.id)
  expect(belonging.length).toBeGreaterThan(7)
  for (const [path, { object, body }] of belonging) {
    const [at, none] = [`${path}${object.id}/`, `${path}none_1/`]
    expect((await ivo.get(at)).status, path).toBe(200)
    expect((await mara.get(at)).text, path).toBe((await mara.get(none)).text)
    expect((await mara.put(at, body)).text, path).toBe((await mara.put(none, body)).text)
    expect((await mara.delete(at)).text, path).toBe((await mara.delete(none)).text)
    const [theirs, hers] = [await ivo.get(path), await mara.get(path)]
    expect(rowsIn(theirs), path).not.toEqual([])
    expect(rowsIn(hers), path).toEqual(theirs.status === 200 ? [] : [hers])
  }
  expect(rowsOf(await mara.get(`/activity/?lead_id=${lead?.id}`))).toEqual([])
  expect((await mara.get('/opportunity/')).body).toMatchObject({ total_results: 0, total_value_annualized: 0 })
  expect((await ivo.get('/opportunity/')).body.total_results).toBeGreaterThan(0)
  for (const path of ['/contact/', '/opportunity/', '/activity/note/', '/activity/call/']) {
    const [hidden, missing] = [
      await mara.post(path, { lead_id: lead?.id }),
      await mara.post(path, { lead_id: 'none_1' }),
    ]
    expect(hidden.status, path).toBe(400)
    expect(hidden.text.replaceAll(lead?.id ?? '', '…')).toBe(missing.text.replaceAll('none_1', '…'))
  }
})

test('what hangs on another lead is hidden with that, however far', async () => {
  const { api, ivo, owner } = await team()
  const theirs = await make(api, '/lead/', { name: 'Ivo’s', [owner]: ivo.userId })
  const other = await make(api, '/lead/', { name: 'Other' })
  const case_ = await make(api, '/case/', { name: 'Complaint', lead_id: other.id })
  const task = await make(api, '/task/', { lead_id: theirs.id, case_id: case_.id, text: 'Call back' })
  const loose = await make(api, '/case/', { name: 'About nobody' })
  for (const at of [`/case/${case_.id}/`, `/task/${task.id}/`]) expect((await ivo.get(at)).status, at).toBe(404)
  expect((await ivo.get(`/case/${loose.id}/`)).status).toBe(200)
  expect((await ivo.get(`/lead/${theirs.id}/`)).body.tasks).toEqual([])
})

describe('a lead that they make', () => {
  test('is assigned to them, so that it is not gone', async () => {
    const { api, ivo, owner } = await team()
    const lead = await make(ivo, '/lead/', { name: 'New', contacts: [{ name: 'Ida' }] })
    expect(lead[owner]).toBe(ivo.userId)
    expect((await ivo.get(`/lead/${lead.id}/`)).body.contacts).toHaveLength(1)
    const contact = await make(ivo, '/contact/', { name: 'Leo' })
    expect((await ivo.get(`/contact/${contact.id}/`)).status).toBe(200)
    expect((await api.get(`/lead/${contact.lead_id}/`)).body[owner]).toBe(ivo.userId)
    const person = contentOf(await clevertim(ivo).post('/contact', { fn: 'Nia' }))[0]
    expect((await clevertim(ivo).get(`/contact/${person?.id}`)).status).toBe(200)
  })

  test('may be for somebody else, and may be handed over', async () => {
    const { ivo, mara, owner } = await team()
    const made = await make(ivo, '/lead/', { name: 'Hers', [owner]: mara.userId })
    expect((await ivo.get(`/lead/${made.id}/`)).status).toBe(404)
    const lead = await make(ivo, '/lead/', { name: 'Handed over' })
    const given = await ivo.put(`/lead/${lead.id}/`, { [owner]: mara.userId })
    // Who hands it over sees it one last time.
    expect(given).toMatchObject({ status: 200, body: { id: lead.id, name: 'Handed over', [owner]: mara.userId } })
    expect((await ivo.get(`/lead/${lead.id}/`)).status).toBe(404)
    expect(await namesOf(mara)).toEqual(['Handed over', 'Hers'])
  })

  test('stays unassigned where they see those', async () => {
    const { ivo, owner } = await team('allow_unassigned')
    const lead = await make(ivo, '/lead/', { name: 'New' })
    expect(lead).not.toHaveProperty(owner)
    expect((await ivo.get(`/lead/${lead.id}/`)).status).toBe(200)
  })
})

/** The rows of a list; where one may not ask for all, the answer stands for them. */
const rowsIn = (reply: Reply) => (reply.status === 200 ? rowsOf(reply) : [reply])

import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { type Client, type Json, rowsOf, useApi } from '../../support/api.ts'
import { oneOfEach } from '../../support/oneOfEach.ts'

const { client, member, database } = useApi()

/** An administrator and two members, of whom Ivo may see what is hidden and Mara may not. */
async function team() {
  const api = await client()
  const [ivo, mara] = [await member(api, 'user'), await member(api, 'user')]
  return { api, ivo, mara }
}

const make = async (as: Client, path: string, body: object): Promise<Json> => {
  const reply = await as.post(path, body)
  expect(reply.status, reply.text).toBeLessThan(300)
  return reply.body
}

const hide = async (as: Client, path: string, id: string | undefined, visible_to: readonly string[] | null) => {
  const reply = await as.put(`${path}${id}/?_fields=visible_to`, { visible_to })
  expect(reply.status, reply.text).toBe(200)
  return reply.body.visible_to as unknown
}

describe('a hidden lead', () => {
  test('is hidden with all that belongs to it, whatever the verb', async () => {
    const { api, ivo, mara } = await team()
    const made = await oneOfEach(api)
    const lead = made['/lead/']?.object
    await hide(api, '/lead/', lead?.id, [ivo.userId])
    const belonging = Object.entries(made).filter(([, { object }]) => object === lead || object.lead_id === lead?.id)
    expect(belonging.length).toBeGreaterThan(7)
    for (const [path, { object, body }] of belonging) {
      const at = `${path}${object.id}/`
      const none = `${path}none_1/`
      expect((await ivo.get(at)).status, path).toBe(200)
      expect((await api.get(at)).status, path).toBe(200)
      expect((await mara.get(at)).text, path).toBe((await mara.get(none)).text)
      expect((await mara.put(at, body)).text, path).toBe((await mara.put(none, body)).text)
      expect((await mara.delete(at)).text, path).toBe((await mara.delete(none)).text)
      const { status, body: listed } = await mara.get(path)
      expect(status === 200 ? listed.data : [], path).toEqual([])
    }
    expect(rowsOf(await mara.get(`/activity/?lead_id=${lead?.id}`))).toEqual([])
    expect(rowsOf(await ivo.get(`/activity/?lead_id=${lead?.id}`)).length).toBeGreaterThan(3)
  })

  test('cannot be referred to', async () => {
    const { api, ivo, mara } = await team()
    const lead = await make(api, '/lead/', { name: 'Harbor', visible_to: [ivo.userId] })
    for (const path of ['/contact/', '/opportunity/', '/activity/note/', '/activity/call/']) {
      const [hidden, missing] = [
        await mara.post(path, { lead_id: lead.id }),
        await mara.post(path, { lead_id: 'none_1' }),
      ]
      expect(hidden.status, path).toBe(400)
      expect(hidden.text.replaceAll(lead.id ?? '', '…')).toBe(missing.text.replaceAll('none_1', '…'))
      expect((await ivo.post(path, { lead_id: lead.id })).status, path).toBe(200)
    }
  })

  test('is not counted', async () => {
    const { api, ivo, mara } = await team()
    const shown = await make(api, '/lead/', { name: 'Shown' })
    const lead = await make(api, '/lead/', { name: 'Hidden' })
    for (const lead_id of [shown.id, lead.id]) await make(api, '/opportunity/', { lead_id, value: 500 })
    await hide(api, '/lead/', lead.id, [ivo.userId])
    const count = async (as: Client) => [
      (await as.get('/lead/')).body.total_results,
      (await as.get('/opportunity/')).body.total_results,
      (await as.get('/opportunity/')).body.total_value_one_time,
      (await as.get('/opportunity/?value_period=one_time')).body.total_results,
    ]
    expect(await count(mara)).toEqual([1, 1, 500, 1])
    expect(await count(ivo)).toEqual([2, 2, 1000, 2])
    expect(await count(api)).toEqual([2, 2, 1000, 2])
  })
})

describe('a hidden contact', () => {
  async function withContacts() {
    const { api, ivo, mara } = await team()
    const lead = await make(api, '/lead/', { contacts: [{ name: 'Hidden' }, { name: 'Shown' }] })
    const [hidden, shown] = lead.contacts as unknown as [Json, Json]
    await hide(api, '/contact/', hidden.id, [ivo.userId])
    return { api, ivo, mara, lead, hidden, shown }
  }

  test('is not in its lead, nor lends it its name', async () => {
    const { ivo, mara, lead, hidden, shown } = await withContacts()
    const query = `/lead/${lead.id}/?_fields=contacts,contact_ids,display_name`
    expect((await mara.get(query)).body).toMatchObject({
      contacts: [{ id: shown.id }],
      contact_ids: [shown.id],
      display_name: 'Shown',
    })
    expect((await ivo.get(query)).body).toMatchObject({ contact_ids: [hidden.id, shown.id], display_name: 'Hidden' })
    const [listed] = rowsOf(await mara.get('/lead/'))
    expect(listed?.contacts).toMatchObject([{ id: shown.id }])
  })

  test('is not in the answer to a write, but in the event about it', async () => {
    const { api, mara, lead, hidden, shown } = await withContacts()
    const { body } = await mara.put(`/lead/${lead.id}/?_fields=_all`, { description: 'New', name: '' })
    expect(body).toMatchObject({ contact_ids: [shown.id], contacts: [{ id: shown.id }], display_name: 'Shown' })
    expect(JSON.stringify(body)).not.toContain(hidden.id)
    const [event] = await database().run<{ data: { contact_ids: string[] } }>(
      sql`select data from events where organization_id = ${api.organizationId} and action = 'updated'
        and object_type = 'lead' order by id desc limit 1`,
    )
    expect(event?.data.contact_ids).toEqual([hidden.id, shown.id])
  })

  test('hides what is about it', async () => {
    const { api, ivo, mara, lead, hidden } = await withContacts()
    const about = { lead_id: lead.id, contact_id: hidden.id }
    const note = await make(api, '/activity/note/', { ...about, note: 'Between us' })
    const opportunity = await make(api, '/opportunity/', about)
    for (const at of [`/activity/note/${note.id}/`, `/opportunity/${opportunity.id}/`]) {
      expect((await mara.get(at)).status, at).toBe(404)
      expect((await ivo.get(at)).status, at).toBe(200)
    }
    expect((await mara.get(`/lead/${lead.id}/`)).body.opportunities).toEqual([])
    expect(JSON.stringify((await mara.get(`/lead/${lead.id}/`)).body.activities)).not.toContain('Between us')
    expect((await mara.post('/activity/note/', { ...about, note: 'x' })).status).toBe(400)
  })
})

test('a hidden opportunity takes its history with it', async () => {
  const { api, ivo, mara } = await team()
  const lead = await make(api, '/lead/', { name: 'Harbor' })
  const opportunity = await make(api, '/opportunity/', { lead_id: lead.id, value: 777, visible_to: [ivo.userId] })
  await api.put(`/opportunity/${opportunity.id}/`, { status: 'Won' })
  expect(rowsOf(await ivo.get(`/activity/status_change/opportunity/?lead_id=${lead.id}`))).toHaveLength(1)
  expect(rowsOf(await mara.get(`/activity/status_change/opportunity/?lead_id=${lead.id}`))).toEqual([])
  expect((await mara.get(`/lead/${lead.id}/`)).body.opportunities).toEqual([])
})

test('what hangs on something hidden is hidden with it, however far', async () => {
  const { api, ivo, mara } = await team()
  const [hidden, shown] = [await make(api, '/lead/', { name: 'Hidden' }), await make(api, '/lead/', { name: 'Shown' })]
  const case_ = await make(api, '/case/', { name: 'Complaint', lead_id: hidden.id })
  const task = await make(api, '/task/', { lead_id: shown.id, case_id: case_.id, text: 'Call back' })
  const comment = await make(api, '/comment/', { object_id: task.id, body: 'Tomorrow' })
  await hide(api, '/lead/', hidden.id, [ivo.userId])
  for (const at of [`/case/${case_.id}/`, `/task/${task.id}/`, `/comment/${comment.id}/`]) {
    expect((await ivo.get(at)).status, at).toBe(200)
    expect((await mara.get(at)).status, at).toBe(404)
  }
  expect((await mara.get(`/lead/${shown.id}/`)).body.tasks).toEqual([])
  expect((await ivo.get(`/lead/${shown.id}/`)).body.tasks).toMatchObject([{ id: task.id }])
})

describe('groups', () => {
  test('see what names them, until somebody leaves', async () => {
    const { api, ivo, mara } = await team()
    const group = await make(api, '/group/', { name: 'Field sales' })
    const lead = await make(api, '/lead/', { name: 'Harbor', visible_to: [group.id] })
    const at = `/lead/${lead.id}/`
    await api.post(`/group/${group.id}/member/`, { user_id: ivo.userId })
    expect((await ivo.get(at)).status).toBe(200)
    expect((await mara.get(at)).status).toBe(404)
    await api.delete(`/group/${group.id}/member/${ivo.userId}/`)
    // Keys are remembered for two seconds, and with them who they belong to.
    await expect.poll(async () => (await ivo.get(at)).status, { timeout: 2_500, interval: 200 }).toBe(404)
  })

  test('that are deleted leave what they alone could see to everyone', async () => {
    const { api, ivo, mara } = await team()
    const group = await make(api, '/group/', { name: 'Field sales' })
    const alone = await make(api, '/lead/', { name: 'Theirs', visible_to: [group.id] })
    const shared = await make(api, '/lead/', { name: 'Shared', visible_to: [group.id, ivo.userId] })
    const trashed = await make(api, '/lead/', { name: 'Deleted', visible_to: [group.id] })
    await api.delete(`/lead/${trashed.id}/`)
    expect((await api.delete(`/group/${group.id}/`)).status).toBe(204)
    expect((await mara.get(`/lead/${alone.id}/`)).status).toBe(200)
    expect((await mara.get(`/lead/${shared.id}/`)).status).toBe(404)
    expect((await api.get(`/lead/${shared.id}/?_fields=visible_to`)).body).toEqual({ visible_to: [ivo.userId] })
    const [row] = await database().run<{ visible_to: unknown }>(
      sql`select visible_to from leads where organization_id = ${api.organizationId} and id = ${trashed.id}`,
    )
    expect(row).toEqual({ visible_to: null })
  })

  test('of another organization are unknown', async () => {
    const [{ api, ivo }, other] = [await team(), await client()]
    const theirs = await make(other, '/group/', { name: 'Theirs' })
    const stranger = (await other.get('/me/')).body.id
    for (const id of [theirs.id, stranger, 'group_none']) {
      const reply = await api.post('/lead/', { name: 'L', visible_to: [ivo.userId, id] })
      expect(reply.status).toBe(400)
      expect(reply.body['field-errors']).toEqual({
        visible_to: { errors: { 1: { errors: ['Object does not exist.'], 'field-errors': {} } } },
      })
    }
  })
})

describe('saying who may see something', () => {
  test('keeps those who say it, unless they are administrators', async () => {
    const { api, ivo, mara } = await team()
    const lead = await make(ivo, '/lead/', { name: 'Harbor' })
    const at = `/lead/${lead.id}/`
    const refused = await ivo.put(at, { visible_to: [mara.userId] })
    expect(refused.status).toBe(400)
    expect(refused.body['field-errors']).toEqual({ visible_to: 'You would no longer see this yourself.' })
    expect(await hide(ivo, '/lead/', lead.id, [ivo.userId, mara.userId])).toEqual([ivo.userId, mara.userId])
    expect(await hide(api, '/lead/', lead.id, [mara.userId])).toEqual([mara.userId])
    expect((await ivo.get(at)).status).toBe(404)
  })

  test('is forgotten with null and with nobody', async () => {
    const { api, ivo, mara } = await team()
    const lead = await make(api, '/lead/', { name: 'Harbor', visible_to: [ivo.userId] })
    expect(await hide(api, '/lead/', lead.id, [])).toBeNull()
    expect((await mara.get(`/lead/${lead.id}/`)).status).toBe(200)
    await hide(api, '/lead/', lead.id, [ivo.userId])
    expect(await hide(api, '/lead/', lead.id, null)).toBeNull()
  })

  test('names people who have left, as long as they are only sent back', async () => {
    const { api, ivo } = await team()
    const lead = await make(api, '/lead/', { name: 'Harbor', visible_to: [ivo.userId] })
    await database().run(sql`delete from api_keys k using memberships m
      where m.user_id = ${ivo.userId} and k.organization_id = m.organization_id and k.membership_id = m.id`)
    await database().run(sql`delete from memberships where user_id = ${ivo.userId}`)
    expect((await api.put(`/lead/${lead.id}/`, { visible_to: [ivo.userId] })).status).toBe(200)
    expect((await api.post('/lead/', { visible_to: [ivo.userId] })).status).toBe(400)
  })
})

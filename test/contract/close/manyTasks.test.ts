import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { type Json, rowsOf, useApi } from '../../support/api.ts'

const { client, member, database } = useApi()

/** An organization with two leads that have two tasks each. */
async function story() {
  const api = await client()
  const tasks: Json[] = []
  for (const name of ['Harbor Looms', 'Blue Quay']) {
    const lead_id = (await api.post('/lead/', { name })).body.id
    for (const text of ['Call', 'Write'])
      tasks.push((await api.post('/task/', { lead_id, text, date: '2026-03-05' })).body)
  }
  const [first, second, third, fourth] = tasks as [Json, Json, Json, Json]
  const open = async () => rowsOf(await api.get('/task/?is_complete=false&_order_by=date_created'))
  return { api, first, second, third, fourth, open }
}

describe('many tasks at once', () => {
  test('are chosen by the filters of the list', async () => {
    const { api, first, third, fourth, open } = await story()
    const { status, body } = await api.put(`/task/?lead_id=${first.lead_id}`, { is_complete: true })
    expect({ status, body }).toEqual({ status: 200, body: { count: 2, ok: true } })
    expect(await open()).toEqual([third, fourth])
    const completions = rowsOf(await api.get('/activity/task_completed/'))
    expect(completions.map((one) => String(one.task_text)).toSorted()).toEqual(['Call', 'Write'])
  })

  test('or by parameters in the body', async () => {
    const { api, first, second, third, open } = await story()
    const { userId } = await member(api, 'user')
    const _params = { id__in: [first.id, third.id].join(',') }
    const reply = await api.put('/task/', { _params, assigned_to: userId, date: '2026-04-01', priority: 'high' })
    expect(reply.body).toEqual({ count: 2, ok: true })
    expect((await open()).map((one) => [one.id, one.assigned_to, one.date, one.priority])).toMatchObject([
      [first.id, userId, '2026-04-01', 'high'],
      [second.id, second.assigned_to, '2026-03-05', null],
      [third.id, userId, '2026-04-01', 'high'],
      {},
    ])
  })

  test('are opened again, and what was told of them goes', async () => {
    const { api, open } = await story()
    await api.put('/task/', { is_complete: true })
    expect(await open()).toEqual([])
    expect((await api.put('/task/?view=archive', { is_complete: false })).body.count).toBe(4)
    expect(await open()).toMatchObject([{ object_id: null }, {}, {}, {}])
    expect(rowsOf(await api.get('/activity/task_completed/'))).toEqual([])
  })

  test('of all types only when that is asked for', async () => {
    const { api, first } = await story()
    await api.post('/activity/call/', { lead_id: first.lead_id, direction: 'inbound', status: 'no-answer' })
    expect((await api.put('/task/', { is_complete: true })).body.count).toBe(4)
    expect((await api.put('/task/?_type=all&is_complete=false', { is_complete: true, text: 'x' })).body.count).toBe(1)
  })

  test('are none when none match, and unchanged when nothing is said', async () => {
    const { api, first, second, third, fourth, open } = await story()
    expect((await api.put('/task/?id=task_none', { is_complete: true })).body).toEqual({ count: 0, ok: true })
    expect((await api.put('/task/', { lead_id: 'lead_none', contact_id: 'x' })).body.count).toBe(4)
    expect(await open()).toEqual([first, second, third, fourth])
  })

  test('are changed all or none', async () => {
    const { api, first, open } = await story()
    const before = await open()
    for (const [field, value] of [
      ['assigned_to', 'user_none'],
      ['date', 'soon'],
      ['is_complete', 'yes'],
      ['priority', 'low'],
    ] as const) {
      const reply = await api.put(`/task/?lead_id=${first.lead_id}`, { [field]: value })
      expect(reply.status, field).toBe(400)
      expect(Object.keys(reply.body['field-errors'] ?? {})).toEqual([field])
    }
    expect((await api.put('/task/?date=soon', { is_complete: true })).status).toBe(400)
    expect(await open()).toEqual(before)
  })

  test('need the permission, and another one for those of others', async () => {
    const { api, first } = await story()
    const restricted = await member(api, 'restricteduser')
    expect((await restricted.put('/task/?id=task_none', { is_complete: true })).status).toBe(403)
    expect((await restricted.put('/task/', { is_complete: 5 })).status).toBe(403)
    const user = await member(api, 'user')
    expect((await user.put(`/task/?id=${first.id}`, { is_complete: true })).status).toBe(200)
    const reader = await member(api, 'readonly')
    expect((await reader.put('/task/', { is_complete: true })).status).toBe(403)
  })

  test('are one’s own organization’s', async () => {
    const { first, open } = await story()
    const before = await open()
    const other = await client()
    for (const query of ['', `?lead_id=${first.lead_id}`, `?id__in=${first.id}`])
      expect((await other.put(`/task/${query}`, { is_complete: true })).body.count).toBe(0)
    expect(await open()).toEqual(before)
  })

  test('that are hidden stay as they are', async () => {
    const { api, first } = await story()
    await api.put(`/task/${first.id}/`, { visible_to: [first.assigned_to] })
    const user = await member(api, 'user')
    expect((await user.put('/task/', { is_complete: true })).body.count).toBe(3)
    expect((await api.get(`/task/${first.id}/`)).body.is_complete).toBe(false)
  })

  test('are told one by one in the event log', async () => {
    const { api } = await story()
    await api.put('/task/', { is_complete: true })
    const rows = await database().run<{ told: string }>(sql`
      select object_type || ' ' || action || ' ' || count(distinct id) as told from events
      where organization_id = ${api.organizationId} and (object_type like 'task.%' or object_type like '%task_completed')
      group by object_type, action order by 1`)
    expect(rows.map((row) => row.told)).toEqual([
      'activity.task_completed created 4',
      'task.lead completed 4',
      'task.lead created 4',
      'task.lead updated 4',
    ])
  })

  test('are at most a thousand', async () => {
    const { api, first } = await story()
    await database().run(sql`
      insert into tasks (organization_id, id, kind, lead_id, text, is_complete, details, created_at, updated_at)
      select ${api.organizationId}, 'task_' || n, 'lead', ${first.lead_id}, '', false, '{"repeats": "none"}', now(), now()
      from generate_series(1, 997) n`)
    expect((await api.put('/task/', { is_complete: true })).status).toBe(400)
    expect((await api.put('/task/', { _params: { id__in: first.id }, is_complete: true })).body.count).toBe(1)
    expect((await api.put('/task/?is_complete=false', { is_complete: true })).body.count).toBe(1000)
    expect(rowsOf(await api.get('/task/?is_complete=false'))).toEqual([])
  })
})

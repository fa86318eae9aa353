import { describe, expect, test } from 'vitest'
import { type Json, rowsOf, useApi } from '../../support/api.ts'

const { client, member, clevertim } = useApi()

/** An organization with a lead, and a task for it. */
async function story(more: Record<string, unknown> = {}) {
  const api = await client()
  const lead = (await api.post('/lead/', { name: 'Harbor Looms' })).body
  const body = { lead_id: lead.id, text: 'Send samples', date: '2026-03-05', ...more }
  const task = (await api.post('/task/', body)).body
  const put = async (change: object): Promise<Json> => (await api.put(`/task/${task.id}/`, change)).body
  const completions = async () => rowsOf(await api.get(`/activity/task_completed/?lead_id=${lead.id}`))
  return { api, lead, task, put, completions }
}

test('completing a task is told in the history of its lead', async () => {
  const { api, lead, task, put, completions } = await story()
  const done = await put({ is_complete: true })
  const [told, ...more] = await completions()
  expect(more).toEqual([])
  expect(told).toMatchObject({
    _type: 'TaskCompleted',
    lead_id: lead.id,
    task_id: task.id,
    task_text: 'Send samples',
    task_assigned_to: task.assigned_to,
    task_assigned_to_name: 'Owner',
    user_id: task.assigned_to,
  })
  expect(told?.id).toMatch(/^acti_/)
  expect(done).toMatchObject({ view: 'archive', object_type: 'taskcompleted', object_id: told?.id })
  expect((await api.get(`/activity/task_completed/${told?.id}/`)).body).toEqual(told)
  expect(rowsOf(await api.get(`/activity/?lead_id=${lead.id}&_type=TaskCompleted`))).toEqual([told])
  expect(await put(done)).toEqual(done)
  expect(await completions()).toEqual([told])
})

test('it was not completed after all', async () => {
  const { put, completions } = await story()
  await put({ is_complete: true })
  expect(await put({ is_complete: false })).toMatchObject({ object_type: null, object_id: null, view: 'inbox' })
  expect(await completions()).toEqual([])
  const again = await put({ is_complete: true })
  expect(await completions()).toMatchObject([{ id: again.object_id }])
})

test('a task may be made complete', async () => {
  const { task, completions } = await story({ is_complete: true })
  expect(task).toMatchObject({ object_type: 'taskcompleted', object_id: expect.stringMatching(/^acti_/) })
  expect(await completions()).toMatchObject([{ id: task.object_id, task_id: task.id }])
})

test('each time a task that repeats', async () => {
  const { api, put, completions } = await story({ repeats: 'daily' })
  await put({ is_complete: true })
  const [next] = rowsOf(await api.get('/task/?is_complete=false'))
  expect(next).toMatchObject({ object_type: null, object_id: null })
  await api.put(`/task/${next?.id}/`, { is_complete: true })
  expect(await completions()).toHaveLength(2)
})

test('what is told stays as it was', async () => {
  const { put, completions } = await story()
  await put({ is_complete: true })
  await put({ text: 'Send more samples', assigned_to: null })
  expect(await completions()).toMatchObject([{ task_text: 'Send samples', task_assigned_to_name: 'Owner' }])
})

test('who completes it is whose activity it is', async () => {
  const { api, task, completions } = await story()
  const colleague = await member(api, 'user')
  await colleague.put(`/task/${task.id}/`, { is_complete: true })
  expect(await completions()).toMatchObject([{ user_id: colleague.userId, task_assigned_to: task.assigned_to }])
})

test('through the other dialect too', async () => {
  const { api, completions } = await story()
  const other = clevertim(api)
  const task = (await other.get('/task')).body.content?.[0]
  await other.put(`/task/${task?.id}`, { name: task?.name, is_completed: true })
  expect(await completions()).toHaveLength(1)
  // What is about nobody is in nobody's history.
  const made = await other.post('/task', { name: 'Tidy up', is_completed: true })
  expect(made.status).toBe(200)
  expect(rowsOf(await api.get('/activity/task_completed/'))).toHaveLength(1)
})

test('what is hidden is not told, for the history is for everyone', async () => {
  const { api, task, put, completions } = await story()
  await put({ visible_to: [task.assigned_to] })
  expect(await put({ is_complete: true })).toMatchObject({ is_complete: true, object_id: null })
  expect(await completions()).toEqual([])
  const other = (await api.post('/task/', { lead_id: task.lead_id, text: 'Call', is_complete: true })).body
  expect(await completions()).toHaveLength(1)
  await api.put(`/task/${other.id}/`, { visible_to: [task.assigned_to] })
  expect(await completions()).toEqual([])
})

test('it is nobody else’s', async () => {
  const { api, put } = await story()
  const { object_id } = await put({ is_complete: true })
  const other = await client()
  const path = `/activity/task_completed/${object_id}/`
  expect((await other.get(path)).status).toBe(404)
  expect((await other.delete(path)).status).toBe(404)
  expect(rowsOf(await other.get('/activity/task_completed/'))).toEqual([])
  expect((await api.get(path)).status).toBe(200)
})

describe('deleting what was told', () => {
  test('leaves the task done', async () => {
    const { api, task, put, completions } = await story()
    const { object_id } = await put({ is_complete: true })
    expect(await api.delete(`/activity/task_completed/${object_id}/`)).toMatchObject({ status: 200, text: '{}' })
    expect(await completions()).toEqual([])
    expect((await api.delete(`/activity/task_completed/${object_id}/`)).status).toBe(404)
    expect((await api.get(`/task/${task.id}/`)).body).toMatchObject({ is_complete: true, object_type: null })
    expect(await put({ is_complete: false })).toMatchObject({ is_complete: false, object_id: null })
  })

  test('needs the permission for activities, which nobody makes or changes here', async () => {
    const { api, put } = await story()
    const { object_id } = await put({ is_complete: true })
    const path = `/activity/task_completed/${object_id}/`
    expect((await (await member(api, 'user')).delete(path)).status).toBe(403)
    expect((await api.post('/activity/task_completed/', {})).status).toBe(405)
    expect((await api.put(path, {})).status).toBe(405)
  })
})

import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { type Client, contentOf, type Json, rowsOf, useApi } from '../../support/api.ts'

// Tasks as this dialect has them: by the wall clock, with repetition, and with a mark for deleted ones.

const api = useApi()

async function story(timezone = 'Europe/Berlin') {
  const close = await api.client({ timezone })
  const me = api.clevertim(close)
  const aTask = (body: Record<string, unknown> = {}) => sent(me, 'POST', '/task', { name: 'Send samples', ...body })
  const put = (id: Json | undefined, body: Record<string, unknown>) => sent(me, 'PUT', `/task/${id}`, body)
  const open = async () => contentOf(await me.get('/task')).filter((one) => !one.is_completed)
  return { close, me, aTask, put, open }
}

async function sent(me: Client, method: string, path: string, body: Record<string, unknown>): Promise<Json> {
  const reply = await me.send(method, path, body)
  expect(reply.status, reply.text).toBe(200)
  return contentOf(reply)[0] as Json
}

describe('dates', () => {
  test('are those of the wall clock where the organization is', async () => {
    const { close, aTask } = await story()
    const task = await aTask({
      startDate: { y: 2026, mo: 7, d: 1, h: 9, mi: 30 },
      endDate: { y: 2026, mo: 7, d: 1, h: 10, mi: 0 },
    })
    expect(task).toMatchObject({
      startDate: { y: 2026, mo: 7, d: 1, h: 9, mi: 30 },
      endDate: { y: 2026, mo: 7, d: 1, h: 10, mi: 0 },
    })
    expect(rowsOf(await close.get('/task/'))[0]).toMatchObject({ date: '2026-07-01T07:30:00+00:00' })
    expect((await aTask({ startDate: { y: 2026, mo: 7, d: 1 } })).startDate).toEqual({ y: 2026, mo: 7, d: 1 })
  })

  test('keep their seconds when what was read is sent back', async () => {
    const { close, me, put } = await story()
    const lead = (await close.post('/lead/', { name: 'Harbor Looms' })).body
    const date = '2026-07-01T07:30:15.250000+00:00'
    await close.post('/task/', { lead_id: lead.id, text: 'Call', date })
    const [task] = contentOf(await me.get('/task'))
    await put(task?.id, { ...(task as object), name: 'Call again' })
    await put(task?.id, { startDate: task?.startDate })
    expect(rowsOf(await close.get('/task/'))[0]).toMatchObject({ text: 'Call again', date })
  })

  test('that nobody has are refused, and none is taken for none', async () => {
    const { me, aTask, put } = await story()
    const { id } = await aTask({ startDate: { y: 2026, mo: 7, d: 1 } })
    expect((await me.put(`/task/${id}`, { startDate: { y: 2026, mo: 2, d: 30 } })).status).toBe(400)
    expect((await put(id, { startDate: {} })).startDate).toEqual(null)
  })
})

describe('repetition', () => {
  test('leaves out week-ends when asked to, and keeps the end as far away', async () => {
    const { aTask, put, open } = await story()
    const { id } = await aTask({
      startDate: { y: 2026, mo: 3, d: 27, h: 9, mi: 0 },
      endDate: { y: 2026, mo: 3, d: 27, h: 17, mi: 0 },
      rec: 'D',
      recopts: { type: 'weekday' },
    })
    await put(id, { is_completed: true })
    await put(id, { is_completed: true })
    const [next, ...more] = await open()
    expect(more).toEqual([])
    expect(next).toMatchObject({
      name: 'Send samples',
      startDate: { y: 2026, mo: 3, d: 30, h: 9, mi: 0 },
      endDate: { y: 2026, mo: 3, d: 30, h: 17, mi: 0 },
      rec: 'D',
      recevery: 1,
      recopts: { type: 'weekday' },
    })
  })

  test('of what has no date counts from today', async () => {
    const { aTask, put, open } = await story('UTC')
    const { id } = await aTask({ rec: 'D', recevery: 7 })
    await put(id, { is_completed: true })
    const week = new Date(Date.now() + 7 * 86_400_000)
    expect((await open())[0]?.startDate).toEqual({
      y: week.getUTCFullYear(),
      mo: week.getUTCMonth() + 1,
      d: week.getUTCDate(),
    })
  })
})

describe('a task that is marked as deleted', () => {
  test('is gone for everybody, but for who knows it', async () => {
    const { close, me, aTask, put, open } = await story()
    const { id } = await aTask()
    expect(await put(id, { is_deleted: true, name: 'Not needed' })).toMatchObject({ is_deleted: true })
    expect(await open()).toEqual([])
    expect(rowsOf(await close.get('/task/'))).toEqual([])
    expect(contentOf(await me.get(`/task/${id}`))[0]).toMatchObject({ name: 'Not needed', is_deleted: true })
    expect(await put(id, { name: 'Maybe', is_deleted: true })).toMatchObject({ name: 'Maybe', is_deleted: true })
    expect(await put(id, { is_deleted: false })).toMatchObject({ name: 'Maybe', is_deleted: false })
    expect(await open()).toHaveLength(1)
  })

  test('is not there in the other dialect, nor does it repeat', async () => {
    const { close, aTask, put, open } = await story()
    const { id } = await aTask({ rec: 'D' })
    const [{ id: closeId } = {} as Json] = rowsOf(await close.get('/task/'))
    await put(id, { is_deleted: true })
    expect((await close.get(`/task/${closeId}/`)).status).toBe(404)
    expect((await close.put(`/task/${closeId}/`, { text: 'x' })).status).toBe(404)
    await put(id, { is_completed: true })
    expect(await open()).toEqual([])
  })

  test('may be made so', async () => {
    const { aTask, put, open } = await story()
    const { id } = await aTask({ is_deleted: true })
    expect(await open()).toEqual([])
    expect(await put(id, { is_deleted: false })).toMatchObject({ is_deleted: false })
  })

  test('is told in the log of changes', async () => {
    const { close, aTask, put } = await story()
    const { id } = await aTask()
    await put(id, { is_deleted: true })
    const rows = await api
      .database()
      .run<{ action: string }>(
        sql`select action from events where organization_id = ${close.organizationId} and object_type = 'task.lead' order by id`,
      )
    expect(rows.map((row) => row.action)).toEqual(['created', 'deleted'])
  })
})

describe('what it is about', () => {
  test('a customer, a case and an opportunity', async () => {
    const { close, me, aTask, put } = await story()
    const company = await sent(me, 'POST', '/company', { cn: 'Harbor Looms' })
    const person = await sent(me, 'POST', '/contact', { fn: 'Ida', companyId: company.id })
    const about = await sent(me, 'POST', '/case', { name: 'Torn parcel', cust: person.id })
    const task = await aTask({ case: about.id })
    // Nobody was named, so it is whose case it is.
    expect(task).toMatchObject({ cust: person.id, case: about.id, opp: null })
    expect(rowsOf(await close.get('/task/'))[0]).toMatchObject({ lead_name: 'Harbor Looms', contact_name: 'Ida' })
    expect(await put(task.id, { cust: company.id })).toMatchObject({ cust: company.id, case: about.id })
    expect(await put(task.id, { cust: null, case: null })).toMatchObject({ cust: null, case: null })
    expect((await me.put(`/task/${task.id}`, { cust: 999_999_999 })).status).toBe(400)
  })

  test('and comments on it', async () => {
    const { me, aTask } = await story()
    const task = await aTask()
    const note = await sent(me, 'POST', '/note', { desc: 'x' })
    const comment = await sent(me, 'POST', '/comment', { comment: 'By post', tid: task.id })
    expect(comment).toMatchObject({ comment: 'By post', tid: task.id, nid: null })
    expect(contentOf(await me.get(`/task/${task.id}`))[0]?.comments).toEqual([comment.id])
    for (const wrong of [{}, { tid: task.id, nid: note.id }, { tid: 999_999_999 }, { tid: null, nid: null }]) {
      const reply = await me.post('/comment', { comment: 'x', ...wrong })
      expect(reply.status, JSON.stringify(wrong)).toBe(400)
    }
    expect((await me.post('/comment', { tid: task.id })).status).toBe(400)
    expect((await me.put(`/comment/${comment.id}`, { comment: 'y' })).status).toBe(501)
    expect((await me.delete(`/comment/${comment.id}`)).body).toEqual({ status: 'OK' })
    expect(contentOf(await me.get(`/task/${task.id}`))[0]?.comments).toEqual([])
  })
})

import sql from 'sql-template-tag'
import { beforeAll, describe, expect, test } from 'vitest'
import { openJobQueue } from '../../../src/store/jobs/jobQueue.ts'
import { type Client, rowsOf, useApi } from '../../support/api.ts'

const api = useApi()
let owner: Client
beforeAll(async () => {
  owner = await api.client()
})

describe('what is done in the background', () => {
  test('is listed for administrators, the newest first', async () => {
    const client = await api.client()
    await aJob(client, 'forget_uploads')
    const id = await aJob(client, 'purge_trash')
    const listed = await client.get('/job/')

    expect(listed).toMatchObject({ status: 200, body: { has_more: false } })
    expect(rowsOf(listed).map(({ kind }) => kind)).toEqual(['purge_trash', 'forget_uploads'])
    expect(rowsOf(listed)[0]).toEqual({
      id,
      organization_id: client.organizationId,
      kind: 'purge_trash',
      state: 'waiting',
      attempts: 0,
      error: null,
      progress: null,
      created_by: null,
      date_created: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/),
      date_started: null,
      date_finished: null,
      date_not_before: expect.stringMatching(/\+00:00$/),
    })
    expect((await client.get(`/job/${id}/`)).body).toEqual(rowsOf(listed)[0])
  })

  test('is paged, filtered, and shown in part', async () => {
    const client = await api.client()
    await aJob(client, 'purge_trash')
    await aJob(client, 'purge_trash')
    await aJob(client, 'forget_uploads', 'failed')

    const page = await client.get('/job/?_limit=2&_fields=kind')
    expect(page.body).toEqual({ has_more: true, data: [{ kind: 'forget_uploads' }, { kind: 'purge_trash' }] })
    expect((await client.get('/job/?_skip=2&_fields=kind')).body).toEqual({
      has_more: false,
      data: [{ kind: 'purge_trash' }],
    })
    expect((await client.get('/job/?state=failed&_fields=kind')).body.data).toEqual([{ kind: 'forget_uploads' }])
    expect((await client.get('/job/?kind=purge_trash&state=waiting')).body.data).toHaveLength(2)
    expect((await client.get('/job/?kind=nothing')).body.data).toEqual([])
  })

  test('ends what it was doing where people look for it, when it is canceled', async () => {
    const client = await api.client()
    const [status] = rowsOf(await client.get('/status/lead/'))
    const edit = { query: '*', type: 'set_lead_status', lead_status_id: status?.id }
    const { id: bulk } = (await client.post('/bulk_action/edit/', edit)).body
    const { id: exported } = (await client.post('/export/lead/', { format: 'csv' })).body
    for (const [kind, path] of [
      ['bulk_action', `/bulk_action/edit/${bulk}/`],
      ['export', `/export/${exported}/`],
    ] as const) {
      const [job] = rowsOf(await client.get(`/job/?kind=${kind}`))
      expect((await client.post(`/job/${job?.id}/cancel/`)).body).toMatchObject({ kind, state: 'canceled' })
      expect((await client.get(path)).body).toMatchObject({ status: 'canceled' })
      expect(await client.post(`/job/${job?.id}/cancel/`)).toMatchObject({ status: 400 })
    }
  })

  test('can be tried again when it has failed, and only then', async () => {
    const client = await api.client()
    const failed = await aJob(client, 'purge_trash', 'failed')
    expect((await client.get(`/job/${failed}/`)).body).toMatchObject({ state: 'failed', error: 'The disk is gone.' })

    expect(await client.post(`/job/${failed}/retry/`)).toMatchObject({
      status: 200,
      body: { id: failed, state: 'retrying' },
    })
    expect(await client.post(`/job/${failed}/retry/`)).toMatchObject({
      status: 400,
      body: { errors: ['Only a job that has failed can be tried again; this one is retrying.'] },
    })
  })

  test('can be canceled until it has ended', async () => {
    const client = await api.client()
    const id = await aJob(client, 'purge_trash')

    expect(await client.post(`/job/${id}/cancel/`)).toMatchObject({ status: 200, body: { state: 'canceled' } })
    expect(await client.post(`/job/${id}/cancel/`)).toMatchObject({
      status: 400,
      body: { errors: ['This job has ended already: it is canceled.'] },
    })
  })
})

describe('refused', () => {
  test.each([
    ['GET', '/job/?state=asleep', 400],
    ['GET', '/job/?_limit=x', 400],
    ['GET', '/job/?_cursor=abc', 400],
    ['GET', '/job/job_1/', 404],
    ['GET', `/job/job_${'0'.repeat(32)}/`, 404],
    ['POST', `/job/job_${'0'.repeat(32)}/retry/`, 404],
    ['POST', '/job/%00/cancel/', 404],
    ['PATCH', '/job/', 405],
    ['DELETE', '/job/job_1/', 405],
    ['GET', '/job/job_1/retry/', 405],
  ])('%s %s', async (method, path, status) => {
    expect(await owner.send(method, path)).toMatchObject({ status })
  })

  test('to everybody but administrators', async () => {
    const id = await aJob(owner, 'purge_trash', 'failed')
    const user = await api.member(owner, 'superuser')
    const refusals = [
      await user.get('/job/'),
      await user.get(`/job/${id}/`),
      await user.post(`/job/${id}/retry/`),
      await user.post(`/job/${id}/cancel/`),
    ]

    expect(refusals.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    expect((await owner.get(`/job/${id}/`)).body.state).toBe('failed')
  })

  test('to other organizations', async () => {
    const id = await aJob(owner, 'purge_trash', 'failed')
    const other = await api.client()

    expect((await other.get('/job/')).body.data).toEqual([])
    expect(await other.get(`/job/${id}/`)).toMatchObject({ status: 404 })
    expect(await other.post(`/job/${id}/retry/`)).toMatchObject({ status: 404 })
    expect((await owner.get(`/job/${id}/`)).body.state).toBe('failed')
  })
})

/** A job that nobody performs here, in the state it is wanted in. */
async function aJob(
  { organizationId }: Client,
  kind: string,
  state: 'created' | 'failed' = 'created',
): Promise<string> {
  const queue = openJobQueue(api.database(), { kinds: ['purge_trash', 'forget_uploads'] })
  await queue.put({ kind, data: { organizationId, membershipId: null, payload: {} } })
  await queue.stop(1_000)
  const [row] = await api.database().run<{ id: string }>(
    sql`update pgboss.job set state = ${state}::text::pgboss.job_state,
        output = ${state === 'failed' ? JSON.stringify({ message: 'The disk is gone.' }) : null}::jsonb
      where id = (select id from pgboss.job where group_id = ${organizationId} order by created_on desc limit 1)
      returning 'job_' || replace(id::text, '-', '') as id`,
  )
  return row?.id ?? ''
}

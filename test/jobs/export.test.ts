import { once } from 'node:events'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import sql from 'sql-template-tag'
import { expect, test } from 'vitest'
import { fill } from '../../bench/dataset.ts'
import { type Client, useApi } from '../support/api.ts'
import { ended, exported, fileRows } from '../support/exported.ts'
import { until } from '../support/until.ts'
import { aWorkerProcess } from '../support/worker.ts'

const api = useApi()
const LEADS = 4_000

test('an export whose worker is killed in the middle is whole in the end, and nothing of the first attempt is left', async () => {
  const client = await api.client()
  await fillFor(client)
  const { body: asked } = await client.post('/export/lead/', { format: 'json', include_activities: false })
  const first = await aWorker(50)
  await until(async () => (await incoming()) > 60_000)
  first.kill('SIGKILL')
  await once(first, 'close')
  expect((await client.get(`/export/${asked.id}/`)).body).toMatchObject({
    status: 'in_progress',
    n_docs: LEADS,
    download_url: null,
  })

  // What comes later is not in the file, nor is what is written while it is made.
  await aWorker(0)
  const done = await ended(client, asked.id as string)
  expect(done).toMatchObject({ status: 'done', n_docs: LEADS, n_docs_processed: LEADS, error: null })
  const rows = await fileRows(api, done)
  expect(new Set(rows.map(({ id }) => id)).size).toBe(LEADS)
  expect(rows).toHaveLength(LEADS)
  expect(rows.every(({ id }, i) => i === 0 || String(id) > String(rows[i - 1]?.id))).toBe(true)
  const kept = await readdir(join(api.files(), client.organizationId), { recursive: true })
  expect(kept.filter((name) => name.includes('data_'))).toHaveLength(1)
  expect(await incoming()).toBe(0)
}, 120_000)

test('the file is what was there when it was begun', async () => {
  const client = await api.client()
  await fillFor(client)
  const { body: asked } = await client.post('/export/lead/', { format: 'json' })
  await aWorker(20)
  await until(async () => (await incoming()) > 60_000)
  await api
    .database()
    .run(
      sql`update leads set description = 'Changed while it was written' where organization_id = ${client.organizationId}`,
    )
  const done = await ended(client, asked.id as string)
  const rows = await fileRows(api, done)
  expect(rows.filter(({ description }) => description === 'Changed while it was written')).toEqual([])
  expect(rows).toHaveLength(LEADS)
}, 120_000)

test('one that is canceled while it is written leaves no file', async () => {
  const client = await api.client()
  await fillFor(client)
  const { body: asked } = await client.post('/export/lead/', { format: 'json' })
  await aWorker(300)
  await until(async () => (await incoming()) > 20_000)
  expect(await client.post(`/export/${asked.id}/cancel/`)).toMatchObject({ body: { status: 'canceled' } })
  await until(async () => (await incoming()) === 0)
  expect(await readdir(join(api.files(), client.organizationId)).catch(() => [])).toEqual([])
  expect(
    await exported(api, client, '/export/lead/', { format: 'csv', fields: ['id'], results_limit: 3 }),
  ).toMatchObject({
    status: 'done',
    n_docs: 3,
  })
}, 120_000)

async function fillFor({ organizationId }: Client): Promise<void> {
  const [user] = await api
    .database()
    .run<{ id: string }>(sql`select user_id as id from memberships where organization_id = ${organizationId}`)
  await fill(api.database(), organizationId, user?.id ?? '', LEADS)
}

/** How much of a file is there that is not whole yet. */
async function incoming(): Promise<number> {
  const folder = join(api.files(), 'incoming')
  const names = await readdir(folder).catch(() => [])
  const sizes = await Promise.all(
    names.map(async (name) => (await stat(join(folder, name)).catch(() => undefined))?.size ?? 0),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

const aWorker = (pauseMs: number) =>
  aWorkerProcess(api.database(), 'export.fixture.ts', { folder: api.files(), pauseMs })

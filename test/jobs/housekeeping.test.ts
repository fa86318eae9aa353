import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import sql from 'sql-template-tag'
import { expect, onTestFinished, test } from 'vitest'
import { askForAll, NIGHTLY, perform } from '../../src/cli/perform.ts'
import { idSource } from '../../src/domain/id.ts'
import { JOB_KINDS } from '../../src/domain/job.ts'
import { housekeeping, type Keeping } from '../../src/jobs/housekeeping.ts'
import { rebuildSearchDocuments } from '../../src/store/documents/reindex.ts'
import { openFiles } from '../../src/store/files/fileStore.ts'
import { jobsOf } from '../../src/store/jobs/job.ts'
import { openJobQueue } from '../../src/store/jobs/jobQueue.ts'
import { type Client, useApi } from '../support/api.ts'

const api = useApi()

test('what was deleted a month ago is gone for good, with all that belongs to it; the rest stays', async () => {
  const client = await api.client()
  const [old, recent, alive] = [await aLead(client), await aLead(client), await aLead(client)]
  for (const lead of [old, recent]) await client.delete(`/lead/${lead}/`)
  await deletedAgo(client, old, '31 days')
  await deletedAgo(client, recent, '29 days')

  await tidyUp(client, { trashDays: 30, eventDays: null })

  expect(await rowsOfLead(client, old)).toBe(0)
  expect(await rowsOfLead(client, recent)).toBe(await rowsOfLead(client, alive))
  expect(await client.get(`/lead/${alive}/`)).toMatchObject({ status: 200 })
})

test('what something that is alive refers to waits for it', async () => {
  const client = await api.client()
  const lead = await aLead(client)
  await client.delete(`/lead/${lead}/`)
  await deletedAgo(client, lead, '31 days')
  await api.database().run(sql`update tasks set deleted_at = null where lead_id = ${lead}`)
  await rebuildSearchDocuments(api.database())

  await tidyUp(client, { trashDays: 30, eventDays: null })

  const [row] = await api.database().run(sql`select 1 from leads where id = ${lead}`)
  expect(row).toBeDefined()
})

test('the trash may be kept for ever', async () => {
  const client = await api.client()
  const lead = await aLead(client)
  await client.delete(`/lead/${lead}/`)
  await deletedAgo(client, lead, '900 days')

  await tidyUp(client, { trashDays: null, eventDays: null })

  expect(await rowsOfLead(client, lead)).toBeGreaterThan(0)
})

test('the content of a file goes with it', async () => {
  const client = await api.client()
  const clevertim = api.clevertim(client)
  const { body } = await clevertim.post('/file', { name: 'plan.txt' })
  const number = String(body.content?.[0]?.id)
  const content = await clevertim.send('PUT', `/file/${number}/content`, undefined, {
    raw: 'the plan',
    headers: { 'content-type': 'text/plain' },
  })
  expect(content.status).toBeLessThan(300)
  expect(await contents(client)).toHaveLength(1)
  await clevertim.delete(`/file/${number}`)
  await api
    .database()
    .run(sql`update files set deleted_at = now() - interval '31 days' where organization_id = ${client.organizationId}`)

  await tidyUp(client, { trashDays: 30, eventDays: null })

  expect(await contents(client)).toEqual([])
  const rows = await api.database().run(sql`select 1 from files where organization_id = ${client.organizationId}`)
  expect(rows).toEqual([])
})

test('events are kept as long as the setting says', async () => {
  const client = await api.client()
  const [old, recent] = [await aLead(client), await aLead(client)]
  await api.database().run(sql`update events set updated_at = now() - interval '8 days' where object_id = ${old}`)
  const eventsOf = (id: string) => api.database().run(sql`select 1 from events where object_id = ${id}`)

  await tidyUp(client, { trashDays: null, eventDays: 7 })

  expect(await eventsOf(old)).toEqual([])
  expect(await eventsOf(recent)).toHaveLength(1)
})

test('uploads that were never attached are forgotten', async () => {
  const client = await api.client()
  await client.post('/files/upload/', { filename: 'plan.txt', content_type: 'text/plain' })
  await api
    .database()
    .run(
      sql`update uploads set created_at = now() - interval '2 days' where organization_id = ${client.organizationId}`,
    )

  await tidyUp(client, { trashDays: 30, eventDays: null })

  expect(await api.database().run(sql`select 1 from uploads where organization_id = ${client.organizationId}`)).toEqual(
    [],
  )
})

/** Asks for what is done every night and does it, until all of it is done. */
async function tidyUp({ organizationId }: Client, keeping: Keeping): Promise<void> {
  const database = api.database()
  const queue = openJobQueue(database, { kinds: [...JOB_KINDS, NIGHTLY], performs: true })
  onTestFinished(() => queue.stop(1_000))
  const jobs = housekeeping(keeping)
  const means = { database, files: await openFiles(api.files()), url: '', ids: idSource(), queue, eventViews: {} }
  await askForAll(database, queue, jobs)
  await perform(jobs, means, pino({ level: 'silent' }))
  const mine = jobsOf(database, queue, organizationId)
  for (;;) {
    const { jobs: asked } = await mine.list({ skip: 0, limit: 100 })
    expect(asked.map(({ error }) => error)).toEqual(asked.map(() => null))
    if (asked.length === jobs.length && asked.every(({ state }) => state === 'done')) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function aLead(client: Client): Promise<string> {
  const { body } = await client.post('/lead/', { name: 'Bluth', contacts: [{ name: 'Gob' }] })
  const lead_id = String(body.id)
  const note = await client.post('/activity/note/', { lead_id, note: 'There is always money in the banana stand' })
  await client.post('/comment/', { object_type: 'activity.note', object_id: note.body.id, body: 'Is there?' })
  await client.post('/opportunity/', { lead_id, value: 1000, value_period: 'one_time' })
  await client.post('/task/', { lead_id, text: 'Call back' })
  return lead_id
}

const TABLES = ['contacts', 'activities', 'opportunities', 'tasks', 'comments', 'comment_threads']

const deletedAgo = ({ organizationId }: Client, lead: string, age: string) =>
  api.database().runText(
    ['leads', ...TABLES]
      .map(
        (table) =>
          `update ${table} set deleted_at = now() - interval '${age}' where organization_id = '${organizationId}'
            and ${table === 'leads' ? 'id' : 'lead_id'} = '${lead}' and deleted_at is not null`,
      )
      .join(';'),
  )

async function rowsOfLead({ organizationId }: Client, lead: string): Promise<number> {
  const counts = TABLES.map((table) => `(select count(*) from ${table} where lead_id = '${lead}')`).join(' + ')
  const [row] = await api
    .database()
    .runText<{ count: number }>(
      `select ${counts} + (select count(*) from leads where organization_id = '${organizationId}' and id = '${lead}') as count`,
    )
  return row?.count ?? 0
}

async function contents({ organizationId }: Client): Promise<string[]> {
  const folder = join(api.files(), organizationId)
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

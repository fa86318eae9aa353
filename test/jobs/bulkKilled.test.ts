import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import sql from 'sql-template-tag'
import { expect, test } from 'vitest'
import { fill } from '../../bench/dataset.ts'
import { type Client, useApi } from '../support/api.ts'
import { aWorkerProcess } from '../support/worker.ts'

const api = useApi()
const LEADS = 1_000
const KILLS = 4

test('a bulk action whose worker is killed again and again ends as if nobody had been', {
  timeout: 300_000,
}, async () => {
  const [calm, troubled] = [await aBulkEdit(), await aBulkEdit()]
  const code = await ended(await aWorker(calm))
  expect(code).toBe(0)

  let interrupted = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const worker = await aWorker(troubled)
    const end = ended(worker)
    await Promise.race([end, new Promise((resolve) => setTimeout(resolve, 40 + Math.random() * 200))])
    worker.kill('SIGKILL')
    if ((await end) === null) interrupted += 1
  }
  expect(interrupted).toBeGreaterThan(KILLS / 2)
  expect(await ended(await aWorker(troubled))).toBe(0)

  expect(await outcomeOf(troubled)).toEqual(await outcomeOf(calm))
  expect(await outcomeOf(troubled)).toMatchObject({
    status: 'done',
    n_leads: LEADS,
    n_leads_processed: LEADS,
    n_objects_processed: LEADS,
    n_errors: 0,
    events: [
      { object_type: 'activity.lead_status_change', action: 'created', count: LEADS, objects: LEADS },
      { object_type: 'lead', action: 'updated', count: LEADS, objects: LEADS },
    ],
    leads: LEADS,
    marks: LEADS,
  })
})

type Edit = { readonly client: Client; readonly id: string; readonly membershipId: string; readonly statusId: string }

async function aBulkEdit(): Promise<Edit> {
  const client = await api.client()
  const [member] = await api
    .database()
    .run<{ id: string; user_id: string }>(
      sql`select id, user_id from memberships where organization_id = ${client.organizationId}`,
    )
  await fill(api.database(), client.organizationId, member?.user_id ?? '', LEADS)
  const { id: statusId } = (await client.post('/status/lead/', { label: 'Reached' })).body
  const asked = await client.post('/bulk_action/edit/', {
    query: '*',
    type: 'set_lead_status',
    lead_status_id: statusId,
  })
  return { client, id: String(asked.body.id), membershipId: member?.id ?? '', statusId: String(statusId) }
}

/** A worker that has just begun. */
async function aWorker({ client, id, membershipId }: Edit): Promise<ChildProcess> {
  const child = await aWorkerProcess(api.database(), 'bulkWorker.fixture.ts', {
    organizationId: client.organizationId,
    membershipId,
    task: { noun: 'bulkEdit', id, requestId: null },
  })
  child.stdin?.write('go\n')
  return child
}

const ended = async (child: ChildProcess): Promise<number | null> =>
  child.exitCode ?? ((await once(child, 'close')) as [number | null])[0]

/** Everything that should be the same, whatever happened on the way. */
async function outcomeOf({ client, id, statusId }: Edit) {
  const { organizationId } = client
  const { status, n_leads, n_leads_processed, n_objects_processed, n_errors } = (
    await client.get(`/bulk_action/edit/${id}/`)
  ).body
  const events = await api.database().run(
    sql`select object_type, action, count(*)::int as count, count(distinct object_id)::int as objects from events
      where organization_id = ${organizationId} and meta->>'bulk_action_id' = ${id} and object_type not like 'bulk_action.%'
      group by 1, 2 order by 1, 2`,
  )
  const [kept] = await api.database().run<{ leads: number; marks: number }>(
    sql`select (select count(*)::int from leads where organization_id = ${organizationId} and status_id = ${statusId}) as leads,
      (select count(*)::int from activities where organization_id = ${organizationId} and kind = 'leadStatusChange') as marks`,
  )
  return { status, n_leads, n_leads_processed, n_objects_processed, n_errors, events, ...kept }
}

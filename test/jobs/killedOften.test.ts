import { once } from 'node:events'
import sql from 'sql-template-tag'
import { expect, test } from 'vitest'
import { fill } from '../../bench/dataset.ts'
import { openOutside } from '../../src/actions/webhooks/webhookRequest.ts'
import { rebuildSearchDocuments } from '../../src/store/documents/reindex.ts'
import { type Client, type Json, useApi } from '../support/api.ts'
import { fileRows } from '../support/exported.ts'
import { randomFrom } from '../support/random.ts'
import { aReceiver, type Receiver } from '../support/receiver.ts'
import { until } from '../support/until.ts'
import { aWorkerProcess } from '../support/worker.ts'
import { subscribe } from '../webhook/support.ts'

const api = useApi({ outside: openOutside({ allowPrivate: true }) })
const KILLS = 50
// On a machine that is slow or fast at one thing it takes more until each kind of work was hit.
const MOST_KILLS = 80
const LEADS = 400
const DOOMED = 200
const DOOMED_AT_ONCE = 50

test('nothing is lost or done twice in the background, though one worker after the other is killed', async () => {
  const seed = Number(process.env.AJAR_TEST_SEED ?? Date.now() % 1_000_000)
  process.stdout.write(`AJAR_TEST_SEED=${seed}\n`)
  const random = randomFrom(seed)
  const client = await api.client()
  const works = await worksOf(client)
  const receiver = await aReceiver()
  const { key } = await subscribe(client, `${receiver.url}/`, { events: HEARD })
  await receiver.tell({ '/': { key } })

  const hit = new Map(['edit', 'undo', 'delete', 'export', 'delivery'].map((kind) => [kind, 0]))
  let next = aWorker()
  let life = 200
  const wasAllHit = () => [...hit.values()].every((count) => count > 0)
  for (let kill = 0; kill < KILLS || (kill < MOST_KILLS && !wasAllHit()); kill++) {
    for (const work of works) await work.keepOn()
    const before = await progress()
    const worker = await next
    next = aWorker()
    worker.stdin?.write('go\n')
    await until(async () => (await underWay()).length > 0)
    await new Promise((resolve) => setTimeout(resolve, random.below(life)))
    worker.kill('SIGKILL')
    await once(worker, 'close')
    for (const kind of await underWay()) hit.set(kind, (hit.get(kind) ?? 0) + 1)
    // About every second one gets something done, however busy the machine is.
    life *= (await progress()) === before ? 1.3 : 0.8
    await timePasses()
  }
  process.stdout.write(`killed in the middle: ${[...hit].map(([kind, count]) => `${kind} ${count}`).join(', ')}\n`)
  for (const [kind, count] of hit) expect(count, `how often it hit: ${kind}`).toBeGreaterThan(0)

  const last = await next
  last.stdin?.write('go\n')
  for (const work of works) await work.end()
  for (const work of works) await work.check()
  await expectAllDelivered(client, receiver)
}, 240_000)

const HEARD = [
  { object_type: 'lead', action: 'deleted' },
  { object_type: 'activity.lead_status_change', action: 'deleted' },
]

/** Something that somebody asks for again and again. */
type Work = {
  /** Asks for the next one where the last has ended. */
  keepOn(): Promise<void>
  /** Waits for the last one. */
  end(): Promise<void>
  /** Sees that each was done once and as a whole. */
  check(): Promise<void>
}

async function worksOf(client: Client): Promise<readonly Work[]> {
  const { organizationId } = client
  const [user] = await api
    .database()
    .run<{ id: string }>(sql`select user_id as id from memberships where organization_id = ${organizationId}`)
  await fill(api.database(), organizationId, user?.id ?? '', LEADS)
  const { id: doomed } = (await client.post('/status/lead/', { label: 'Doomed' })).body
  const { id: reached } = (await client.post('/status/lead/', { label: 'Reached' })).body
  await api.database().run(
    sql`update leads set status_id = ${doomed} where organization_id = ${organizationId}
      and id in (select id from leads where organization_id = ${organizationId} order by id limit ${DOOMED})`,
  )
  await rebuildSearchDocuments(api.database())
  return [editing(client, String(reached)), deleting(client), exporting(client)]
}

/** Gives many leads a status and takes it back, in turn. */
function editing(client: Client, statusId: string): Work {
  const asked: Asked[] = []
  const wish = { query: 'not status:Doomed', type: 'set_lead_status', lead_status_id: statusId }
  return working(client, asked, {
    async ask() {
      const before = asked.at(-1)
      if (before?.path.startsWith('/bulk_action/edit/')) return bulkAsked(await client.post(`${before.path}undo/`))
      return bulkAsked(await client.post('/bulk_action/edit/', wish))
    },
    async check({ path, id }) {
      const count = LEADS - DOOMED
      expect((await client.get(path)).body).toMatchObject(wholeOf(count))
      const marks = path.includes('/undo/') ? 'deleted' : 'created'
      expect(await changesBy(client, id)).toEqual([
        { object_type: 'activity.lead_status_change', action: marks, events: count, objects: count },
        { object_type: 'lead', action: 'updated', events: count, objects: count },
      ])
    },
  })
}

/** Deletes some of the leads that are left for that. */
function deleting(client: Client): Work {
  const wish = { query: 'status:Doomed', results_limit: DOOMED_AT_ONCE }
  return working(client, [], {
    ask: async () => bulkAsked(await client.post('/bulk_action/delete/', wish)),
    async check({ path, id }, i) {
      const count = Math.max(0, Math.min(DOOMED_AT_ONCE, DOOMED - i * DOOMED_AT_ONCE))
      expect((await client.get(path)).body).toMatchObject(wholeOf(count))
      const leads = (await changesBy(client, id)).filter((one) => one.object_type === 'lead')
      const told = { object_type: 'lead', action: 'deleted', events: count, objects: count }
      expect(leads).toEqual(count === 0 ? [] : [told])
    },
  })
}

function exporting(client: Client): Work {
  return working(client, [], {
    async ask() {
      const { id } = (await client.post('/export/lead/', { format: 'json' })).body
      return { id: String(id), path: `/export/${id}/` }
    },
    async check({ path }) {
      const { body } = await client.get(path)
      expect(body).toMatchObject({ status: 'done', error: null, n_docs_processed: body.n_docs })
      const ids = (await fileRows(api, body)).map(({ id }) => id)
      expect(ids).toHaveLength(Number(body.n_docs))
      expect(new Set(ids).size).toBe(ids.length)
    },
  })
}

type Asked = { readonly id: string; readonly path: string }

function working(
  client: Client,
  asked: Asked[],
  { ask, check }: { ask: () => Promise<Asked>; check: (one: Asked, i: number) => Promise<void> },
): Work {
  const isOver = async () => {
    const last = asked.at(-1)
    return last === undefined || ENDS.includes(String((await client.get(last.path)).body.status))
  }
  return {
    async keepOn() {
      if (await isOver()) asked.push(await ask())
    },
    end: () => until(isOver, 60_000),
    async check() {
      expect(asked.length).toBeGreaterThan(0)
      for (const [i, one] of asked.entries()) await check(one, i)
    },
  }
}

const ENDS = ['done', 'error', 'canceled', 'paused']

function bulkAsked({ body, text }: { body: Json; text: string }): Asked {
  const [, kind = ''] = /^bulk([a-z]+)_/.exec(String(body.id)) ?? []
  if (kind === '') throw new Error(text)
  return { id: String(body.id), path: `/bulk_action/${kind}/${body.id}/` }
}

const wholeOf = (count: number) => ({
  status: 'done',
  n_objects: count,
  n_objects_processed: count,
  n_errors: 0,
  error: null,
})

/** What the log says a bulk action did, and to how many objects. */
const changesBy = ({ organizationId }: Client, id: string) =>
  api.database().run<{ object_type: string; action: string; events: number; objects: number }>(
    sql`select object_type, action, count(*)::int as events, count(distinct object_id)::int as objects from events
      where organization_id = ${organizationId} and meta->>'bulk_action_id' = ${id} and object_type not like 'bulk_action.%'
      group by 1, 2 order by 1, 2`,
  )

/** All that somebody was told of who listens: the same events as in the log, each at least once and as it is there. */
async function expectAllDelivered({ organizationId }: Client, receiver: Receiver): Promise<void> {
  const log = await api.database().run<{ id: string; object_id: string; action: string }>(
    sql`select id, object_id, action from events where organization_id = ${organizationId}
      and (object_type = 'lead' and action = 'deleted'
        or object_type = 'activity.lead_status_change' and action = 'deleted') order by id`,
  )
  let got = await receiver.got('/')
  const told = () => new Map(got.map(({ body: { event } }) => [event.id, event]))
  const isAllTold = async () => {
    got = await receiver.got('/')
    return told().size >= log.length
  }
  // What is missing then is said below.
  await until(isAllTold, 60_000).catch(() => undefined)
  expect(got.every(({ valid }) => valid)).toBe(true)
  const events = told()
  expect([...events.keys()].toSorted()).toEqual(log.map(({ id }) => id))
  for (const { id, ...what } of log) expect(events.get(id)).toMatchObject(what)
}

/** What somebody is in the middle of. */
async function underWay(): Promise<readonly string[]> {
  const jobs = await api
    .database()
    .run<{ kind: string }>(
      sql`select lower(coalesce(substr(data->'payload'->>'noun', 5), name)) as kind from pgboss.job where state = 'active'`,
    )
  const [pending] = await api.database().run(sql`select 1 from webhook_pending limit 1`)
  return [...jobs.map(({ kind }) => kind), ...(pending === undefined ? [] : ['delivery'])]
}

/** How much is done so far. */
async function progress(): Promise<number> {
  const [row] = await api.database().run<{ done: number }>(
    sql`select ((select coalesce(sum(objects_done), 0) from bulk_actions) + (select count(*) from exports where status = 'done')
      + (select count(*) from bulk_actions where status = 'done'))::int as done`,
  )
  return row?.done ?? 0
}

/**
 * As if it were half a minute later: those that died are missed, and what they did is to be done by others. That a job may
 * be tried only so often is another story.
 */
async function timePasses(): Promise<void> {
  await api.database().run(
    sql`update pgboss.job set state = 'retry', start_after = now(), heartbeat_on = null, retry_count = retry_count + 1,
      retry_limit = retry_limit + 1 where state = 'active'`,
  )
  await api.database().run(sql`update webhook_queues set kept_until = now() - interval '1 second'`)
}

const aWorker = () => aWorkerProcess(api.database(), 'everything.fixture.ts', { folder: api.files() })

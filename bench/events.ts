// npm run bench:events [-- --seconds 120 --writers 20]: many write while three webhooks are delivered to and three streams
// are followed; in the end each has heard exactly its part of the log, those of an object in order, or this fails.
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import sql from 'sql-template-tag'
import { aMember } from '../test/support/organization.ts'
import { type Logged, percentile, problemsWith, waitsOf } from './eventCheck.ts'
import type { Heard, Listening } from './eventEars.ts'
import { type BenchStore, HEADERS, openOrganization, residentMb, settingsOf } from './organization.ts'
import { AJAR, serve, stop } from './serve.ts'

const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '120' }, writers: { type: 'string', default: '20' } },
})
const SECONDS = Number(options.seconds)
const WRITERS = Number(options.writers)
const LEADS = 200
const PEOPLE = 5
const PATIENCE_MS = 300_000

type Wanted = { readonly objectType?: string; readonly actions?: readonly string[] }
const HOOKS: Readonly<Record<string, readonly Required<Wanted>[]>> = {
  '/leads': [{ objectType: 'lead', actions: ['created', 'updated', 'deleted'] }],
  '/new': [
    { objectType: 'lead', actions: ['created'] },
    { objectType: 'activity.note', actions: ['created'] },
  ],
  '/all': [
    { objectType: 'lead', actions: ['created', 'updated'] },
    { objectType: 'activity.created', actions: ['created'] },
    { objectType: 'activity.note', actions: ['created', 'updated'] },
  ],
}
const STREAMS: Readonly<Record<string, Wanted>> = {
  all: {},
  leads: { objectType: 'lead' },
  notes: { objectType: 'activity.note', actions: ['created'] },
}

const store = await openOrganization({ fill: async () => undefined })
try {
  const server = await serve(AJAR, {
    ...settingsOf(store.folder),
    AJAR_WEBHOOK_ALLOW_PRIVATE: 'on',
    AJAR_SLOW_QUERY_MS: '60000',
  })
  const ears = await serve(['bench/eventEars.ts'], {})
  try {
    process.exitCode = (await measure(store, server, ears.url)) ? 0 : 1
  } finally {
    await Promise.all([ears, server].map(({ child }) => stop(child)))
  }
} finally {
  await store.close()
}

async function measure(
  { database, organizationId }: BenchStore,
  server: Awaited<ReturnType<typeof serve>>,
  ears: string,
): Promise<boolean> {
  const pid = server.child.pid ?? 0
  const api = `${server.url}/api/v1`
  const ask = async (method: string, path: string, body?: object, headers: Record<string, string> = HEADERS) => {
    const answer = await fetch(`${api}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as Record<string, string> & { counters: { queued: number } }
  }
  const people = await Promise.all(
    Array.from({ length: PEOPLE }, async () => {
      const { apiKey } = await aMember(database, { organizationId, apiKey: '' }, 'admin')
      return { ...HEADERS, authorization: `Basic ${Buffer.from(`${apiKey}:`).toString('base64')}` }
    }),
  )
  const leads = await Promise.all(
    Array.from({ length: LEADS }, async (_, i) => (await ask('POST', '/lead/', { name: `${i}` })).id),
  )
  const hooks = await listen(ask, ears, api)
  const before = new Set((await logOf(database, organizationId)).map(({ id }) => id))
  const baseMb = await residentMb(pid)

  const end = performance.now() + SECONDS * 1000
  const waits: number[] = []
  let mostMb = baseMb
  const watch = setInterval(() => {
    void residentMb(pid).then((mb) => {
      mostMb = Math.max(mostMb, mb)
    })
  }, 500)
  const load = loadavg()[0]
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      const headers = people[writer % PEOPLE] as Record<string, string>
      for (let i = 0; performance.now() < end; i++) {
        const began = performance.now()
        const lead = leads[Math.floor(Math.random() * LEADS)]
        if (i % 10 < 3) await ask('POST', '/lead/', { name: `${writer}.${i}` }, headers)
        else if (i % 10 < 5) await ask('POST', '/activity/note/', { lead_id: lead, note: `${writer}.${i}` }, headers)
        else await ask('PUT', `/lead/${lead}/`, { name: `${writer}.${i}` }, headers)
        waits.push(performance.now() - began)
      }
    }),
  )
  const stopped = performance.now()
  const backlog = await Promise.all(
    Object.values(hooks).map(async (id) => (await ask('GET', `/webhook/${id}/`)).counters.queued),
  )
  const log = (await logOf(database, organizationId)).filter(({ id }) => !before.has(id))
  const whole = await heardBy(ears, log)
  // A webhook also gets what came just before it, while somebody who had begun earlier was still writing.
  const report = Object.fromEntries(
    Object.entries(whole).map(([name, heard]) => [name, heard.filter(({ id }) => !before.has(id))]),
  )
  const drained = (performance.now() - stopped) / 1000
  clearInterval(watch)

  waits.sort((a, b) => a - b)
  console.log(
    `${SECONDS} s, ${WRITERS} writers; the machine had a load of ${load?.toFixed(1)} before and ${loadavg()[0]?.toFixed(1)} after\n` +
      `writes: ${waits.length}, ${Math.round(waits.length / SECONDS)} a second, p50 ${percentile(waits, 50).toFixed(0)} ms, ` +
      `p99 ${percentile(waits, 99).toFixed(0)} ms\n` +
      `log: ${log.length} events, ${Math.round(log.length / SECONDS)} a second\n` +
      `memory of the server: ${baseMb} MB before, ${mostMb} MB at most, ${await residentMb(pid)} MB after\n` +
      `backlog of the webhooks at the end: ${backlog.join(', ')}; empty ${drained.toFixed(1)} s later`,
  )
  const results = [
    ...Object.keys(HOOKS).map((name) => resultOf(name, report[name] ?? [], log, false)),
    ...Object.keys(STREAMS).map((name) => resultOf(name, report[name] ?? [], log, true)),
  ]
  return results.every(Boolean)
}

type Ask = (method: string, path: string, body?: object) => Promise<Record<string, string>>

/** Subscribes the ears to the webhooks and lets them follow the streams; gives the webhooks' ids by path. */
async function listen(ask: Ask, ears: string, api: string): Promise<Record<string, string>> {
  const ids: Record<string, string> = {}
  const keys: Record<string, string> = {}
  for (const [path, wanted] of Object.entries(HOOKS)) {
    const events = wanted.flatMap(({ objectType, actions }) =>
      actions.map((action) => ({ object_type: objectType, action })),
    )
    const { id = '', signature_key = '' } = await ask('POST', '/webhook/', { url: `${ears}${path}`, events })
    ids[path] = id
    keys[path] = signature_key
  }
  const streams = Object.fromEntries(
    Object.entries(STREAMS).map(([name, { objectType, actions }]) => {
      const query = new URLSearchParams({
        ...(objectType && { object_type: objectType }),
        ...(actions && { action: String(actions) }),
      })
      return [name, `${api}/event/stream/?${String(query)}`]
    }),
  )
  const listening: Listening = { keys, streams, authorization: HEADERS.authorization }
  await fetch(`${ears}/_listen`, { method: 'POST', body: JSON.stringify(listening) })
  return ids
}

/** The log as it is in the end, in its order. */
function logOf(database: BenchStore['database'], organizationId: string): Promise<Logged[]> {
  return database.run<Logged>(
    sql`select id, to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as version, object_id as "objectId",
        object_type as "objectType", action
      from events where organization_id = ${organizationId} order by transaction_id, id`,
  )
}

function partOf(name: string, log: readonly Logged[]): Logged[] {
  return log.filter((one) => (HOOKS[name] ?? [STREAMS[name] ?? {}]).some((wanted) => isWanted(one, wanted)))
}

function isWanted({ objectType, action }: Logged, wanted: Wanted): boolean {
  return (wanted.objectType ?? objectType) === objectType && (wanted.actions?.includes(action) ?? true)
}

/** What was heard, as soon as nothing is missing any more. */
async function heardBy(ears: string, log: readonly Logged[]): Promise<Record<string, Heard[]>> {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    const report = (await (await fetch(`${ears}/_report`)).json()) as Record<string, Heard[]>
    const isWhole = [...Object.keys(HOOKS), ...Object.keys(STREAMS)].every((name) => {
      const latest = new Map((report[name] ?? []).map(({ id, version }) => [id, version]))
      return partOf(name, log).every(({ id, version }) => latest.get(id) === version)
    })
    if (isWhole || performance.now() > end) return report
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
}

function resultOf(name: string, heard: readonly Heard[], log: readonly Logged[], isStream: boolean): boolean {
  const wanted = partOf(name, log)
  const problems = problemsWith(heard, wanted, isStream)
  const times = (what: string, isOne: (one: Heard) => boolean) => {
    const sorted = waitsOf(heard, isOne)
    return sorted.length === 0 ? '' : `, ${what}: p50 ${percentile(sorted, 50)} ms, p99 ${percentile(sorted, 99)} ms`
  }
  console.log(
    `${isStream ? 'stream' : 'webhook'} ${name}: ${wanted.length} events, told ${heard.length} times` +
      times('created', ({ action }) => action === 'created') +
      times('updated', ({ action }) => action === 'updated') +
      `; ${problems.length === 0 ? 'exactly its part of the log, in order' : `WRONG: ${problems.join('; ')}`}`,
  )
  return problems.length === 0
}

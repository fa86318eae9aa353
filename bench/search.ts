// npm run bench:search [-- --leads 1000000 --seconds 3 --only phrase,phone --keep DIR]: how fast questions are answered.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import sql from 'sql-template-tag'
import { buildServer } from '../src/server.ts'
import { openFiles } from '../src/store/files/fileStore.ts'
import { inProcess } from './load.ts'
import { HEADERS, settingsOf } from './organization.ts'
import { recording, slowest } from './searchPlan.ts'
import { type Asked, type Question, questionsOn } from './searchQueries.ts'
import { openBenchStore } from './searchStore.ts'
import { AJAR, serve } from './serve.ts'

const { values: options } = parseArgs({
  options: {
    leads: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '3' },
    /** Only questions that have one of these in their name. */
    only: { type: 'string', default: '' },
    /** A folder for the data, which is made once and stays. */
    keep: { type: 'string' },
    /** The plan of the slowest statement of each. */
    plan: { type: 'boolean', default: false },
  },
})
// Nobody waits longer for a list.
const PATIENCE_MS = 30_000
const COLUMNS = [48, 10, 10, 8, 8, 10]

type Answer = { readonly rows: number; readonly total: number | undefined; readonly cursor: string | undefined }

const store = await openBenchStore(options.keep, Number(options.leads))
let server: ChildProcess | undefined
try {
  const ajar = await serve(AJAR, {
    ...settingsOf(store.folder),
    // What is slow is said below.
    AJAR_SLOW_QUERY_MS: '3600000',
  })
  server = ajar.child
  const watched = recording(store.database)
  const app = await buildServer({
    database: watched.database,
    files: await openFiles(store.folder),
    url: 'http://127.0.0.1:3000',
    logLevel: 'silent',
  })

  const questions = await questionsOn(store.database, await viewOfAStatus(ajar.url))
  print('', 'p50 ms', 'p99 ms', 'goal', 'rows', 'total', 'worst step of the plan')
  for (const question of questions) {
    if (!options.only.split(',').some((word) => question.name.includes(word))) continue
    print(question.name, ...(await measured(ajar.url, question)))
  }
  // Of this machine alone, one question at a time makes it 1 to 3.
  console.log(`load average of the last 15 minutes: ${loadavg()[2]?.toFixed(1)}`)

  async function measured(url: string, question: Question): Promise<string[]> {
    try {
      const requests = question.depth === undefined ? question.requests : await atDepth(url, question)
      const answers = await firstAnswers(url, requests)
      const asked = (n: number) => requests[n % answers.length] as Asked
      const { p50, p99 } = await inProcess(Number(options.seconds), (n) => ask(url, asked(n)), 1)
      const goal = question.budgetMs === undefined ? '' : `${p99 < question.budgetMs ? '' : '! '}${question.budgetMs}`
      const [most] = answers.sort((one, other) => (other.total ?? 0) - (one.total ?? 0))
      const { worst, plan } = await explained(asked(0))
      if (options.plan) console.log(plan)
      return [p50.toFixed(1), p99.toFixed(1), goal, String(most?.rows), String(most?.total ?? ''), worst]
    } catch (error) {
      await giveUp()
      return [`not answered: ${(error as Error).message}`]
    }
  }

  async function explained({ method, path, body }: Asked): Promise<{ worst: string; plan: string }> {
    watched.taken()
    await app.inject({ method, url: path, headers: HEADERS, ...(body === undefined ? {} : { payload: body }) })
    return slowest(store.database, watched.taken())
  }

  /** Ends what still runs for a question that took too long. */
  async function giveUp(): Promise<void> {
    await store.database.run(sql`select pg_cancel_backend(pid) from pg_stat_activity
      where state = 'active' and pid <> pg_backend_pid() and application_name = 'ajar' and query like '%leads%'`)
  }
} finally {
  server?.kill()
  if (server !== undefined) await once(server, 'exit')
  await store.close()
}

/** Each request once, or as many as there is time for. */
async function firstAnswers(url: string, requests: readonly Asked[]): Promise<Answer[]> {
  const answers: Answer[] = []
  const until = performance.now() + Number(options.seconds) * 1000
  for (const request of requests) {
    answers.push(await ask(url, request))
    if (performance.now() > until) break
  }
  return answers
}

async function ask(url: string, { method, path, body }: Asked): Promise<Answer> {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const response = await fetch(url + path, {
    method,
    headers: HEADERS,
    signal,
    ...(body === undefined ? {} : { body }),
  })
  const answer = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${answer.slice(0, 200)}`)
  const { data, total_results, count, cursor } = JSON.parse(answer)
  return { rows: data.length, total: total_results ?? count?.total, cursor: cursor ?? undefined }
}

/** The same question, to go on after so many: whoever wants to be there has to read what comes before. */
async function atDepth(url: string, { requests, depth = 0 }: Question): Promise<readonly Asked[]> {
  const [first] = requests
  if (first?.body === undefined) throw new Error('nothing to go on with')
  let request = first
  for (let read = 0; read < depth; ) {
    const { rows, cursor } = await ask(url, request)
    if (cursor === undefined) break
    read += rows
    request = { ...first, body: JSON.stringify({ ...JSON.parse(first.body), cursor }) }
  }
  return [request]
}

/** The id of a view of the leads of one status, which is made once. */
async function viewOfAStatus(url: string): Promise<string> {
  const send = async (init: RequestInit) => {
    const response = await fetch(`${url}/api/v1/saved_search/`, { ...init, headers: HEADERS })
    if (!response.ok) throw new Error(`a view: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const { data } = (await send({})) as { data: readonly { id: string }[] }
  const [view] = data
  if (view !== undefined) return view.id
  const made = await send({ method: 'POST', body: JSON.stringify({ name: 'Customers', query: 'status:Customer' }) })
  return (made as { id: string }).id
}

function print(...cells: string[]): void {
  const [name = '', ...rest] = cells
  console.log(
    name.padEnd(COLUMNS[0] ?? 0) +
      rest.map((cell, i) => `${i < 5 ? cell.padStart(COLUMNS[i + 1] ?? 0) : `  ${cell}`}`).join(''),
  )
}

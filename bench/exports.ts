// npm run bench:exports [-- --leads 100000 --format csv,json,xlsx --keep folder]: how fast leads are written to a file, with
// how much memory, and how long others wait meanwhile.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sql, { raw } from 'sql-template-tag'
import { setUp } from '../src/actions/setup.ts'
import { openStore } from '../src/cli/openStore.ts'
import { idSource } from '../src/domain/id.ts'
import { migrate } from '../src/store/migrate.ts'
import { fill } from './dataset.ts'
import { serve } from './serve.ts'

const { values: options } = parseArgs({
  options: {
    leads: { type: 'string', default: '100000' },
    format: { type: 'string', default: 'csv,json,xlsx' },
    /** Where the data stays for another run. */
    keep: { type: 'string' },
  },
})
const API_KEY = 'bench_key_0123456789'
const WISH = {
  email: 'bench@ajar.example',
  password: undefined,
  apiKey: API_KEY,
  organization: 'Bench',
  timezone: 'UTC',
  country: 'US',
  currency: 'USD',
}
const headers = {
  authorization: `Basic ${Buffer.from(`${API_KEY}:`).toString('base64')}`,
  'content-type': 'application/json',
}
type Asked = { readonly id: string; readonly status: string; readonly n_docs: number | null }

const folder = options.keep ?? (await mkdtemp(join(tmpdir(), 'ajar-bench-')))
await mkdir(folder, { recursive: true })
const isThere = existsSync(join(folder, 'postgres'))
const store = await openStore({ data: folder, databaseUrl: undefined })
try {
  await migrate(store.database)
  if (!isThere) await fillIt()
  const { child, url } = await serve(['src/main.ts'], {
    AJAR_DATA: folder,
    PORT: '0',
    AJAR_URL: 'http://127.0.0.1:3000',
    AJAR_SLOW_QUERY_MS: '60000',
  })
  try {
    for (const format of options.format.split(',')) await measure(url, child.pid ?? 0, format)
  } finally {
    child.kill()
  }
} finally {
  await store.close()
  if (options.keep === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

async function fillIt(): Promise<void> {
  const first = await setUp(store.database, idSource(), WISH, new Date().toISOString())
  const [user] = await store.database.run<{ id: string }>(sql`select id from users`)
  await fill(store.database, first?.organizationId ?? '', user?.id ?? '', Number(options.leads))
  await store.database.run(raw('vacuum analyze'))
}

async function measure(url: string, pid: number, format: string): Promise<void> {
  const ask = async (method: string, path: string, body?: object): Promise<Asked> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return (await answer.json()) as Asked
  }
  const before = await residentOf(pid)
  const began = performance.now()
  const { id } = await ask('POST', '/export/lead/', { format, type: 'leads', send_done_email: false })
  let most = before
  let slowest = 0
  for (;;) {
    const asked = performance.now()
    const { status, n_docs } = await ask('GET', `/export/${id}/`)
    slowest = Math.max(slowest, performance.now() - asked)
    most = Math.max(most, await residentOf(pid))
    if (status === 'done' || status === 'error') {
      const seconds = (performance.now() - began) / 1000
      const [{ size } = { size: 0 }] = await store.database.run<{ size: number }>(
        sql`select size from exports where id = ${id}`,
      )
      console.log(
        `${format}: ${status} ${n_docs} leads in ${seconds.toFixed(1)} s, ${Math.round((n_docs ?? 0) / seconds)} a second; ` +
          `${Math.round(size / 1024 / 1024)} MB; ${before} MB resident before, ${most} MB at most; ` +
          `others waited ${Math.round(slowest)} ms at most`,
      )
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function residentOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024)
}

// node bench/bulk.ts [--leads 100000]: how fast the status of many leads is set, and with how much memory.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sql from 'sql-template-tag'
import { setUp } from '../src/actions/setup.ts'
import { openStore } from '../src/cli/openStore.ts'
import { idSource } from '../src/domain/id.ts'
import { migrate } from '../src/store/migrate.ts'
import { fill } from './dataset.ts'
import { serve } from './serve.ts'

const { values: options } = parseArgs({ options: { leads: { type: 'string', default: '100000' } } })
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

const folder = await mkdtemp(join(tmpdir(), 'ajar-bench-'))
const store = await openStore({ data: folder, databaseUrl: undefined })
try {
  await migrate(store.database)
  const first = await setUp(store.database, idSource(), WISH, new Date().toISOString())
  const [user] = await store.database.run<{ id: string }>(sql`select id from users`)
  await fill(store.database, first?.organizationId ?? '', user?.id ?? '', Number(options.leads))
  const { child, url } = await serve(['src/main.ts'], {
    AJAR_DATA: folder,
    PORT: '0',
    AJAR_URL: 'http://127.0.0.1:3000',
  })
  try {
    await measure(url, child.pid ?? 0)
  } finally {
    child.kill()
  }
} finally {
  await store.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

type Shown = { id: string; status: string; n_objects_processed: number; n_errors: number }

async function measure(url: string, pid: number): Promise<void> {
  const headers = {
    authorization: `Basic ${Buffer.from(`${API_KEY}:`).toString('base64')}`,
    'content-type': 'application/json',
  }
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return (await answer.json()) as Shown
  }
  const { id: lead_status_id } = await ask('POST', '/status/lead/', { label: 'Measured' })
  const began = performance.now()
  const edit = await ask('POST', '/bulk_action/edit/', { query: '*', type: 'set_lead_status', lead_status_id })
  let begun = 0
  let most = 0
  for (;;) {
    const { status, n_objects_processed, n_errors } = await ask('GET', `/bulk_action/edit/${edit.id}/`)
    if (status === 'processing' && begun === 0) begun = performance.now()
    most = Math.max(most, await residentOf(pid))
    if (status === 'done' || status === 'error') {
      const seconds = (performance.now() - began) / 1000
      const working = (performance.now() - begun) / 1000
      console.log(
        `${status}: ${n_objects_processed} leads, ${n_errors} errors, in ${seconds.toFixed(1)} s; ` +
          `${Math.round(n_objects_processed / working)} a second once they were settled; ${most} MB resident at most`,
      )
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function residentOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024)
}

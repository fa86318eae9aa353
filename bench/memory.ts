// npm run bench:memory: what Ajar, started as `npm start` does, and its PostgreSQL take with the demo data. Linux only.
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { API_KEY, HEADERS, residentMb, settingsOf } from './organization.ts'
import { AJAR, serve } from './serve.ts'

const REQUESTS = 200
const SETTLED_MS = 5000

const folder = await mkdtemp(join(tmpdir(), 'ajar-bench-'))
try {
  await measure('the start that loads the demo data', ['--demo'], 0)
  await measure('a start with the demo data', [], REQUESTS)
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

async function measure(what: string, args: readonly string[], requests: number): Promise<void> {
  const { child, url } = await serve([...AJAR, ...args], { ...settingsOf(folder), AJAR_SETUP_API_KEY: API_KEY })
  await setTimeout(SETTLED_MS)
  await tell(`after ${what}`, child.pid ?? 0)
  for (let n = 0; n < requests; n++) {
    const answer = await fetch(`${url}/api/v1/${n % 2 === 0 ? 'lead' : 'event'}/?_limit=50`, { headers: HEADERS })
    await answer.text()
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
  }
  if (requests > 0) await tell(`after ${requests} requests for 50 leads or events`, child.pid ?? 0)
  child.kill()
  await once(child, 'exit')
}

/** Memory that several processes of PostgreSQL share is counted once. */
async function tell(when: string, pid: number): Promise<void> {
  const [postmaster = ''] = (await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')
  const children = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8')
  const parts = await Promise.all([postmaster, ...children.trim().split(' ')].map(proportionalMb))
  const [server, postgres] = [await residentMb(pid), Math.round(parts.reduce((sum, mb) => sum + mb, 0))]
  console.log(
    `${when}: ${server + postgres} MB, ${server} for Node and ${postgres} for PostgreSQL (${parts.length} processes)`,
  )
}

async function proportionalMb(pid: string): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024
}

import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sql, { raw } from 'sql-template-tag'
import { type Plan, setUp } from '../src/actions/people/setup.ts'
import { openStore } from '../src/cli/openStore.ts'
import { idSource } from '../src/domain/id.ts'
import type { Database } from '../src/store/database/database.ts'
import { migrate } from '../src/store/database/migrate.ts'

export const API_KEY = 'bench_key_0123456789'

/** How callers say who they are. */
export const HEADERS = {
  authorization: `Basic ${Buffer.from(`${API_KEY}:`).toString('base64')}`,
  'content-type': 'application/json',
}

/** A store that is open, with the one organization that is measured. */
export type BenchStore = {
  readonly folder: string
  readonly database: Database
  readonly organizationId: string
  readonly userId: string
  /** Also removes the folder, unless that was to be kept. */
  close(): Promise<void>
}

type Wanted = {
  /** A folder for the data, which is made once and stays; without one it is made for this run alone. */
  readonly keep?: string | undefined
  readonly plan?: Plan
  /** Puts in what is measured; not asked where the data are there already. */
  readonly fill: (store: Omit<BenchStore, 'close'>) => Promise<void>
}

/** Opens the data in a folder; makes them first where there are none. */
export async function openOrganization({ keep, plan, fill }: Wanted): Promise<BenchStore> {
  if (keep !== undefined) await mkdir(keep, { recursive: true })
  const folder = keep ?? (await mkdtemp(join(tmpdir(), 'ajar-bench-')))
  const isThere = existsSync(join(folder, 'postgres'))
  const opened = await openStore({ data: folder, databaseUrl: undefined })
  const { database } = opened
  const close = async () => {
    await opened.close()
    if (keep === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await migrate(database)
    if (!isThere) await setUp(database, idSource(), { ...WISH, ...(plan && { plan }) }, new Date().toISOString())
    const [organizationId = '', userId = ''] = [await first(database, 'organizations'), await first(database, 'users')]
    const store = { folder, database, organizationId, userId }
    if (!isThere) await fill(store)
    return { ...store, close }
  } catch (error) {
    await close()
    throw error
  }
}

const WISH = {
  email: 'bench@ajar.example',
  password: undefined,
  apiKey: API_KEY,
  organization: 'Bench',
  timezone: 'UTC',
  country: 'US',
  currency: 'USD',
}

const first = async (database: Database, table: string) =>
  (await database.run<{ id: string }>(sql`select id from ${raw(table)} order by id limit 1`))[0]?.id

/** How a server serves the data of a folder, beside what is measured. */
export const settingsOf = (folder: string) => ({ AJAR_DATA: folder, PORT: '0', AJAR_URL: 'http://127.0.0.1:3000' })

/** The memory of a process, in megabytes. Linux only. */
export async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024)
}

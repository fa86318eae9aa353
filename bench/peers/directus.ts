// The same data and questions in Directus, which has to be installed elsewhere (npm install directus, Node 20 or 22):
//   node bench/peers/directus.ts --directus DIR --node NODE --keep DIR [--seconds 3]
// DIR of --keep is that of bench:search. Directus gets a database of its own in the same PostgreSQL, with plain columns,
// foreign keys and an index on everything that is asked about.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { raw } from 'sql-template-tag'
import { openDatabase } from '../../src/store/database/database.ts'
import { startEmbedded } from '../../src/store/embedded/embedded.ts'
import { inProcess } from '../load.ts'
import { INDEXES, questions, TABLES } from './directusData.ts'

const { values: options } = parseArgs({
  options: {
    directus: { type: 'string' },
    node: { type: 'string', default: process.execPath },
    keep: { type: 'string' },
    seconds: { type: 'string', default: '3' },
  },
})
const { directus, keep } = options
if (directus === undefined || keep === undefined) throw new Error('Say where Directus and the data are.')
const PORT = '8056'
const URL = `http://127.0.0.1:${PORT}`
const ADMIN = { email: 'bench@ajar.example.com', password: 'bench-password-0123' }
const NAME = 'directus'
const PATIENCE_MS = 60_000

const server = await startEmbedded({ folder: keep, durable: true })
const ours = openDatabase(server.connection)
const theirs = openDatabase({ ...server.connection, database: NAME })
let child: ChildProcess | undefined
try {
  const [there] = await ours.run(raw(`select 1 from pg_database where datname = '${NAME}'`))
  if (there === undefined) {
    await ours.run(raw(`create database ${NAME}`))
    await copy()
    run('bootstrap')
  }
  child = spawn(options.node, [cli(), 'start'], { env: environment(), stdio: ['ignore', 'ignore', 'inherit'] })
  const headers = { authorization: `Bearer ${await login()}`, 'content-type': 'application/json' }
  if (there === undefined) await relate(headers)
  for (const { name, path } of questions) {
    const ask = async () => {
      const response = await fetch(URL + path, { headers, signal: AbortSignal.timeout(PATIENCE_MS) })
      const text = await response.text()
      if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 200)}`)
      return JSON.parse(text) as { data: readonly unknown[]; meta?: { filter_count?: number } }
    }
    try {
      const { data, meta } = await ask()
      const { p50, p99 } = await inProcess(Number(options.seconds), ask, 1)
      console.log(
        `${name.padEnd(48)} ${p50.toFixed(1).padStart(9)} ${p99.toFixed(1).padStart(9)} ${String(data.length).padStart(6)} ${String(meta?.filter_count ?? '').padStart(9)}`,
      )
    } catch (error) {
      console.log(`${name.padEnd(48)} not answered: ${(error as Error).message}`)
    }
  }
} finally {
  child?.kill()
  if (child?.exitCode === null) await once(child, 'exit')
  await theirs.close()
  await ours.close()
  await server.stop()
}

/** Copies what is asked about out of Ajar's tables. */
async function copy(): Promise<void> {
  const { host, port, user, database } = server.connection
  await theirs.run(raw('create extension postgres_fdw'))
  await theirs.run(raw('create extension if not exists pg_trgm'))
  await theirs.run(
    raw(
      `create server ajar foreign data wrapper postgres_fdw options (host '${host}', port '${port}', dbname '${database}', fetch_size '20000')`,
    ),
  )
  await theirs.run(
    raw(`create user mapping for ${user} server ajar options (user '${user}', password_required 'false')`),
  )
  await theirs.run(raw('create schema source'))
  await theirs.run(
    raw(
      'import foreign schema public limit to (leads, contacts, opportunities, activities, lead_statuses, opportunity_statuses, custom_fields) from server ajar into source',
    ),
  )
  for (const [name, { columns, from }] of Object.entries(TABLES)) {
    const began = performance.now()
    await theirs.run(raw(`create table ${name} (${columns})`))
    await theirs.run(raw(`insert into ${name} ${from}`))
    console.log(`${name}: ${((performance.now() - began) / 1000).toFixed(0)} s`)
  }
  for (const index of INDEXES) await theirs.run(raw(index))
  await theirs.run(raw('drop schema source cascade'))
  await theirs.run(raw('vacuum analyze'))
}

/** Tells Directus that a lead has what refers to it; foreign keys it finds by itself. */
async function relate(headers: Record<string, string>): Promise<void> {
  for (const many of ['contacts', 'opportunities', 'activities']) {
    const field = { field: many, type: 'alias', meta: { special: ['o2m'], interface: 'list-o2m' } }
    await send('POST', '/fields/leads', headers, field)
    const relation = { collection: many, field: 'lead_id', related_collection: 'leads' }
    await send('PATCH', `/relations/${many}/lead_id`, headers, { ...relation, meta: { one_field: many } })
  }
}

async function send(method: string, path: string, headers: Record<string, string>, body: object): Promise<unknown> {
  const response = await fetch(URL + path, { method, headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

async function login(): Promise<string> {
  for (let tries = 0; ; tries++) {
    try {
      const answer = await send('POST', '/auth/login', { 'content-type': 'application/json' }, ADMIN)
      return (answer as { data: { access_token: string } }).data.access_token
    } catch (error) {
      if (tries === 60) throw error
      await setTimeout(1000)
    }
  }
}

function run(command: string): void {
  execFileSync(options.node, [cli(), command], { env: environment(), stdio: ['ignore', 'ignore', 'inherit'] })
}

function cli(): string {
  return join(directus ?? '', 'node_modules/directus/cli.js')
}

function environment(): NodeJS.ProcessEnv {
  const { host, port, user } = server.connection
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PORT,
    HOST: '127.0.0.1',
    SECRET: 'bench',
    DB_CLIENT: 'pg',
    DB_HOST: host,
    DB_PORT: String(port),
    DB_DATABASE: NAME,
    DB_USER: user,
    DB_PASSWORD: 'none',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    ACCESS_TOKEN_TTL: '1d',
    TELEMETRY: 'false',
    CACHE_ENABLED: 'false',
    RATE_LIMITER_ENABLED: 'false',
    QUERY_LIMIT_DEFAULT: '50',
    EXTENSIONS_PATH: join(directus ?? '', 'extensions'),
    STORAGE_LOCAL_ROOT: join(directus ?? '', 'uploads'),
    LOG_LEVEL: 'warn',
  }
}

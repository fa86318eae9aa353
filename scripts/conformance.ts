// npm run conformance [-- --json]: how much of the Close API is there, and what is wrong with it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setUpDemo } from '../src/cli/demo.ts'
import { openStore } from '../src/cli/openStore.ts'
import { buildServer } from '../src/server.ts'
import { migrate } from '../src/store/database/migrate.ts'
import { openFiles } from '../src/store/files/fileStore.ts'
import { figureOf, reportOf } from '../test/conformance/report.ts'
import { conform } from '../test/conformance/run.ts'

const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
const API_KEY = 'conformance_key'
const BASE_URL = 'http://ajar.example'

const folder = await mkdtemp(join(tmpdir(), 'ajar-conformance-'))
const store = await openStore({ data: folder, databaseUrl: undefined }, { durable: false })
try {
  const { database } = store
  await migrate(database)
  await setUpDemo(database, { apiKey: API_KEY, password: undefined, url: BASE_URL })
  const files = await openFiles(join(folder, 'files'))
  const app = await buildServer({ database, files, url: BASE_URL, logLevel: 'error' })
  const results = await conform(app, API_KEY)
  await app.close()
  console.log(options.json ? JSON.stringify({ ...figureOf(results), results }, null, 2) : reportOf(results))
} finally {
  await store.close()
  await rm(folder, { recursive: true, force: true })
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setUp } from '../actions/people/setup.ts'
import { openOutside } from '../actions/webhooks/webhookRequest.ts'
import { closeResources, eventViews } from '../api/close/close.ts'
import { ConfigError, readHost, readPort } from '../config.ts'
import { systemClock } from '../domain/clock.ts'
import { idSource } from '../domain/id.ts'
import { JOB_KINDS } from '../domain/job.ts'
import { openLog } from '../log.ts'
import { buildServer } from '../server.ts'
import { migrate } from '../store/database/migrate.ts'
import { openFiles } from '../store/files/fileStore.ts'
import { openJobQueue } from '../store/jobs/jobQueue.ts'
import { chooseAddress, listen } from './address.ts'
import { readArguments } from './arguments.ts'
import { startDelivering } from './deliver.ts'
import { setUpDemo } from './demo.ts'
import { openStore } from './openStore.ts'
import { finish, stopSignal } from './stop.ts'

// Nothing in a sandbox is worth waiting for.
const GRACE_MS = 1_000

export type SandboxOptions = {
  readonly host: string
  readonly port: number
  readonly apiKey: string
  /** Without the demo data: an organization with nothing in it. */
  readonly empty: boolean
}

/** Reads the options of the sandbox; throws a sentence that names the first wrong one. */
export function readSandboxOptions(args: readonly string[]): SandboxOptions {
  const given = readArguments(args, {
    port: { type: 'string', default: '4010' },
    host: { type: 'string', default: '127.0.0.1' },
    'api-key': { type: 'string', default: 'sandbox_key' },
    empty: { type: 'boolean', default: false },
  })
  const apiKey = given['api-key']
  // A colon ends the user name of HTTP Basic.
  if (!/^[^\s:]{1,500}$/.test(apiKey))
    throw new ConfigError(`--api-key is '${apiKey}', but must have 1 to 500 characters, none of them a space or colon.`)
  return {
    host: readHost('--host', given.host),
    port: readPort('--port', given.port),
    apiKey,
    empty: given.empty,
  }
}

/** Serves a store that lasts as long as the process: for tests of programs that use the API, with a key they know. */
export async function sandbox(options: SandboxOptions): Promise<void> {
  const stop = stopSignal()
  const address = await chooseAddress({ ...options, url: undefined })
  const data = await mkdtemp(join(tmpdir(), 'ajar-sandbox-'))
  try {
    const store = await openStore({ data, databaseUrl: undefined }, { durable: false })
    try {
      await migrate(store.database)
      const ids = idSource()
      const { apiKey } = options
      if (options.empty) await setUp(store.database, ids, { ...OWNER, apiKey }, systemClock())
      else await setUpDemo(store.database, { apiKey, password: undefined, url: address.url })
      const files = await openFiles(join(data, 'files'))
      const { database } = store
      const { url } = address
      // Whoever tries a receiver runs it on the same machine.
      const outside = openOutside({ allowPrivate: true })
      const queue = openJobQueue(database, { kinds: JOB_KINDS })
      const means = { database, files, url, ids, queue, outside, eventViews: eventViews(closeResources(url)) }
      const app = await buildServer({ ...means, logLevel: 'warn' })
      const deliveries = startDelivering(means, WEBHOOKS, openLog('warn'))
      await listen(app, address)
      console.log(`The Ajar sandbox runs at ${address.here} with the API key ${apiKey}`)
      await stop
      await Promise.all([finish(app, GRACE_MS), deliveries.stop()])
    } finally {
      await store.close()
    }
  } finally {
    await rm(data, { recursive: true, force: true, maxRetries: 5 })
  }
}

// Nobody wants to wait in a sandbox.
const WEBHOOKS = { allowPrivate: true, keepDays: 30, dropHours: 72, delayMs: 0 }

const OWNER = {
  email: 'owner@ajar.local',
  password: undefined,
  organization: 'Sandbox',
  country: 'US',
  timezone: 'America/New_York',
  currency: 'USD',
}

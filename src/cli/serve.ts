import { type FirstLogin, setUp } from '../actions/people/setup.ts'
import { openOutside } from '../actions/webhooks/webhookRequest.ts'
import type { Config, SetupConfig } from '../config.ts'
import { systemClock } from '../domain/clock.ts'
import { idSource } from '../domain/id.ts'
import { openLog, slowQueries } from '../log.ts'
import { buildServer } from '../server.ts'
import { migrate } from '../store/database/migrate.ts'
import { type Address, chooseAddress, listen } from './address.ts'
import { setUpDemo } from './demo.ts'
import { giveBackMemory } from './memory.ts'
import { openStore } from './openStore.ts'
import { finish, stopSignal } from './stop.ts'
import { filesOf, queueOf, startWorking } from './work.ts'

// Kubernetes kills after 30 s, systemd after 90.
const GRACE_MS = 25_000

/** Opens the store, sets up what is missing, and serves until a signal says stop. */
export async function serve(config: Config, { demo }: { demo: boolean }): Promise<void> {
  const stop = stopSignal()
  const address = await chooseAddress(config)
  const log = openLog(config.logLevel)
  const store = await openStore(config, { watch: slowQueries(log, config.slowQueryMs) })
  try {
    await migrate(store.database)
    const ids = idSource()
    const first = demo
      ? await setUpDemo(store.database, { ...config.setup, url: address.url })
      : await setUp(store.database, ids, config.setup, systemClock())
    const { url } = address
    const files = await filesOf(config)
    const { database } = store
    const queue = queueOf(database, config, log)
    const { logLevel, metricsToken } = config
    const outside = openOutside(config.webhooks)
    const [app, working] = await Promise.all([
      buildServer({ database, files, url, logLevel, ids, queue, metricsToken, outside, trashDays: config.trashDays }),
      config.worker ? startWorking({ database, files, url, ids, queue, outside }, config, log) : undefined,
    ])
    giveBackMemory()
    await listen(app, address).catch((error: unknown) => {
      // The password and the key exist from now on, and nobody will be told again.
      if (first !== undefined) console.log(login(first, config.setup))
      throw error
    })
    console.log(greeting(address, first, { demo, setup: config.setup }))
    await stop
    await Promise.all([finish(app, GRACE_MS), working?.stop(), queue.stop(GRACE_MS)])
  } finally {
    await store.close()
  }
}

type Told = { readonly demo: boolean; readonly setup: SetupConfig }

function greeting({ here }: Address, first: FirstLogin | undefined, { demo, setup }: Told): string {
  const running = `Ajar runs at ${here}`
  if (first === undefined) return demo ? `This store is set up already: it is left as it is.\n${running}` : running
  return `${running}\n\n${login(first, setup)}\n\n${firstCall(here, first, { demo, setup })}`
}

// What was given is known already, and has no business in a log.
const login = (first: FirstLogin, given: SetupConfig) =>
  [
    'This is a new store. Note these down, they are not shown again:',
    `  e-mail    ${first.email}`,
    `  password  ${given.password === undefined ? first.password : 'the one in AJAR_SETUP_PASSWORD'}`,
    `  API key   ${given.apiKey === undefined ? first.apiKey : 'the one in AJAR_SETUP_API_KEY'}`,
  ].join('\n')

function firstCall(here: string, { apiKey }: FirstLogin, { demo, setup }: Told): string {
  const key = setup.apiKey === undefined ? apiKey : '"$AJAR_SETUP_API_KEY"'
  const curl = `  curl -u ${key}: ${here}/api/v1/lead/`
  if (demo) return `The demo data is in it. A first call:\n${curl}`
  return `A first call:\n${curl} -H 'Content-Type: application/json' -d '{"name": "My first lead"}'`
}

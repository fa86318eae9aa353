import { type FirstLogin, setUp } from '../actions/setup.ts'
import type { Config, SetupConfig } from '../config.ts'
import { systemClock } from '../domain/clock.ts'
import { idSource } from '../domain/id.ts'
import { buildServer } from '../server.ts'
import { openFiles } from '../store/fileStore.ts'
import { migrate } from '../store/migrate.ts'
import { openS3 } from '../store/s3FileStore.ts'
import { type Address, chooseAddress, listen } from './address.ts'
import { setUpDemo } from './demo.ts'
import { openStore } from './openStore.ts'
import { finish, stopSignal } from './stop.ts'

// Kubernetes kills after 30 s, systemd after 90.
const GRACE_MS = 25_000

/** Opens the store, sets up what is missing, and serves until a signal says stop. */
export async function serve(config: Config, { demo }: { demo: boolean }): Promise<void> {
  const stop = stopSignal()
  const address = await chooseAddress(config)
  const store = await openStore(config)
  try {
    await migrate(store.database)
    const ids = idSource()
    const first = demo
      ? await setUpDemo(store.database, { ...config.setup, url: address.url })
      : await setUp(store.database, ids, config.setup, systemClock())
    const { url } = address
    const files = typeof config.files === 'string' ? await openFiles(config.files) : openS3(config.files)
    const app = await buildServer({ database: store.database, files, url, logLevel: config.logLevel, ids })
    await listen(app, address).catch((error: unknown) => {
      // The password and the key exist from now on, and nobody will be told again.
      if (first !== undefined) console.log(login(first, config.setup))
      throw error
    })
    console.log(greeting(address, first, { demo, setup: config.setup }))
    await stop
    await finish(app, GRACE_MS)
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

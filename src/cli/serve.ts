import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { type FirstLogin, setUp } from '../actions/setup.ts'
import { type Config, ConfigError } from '../config.ts'
import { systemClock } from '../domain/clock.ts'
import { idSource } from '../domain/id.ts'
import { buildServer } from '../server.ts'
import { migrate } from '../store/migrate.ts'
import { type OpenStore, openStore } from './openStore.ts'

/** Opens the store, sets up what is missing, and serves until a signal says stop. */
export async function serve(config: Config): Promise<void> {
  const store = await openStore(config)
  try {
    await migrate(store.database)
    const ids = idSource()
    const first = await setUp(store.database, ids, config.setup, systemClock())
    const app = await buildServer({ database: store.database, url: config.url, logLevel: config.logLevel, ids })
    await listen(app, config)
    stopOnSignal(app, store)
    console.log(greeting(urlOf(app, config), first))
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Listens where the settings say; what the system refuses is said in a sentence. */
export async function listen(app: FastifyInstance, { host, port }: Pick<Config, 'host' | 'port'>): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new ConfigError(`PORT ${port} is taken by another program; set PORT to a free one.`)
    if (code === 'EACCES')
      throw new ConfigError(`PORT ${port} needs rights this user does not have; use one above 1023.`)
    if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
      throw new ConfigError(`HOST '${host}' is not an address of this machine.`)
    throw error
  }
}

/** Finishes the requests in flight and closes the store when asked to stop; a second signal does not wait. */
export function stopOnSignal(app: FastifyInstance, store: OpenStore): void {
  let stopping = false
  const stop = async () => {
    if (stopping) process.exit(1)
    stopping = true
    await app.close()
    await store.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
}

/** Where the server can be reached. */
export function urlOf(app: FastifyInstance, { host }: Pick<Config, 'host'>): string {
  const { port } = app.server.address() as AddressInfo
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

function greeting(url: string, first: FirstLogin | undefined): string {
  if (first === undefined) return `Ajar runs at ${url}`
  return [
    `Ajar runs at ${url}`,
    '',
    'This is a new store. Note these down, they are not shown again:',
    `  e-mail    ${first.email}`,
    `  password  ${first.password}`,
    `  API key   ${first.apiKey}`,
    '',
    'A first call:',
    `  curl -u ${first.apiKey}: ${url}/api/v1/lead/ -H 'Content-Type: application/json' -d '{"name": "My first lead"}'`,
  ].join('\n')
}

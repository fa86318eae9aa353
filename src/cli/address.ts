import { createServer } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { type Config, ConfigError } from '../config.ts'

/** Where Ajar listens, and what it calls itself. */
export type Address = {
  readonly host: string
  readonly port: number
  /** Where a program on this machine reaches it. */
  readonly here: string
  /** Where links in answers point. */
  readonly url: string
}

/**
 * Settles the address before anything is started or made: a port that is taken is said at once, and links in answers
 * need the number even where the system chooses it. Nothing listens yet, for whoever sees an open port takes Ajar to be
 * ready.
 */
export async function chooseAddress({ host, port, url }: Pick<Config, 'host' | 'port' | 'url'>): Promise<Address> {
  const free = await freePort(host, port)
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  const here = `http://${name.includes(':') ? `[${name}]` : name}:${free}`
  return { host, port: free, here, url: url ?? here }
}

/** Begins to take requests. */
export async function listen(app: FastifyInstance, { host, port }: Address): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    throw explain(error, host, port)
  }
}

function freePort(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => reject(explain(error, host, port)))
    probe.listen({ host, port }, () => {
      const bound = probe.address()
      probe.close(() => resolve(typeof bound === 'object' && bound !== null ? bound.port : port))
    })
  })
}

/** What the system refuses, in a sentence that names the setting. */
function explain(error: unknown, host: string, port: number): unknown {
  const { code = '' } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return new ConfigError(`PORT ${port} is taken by another program; set PORT to a free one.`)
  if (code === 'EACCES')
    return new ConfigError(`PORT ${port} needs rights this user does not have; use one above 1023.`)
  if (NO_SUCH_HOST.includes(code)) return new ConfigError(`HOST '${host}' is not an address of this machine.`)
  return error
}

const NO_SUCH_HOST = ['ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL', 'EINVAL']

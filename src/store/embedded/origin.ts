import { readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { EmbeddedServerError } from './error.ts'

/** Notes where the server is about to be started, for others to whom it is out of sight. */
export async function writeOrigin(folder: string): Promise<void> {
  const path = join(folder, 'postgres.origin')
  await rm(path, { force: true })
  await writeFile(path, await ownOrigin(), { mode: 0o600, flag: 'wx' })
}

/**
 * Refuses to start where another Ajar uses a server that we cannot see. PostgreSQL itself prevents a second server on
 * one cluster by process ids and shared memory, and neither is seen from another machine or another container.
 */
export async function refuseStrangers(folder: string): Promise<void> {
  const origin = await readFile(join(folder, 'postgres.origin'), 'utf8').catch(() => undefined)
  if (origin === undefined || origin === (await ownOrigin())) return
  throw new EmbeddedServerError(
    `An Ajar on another machine or in another container (${origin.split('\n')[0]}) uses the data folder ${folder}; ` +
      'stop it first, or let both use one PostgreSQL with DATABASE_URL.',
  )
}

async function ownOrigin(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  const processes = await readlink('/proc/self/ns/pid').catch(() => '')
  return [hostname(), boot.trim(), processes].join('\n')
}

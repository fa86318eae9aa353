import type { SpawnOptions } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { explainFailure, explainSpawnError } from './failure.ts'
import { giveToOwnerOf } from './folder.ts'
import { openLog, type ServerLog } from './log.ts'
import type { Place } from './place.ts'
import { disownPostmasterFile, findPostmaster, type Postmaster, readPostmaster } from './postmaster.ts'
import { serverSettings } from './settings.ts'
import { makeSocketFolder, port, removeSocketFolder } from './socketFolder.ts'
import { spawnAs } from './spawnAs.ts'

/** Starts the server and waits until it is ready. Joins one that turns out to be running after all. */
export async function launch(options: Place): Promise<{ postmaster: Postmaster; joined: boolean }> {
  const { folder, cluster, user } = options
  const deadline = Date.now() + options.patience
  const left = await readPostmaster(cluster)
  if (left) await removeSocketFolder(left.socketFolder)

  for (;;) {
    await disownPostmasterFile(cluster, user)
    const socketFolder = await makeSocketFolder(folder, cluster, user)
    const outcome = await attempt(options, socketFolder)
    if (outcome.ready) return { postmaster: outcome.postmaster, joined: false }

    await removeSocketFolder(socketFolder)
    const other = await findPostmaster(cluster, options.log)
    if (other) return { postmaster: other, joined: true }
    if (!mayPass(outcome.written) || Date.now() > deadline) {
      throw await explainFailure(outcome.written, { folder, user, what: 'PostgreSQL did not start' })
    }
    options.log('PostgreSQL cannot start yet, as an earlier one is still ending; trying again')
    await sleep(200)
  }
}

function mayPass(written: string): boolean {
  return /pre-existing shared memory block|lock file .* already exists|Address already in use/.test(written)
}

type Outcome = { ready: true; postmaster: Postmaster } | { ready: false; written: string }

async function attempt(options: Place, socketFolder: string): Promise<Outcome> {
  const { folder, cluster } = options
  const path = join(folder, 'postgres.log')
  const log = await openLog(path)
  try {
    await giveToOwnerOf(folder, path)
    const child = startProcess(options, socketFolder, log)
    const postmaster = await Promise.race([child.ended, whenReady(cluster, child)])
    return postmaster ? { ready: true, postmaster } : { ready: false, written: await log.written() }
  } finally {
    await log.close()
  }
}

type Process = { pid: number | undefined; ended: Promise<undefined>; hasEnded: () => boolean }

// In a process group of its own, so that a Ctrl-C meant for Ajar does not reach it: Ajar ends it when it is done.
function startProcess({ cluster, binaries, user, durable }: Place, socketFolder: string, log: ServerLog): Process {
  const settings = serverSettings({ durable, socketFolder, port })
  const options: SpawnOptions = { stdio: ['ignore', log.fd, log.fd], detached: true }
  const child = spawnAs(user, binaries.postgres, ['-D', cluster, ...settings], options)
  child.unref()
  let over = false
  const ended = new Promise<undefined>((resolve, reject) => {
    child.once('exit', () => resolve(undefined))
    child.once('error', (error) => reject(explainSpawnError(error, user, binaries.postgres)))
  }).finally(() => {
    over = true
  })
  return { pid: child.pid, ended, hasEnded: () => over }
}

// PostgreSQL writes into postmaster.pid when it is ready, which spares us a connection that is refused.
async function whenReady(cluster: string, child: Process): Promise<Postmaster | undefined> {
  while (!child.hasEnded()) {
    const found = await readPostmaster(cluster)
    if (found && found.pid === child.pid && found.status === 'ready') return found
    await sleep(5)
  }
  return undefined
}

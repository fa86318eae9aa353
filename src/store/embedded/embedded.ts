// Ajar's own PostgreSQL. It lives in the data folder and is reached over a unix socket only:
//
//   postgres/         the cluster         postgres.lock    held while someone starts or stops the server
//   postgres.socket/  the socket          postgres.users   shared by every Ajar process that uses the server
//   postgres.log      what it wrote       postgres.origin  the machine and container that it was started in
//   postgres-binaries-…/  a copy of the programs, only where the installed ones cannot be run
//
// Any number of Ajar processes may use one data folder: the first starts the server, the others join it, the last to
// leave stops it. A killed Ajar leaves the server running, and the next one joins it.

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBinaries, prepareBinaries } from './binaries.ts'
import { claimCluster, ensureCluster } from './cluster.ts'
import type { EmbeddedConnection } from './connection.ts'
import { ensureDatabase, isDying } from './database.ts'
import { EmbeddedServerError, explainStartError } from './error.ts'
import { makeFolder } from './folder.ts'
import { launch } from './launch.ts'
import { alone, type FileLock, openLockIn } from './lock.ts'
import { refuseStrangers, writeOrigin } from './origin.ts'
import type { Place } from './place.ts'
import { endPostmaster, findPostmaster, type Postmaster } from './postmaster.ts'
import { isListening, removeSocketFolder } from './socketFolder.ts'
import { chooseUser } from './user.ts'

export type { EmbeddedConnection } from './connection.ts'
export { EmbeddedServerError } from './error.ts'

/** A running server that this process uses. */
export type EmbeddedServer = {
  connection: EmbeddedConnection
  /** Whether the server was already running. */
  joined: boolean
  postmasterPid: number
  /** Leaves the server, and shuts it down when no other Ajar process uses it. May be called more than once. */
  stop(): Promise<void>
}

type Options = {
  /** The data folder. */
  folder: string
  /** `false` trades safety against a crash for speed, for tests and sandboxes. */
  durable?: boolean
  /** How long to wait for the processes of a killed server, in milliseconds. */
  patience?: number
  log?: (line: string) => void
}

/**
 * Starts the PostgreSQL of this data folder, or joins the one that runs there already; makes the cluster and the
 * database on the first start.
 */
export async function startEmbedded(options: Options): Promise<EmbeddedServer> {
  const { durable = true, patience = 10_000, log = () => {} } = options
  const path = resolve(options.folder)
  try {
    const installed = await findBinaries()
    const folder = await makeFolder(path)
    const cluster = join(folder, 'postgres')
    const user = await chooseUser(folder, cluster)
    return await alone(await openLockIn(folder, LOCK), START_PATIENCE, async () => {
      const binaries = await prepareBinaries(installed, user, folder)
      return use({ folder, cluster, binaries, user, durable, patience, log })
    })
  } catch (error) {
    throw explainStartError(error, path)
  }
}

const LOCK = 'postgres.lock'
const USERS = 'postgres.users'

// A start may have to wait for another's recovery after a crash. Who leaves need not: whoever starts will use the server.
const START_PATIENCE = 15 * 60_000
const STOP_PATIENCE = 60_000

async function use(place: Place): Promise<EmbeddedServer> {
  await ensureCluster(place)
  const users = await openLockIn(place.folder, USERS)
  try {
    const { postmaster, joined } = await connectable(place, users)
    users.tryShare()
    return serve(place, users, postmaster, joined)
  } catch (error) {
    users.close()
    throw error
  }
}

type Found = { postmaster: Postmaster; joined: boolean }

// A server that is just being killed still looks alive, until a connection fails.
async function connectable(place: Place, users: FileLock): Promise<Found> {
  const deadline = Date.now() + place.patience
  for (;;) {
    const found = await joinOrLaunch(place, users)
    try {
      await ensureDatabase(connectionTo(found.postmaster))
      return found
    } catch (error) {
      if (!found.joined) await end(place, found.postmaster)
      if (!found.joined || !isDying(error) || Date.now() > deadline) throw error
    }
    place.log('The PostgreSQL that was running here is ending; trying again')
    await sleep(200)
  }
}

async function joinOrLaunch(place: Place, users: FileLock): Promise<Found> {
  const running = await findReachable(place, users)
  if (running) return { postmaster: running, joined: true }

  if (isUsed(users)) await refuseStrangers(place.folder)
  await claimCluster(place)
  await writeOrigin(place.folder)
  return launch(place)
}

async function findReachable({ cluster, log }: Place, users: FileLock): Promise<Postmaster | undefined> {
  const found = await findPostmaster(cluster, log)
  if (!found || (await isListening(found.socketFolder))) return found

  // Someone has tidied the socket away, so nobody can connect any more.
  if (isUsed(users)) {
    throw new EmbeddedServerError(
      `The socket of the running PostgreSQL is gone from ${found.socketFolder}; stop every Ajar and start again.`,
    )
  }
  await endPostmaster(cluster, found.pid)
  return undefined
}

function serve(place: Place, users: FileLock, postmaster: Postmaster, joined: boolean): EmbeddedServer {
  const { folder } = place
  const leave = async (): Promise<void> => {
    users.release()
    if (!isUsed(users)) await end(place, postmaster)
  }
  const stopOnce = async (): Promise<void> => {
    try {
      // Who has removed the whole folder has also removed everybody else.
      if (existsSync(folder)) await alone(await openLockIn(folder, LOCK), STOP_PATIENCE, leave)
      else await leave()
    } finally {
      users.close()
    }
  }
  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> => {
    stopped ??= stopOnce()
    return stopped
  }
  return { connection: connectionTo(postmaster), joined, postmasterPid: postmaster.pid, stop }
}

async function end({ cluster }: Place, { pid, socketFolder }: Postmaster): Promise<void> {
  await endPostmaster(cluster, pid)
  await removeSocketFolder(socketFolder)
}

function connectionTo({ socketFolder, port }: Postmaster): EmbeddedConnection {
  return { host: socketFolder, port, user: 'ajar', database: 'ajar' }
}

function isUsed(users: FileLock): boolean {
  const used = !users.tryAlone()
  users.release()
  return used
}

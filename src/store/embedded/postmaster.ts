import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { codeOf, EmbeddedServerError } from './error.ts'
import { isPostmasterOf } from './processes.ts'
import { isListening } from './socketFolder.ts'
import { entrust, type ServerUser } from './user.ts'

/** A running server, as its postmaster.pid describes it. */
export type Postmaster = { pid: number; port: number; socketFolder: string; status: string }

const READY_WITHIN = 10 * 60_000
const STOPPED_WITHIN = 60_000

/** The server that runs on this cluster, once it is ready. Waits out one that is starting or stopping. */
export async function findPostmaster(cluster: string, log: (line: string) => void): Promise<Postmaster | undefined> {
  const begun = Date.now()
  let reported = false

  for (;;) {
    const found = await readPostmaster(cluster)
    if (!found || !(await isRunning(cluster, found))) return undefined
    if (found.status === 'ready') return found

    const waited = Date.now() - begun
    if (waited > (found.status === 'stopping' ? STOPPED_WITHIN : READY_WITHIN)) {
      throw new EmbeddedServerError(`The PostgreSQL with the process id ${found.pid} is still ${found.status}.`)
    }
    if (waited > 5000 && !reported) {
      log(`PostgreSQL (process ${found.pid}) is still ${found.status || 'starting'}; waiting for it`)
      reported = true
    }
    await sleep(10)
  }
}

/** Reads postmaster.pid, which a server that was killed leaves behind. */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const lines = await readLines(cluster)
  const pid = Number.parseInt(lines[0] ?? '', 10)
  if (!(pid > 0)) return undefined
  return { pid, port: Number(lines[3]), socketFolder: lines[4] ?? '', status: (lines[7] ?? '').trim() }
}

/** Asks the server to end: fast at first, at once when that takes over 30 s. Returns when it has ended. */
export async function endPostmaster(cluster: string, pid: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 30_000],
  ] as const) {
    if (!(await isPostmasterOf(cluster, pid))) return
    signalTo(pid, signal)
    if (await hasEnded(cluster, pid, patience)) return
  }
  throw new EmbeddedServerError(`PostgreSQL (process ${pid}) did not end when it was asked to.`)
}

/**
 * Puts our own process id into the postmaster.pid that a killed server left. Its id may by now belong to something else,
 * which PostgreSQL would take for a running server, or be given to the server that we start, as in a container that
 * starts again, where it would already look ready. PostgreSQL never takes its parent for a server. The file itself must
 * stay: in it PostgreSQL finds the shared memory that leftover processes may still use.
 */
export async function disownPostmasterFile(cluster: string, user: ServerUser): Promise<void> {
  const [pid = '', ...rest] = await readLines(cluster)
  if (rest.length === 0 || (await isPostmasterOf(cluster, Number.parseInt(pid, 10)))) return

  const path = join(cluster, 'postmaster.pid')
  const draft = `${path}.new`
  await writeFile(draft, [process.pid, ...rest].join('\n'), { mode: 0o600, flush: true })
  await entrust(draft, user)
  await rename(draft, path)
}

async function readLines(cluster: string): Promise<string[]> {
  try {
    return (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

// A server in another container has no process id here, but its socket answers.
async function isRunning(cluster: string, { pid, socketFolder }: Postmaster): Promise<boolean> {
  if (await isPostmasterOf(cluster, pid)) return true
  return socketFolder !== '' && (await isListening(socketFolder))
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error
  }
}

async function hasEnded(cluster: string, pid: number, patience: number): Promise<boolean> {
  const deadline = Date.now() + patience
  while (await isPostmasterOf(cluster, pid)) {
    if (Date.now() > deadline) return false
    await sleep(10)
  }
  return true
}

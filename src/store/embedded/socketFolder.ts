import { chmod, lstat, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { codeOf, EmbeddedServerError } from './error.ts'
import { isPostmasterOf } from './processes.ts'
import { blockedAt } from './reach.ts'
import { entrust, type ServerUser } from './user.ts'

/** The port only names the socket; nothing listens on the network. */
export const port = 5432

/** The socket's file in its folder. */
export function socketIn(folder: string): string {
  return join(folder, `.s.PGSQL.${port}`)
}

/**
 * A folder for the socket that only the server's user may enter: in the data folder, or where that has too long a path,
 * in the temporary folder. PostgreSQL records which in postmaster.pid, and there another process finds it.
 */
export async function makeSocketFolder(folder: string, cluster: string, user: ServerUser): Promise<string> {
  const usual = join(folder, 'postgres.socket')
  const chosen = fits(usual) ? usual : await mkdtemp(join(await shortTemporaryFolder(user), prefix))
  await mkdir(chosen, { recursive: true, mode: 0o700 })
  await chmod(chosen, 0o700)
  await entrust(chosen, user)
  await removeStaleSocket(chosen, cluster)
  return chosen
}

/** Removes the folder of a server that has ended, if it was made for that server alone. */
export async function removeSocketFolder(path: string): Promise<void> {
  if (await isListening(path)) return
  const found = await lstat(path).catch(() => undefined)
  if (found?.isDirectory() && basename(path).startsWith(prefix)) await rm(path, { recursive: true, force: true })
}

/** Whether something accepts connections on the socket; the answer "busy" and "not for you" count as a yes. */
export async function isListening(socketFolder: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketIn(socketFolder))
    socket.on('connect', () => resolve(true))
    socket.on('error', (error) => resolve(!['ENOENT', 'ENOTDIR', 'ECONNREFUSED'].includes(codeOf(error))))
    socket.on('connect', () => socket.destroy())
  })
}

const prefix = 'ajar-socket-'

// The address of a unix socket holds 108 bytes on Linux and 104 on macOS, with a zero at the end.
function fits(folder: string): boolean {
  return Buffer.byteLength(socketIn(folder)) < 104
}

async function shortTemporaryFolder(user: ServerUser): Promise<string> {
  for (const folder of [tmpdir(), '/tmp', '/var/tmp']) {
    if (fits(join(folder, `${prefix}XXXXXX`)) && !(await blockedAt(folder, user))) return folder
  }
  throw new EmbeddedServerError(
    'The data folder has too long a path for the socket of a database, and there is no /tmp to put it in; ' +
      'set AJAR_DATA to a folder with a path of fewer than 80 letters.',
  )
}

// PostgreSQL removes these itself unless the id of the process that left them now belongs to another one.
async function removeStaleSocket(folder: string, cluster: string): Promise<void> {
  const lockFile = `${socketIn(folder)}.lock`
  const owner = Number.parseInt(await readFile(lockFile, 'utf8').catch(() => ''), 10)
  if (Number.isNaN(owner) || (await isPostmasterOf(cluster, owner))) return
  await rm(socketIn(folder), { force: true })
  await rm(lockFile, { force: true })
}

import { execFile } from 'node:child_process'
import { lchown, readFile, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { promisify } from 'node:util'
import { codeOf, EmbeddedServerError } from './error.ts'

/** The system user that PostgreSQL runs as. `switched` when Ajar is root and PostgreSQL, which refuses root, is not. */
export type ServerUser = { name: string; uid: number; gid: number; switched: boolean }

/**
 * Chooses who PostgreSQL runs as: Ajar's own user; under root the owner of the cluster, else the owner of the data
 * folder, else `nobody`. It has to be a user with a passwd entry, because initdb looks itself up.
 */
export async function chooseUser(folder: string, cluster: string): Promise<ServerUser> {
  const own = process.getuid?.()
  if (own !== 0) return ownUser()

  for (const path of [cluster, folder]) {
    const owner = await ownerOf(path)
    const user = owner === undefined || owner === 0 ? undefined : await lookUp(owner)
    if (user) return user
  }
  const nobody = await lookUp('nobody')
  if (nobody) return nobody
  throw new EmbeddedServerError(
    'PostgreSQL refuses to run as root and this machine has no user "nobody" to run it as; ' +
      `start Ajar as another user, give ${folder} to a user that exists, or set DATABASE_URL.`,
  )
}

/** Gives a file or folder to this user, if it is not the one that Ajar runs as. */
export async function entrust(path: string, user: ServerUser): Promise<void> {
  if (!user.switched) return
  try {
    await lchown(path, user.uid, user.gid)
  } catch (error) {
    throw codeOf(error) === 'EPERM' ? cannotSwitch(user, error) : error
  }
}

/** For a root that lacks the powers of root, as in some containers. */
export function cannotSwitch(user: ServerUser, cause: unknown): EmbeddedServerError {
  return new EmbeddedServerError(
    `PostgreSQL refuses to run as root, and here root may not hand over to the user ${user.name}; ` +
      'start Ajar as another user, or set DATABASE_URL to use a PostgreSQL of your own.',
    { cause },
  )
}

async function ownUser(): Promise<ServerUser> {
  try {
    const { username, uid, gid } = userInfo()
    return { name: username, uid, gid, switched: false }
  } catch (error) {
    throw new EmbeddedServerError(
      `Ajar runs as the user id ${process.getuid?.()}, which has no entry in the system's user list, and PostgreSQL ` +
        'does not start for such a user; add an entry to /etc/passwd, run Ajar as another user, or set DATABASE_URL.',
      { cause: error },
    )
  }
}

async function ownerOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found?.uid
}

async function lookUp(nameOrUid: string | number): Promise<ServerUser | undefined> {
  return (await inPasswdFile(String(nameOrUid))) ?? (await askId(String(nameOrUid)))
}

async function inPasswdFile(nameOrUid: string): Promise<ServerUser | undefined> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n')
  const fields = lines.map((line) => line.split(':')).find(([name, , uid]) => name === nameOrUid || uid === nameOrUid)
  if (!fields) return undefined
  return asUser(fields[0], Number(fields[2]), Number(fields[3]))
}

// For users that come from LDAP and the like, and for macOS, where /etc/passwd is not the list in use.
async function askId(nameOrUid: string): Promise<ServerUser | undefined> {
  const answer = await promisify(execFile)('id', [nameOrUid]).catch(() => undefined)
  const [, uid, name, gid] = /^uid=(\d+)\((.+?)\) gid=(\d+)/.exec(answer?.stdout ?? '') ?? []
  return asUser(name, Number(uid), Number(gid))
}

// macOS writes the ids of `nobody` as -2; the kernel means 2³² - 2.
function asUser(name: string | undefined, uid: number, gid: number): ServerUser | undefined {
  if (name === undefined || !Number.isInteger(uid) || !Number.isInteger(gid) || uid === 0) return undefined
  return { name, uid: uid >>> 0, gid: gid >>> 0, switched: true }
}

import { dirname } from 'node:path'
import { codeOf, EmbeddedServerError } from './error.ts'
import { blockedAt } from './reach.ts'
import { cannotSwitch, type ServerUser } from './user.ts'

type Attempt = { folder: string; user: ServerUser; what: string }

/** Why a program of PostgreSQL failed, from what it wrote: a sentence for the known reasons, and its last lines. */
export async function explainFailure(output: string, { folder, user, what }: Attempt): Promise<EmbeddedServerError> {
  const tail = output.trim().split('\n').slice(-10).join('\n')
  const sentence = (await knownReason(output, folder, user)) ?? `${what}; its own log ends with:`
  return new EmbeddedServerError(`${sentence}\n${tail}`)
}

/** Why a program of PostgreSQL could not even be run. */
export function explainSpawnError(error: unknown, user: ServerUser, file: string): Error {
  const instead = 'or set DATABASE_URL to use a PostgreSQL of your own'
  const code = codeOf(error)
  if (code === 'EPERM' && user.switched) return cannotSwitch(user, error)
  // The file is there, as we have looked; what is missing is the loader that it names.
  if (code === 'ENOENT') {
    const libc = 'The built-in PostgreSQL needs a system with glibc (not Alpine or another musl system)'
    return new EmbeddedServerError(`${libc}; use such a system, ${instead}.`, { cause: error })
  }
  if (code === 'EACCES') {
    const refused = `The user ${user.name} is not permitted to run ${file}`
    return new EmbeddedServerError(`${refused}; move Ajar to a folder that is not mounted noexec, ${instead}.`)
  }
  return error instanceof Error ? error : new Error(String(error))
}

async function knownReason(output: string, folder: string, user: ServerUser): Promise<string | undefined> {
  if (/No space left on device/.test(output)) {
    return `The disk that holds the data folder ${folder} is full; free some space and start again.`
  }
  if (/Permission denied/.test(output)) {
    const blocked = await blockedAt(folder, user)
    if (blocked) return unreachable(folder, blocked, user)
  }
  if (/pre-existing shared memory block/.test(output)) {
    return `Processes of an earlier PostgreSQL still use the database in ${folder}; end them and start again.`
  }
  return undefined
}

function unreachable(folder: string, blocked: string, user: ServerUser): string {
  const why = user.switched ? `PostgreSQL refuses to run as root, and the user ${user.name}` : `The user ${user.name}`
  const way = blocked === folder || dirname(blocked) === blocked ? blocked : `${blocked}, which leads to ${folder}`
  return (
    `${why} may not enter ${way}; set AJAR_DATA to a folder that this user may reach (such as /var/lib/ajar), ` +
    'or set DATABASE_URL to use a PostgreSQL of your own.'
  )
}

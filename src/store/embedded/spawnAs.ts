import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { explainSpawnError } from './failure.ts'
import type { ServerUser } from './user.ts'

/** Runs one of PostgreSQL's programs as its user, away from our own folder and environment. */
export function spawnAs(user: ServerUser, file: string, args: string[], options: SpawnOptions): ChildProcess {
  // Messages must be in English, for we look into them; and the user may not be able to enter our working folder.
  const env = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }
  const identity = user.switched ? { uid: user.uid, gid: user.gid } : {}
  try {
    return spawn(file, args, { cwd: '/', env, ...identity, ...options })
  } catch (error) {
    throw explainSpawnError(error, user, file)
  }
}

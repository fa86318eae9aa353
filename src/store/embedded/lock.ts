import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { EmbeddedServerError } from './error.ts'
import { giveToOwnerOf } from './folder.ts'

/** An advisory lock on a file: held by many who share it, or by one alone. */
export type FileLock = { tryShare(): boolean; tryAlone(): boolean; release(): void; close(): void }

// The kernel drops such a lock with the process that held it, however that process ended, and two containers that mount
// the same folder see each other's. So there are no stale locks to detect, no reused pids and no clocks. Node has no
// flock() of its own, but its SQLite takes exactly these locks when a transaction begins; the file itself stays empty.
/** Opens the lock file, creating it if needed. Nothing is locked yet. */
export function openLock(path: string): FileLock {
  const file = openFile(path)
  let held = false

  const attempt = (sql: string): boolean => {
    if (held) return false
    try {
      file.exec(sql)
      held = true
      return true
    } catch (error) {
      release()
      if (isBusy(error)) return false
      throw new EmbeddedServerError(`${path} cannot be locked: ${String(error)}.`, { cause: error })
    }
  }

  const release = (): void => {
    if (file.isTransaction) file.exec('ROLLBACK')
    held = false
  }

  return {
    tryShare: () => attempt('BEGIN; SELECT count(*) FROM sqlite_schema'),
    // The pragma keeps SQLite from leaving an empty journal beside the file.
    tryAlone: () => attempt('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE'),
    release,
    close: () => file.isOpen && file.close(),
  }
}

/** Opens a lock file in the data folder, for which its owner can then also start Ajar without being root. */
export async function openLockIn(folder: string, name: string): Promise<FileLock> {
  const path = join(folder, name)
  const lock = openLock(path)
  await giveToOwnerOf(folder, path)
  return lock
}

/** Does the work while nobody else holds the lock, or gives up after `patience` milliseconds of waiting for it. */
export async function alone<T>(lock: FileLock, patience: number, work: () => Promise<T>): Promise<T> {
  try {
    await waitToBeAlone(lock, patience)
    return await work()
  } finally {
    lock.close()
  }
}

async function waitToBeAlone(lock: FileLock, patience: number): Promise<void> {
  const deadline = Date.now() + patience

  while (!lock.tryAlone()) {
    if (Date.now() > deadline) {
      throw new EmbeddedServerError('Another Ajar has been starting or stopping its PostgreSQL here for too long.')
    }
    await sleep(25)
  }
}

function openFile(path: string): DatabaseSync {
  try {
    const file = new DatabaseSync(path, { timeout: 0 })
    chmodSync(path, 0o600)
    return file
  } catch (error) {
    throw new EmbeddedServerError(`The lock file ${path} cannot be opened: ${String(error)}.`, { cause: error })
  }
}

const SQLITE_BUSY = 5

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}

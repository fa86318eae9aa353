import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ServerUser } from './user.ts'

const ENTER = 0o1
const READ = 0o4

/**
 * The first folder on the way to `path` (itself included, if it is a folder) that the user may not enter, judged by
 * mode bits. Access lists are not seen, so treat an answer as a suspicion.
 */
export async function blockedAt(path: string, user: ServerUser): Promise<string | undefined> {
  for (const folder of [...parentsOf(path), path]) {
    const found = await stat(folder).catch(() => undefined)
    if (!found) return undefined
    if (found.isDirectory() && !permits(found, user, ENTER)) return folder
  }
  return undefined
}

/** Whether the user may read the file or folder itself. */
export async function mayRead(path: string, user: ServerUser): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && permits(found, user, READ)
}

function parentsOf(path: string): string[] {
  const parent = dirname(path)
  return parent === path ? [] : [...parentsOf(parent), parent]
}

function permits(file: { mode: number; uid: number; gid: number }, user: ServerUser, bit: number): boolean {
  const shift = file.uid === user.uid ? 6 : file.gid === user.gid ? 3 : 0
  return ((file.mode >> shift) & bit) === bit
}

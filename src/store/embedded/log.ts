import { constants } from 'node:fs'
import { type FileHandle, lstat, open, rename } from 'node:fs/promises'

const MAX_BYTES = 10 * 1024 * 1024

/** PostgreSQL's own log, opened for adding to it; `written` reads back what was added since. */
export type ServerLog = { fd: number; written(): Promise<string>; close(): Promise<void> }

/** Opens the log. One that has grown large is kept as `….1`, in place of the one before. */
export async function openLog(path: string): Promise<ServerLog> {
  const found = await lstat(path).catch(() => undefined)
  if (found && found.size > MAX_BYTES) await rename(path, `${path}.1`)

  // Not through a link: as root we would write wherever the owner of the data folder points it.
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW
  const file = await open(path, flags, 0o600)
  const start = (await file.stat()).size
  return { fd: file.fd, written: () => readFrom(file, start), close: () => file.close() }
}

async function readFrom(file: FileHandle, start: number): Promise<string> {
  const { size } = await file.stat()
  const from = Math.max(start, size - 64 * 1024)
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - from), position: from })
  return buffer.toString('utf8', 0, bytesRead)
}

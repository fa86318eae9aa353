import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { AjarError } from '../../domain/errors.ts'
import { type ByteRange, MAX_CONTENT_BYTES, tooLarge } from '../../domain/file.ts'

/**
 * The bytes of one organization's files. A content is never changed: a new one has a new id, and the database says which
 * one counts. So a content that can be found is whole, and who reads it is not disturbed by who replaces it.
 */
export type FileStore = {
  /** Keeps a content, all of it or nothing. What Ajar makes itself may be larger than what somebody sends. */
  write(contentId: string, bytes: AsyncIterable<Uint8Array>, options?: { readonly anySize: boolean }): Promise<Kept>
  /** The bytes, or those of a range; undefined when there is no such content. */
  read(contentId: string, range?: ByteRange): Promise<Readable | undefined>
  remove(contentId: string): Promise<void>
}

export type Kept = { readonly size: number; readonly sha256: string }
export type FilesOf = (organizationId: string) => FileStore

/** For work that has nothing to do with files. */
export const noFiles: FileStore = {
  write: () => Promise.reject(new Error('there is no place for files here')),
  read: () => Promise.resolve(undefined),
  remove: () => Promise.resolve(),
}

const INCOMING = 'incoming'
const LEFT_OVER_MS = 24 * 3_600_000

/** Opens a folder of files, which is made when it is needed. Several processes may share it. */
export async function openFiles(folder: string, maxBytes = MAX_CONTENT_BYTES): Promise<FilesOf> {
  await sweep(join(folder, INCOMING))
  return (organizationId) => {
    const placeOf = (contentId: string) => join(folder, ...placeIn(organizationId, contentId))
    return {
      write: (contentId, bytes, options) =>
        write(
          join(folder, INCOMING, checked(contentId)),
          placeOf(contentId),
          bytes,
          options?.anySize ? Infinity : maxBytes,
        ),
      read: (contentId, range) => read(placeOf(contentId), range),
      // Whoever wrote it may have been killed before it was whole.
      remove: async (contentId) => {
        await rm(placeOf(contentId), { force: true })
        await rm(join(folder, INCOMING, checked(contentId)), { force: true })
      },
    }
  }
}

// Whoever got killed during an upload could not tidy up. No upload takes a day.
async function sweep(incoming: string): Promise<void> {
  const names = await readdir(incoming).catch(() => [])
  for (const name of names) {
    const started = (await stat(join(incoming, name)).catch(() => undefined))?.mtimeMs ?? Date.now()
    if (started < Date.now() - LEFT_OVER_MS) await rm(join(incoming, name), { force: true })
  }
}

/** Where among all contents one is kept. Ids begin with the time; their ends are random and spread evenly. */
export const placeIn = (organizationId: string, contentId: string): readonly string[] => [
  checked(organizationId),
  checked(contentId).slice(-2),
  contentId,
]

/** Paths are made of our own ids alone. */
function checked(id: string): string {
  if (!/^[a-z]+_[0-9A-Za-z]+$/.test(id)) throw new Error(`'${id}' is not an id that a file could be kept under`)
  return id
}

async function write(
  incoming: string,
  place: string,
  bytes: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<Kept> {
  try {
    await makeFolder(dirname(incoming))
    const kept = await copy(bytes, incoming, maxBytes)
    await makeFolder(dirname(place))
    await rename(incoming, place)
    await sync(dirname(place))
    return kept
  } catch (error) {
    // The failure that led here is the one to tell.
    await rm(incoming, { force: true }).catch(() => undefined)
    throw explained(error)
  }
}

/** Writes bytes to a new file on disk. */
export async function copy(bytes: AsyncIterable<Uint8Array>, to: string, maxBytes: number): Promise<Kept> {
  const hash = createHash('sha256')
  let size = 0
  const target = await open(to, 'wx', 0o600)
  try {
    for await (const chunk of bytes) {
      size += chunk.length
      if (size > maxBytes) throw tooLarge(maxBytes)
      hash.update(chunk)
      await target.writeFile(chunk)
    }
    await target.sync()
  } finally {
    await target.close()
  }
  return { size, sha256: hash.digest('hex') }
}

async function read(place: string, range: ByteRange | undefined): Promise<Readable | undefined> {
  try {
    return (await open(place)).createReadStream(range)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw explained(error)
  }
}

/** Makes a folder that is still there after a crash. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = folder; made.length >= first.length; made = dirname(made)) await sync(dirname(made))
}

// What a folder lists is only on disk when the folder itself is.
async function sync(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const DISK_FAILURES = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'EMFILE', 'ENFILE', 'ENOTDIR', 'ESTALE']

function explained(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined || !DISK_FAILURES.includes(code)) return error
  return new AjarError('unavailable', 'The files cannot be reached at the moment.', { cause: error })
}

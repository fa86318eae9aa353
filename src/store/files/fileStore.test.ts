import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { idSource } from '../../domain/id.ts'
import { openFiles } from './fileStore.ts'

const ids = idSource()
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ajar-files-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const aStore = async (maxBytes?: number) => (await openFiles(folder, maxBytes))(ids('organization'))

async function* inPieces(bytes: Buffer, size = 1000): AsyncGenerator<Buffer> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size)
}

/** All files below the folder, whatever they are. */
async function everything(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

test('bytes come back as they went in', async () => {
  const files = await aStore()
  const [id, bytes] = [ids('content'), randomBytes(123_456)]

  const kept = await files.write(id, inPieces(bytes))

  expect(kept).toEqual({ size: 123_456, sha256: createHash('sha256').update(bytes).digest('hex') })
  expect(await buffer(await found(files.read(id)))).toEqual(bytes)
})

test('a range brings its bytes alone', async () => {
  const files = await aStore()
  const id = ids('content')
  await files.write(id, inPieces(Buffer.from('0123456789')))

  expect(String(await buffer(await found(files.read(id, { start: 3, end: 5 }))))).toBe('345')
})

test('a content may be empty', async () => {
  const files = await aStore()
  const id = ids('content')

  expect(await files.write(id, inPieces(Buffer.alloc(0)))).toMatchObject({ size: 0 })
  expect(await buffer(await found(files.read(id)))).toHaveLength(0)
})

test('what is not there is not found, and removing it is no failure', async () => {
  const files = await aStore()
  const id = ids('content')
  await files.remove(id)
  expect(await files.read(id)).toBeUndefined()

  await files.write(id, inPieces(Buffer.from('x')))
  await files.remove(id)

  expect(await files.read(id)).toBeUndefined()
  expect(await everything()).toEqual([])
})

test('organizations do not find what belongs to each other', async () => {
  const [one, other] = [await aStore(), await aStore()]
  const id = ids('content')
  await one.write(id, inPieces(Buffer.from('ours')))

  expect(await other.read(id)).toBeUndefined()
})

test('too large a content is refused and leaves nothing', async () => {
  const files = await aStore(2048)
  const [fits, tooLarge] = [ids('content'), ids('content')]
  await files.write(fits, inPieces(randomBytes(2048)))
  await files.remove(fits)

  await expect(files.write(tooLarge, inPieces(randomBytes(2049)))).rejects.toMatchObject({ code: 'too_large' })

  expect(await files.read(tooLarge)).toBeUndefined()
  expect(await everything()).toEqual([])
})

test('bytes that break off leave nothing', async () => {
  const files = await aStore()
  const id = ids('content')
  async function* broken(): AsyncGenerator<Buffer> {
    yield randomBytes(5000)
    throw new Error('the line went dead')
  }

  await expect(files.write(id, broken())).rejects.toThrow('the line went dead')

  expect(await files.read(id)).toBeUndefined()
  expect(await everything()).toEqual([])
})

test('while bytes arrive there is nothing to find', async () => {
  const files = await aStore()
  const id = ids('content')
  async function* watched(): AsyncGenerator<Buffer> {
    yield Buffer.from('half')
    expect(await files.read(id)).toBeUndefined()
    yield Buffer.from(' and half')
  }

  await files.write(id, watched())

  expect(String(await buffer(await found(files.read(id))))).toBe('half and half')
})

test('who reads is not disturbed by who removes', async () => {
  const files = await aStore()
  const [id, bytes] = [ids('content'), randomBytes(1_000_000)]
  await files.write(id, inPieces(bytes, 50_000))
  const reading = await found(files.read(id))

  await files.remove(id)

  expect(await buffer(reading)).toEqual(bytes)
})

test('many may be written at once', async () => {
  const files = await aStore()
  const all = Array.from({ length: 20 }, (_, i) => ({ id: ids('content'), bytes: Buffer.alloc(10_000, i) }))

  await Promise.all(all.map(({ id, bytes }) => files.write(id, inPieces(bytes))))

  for (const { id, bytes } of all) expect(await buffer(await found(files.read(id)))).toEqual(bytes)
})

test.each(['../../etc/passwd', '..', '.', '', 'data_a/b', 'data_a\0b', 'data_', '/etc/passwd', 'data_ä'])(
  'no path is made of %j',
  async (id) => {
    const files = await aStore()
    await expect(async () => files.write(id, inPieces(Buffer.from('x')))).rejects.toThrow('is not an id')
    await expect(async () => files.read(id)).rejects.toThrow('is not an id')
    await expect(async () => (await openFiles(folder))(id).read(ids('content'))).rejects.toThrow('is not an id')
    expect(await everything()).toEqual([])
  },
)

test('what killed uploads left behind is swept, what others are still receiving is not', async () => {
  const [old, young] = [join(folder, 'incoming', ids('content')), join(folder, 'incoming', ids('content'))]
  await mkdir(join(folder, 'incoming'))
  for (const path of [old, young]) await writeFile(path, 'half')
  const yesterday = Date.now() / 1000 - 25 * 3600
  await utimes(old, yesterday, yesterday)

  await openFiles(folder)

  expect(await everything()).toEqual([young])
})

test('a folder that cannot be written to is said to be out of reach', async () => {
  const file = join(folder, 'a-file')
  await writeFile(file, '')
  const files = (await openFiles(join(file, 'files')))(ids('organization'))

  await expect(files.write(ids('content'), inPieces(Buffer.from('x')))).rejects.toMatchObject({ code: 'unavailable' })
})

test('nobody else on the machine can read them', async () => {
  await chmod(folder, 0o755)
  const files = (await openFiles(join(folder, 'files')))(ids('organization'))
  await files.write(ids('content'), inPieces(Buffer.from('x')))

  for (const entry of await readdir(folder, { recursive: true })) {
    const { mode } = await stat(join(folder, entry))
    expect(mode & 0o077).toBe(0)
  }
  expect(await readFile((await everything())[0] ?? '', 'utf8')).toBe('x')
})

async function found<T>(reading: Promise<T | undefined>): Promise<T> {
  const stream = await reading
  if (stream === undefined) throw new Error('there is nothing')
  return stream
}

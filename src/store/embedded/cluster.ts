import { chmod, mkdtemp, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf, EmbeddedServerError } from './error.ts'
import { explainFailure, explainSpawnError } from './failure.ts'
import type { Place } from './place.ts'
import { spawnAs } from './spawnAs.ts'
import { entrust, type ServerUser } from './user.ts'

/** Makes sure that the cluster exists, belongs to the user and is of the version that the programs can run. */
export async function ensureCluster(place: Place): Promise<void> {
  const version = await versionOf(place.cluster)
  if (version === undefined) return createCluster(place)

  if (version !== String(place.binaries.major)) {
    throw new EmbeddedServerError(
      `The database in ${place.cluster} was made by PostgreSQL ${version}, but this Ajar brings PostgreSQL ` +
        `${place.binaries.major}; start it with the Ajar that made it, back it up there, and restore it here.`,
    )
  }
}

/** Gives the cluster to the user that PostgreSQL runs as. Only while no postmaster runs. */
export async function claimCluster({ cluster, user }: Place): Promise<void> {
  const { uid, mode } = await stat(cluster)
  if (uid !== user.uid) {
    if (!user.switched) {
      throw new EmbeddedServerError(
        `The database in ${cluster} belongs to another system user (id ${uid}), so start Ajar as that user or as root.`,
      )
    }
    await giveTo(user, cluster)
  }
  // PostgreSQL refuses a folder that others may enter, as one that was copied or restored often is.
  if ((mode & 0o077) !== 0) await chmod(cluster, 0o700)
}

async function versionOf(cluster: string): Promise<string | undefined> {
  try {
    return (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()
  } catch (error) {
    if (codeOf(error) === 'EACCES') {
      throw new EmbeddedServerError(
        `The database in ${cluster} belongs to another system user, so start Ajar as that user or as root.`,
        { cause: error },
      )
    }
    if (codeOf(error) !== 'ENOENT') throw error
  }
  const found = await readdir(cluster).catch(() => [])
  if (found.length === 0) return undefined
  throw new EmbeddedServerError(
    `The folder ${cluster} is not empty and holds no PostgreSQL database (PG_VERSION is missing); move it away.`,
  )
}

// A draft is renamed when it is complete, so a cluster that exists is a whole one. Drafts have names of their own: the
// initdb of a killed Ajar may still be writing to one.
async function createCluster(place: Place): Promise<void> {
  const { folder, cluster, user } = place
  await removeDrafts(folder)
  const draft = await mkdtemp(join(folder, draftPrefix))
  try {
    await entrust(draft, user)
    await initialize(place, draft)
    await rename(draft, cluster)
    await sync(folder)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

const draftPrefix = 'postgres.new-'

async function removeDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    // One that cannot be removed, because it is still being written to, is removed the next time.
    if (name.startsWith(draftPrefix)) await rm(join(folder, name), { recursive: true, force: true }).catch(() => {})
  }
}

// The order of text is by code point everyplace, and fast. But what is a letter must not depend on English: with
// LC_CTYPE=C, pg_trgm sees no letters in "Привет". macOS and Linux have different names for that.
const characterTypes = process.platform === 'darwin' ? ['UTF-8', 'C'] : ['C.UTF-8', 'C']

async function initialize({ folder, binaries, user, durable }: Place, draft: string): Promise<void> {
  for (const characterType of characterTypes) {
    const { code, output } = await run(binaries.initdb, user, [
      `--pgdata=${draft}`,
      '--username=ajar',
      '--auth-local=trust',
      '--auth-host=reject',
      '--encoding=UTF8',
      '--locale=C',
      `--lc-ctype=${characterType}`,
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ])
    if (code === 0) return
    if (/invalid locale name/.test(output) && characterType !== 'C') continue
    throw await explainFailure(output, { folder, user, what: 'PostgreSQL could not create its database' })
  }
}

async function run(file: string, user: ServerUser, args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawnAs(user, file, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const add = (text: Buffer): void => {
      output += text.toString()
    }
    child.stdout?.on('data', add)
    child.stderr?.on('data', add)
    child.on('error', (error) => reject(explainSpawnError(error, user, file)))
    child.on('close', (code) => resolve({ code, output }))
  })
}

async function giveTo(user: ServerUser, path: string): Promise<void> {
  await entrust(path, user)
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const inner = join(path, entry.name)
    if (entry.isDirectory()) await giveTo(user, inner)
    else await entrust(inner, user)
  }
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

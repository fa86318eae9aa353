import { access, chmod, constants, lchown, mkdir, readdir, realpath, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { codeOf, explainFolderError } from './error.ts'

/** Makes the data folder unless it exists, and returns its real path. */
export async function makeFolder(path: string): Promise<string> {
  try {
    const created = await make(path)
    if (created !== undefined) await openFolders(path, created)
    else if ((await readdir(path)).length === 0) await openFolders(path, path)
    await access(path, constants.W_OK | constants.X_OK)
    return await realpath(path)
  } catch (error) {
    throw explainFolderError(error, path)
  }
}

async function make(path: string): Promise<string | undefined> {
  try {
    return await mkdir(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    // Node says ENOENT where the folder above is read-only; asking that folder gets the reason.
    if (codeOf(error) === 'ENOENT') await access(await nearestExisting(path), constants.W_OK)
    throw error
  }
}

async function nearestExisting(path: string): Promise<string> {
  const exists = await access(path).then(
    () => true,
    () => false,
  )
  return exists ? path : nearestExisting(dirname(path))
}

/** Gives a file that root made in the data folder to the owner of that folder, who may later run Ajar as himself. */
export async function giveToOwnerOf(folder: string, file: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = await stat(folder)
  await lchown(file, uid, gid)
}

// Under root PostgreSQL's user has to pass through the data folder, but need not list it. That is for us to say of
// folders that we made, whatever the umask was, and of an empty one; one that is in use stays as private as it was made.
async function openFolders(path: string, first: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  await chmod(path, (await stat(path)).mode | 0o111)
  if (path !== first) await openFolders(dirname(path), first)
}

/** Says in one sentence why the built-in PostgreSQL cannot run and what to do; PostgreSQL's own words may follow. */
export class EmbeddedServerError extends Error {
  override name = 'EmbeddedServerError'
}

/** The `code` of a system error such as `ENOENT`, or an empty string. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Why the data folder cannot be made or used. */
export function explainFolderError(error: unknown, path: string): EmbeddedServerError {
  const reason = { ...ofTheDisk, ...ofTheFolder }[codeOf(error)]
  return sentence(error, reason === undefined ? undefined : `The data folder ${path} ${reason}.`)
}

/** Why a start failed that got further than the data folder itself. */
export function explainStartError(error: unknown, path: string): EmbeddedServerError {
  const reason = ofTheDisk[codeOf(error)]
  return sentence(error, reason === undefined ? undefined : `The data folder ${path} ${reason}.`)
}

function sentence(error: unknown, known: string | undefined): EmbeddedServerError {
  if (error instanceof EmbeddedServerError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new EmbeddedServerError(known ?? `The built-in PostgreSQL could not be started: ${message}`, { cause: error })
}

const elsewhere = 'set AJAR_DATA to a folder that it may write to, or DATABASE_URL to use a PostgreSQL of your own'
const notWritable = `cannot be written to by the user that Ajar runs as; ${elsewhere}`

const ofTheFolder: Record<string, string | undefined> = {
  EEXIST: `is a file and not a folder; ${elsewhere}`,
  ENOTDIR: `lies below something that is a file and not a folder; ${elsewhere}`,
  EACCES: notWritable,
  EPERM: notWritable,
  ENOENT: `cannot be created where it is; ${elsewhere}`,
}

const ofTheDisk: Record<string, string | undefined> = {
  EROFS: `is on a read-only file system; ${elsewhere}`,
  ENOSPC: 'is on a disk that is full; free some space and start again',
  EDQUOT: "is over its owner's disk quota; free some space and start again",
}

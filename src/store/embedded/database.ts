import pg from 'pg'
import type { EmbeddedConnection } from './connection.ts'
import { codeOf } from './error.ts'

const INVALID_CATALOG_NAME = '3D000'
const DUPLICATE_DATABASE = '42P04'

/** Creates the database unless it is there. */
export async function ensureDatabase(connection: EmbeddedConnection): Promise<void> {
  if (await exists(connection)) return
  await withClient({ ...connection, database: 'postgres' }, async (client) => {
    try {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(connection.database)}`)
    } catch (error) {
      if (codeOf(error) !== DUPLICATE_DATABASE) throw error
    }
  })
}

/** Whether a connection failed as it does while a server is ending or has just been killed. */
export function isDying(error: unknown): boolean {
  const message = error instanceof Error ? error.message : ''
  return ENDING.includes(codeOf(error)) || /terminated unexpectedly/.test(message)
}

// Refused while it starts or stops, ended by a shutdown or a crash, and what a socket without a server answers.
const ENDING = ['57P03', '57P01', '57P02', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ENOENT']

async function exists(connection: EmbeddedConnection): Promise<boolean> {
  try {
    await withClient(connection, async () => {})
    return true
  } catch (error) {
    if (codeOf(error) === INVALID_CATALOG_NAME) return false
    throw error
  }
}

async function withClient(connection: EmbeddedConnection, work: (client: pg.Client) => Promise<void>): Promise<void> {
  // The environment may ask for TLS, which a socket does not have.
  const client = new pg.Client({ ...connection, ssl: false, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

import sql from 'sql-template-tag'
import { type Config, ConfigError } from '../config.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { startEmbedded } from '../store/embedded/embedded.ts'

/** A database that is ready, and how to leave it. */
export type OpenStore = { readonly database: Database; close(): Promise<void> }

/** Opens the configured PostgreSQL, or starts the embedded one in the data folder. */
export async function openStore(
  config: Pick<Config, 'databaseUrl' | 'data'>,
  options: { durable: boolean } = { durable: true },
): Promise<OpenStore> {
  if (config.databaseUrl !== undefined) {
    const database = openDatabase({ url: config.databaseUrl })
    await reach(database)
    return { database, close: () => database.close() }
  }
  const server = await startEmbedded({ folder: config.data, durable: options.durable })
  const database = openDatabase(server.connection)
  return {
    database,
    async close() {
      await database.close()
      await server.stop()
    },
  }
}

async function reach(database: Database): Promise<void> {
  try {
    await database.run(sql`select 1`)
  } catch (error) {
    await database.close()
    throw new ConfigError(`DATABASE_URL cannot be used: ${(error as Error).message}`)
  }
}

import sql from 'sql-template-tag'
import { type Config, ConfigError } from '../config.ts'
import { type Database, openDatabase, type Watch } from '../store/database/database.ts'
import { type OpenStore, openEmbedded } from './openEmbedded.ts'

/** Opens the configured PostgreSQL, or starts the embedded one in the data folder. */
export async function openStore(
  config: Pick<Config, 'databaseUrl' | 'data'>,
  { durable = true, watch }: { durable?: boolean; watch?: Watch } = {},
): Promise<OpenStore> {
  if (config.databaseUrl === undefined) return openEmbedded({ folder: config.data, durable, watch })
  const database = openDatabase({ url: config.databaseUrl }, watch)
  await reach(database)
  return { database, close: () => database.close() }
}

async function reach(database: Database): Promise<void> {
  try {
    await database.run(sql`select 1`)
  } catch (error) {
    await database.close()
    const { message, cause } = error as Error
    throw new ConfigError(`DATABASE_URL cannot be used: ${reasonOf(cause) ?? message}`)
  }
}

// A name with several addresses fails once for each of them, and the sum of these failures has no message.
function reasonOf(cause: unknown): string | undefined {
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0])
  return cause instanceof Error ? cause.message : undefined
}

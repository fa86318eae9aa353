import { ConfigError } from '../config.ts'
import { SchemaError } from '../store/database/migrate.ts'
import { EmbeddedServerError } from '../store/embedded/embedded.ts'

/** Runs a command and ends the process: with 0, or with 1 and the reason, for which a sentence is enough if it is known. */
export async function runToEnd(command: () => Promise<void>): Promise<never> {
  try {
    await command()
    process.exit(0)
  } catch (error) {
    const known = error instanceof ConfigError || error instanceof EmbeddedServerError || error instanceof SchemaError
    console.error(known ? `Ajar did not start: ${error.message}` : error)
    process.exit(1)
  }
}

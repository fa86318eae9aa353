import { serve } from './cli/serve.ts'
import { ConfigError, readConfig } from './config.ts'
import { EmbeddedServerError } from './store/embedded/embedded.ts'
import { SchemaError } from './store/migrate.ts'

try {
  await serve(readConfig(process.env))
} catch (error) {
  const known = error instanceof ConfigError || error instanceof EmbeddedServerError || error instanceof SchemaError
  console.error(known ? `Ajar did not start: ${error.message}` : error)
  process.exit(1)
}

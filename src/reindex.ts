import { readArguments } from './cli/arguments.ts'
import { reindex } from './cli/reindex.ts'
import { runToEnd } from './cli/run.ts'
import { readConfig } from './config.ts'

await runToEnd(async () => {
  readArguments(process.argv.slice(2), {})
  await reindex(readConfig(process.env))
})

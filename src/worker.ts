import { readArguments } from './cli/arguments.ts'
import { runToEnd } from './cli/run.ts'
import { work } from './cli/work.ts'
import { readConfig } from './config.ts'

await runToEnd(async () => {
  readArguments(process.argv.slice(2), {})
  await work(readConfig(process.env))
})

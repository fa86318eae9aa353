import { readArguments } from './cli/arguments.ts'
import { runToEnd } from './cli/run.ts'
import { serve } from './cli/serve.ts'
import { readConfig } from './config.ts'

await runToEnd(async () => {
  const { demo } = readArguments(process.argv.slice(2), { demo: { type: 'boolean', default: false } })
  await serve(readConfig(process.env), { demo })
})

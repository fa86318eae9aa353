import { runToEnd } from './cli/run.ts'
import { readSandboxOptions, sandbox } from './cli/sandbox.ts'

await runToEnd(() => sandbox(readSandboxOptions(process.argv.slice(2))))

// Format, lint, types and layers, all at once: a line for each, and what the failing ones have to say.
import { spawn } from 'node:child_process'
import { ensureInstalled } from './bootstrap.mjs'
import { root } from './paths.mjs'
import { exitCode } from './spawn.mjs'

const CHECKS = {
  format: ['@biomejs/biome/bin/biome', 'ci', '--linter-enabled=false', '--colors=off'],
  lint: ['oxlint/bin/oxlint', '--type-aware', '--deny-warnings'],
  types: ['@typescript/native/bin/tsc', '-p', 'tsconfig.json'],
  layers: ['dependency-cruiser/bin/dependency-cruiser.mjs', 'src', '--config', '.dependency-cruiser.cjs'],
}

const node = await ensureInstalled()
const results = await Promise.all(Object.entries(CHECKS).map(([name, command]) => check(name, command)))
if (results.includes(false)) process.exitCode = 1

async function check(name, [program, ...args]) {
  const start = performance.now()
  const child = spawn(node, [`node_modules/${program}`, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk))
  const passed = (await exitCode(child)) === 0

  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`${passed ? '✓' : '✗'} ${name.padEnd(7)} ${seconds} s`)
  if (!passed) console.log(Buffer.concat(output).toString())
  return passed
}

// node scripts/run.mjs [node options] file.ts [arguments]: runs a TypeScript file, installing first what it needs.
import * as module from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureInstalled } from './bootstrap.mjs'
import { modules, root } from './paths.mjs'
import { run } from './spawn.mjs'

const given = process.argv.slice(2)
const at = given.findIndex((argument) => !argument.startsWith('-'))
const nodeOptions = given.slice(0, at)
const file = resolve(root, given[at])
const args = given.slice(at + 1)

if (process.env.npm_lifecycle_event) stopWithParent()
const node = await ensureInstalled()
// What Node has compiled it keeps here for the next start, which then needs less time, and 15 MB less, as there are no types
// to strip. Where the folder cannot be written it does without.
const compiled = join(modules, '.cache', 'ajar')
if (node === process.execPath && nodeOptions.length === 0) {
  // This is the right Node already, so the file runs right here: no second process to start, signal and wait for.
  module.enableCompileCache?.(compiled)
  process.argv = [node, file, ...args]
  await import(pathToFileURL(file).href)
} else {
  const env = { NODE_COMPILE_CACHE: compiled, ...process.env }
  process.exitCode = await run(node, [...nodeOptions, file, ...args], { env })
}

// npm hands SIGTERM to the shell between it and us, and the shell dies of it without a word: `kill` on `npm start`
// would leave a server that nobody sees and that holds the port.
function stopWithParent() {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  watch.unref()
}

// node scripts/run.mjs [node options] file.ts [arguments]: runs a TypeScript file, installing first what it needs.
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureInstalled } from './bootstrap.mjs'
import { root } from './paths.mjs'
import { run } from './spawn.mjs'

const given = process.argv.slice(2)
const at = given.findIndex((argument) => !argument.startsWith('-'))
const nodeOptions = given.slice(0, at)
const file = resolve(root, given[at])
const args = given.slice(at + 1)

if (process.env.npm_lifecycle_event) stopWithParent()
const node = await ensureInstalled()
if (node === process.execPath && nodeOptions.length === 0) {
  // This is the right Node already, so the file runs right here: no second process to start, signal and wait for.
  process.argv = [node, file, ...args]
  await import(pathToFileURL(file).href)
} else {
  process.exitCode = await run(node, [...nodeOptions, file, ...args])
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

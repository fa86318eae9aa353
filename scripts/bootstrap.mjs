// Makes `git clone` and `npm start` the whole installation. This runs on Node 20 and before anything is installed, so
// the files of this folder are plain JavaScript and import nothing but Node's own modules.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { withLock } from './lock.mjs'
import { findNode, MINIMUM } from './node.mjs'
import { modules, nodePackage, root } from './paths.mjs'
import { run } from './spawn.mjs'

class SetupError extends Error {}

/** Makes node_modules match package-lock.json, and returns the path of a Node that runs TypeScript files. */
export async function ensureInstalled() {
  try {
    return (isInstalled() && findNode()) || (await withLock(join(root, '.install.lock'), install))
  } catch (error) {
    // What the system refuses, such as a folder that cannot be written, needs a sentence and no stack either.
    if (!(error instanceof SetupError) && !error.code) throw error
    console.error(`\n${error.message}`)
    process.exit(1)
  }
}

async function install() {
  // Another run may have done it while this one waited for the lock.
  if (!isInstalled()) await installPackages()
  return findNode() ?? (await installNode())
}

function isInstalled() {
  const stamp = join(modules, '.ajar-stamp')
  const wanted = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return true
  if (!agreesWithLock()) return false

  try {
    writeFileSync(stamp, wanted)
  } catch {
    // The stamp only saves the comparison; a folder that cannot be written is compared each time.
  }
  return true
}

function fingerprint() {
  const hash = createHash('sha256')
  for (const file of ['package-lock.json', 'package.json']) hash.update(readFileSync(join(root, file)))
  return hash.update(`${process.platform} ${process.arch}`).digest('hex')
}

// npm keeps its own record of what it installed. Where that agrees with the lock file, somebody ran `npm install`
// already, and `npm ci` would delete everything below the feet of a running server to put the same files back.
function agreesWithLock() {
  const record = join(modules, '.package-lock.json')
  if (!existsSync(record)) return false
  const installed = packagesIn(record)
  return Object.entries(packagesIn(join(root, 'package-lock.json')))
    .filter(([path]) => path !== '')
    .every(([path, wanted]) =>
      path in installed ? installed[path].version === wanted.version : isForElsewhere(wanted),
    )
}

function packagesIn(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages
}

// A package for one C library is left out of the comparison: npm took the right one together with its siblings.
function isForElsewhere({ optional, os, cpu, libc }) {
  return optional && (libc || !os?.includes(process.platform) || !cpu?.includes(process.arch))
}

async function installPackages() {
  console.error('Installing packages. This happens once and takes about a minute…')
  // Quiet about engines: npm judges packages by the Node it runs on itself, which is not the one we run them with.
  // The development packages stay even where NODE_ENV says production, for Node itself is one of them.
  const code = await npm('ci', '--include=dev', '--include=optional', '--loglevel=error', '--no-audit', '--no-fund')
  if (code !== 0) {
    throw new SetupError(
      'npm could not install the packages; its reason is above. Is there a network, and does package-lock.json ' +
        'match package.json (`npm install` makes it so)?',
    )
  }
  writeFileSync(join(modules, '.ajar-stamp'), fingerprint())
}

// npm may refuse to run install scripts (`ignore-scripts`), and the `node` package fetches its binary in one.
async function installNode() {
  const script = join(nodePackage, 'installArchSpecificPackage.js')
  console.error(`Ajar runs on Node ${MINIMUM} and this is ${process.version}: fetching one into node_modules…`)
  if (existsSync(script)) await run(process.execPath, [script], { cwd: nodePackage, env: machineEnv() })
  const node = findNode()
  if (!node)
    throw new SetupError(`Ajar needs Node ${MINIMUM} or later: install it from https://nodejs.org and try again.`)
  return node
}

function npm(...args) {
  // npm is a .cmd file on Windows, which only a shell can start.
  return run('npm', args, { cwd: root, env: machineEnv(), shell: process.platform === 'win32' })
}

// `npm run` puts node_modules/.bin first on the path, so npm would run on the very Node that it is about to replace.
function machineEnv() {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  const path = (process.env[name] ?? '').split(delimiter).filter((entry) => !entry.startsWith(modules))
  return { ...process.env, [name]: path.join(delimiter) }
}

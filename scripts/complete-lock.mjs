// Adds to package-lock.json the builds for other platforms that npm left out, and prints how many.
//
// npm writes only the builds it could read while installing. When one is missing, every later `npm ci` refuses the
// lock file, and the platform it was for gets no binary. Run this after changing a dependency; it changes nothing where
// nothing is missing. The added entries carry no checksum: npm adds it the first time it sees the package.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'

const file = join(root, 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))

const added = missingBuilds(lock.packages)
lock.packages = Object.fromEntries(Object.entries({ ...lock.packages, ...added }).sort(byPath))
if (Object.keys(added).length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${Object.keys(added).length} builds added to package-lock.json.`)

function missingBuilds(packages) {
  const missing = {}
  for (const [path, owner] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
      const known = packages[`node_modules/${name}`] ?? packages[`${path}/node_modules/${name}`]
      if (!known) missing[`node_modules/${name}`] = build(name, version, owner)
    }
  }
  return missing
}

// These packages are named after what they run on: @oxlint/binding-linux-arm64-musl, @biomejs/cli-win32-x64.
function build(name, version, { dev, license }) {
  const words = name.split('/').at(-1).split('-')
  const one = (pattern) => words.filter((word) => pattern.test(word)).slice(0, 1)
  const os = one(/^(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)$/)
  const cpu = one(/^(arm|arm64|ia32|loong64|mips64el|ppc64|riscv64|s390x|wasm32|x64)$/)
  const libc = one(/^(gnu|musl)/).map((word) => (word.startsWith('gnu') ? 'glibc' : 'musl'))
  if (os.length === 0 || cpu.length === 0) throw new Error(`What does ${name} run on? Its name does not say.`)
  return { version, cpu, ...(dev && { dev }), ...(libc.length > 0 && { libc }), license, optional: true, os }
}

// As npm sorts them, so that the next `npm install` moves nothing.
function byPath([a], [b]) {
  return a.localeCompare(b, 'en')
}

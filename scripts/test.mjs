// npm test: the checks, then every test. npm test -- src/domain: only those tests, without the checks.
// Whatever happens, the last line says how many passed and failed.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled } from './bootstrap.mjs'
import { modules, root } from './paths.mjs'
import { run } from './spawn.mjs'
import { tally } from './tally.mjs'

const args = process.argv.slice(2)
const node = await ensureInstalled()

const checked = args.length > 0 || (await run(node, [join(root, 'scripts/check.mjs')])) === 0
const { passed, failed, skipped } = await runTests()
const failures = failed + (checked ? 0 : 1)

if (!checked) console.log('The checks failed, see above.')
console.log(`${passed} passed, ${failures} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failures > 0 ? 1 : 0

async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'ajar-report-'))
  const report = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await run(node, [join(modules, 'vitest/vitest.mjs'), 'run', ...reporters, ...args], { cwd: root })
  const counts = tally(readReport(report), code)
  rmSync(folder, { recursive: true })
  return counts
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // Vitest writes none when it fails before the first test.
    return { testResults: [] }
  }
}

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { useApi } from '../support/api.ts'
import { apiPages, examplesIn, read } from './pages.ts'

// Every curl line of the documentation runs here, in the order of its page and in an organization of its own.
describe('the curl lines of the documentation', () => {
  const api = useApi()
  let address = ''
  beforeAll(async () => {
    const app = api.app()
    await app.listen({ host: '127.0.0.1', port: 0 })
    address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  })

  test.each(['README.md', ...apiPages()])('%s', async (page) => {
    const { apiKey } = await api.client()

    const trouble = await troubleWith(examplesIn(read(page)), { AJAR: address, KEY: apiKey })

    expect(trouble).toBe('')
  })
})

// A pipe forgets that its first command failed, so failures of curl are written down. A variable that an example failed
// to capture is empty, which is an error too.
const PRELUDE = `
curl() {
  command curl --silent --show-error --fail-with-body --max-time 20 "$@" || { echo "curl $*" >> "$FAILURES"; return 22; }
}
needs() { [ -n "$1" ] || { echo "an id was not found in an answer" >> "$FAILURES"; exit 1; }; }
set -eu
`

/** Runs the examples in a shell; what went wrong, and what was printed before that. */
async function troubleWith(examples: string, env: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ajar-docs-'))
  const failures = join(folder, 'failures')
  await writeFile(failures, '')
  const script = PRELUDE + examples.replace(CAPTURE, (capture, name: string) => `${capture}\nneeds "$${name}"`)
  const { code, output } = await run(script, { ...env, FAILURES: failures })
  const failed = await readFile(failures, 'utf8')
  await rm(folder, { recursive: true })
  return code === 0 && failed === '' ? '' : `${failed}exit code ${code}\n${output}`
}

// NAME=$(…), to the end of the line that closes it.
const CAPTURE = /^([A-Z_]+)=\$\(.*?\)$/gms

function run(script: string, env: Record<string, string>): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 }
    execFile('sh', ['-c', script], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: stdout.slice(-2000) + stderr }),
    )
  })
}

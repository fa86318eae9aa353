import { once } from 'node:events'
import { mkdir, readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { aFolder, postmastersBelow } from '../../src/store/embedded/testSupport.ts'
import { call, run, serving } from '../support/program.ts'

// What a user is promised; the test allows for a machine that does other things too.
const PROMISED_S = 5
const ALLOWED_S = 20

test('the sandbox is ready in seconds, with the demo data and the given key, and leaves nothing behind', async () => {
  const folder = await aTemporaryFolder()
  const begun = performance.now()
  const sandbox = await serving('src/sandbox.ts', ['--port', '0', '--api-key', 'k'], { TMPDIR: folder })
  const seconds = (performance.now() - begun) / 1000
  process.stdout.write(`The sandbox was ready after ${seconds.toFixed(1)} s; the promise is ${PROMISED_S} s.\n`)
  expect(seconds).toBeLessThan(ALLOWED_S)
  expect(sandbox.out()).toBe(`The Ajar sandbox runs at ${sandbox.url} with the API key k\n`)
  expect(await call(sandbox.url, 'GET', '/me/', undefined, 'k')).toMatchObject({ body: { first_name: 'Ingrid' } })
  expect(await call(sandbox.url, 'GET', '/me/', undefined, 'other')).toMatchObject({ status: 401 })
  expect(await call(sandbox.url, 'GET', '/lead/', undefined, 'k')).toMatchObject({ body: { total_results: 40 } })

  expect(await postmastersBelow(folder)).toHaveLength(1)
  expect(await sandbox.stop('SIGINT')).toBe(0)
  expect(await readdir(folder)).toEqual([])
  expect(await postmastersBelow(folder)).toEqual([])
  expect(sandbox.err()).toBe('')
})

test('an empty sandbox has an organization and nothing in it, and does not wait for a request that hangs', async () => {
  const sandbox = await serving('src/sandbox.ts', ['--port=0', '--empty'], { TMPDIR: await aTemporaryFolder() })
  expect(await call(sandbox.url, 'GET', '/lead/', undefined, 'sandbox_key')).toMatchObject({
    status: 200,
    body: { total_results: 0 },
  })
  const hanging = connect(Number(new URL(sandbox.url).port), '127.0.0.1').on('error', () => {})
  hanging.write('POST /api/v1/lead/ HTTP/1.1\r\nHost: ajar\r\nContent-Length: 9\r\n\r\n{')
  await once(hanging, 'connect')
  await sleep(100)
  expect(await sandbox.stop()).toBe(0)
})

test.each([
  ['--api-key', ['--api-key', 'a b']],
  ['--api-key', ['--api-key', 'a:b']],
  ['--api-key', ['--api-key', '']],
  ['--port', ['--port', '65536']],
  ['--port', ['--port']],
  ['--host', ['--host', 'not a host']],
  ['--key', ['--key', 'test_key']],
  ['4010', ['4010']],
])('a wrong %s stops the sandbox: %j', async (name, args) => {
  const sandbox = run('src/sandbox.ts', args)
  expect(await sandbox.ended).toBe(1)
  expect(sandbox.out()).toBe('')
  expect(sandbox.err()).toMatch(/^Ajar did not start: [^\n]+\n$/)
  expect(sandbox.err()).toContain(name)
})

async function aTemporaryFolder(): Promise<string> {
  const folder = await aFolder('tmp')
  await mkdir(folder)
  return folder
}

import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { aFolder, postmastersBelow } from '../../src/store/embedded/testSupport.ts'
import { ajar, call, KEY, keeper, run, slowUpload } from '../support/program.ts'
import { until } from '../support/until.ts'

const SETUP = { AJAR_SETUP_API_KEY: KEY }
const LARGE = 24

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s waits for a slow upload and closes the store',
  async (signal) => {
    const data = await aFolder()
    const program = await ajar(data, SETUP)
    const upload = slowUpload(program, '{"name": "Slow')
    const known = keeper(program)
    // Its connection is the later one, so the upload has arrived as well.
    expect(await known('/me/')).toMatchObject({ status: 200, connection: 'keep-alive' })

    program.child.kill(signal)
    // A Ctrl-C arrives more than once: from the terminal, and from npm.
    program.child.kill(signal)
    await sleep(300)
    expect(await call(program.url, 'GET', '/me/').catch(codeOf)).toBe('ECONNREFUSED')
    expect(await known('/me/')).toMatchObject({ status: 200, connection: 'close' })
    await expect(known('/me/')).rejects.toThrow('ECONNREFUSED')
    upload.end(' but sure"}')

    expect(await upload.answer).toMatchObject({ status: 200, body: { name: 'Slow but sure' } })
    expect(await program.ended).toBe(0)
    expect(program.err()).toBe('')
    expect(await postmastersBelow(data)).toEqual([])
  },
)

test('an answer that a slow reader has not taken yet is not cut', async () => {
  const data = await aFolder()
  const program = await ajar(data, SETUP)
  // More than the sockets between us hold.
  const description = 'x'.repeat(1_000_000)
  for (let i = 0; i < LARGE; i++) await call(program.url, 'POST', '/lead/', { name: `Long ${i}`, description })
  const asked = request(`${program.url}/api/v1/lead/`, { auth: `${KEY}:` }).end()
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  await sleep(200)

  program.child.kill('SIGTERM')
  await sleep(300)
  const { data: leads } = JSON.parse(await text(response)) as { data: { description: string }[] }
  expect(leads.map((lead) => lead.description.length)).toEqual(Array(LARGE).fill(description.length))
  expect(await program.ended).toBe(0)
})

test('whoever asks again, later, does not wait', async () => {
  const program = await ajar(await aFolder(), SETUP)
  slowUpload(program, '{').answer.catch(() => {})
  await keeper(program)('/me/')
  program.child.kill('SIGINT')
  await sleep(3_000)
  program.child.kill('SIGINT')
  expect(await program.ended).toBe(1)
})

test('a start that is interrupted closes what it has opened', async () => {
  const data = await aFolder()
  const program = run('src/main.ts', [], { AJAR_DATA: data })
  while ((await postmastersBelow(data)).length === 0) await sleep(10)
  expect(await program.stop()).toBe(0)
  expect(await postmastersBelow(data)).toEqual([])
})

test('a stop under load cuts no request: each is answered in full, or not taken', async () => {
  const data = await aFolder()
  const program = await ajar(data, SETUP)
  const outcomes: (number | string)[] = []
  let writing = true
  const writers = Array.from({ length: 40 }, async (_, writer) => {
    for (let i = 0; writing && i < 10_000; i++) {
      const outcome = await call(program.url, 'POST', '/lead/', { name: `Load ${writer}-${i}` }).then(
        ({ status }) => status,
        (error: Error) => codeOf(error),
      )
      outcomes.push(outcome)
      if (outcome !== 200) return
    }
  })
  await until(async () => outcomes.length > 60)
  expect(await program.stop()).toBe(0)
  writing = false
  await Promise.all(writers)

  const failures = new Set(outcomes.filter((outcome) => outcome !== 200))
  const written = outcomes.length - outcomes.filter((outcome) => outcome !== 200).length
  // A connection that the kernel had taken and Ajar had not is reset, and its request never read.
  expect([...failures].filter((one) => !['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET'].includes(`${one}`))).toEqual(
    [],
  )
  expect(written).toBeGreaterThan(60)
  const again = await ajar(data)
  expect(await call(again.url, 'GET', '/lead/?_limit=1')).toMatchObject({ body: { total_results: written } })
})

const codeOf = (error: Error) => (error.cause as NodeJS.ErrnoException | undefined)?.code ?? error.message

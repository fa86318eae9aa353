import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { ajar, call, KEY, type Serving } from '../support/program.ts'
import { aReceiver } from '../support/receiver.ts'
import { until } from '../support/until.ts'

const KILLS = 10
const SETTINGS = { AJAR_WEBHOOK_ALLOW_PRIVATE: 'on', AJAR_WEBHOOK_DELAY_MS: '0' }

async function aFolder(): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'ajar-webhook-'))
  onTestFinished(() => rm(data, { recursive: true, force: true, maxRetries: 5 }))
  return data
}

/** Makes leads until the connection breaks; notes those that were acknowledged. */
async function write({ url }: Serving, made: Set<string>): Promise<void> {
  for (;;) {
    const answer = await call(url, 'POST', '/lead/', { name: 'Harbor Bakery' }).catch(() => undefined)
    if (answer === undefined) return
    if (answer.status === 200) made.add(answer.body.id as string)
  }
}

test('whenever the process is killed, every event is delivered at least once, under its own id', {
  timeout: 240_000,
}, async () => {
  const data = await aFolder()
  const receiver = await aReceiver()
  const made = new Set<string>()
  let program = await ajar(data, { AJAR_SETUP_API_KEY: KEY, ...SETTINGS })
  const { body } = await call(program.url, 'POST', '/webhook/', {
    url: `${receiver.url}/in`,
    events: [{ object_type: 'lead', action: 'created' }],
  })
  await receiver.tell({
    '/in': { key: String((body as unknown as { signature_key: string }).signature_key), after: 20 },
  })
  for (let round = 1; round <= KILLS; round++) {
    const writing = [write(program, made), write(program, made)]
    await sleep(700 + Math.random() * 500)
    program.child.kill('SIGKILL')
    await Promise.all(writing)
    await program.ended
    program = await ajar(data, SETTINGS)
  }
  // A process that was killed keeps its subscriptions for a while.
  // There are others of which no writer was ever told.
  const areDelivered = async () => {
    const delivered = new Set((await receiver.got('/in')).map(({ body: sent }) => sent.event.object_id))
    return [...made].every((id) => delivered.has(id))
  }
  // What is missing then is said below.
  await until(areDelivered, 60_000).catch(() => undefined)

  const got = await receiver.got('/in')
  expect([...made].filter((id) => !got.some(({ body: sent }) => sent.event.object_id === id))).toEqual([])
  expect(got.every(({ valid }) => valid)).toBe(true)
  const ids = new Map(got.map(({ body: sent }) => [sent.event.object_id, new Set<string>()]))
  for (const { body: sent } of got) ids.get(sent.event.object_id)?.add(sent.event.id)
  expect([...ids.values()].every(({ size }) => size === 1)).toBe(true)
  process.stdout.write(`${made.size} events, ${KILLS} kills, ${got.length} deliveries.\n`)
  expect(await program.stop()).toBe(0)
})

test('two processes on one database deliver once', { timeout: 120_000 }, async () => {
  const data = await aFolder()
  const receiver = await aReceiver()
  const first = await ajar(data, { AJAR_SETUP_API_KEY: KEY, ...SETTINGS })
  const second = await ajar(data, SETTINGS)
  const urls = [1, 2, 3].map((i) => `${receiver.url}/in${i}`)
  for (const url of urls) {
    await call(first.url, 'POST', '/webhook/', { url, events: [{ object_type: 'lead', action: 'created' }] })
  }
  for (let i = 0; i < 40; i++) await call((i % 2 === 0 ? first : second).url, 'POST', '/lead/', { name: `L${i}` })
  await until(async () => (await receiver.got()).length >= 120, 30_000).catch(() => undefined)
  await sleep(1_500)

  const got = await receiver.got()
  expect(got).toHaveLength(120)
  for (const path of ['/in1', '/in2', '/in3'])
    expect(new Set(got.filter((one) => one.path === path).map(({ body }) => body.event.id)).size).toBe(40)
  expect(await second.stop()).toBe(0)
  expect(await first.stop()).toBe(0)
})

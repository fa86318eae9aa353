import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { kill, postmastersBelow } from '../../src/store/embedded/testSupport.ts'
import type { Json } from '../support/api.ts'
import { EventSource, until } from '../support/eventSource.ts'
import { ajar, call, KEY, type Serving } from '../support/program.ts'

async function aFolder(): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'ajar-stream-'))
  onTestFinished(() => rm(data, { recursive: true, force: true, maxRetries: 5 }))
  return data
}

async function streamOf({ url }: Serving, since = ''): Promise<EventSource> {
  const source = await new EventSource(`${url}/api/v1/event/stream/?object_type=lead`, { key: KEY, since }).open()
  await until(() => source.lastEventId !== '')
  return source
}

const named = ({ events }: EventSource) => events.map(({ data }) => (data as Json).name as string)

/** Makes leads one after the other until it is told to stop; notes those that were acknowledged. */
async function write(urlOf: () => string, made: string[], isOver: () => boolean): Promise<void> {
  for (let i = 0; !isOver(); i++) {
    const name = `${made.length} ${i} ${Math.random()}`
    const answer = await call(urlOf(), 'POST', '/lead/', { name }).catch(() => undefined)
    if (answer?.status === 200) made.push(name)
    else await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

test('nothing is lost and nothing comes twice when servers come and go', { timeout: 120_000 }, async () => {
  const data = await aFolder()
  let first = await ajar(data, { AJAR_SETUP_API_KEY: KEY })
  const second = await ajar(data)
  const made: string[] = []
  let isOver = false

  // One stays where it is, one changes between the servers, one is at the server that is stopped and killed.
  const staying = await streamOf(second)
  const servers = () => [first, second]
  const moving: EventSource[] = [await streamOf(first)]
  const stopped: EventSource[] = [await streamOf(first)]
  const writing = [0, 1, 2, 3].map((i) =>
    write(
      () => (i % 2 === 0 ? first : second).url,
      made,
      () => isOver,
    ),
  )
  const endings: string[] = []
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (let i = 0; i < 3; i++) {
      await new Promise((resolve) => setTimeout(resolve, 200))
      const last = moving.at(-1) as EventSource
      last.close()
      await until(() => last.end !== undefined)
      moving.push(await streamOf(servers()[i % 2] as Serving, last.lastEventId))
    }
    const current = stopped.at(-1) as EventSource
    const code = await first.stop(signal)
    await until(() => current.end !== undefined)
    endings.push(`${signal} ${code} ${current.end} ${current.heard.at(-1)?.type}`)
    first = await ajar(data)
    stopped.push(await streamOf(first, current.lastEventId))
    const left = moving.at(-1) as EventSource
    if (left.end !== undefined) moving.push(await streamOf(first, left.lastEventId))
  }
  isOver = true
  await Promise.all(writing)

  const whole = (sources: readonly EventSource[]) => sources.flatMap(named)
  const all = [[staying], moving, stopped] as const
  for (const sources of all) {
    const hasAll = () => made.every((name) => whole(sources).includes(name))
    await until(hasAll, `${made.length - whole(sources).length} more`)
    expect(new Set(whole(sources)).size).toBe(whole(sources).length)
  }
  expect(whole(moving)).toEqual(whole([staying]))
  expect(whole(stopped)).toEqual(whole([staying]))
  expect(endings).toEqual(['SIGTERM 0 whole end', expect.stringMatching(/^SIGKILL null cut/)])
  process.stdout.write(`${made.length} leads, ${moving.length} changes of server.\n`)
  expect(await first.stop()).toBe(0)
  expect(await second.stop()).toBe(0)
})

test('what one process writes is told by another at once', { timeout: 60_000 }, async () => {
  const data = await aFolder()
  const first = await ajar(data, { AJAR_SETUP_API_KEY: KEY })
  const second = await ajar(data)
  const [here, there] = [await streamOf(first), await streamOf(second)]
  const waits = { here: [] as number[], there: [] as number[] }
  for (let i = 0; i < 20; i++) {
    await call(first.url, 'POST', '/lead/', { name: `${i}` })
    const began = performance.now()
    await until(() => here.events.length > i && there.events.length > i)
    waits.here.push((here.heard.at(-1)?.at ?? 0) - began)
    waits.there.push((there.heard.at(-1)?.at ?? 0) - began)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
  process.stdout.write(
    `After the answer: ${median(waits.here).toFixed(0)} ms here, ${median(waits.there).toFixed(0)} ms there.\n`,
  )
  expect(median(waits.here)).toBeLessThan(100)
  expect(median(waits.there)).toBeLessThan(100)
  expect(await second.stop()).toBe(0)
  expect(await first.stop()).toBe(0)
})

test('who takes nothing does not hold up the end of a server', { timeout: 60_000 }, async () => {
  const data = await aFolder()
  const program = await ajar(data, { AJAR_SETUP_API_KEY: KEY })
  const [stalled, idle] = [await streamOf(program), await streamOf(program)]
  stalled.response?.pause()
  // More than the sockets between us hold.
  const description = 'x'.repeat(1_000_000)
  for (let i = 0; i < 24; i++) await call(program.url, 'POST', '/lead/', { name: `${i}`, description })
  await until(() => idle.events.length === 24)
  const began = performance.now()
  expect(await program.stop()).toBe(0)
  expect(performance.now() - began).toBeLessThan(10_000)
  expect(program.err()).toBe('')
  expect(idle.heard.at(-1)).toMatchObject({ type: 'end', data: { reason: 'closing' } })
  stalled.response?.resume()
  await until(() => stalled.end !== undefined)
  expect(stalled.end).toBe('cut')
  const again = await streamOf(await ajar(data), stalled.lastEventId)
  await until(() => stalled.events.length + again.events.length === 24)
  expect([...named(stalled), ...named(again)]).toEqual(Array.from({ length: 24 }, (_, i) => `${i}`))
})

test('a stream goes on when its PostgreSQL has died and runs again', { timeout: 60_000 }, async () => {
  const data = await aFolder()
  const program = await ajar(data, { AJAR_SETUP_API_KEY: KEY })
  const source = await streamOf(program)
  await call(program.url, 'POST', '/lead/', { name: 'before' })
  await until(() => source.events.length === 1)
  kill((await postmastersBelow(data))[0] ?? 0, 'SIGKILL')
  const made: string[] = []
  await write(
    () => program.url,
    made,
    () => made.length === 3,
  )
  await until(() => source.events.length === 4)
  expect(named(source)).toEqual(['before', ...made])
  expect(source.end).toBeUndefined()
  expect(await program.stop()).toBe(0)
})

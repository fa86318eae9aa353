import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { aFolder, aMadeFolder, aServer, kill, postmastersBelow } from '../../src/store/embedded/testSupport.ts'
import { type Answer, ajar, call, KEY, type Serving } from '../support/program.ts'

const SETUP = { AJAR_SETUP_API_KEY: KEY }

test('when its PostgreSQL dies, Ajar says so to callers and starts it again', async () => {
  const data = await aFolder()
  const program = await ajar(data, SETUP)
  const { url } = program
  const lead = await call(url, 'POST', '/lead/', { name: 'Tidewater Outfitters' })
  const [postmaster = 0] = await postmastersBelow(data)
  const load = Array.from({ length: 8 }, () => answersUntil(url, '/lead/', (answers) => hasRecovered(answers)))

  kill(postmaster, 'SIGKILL')

  for (const answers of await Promise.all(load)) {
    expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([])
    for (const { headers } of answers.filter(({ status }) => status === 503))
      expect(headers.get('retry-after')).toBe('1')
  }
  expect(await call(url, 'GET', `/lead/${lead.body.id}/`)).toMatchObject({ body: { name: 'Tidewater Outfitters' } })
  expect(await call(url, 'POST', '/lead/', { name: 'Juniper Mutual Aid' })).toMatchObject({ status: 200 })
  expect(await postmastersBelow(data)).toHaveLength(1)
  expect(program.err()).toContain('PostgreSQL had ended; it runs again.')
  expect(await program.stop()).toBe(0)
  expect(await postmastersBelow(data)).toEqual([])
})

test('two Ajars whose PostgreSQL dies start one, and the last to leave ends it', async () => {
  const data = await aFolder()
  const first = await ajar(data, SETUP)
  const second = await ajar(data)
  kill((await postmastersBelow(data))[0] ?? 0, 'SIGKILL')

  await Promise.all([first, second].map(({ url }) => answersUntil(url, '/me/', hasRecovered)))
  expect(await postmastersBelow(data)).toHaveLength(1)
  expect(await first.stop()).toBe(0)
  expect(await call(second.url, 'POST', '/lead/', { name: 'Kittiwake Prams' })).toMatchObject({ status: 200 })
  expect(await second.stop()).toBe(0)
  expect(await postmastersBelow(data)).toEqual([])
})

test('a PostgreSQL of somebody else may go away and come back', async () => {
  const folder = await aMadeFolder()
  const server = await aServer(folder)
  const { host, port, user, database } = server.connection
  const DATABASE_URL = `postgres://${user}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
  const program = await ajar('/nowhere', { ...SETUP, DATABASE_URL })
  expect(await call(program.url, 'POST', '/lead/', { name: 'Redpoint' })).toMatchObject({ status: 200 })

  await server.stop()
  const lost = await call(program.url, 'GET', '/lead/')
  expect(lost).toMatchObject({ status: 503, body: { error: expect.stringContaining('try again') } })
  expect(lost.headers.get('retry-after')).toBe('1')

  await aServer(folder)
  await answersUntil(program.url, '/lead/', (answers) => answers.at(-1)?.status === 200)
  expect(await program.stop()).toBe(0)
})

const hasRecovered = (answers: readonly Answer[]) =>
  answers.at(-1)?.status === 200 && answers.some(({ status }) => status === 503)

async function answersUntil(
  url: Serving['url'],
  path: string,
  isSo: (answers: readonly Answer[]) => boolean,
): Promise<Answer[]> {
  const answers: Answer[] = []
  while (!isSo(answers)) {
    answers.push(await call(url, 'GET', path))
    await sleep(20)
  }
  return answers
}

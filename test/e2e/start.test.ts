import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { aFolder, postmastersBelow } from '../../src/store/embedded/testSupport.ts'
import { ajar, call, KEY, run, shell } from '../support/program.ts'

test('the first start makes a store and prints how to use it, once', async () => {
  const data = await aFolder()
  const first = await ajar(data)
  const [, email] = /e-mail +(\S+)/.exec(first.out()) ?? []
  const [, password = ''] = /password +(\S+)/.exec(first.out()) ?? []
  const [, key = ''] = /API key +(\S+)/.exec(first.out()) ?? []
  const [line = ''] = /curl .*/.exec(first.out()) ?? []

  expect(email).toBe('owner@ajar.local')
  expect(password).toMatch(/^\w{16}$/)
  const lead = JSON.parse(await shell(line.replace('curl ', 'curl -s '))) as { id: string; html_url: string }
  expect(lead).toMatchObject({ name: 'My first lead', html_url: `${first.url}/lead/${lead.id}/` })
  expect(await first.stop()).toBe(0)
  expect(first.err()).toBe('')

  const second = await ajar(data)
  expect(second.out()).toBe(`Ajar runs at ${second.url}\n`)
  expect(await call(second.url, 'GET', `/lead/${lead.id}/`, undefined, key)).toMatchObject({ status: 200 })
  expect(await second.stop()).toBe(0)
})

test('it can be set up unattended', async () => {
  const program = await ajar(await aFolder(), {
    HOST: '0.0.0.0',
    AJAR_URL: 'https://crm.northfold.example/',
    AJAR_SETUP_EMAIL: 'mara.quist@northfold.example',
    AJAR_SETUP_PASSWORD: 'wax and wane',
    AJAR_SETUP_API_KEY: KEY,
    AJAR_SETUP_ORGANIZATION: 'Northfold',
    AJAR_SETUP_CURRENCY: 'eur',
  })
  const { url } = program
  expect(url).toMatch(/^http:\/\/localhost:/)
  expect(program.out()).toContain('the one in AJAR_SETUP_PASSWORD')
  expect(program.out()).not.toContain('wax and wane')
  expect(program.out()).not.toContain(KEY)
  const me = await call(url, 'GET', '/me/')
  expect(me.body).toMatchObject({ first_name: 'Mara', email: 'mara.quist@northfold.example' })
  const organizationId = me.body.organizations?.['0']?.id
  expect(await call(url, 'GET', `/organization/${organizationId}/`)).toMatchObject({
    body: { name: 'Northfold', currency: 'EUR' },
  })
  const lead = await call(url, 'POST', '/lead/', { name: 'Saltmarsh Satchels' })
  expect(lead.body.html_url).toMatch('https://crm.northfold.example/lead/lead_')
})

test('npm run setup brings the demo, and leaves a store alone that is set up', async () => {
  const data = await aFolder()
  const first = await ajar(data, { AJAR_SETUP_API_KEY: KEY }, '--demo')
  expect(first.out()).toContain('ingrid@northfold.example')
  expect(await call(first.url, 'GET', '/lead/?_limit=1')).toMatchObject({ body: { total_results: 40 } })
  expect(await call(first.url, 'POST', '/lead/', { name: 'One more' })).toMatchObject({ status: 200 })
  await first.stop()

  const second = await ajar(data, {}, '--demo')
  expect(second.out()).toContain('set up already')
  expect(second.out()).not.toContain('API key')
  expect(await call(second.url, 'GET', '/lead/?_limit=1')).toMatchObject({ body: { total_results: 41 } })
})

test.each([
  ['HOST', { HOST: 'not a host' }],
  ['HOST', { HOST: 'no.such.host.example' }],
  ['HOST', { HOST: '203.0.113.7' }],
  ['PORT', { PORT: '65536' }],
  ['PORT', { PORT: '80a' }],
  ['DATABASE_URL', { DATABASE_URL: 'mysql://localhost/ajar' }],
  ['DATABASE_URL', { DATABASE_URL: 'postgres://127.0.0.1:1/ajar' }],
  ['DATABASE_URL', { DATABASE_URL: 'postgres:///ajar?host=/no/such/folder' }],
  ['AJAR_URL', { AJAR_URL: 'crm.northfold.example' }],
  ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ['AJAR_SETUP_EMAIL', { AJAR_SETUP_EMAIL: 'mara' }],
  ['AJAR_SETUP_PASSWORD', { AJAR_SETUP_PASSWORD: 'short' }],
  ['AJAR_SETUP_API_KEY', { AJAR_SETUP_API_KEY: 'with: colon' }],
  ['AJAR_SETUP_COUNTRY', { AJAR_SETUP_COUNTRY: 'Norway' }],
  ['AJAR_SETUP_CURRENCY', { AJAR_SETUP_CURRENCY: 'kroner' }],
])('a wrong %s stops the start: %j', async (name, wrong) => {
  const data = await aFolder()
  expect(await reasonOf({ AJAR_DATA: data, ...wrong })).toContain(name)
  expect(existsSync(data)).toBe(false)
})

test('a data folder that is a file stops the start', async () => {
  const data = await aFolder('file')
  await writeFile(data, '')
  expect(await reasonOf({ AJAR_DATA: data })).toContain('AJAR_DATA')
})

test('a port that is taken stops the start before anything is made', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await once(other, 'listening')
  const data = await aFolder()
  const { port } = other.address() as AddressInfo
  expect(await reasonOf({ AJAR_DATA: data, PORT: String(port) })).toContain(`PORT ${port}`)
  expect(existsSync(data)).toBe(false)
})

test.each(['--demmo', 'demo', '--demo=yes'])('the argument %s stops the start', async (argument) => {
  const data = await aFolder()
  expect(await reasonOf({ AJAR_DATA: data }, argument)).toContain('--demo')
  expect(existsSync(data)).toBe(false)
})

test('of two first starts at once, one makes the organization', async () => {
  const data = await aFolder()
  const both = await Promise.all([ajar(data), ajar(data)])
  const keys = both.flatMap((program) => /API key +(\S+)/.exec(program.out())?.[1] ?? [])
  expect(keys).toHaveLength(1)
  for (const { url } of both) expect(await call(url, 'GET', '/me/', undefined, keys[0])).toMatchObject({ status: 200 })
  expect(await Promise.all(both.map((program) => program.stop()))).toEqual([0, 0])
  expect(await postmastersBelow(data)).toEqual([])
})

test('two Ajars share a data folder, and each may leave first', async () => {
  const data = await aFolder()
  const first = await ajar(data, { AJAR_SETUP_API_KEY: KEY })
  const second = await ajar(data)
  const lead = await call(first.url, 'POST', '/lead/', { name: 'Brindle & Bough' })
  expect(await call(second.url, 'GET', `/lead/${lead.body.id}/`)).toMatchObject({ status: 200 })
  expect(await postmastersBelow(data)).toHaveLength(1)

  expect(await first.stop()).toBe(0)
  expect(await call(second.url, 'PUT', `/lead/${lead.body.id}/`, { name: 'Brindle' })).toMatchObject({ status: 200 })
  expect(await second.stop()).toBe(0)
  expect(await postmastersBelow(data)).toEqual([])
})

/** The one sentence with which it does not start. */
async function reasonOf(settings: Record<string, string>, ...args: string[]): Promise<string> {
  const program = run('src/main.ts', args, settings)
  expect(await program.ended).toBe(1)
  expect(program.out()).toBe('')
  expect(program.err()).toMatch(/^Ajar did not start: [^\n]+\n$/)
  return program.err()
}

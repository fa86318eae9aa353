import sql from 'sql-template-tag'
import { expect, test } from 'vitest'
import { buildServer } from '../../src/server.ts'
import { openDatabase } from '../../src/store/database/database.ts'
import { openFiles } from '../../src/store/files/fileStore.ts'
import { useApi } from '../support/api.ts'

const api = useApi()
const get = async (url: string, headers: Record<string, string> = {}) => {
  const { statusCode, body } = await api.app().inject({ url, headers })
  return { status: statusCode, body: JSON.parse(body) as unknown }
}

test('a process that is up says so, without a key', async () => {
  expect(await get('/healthz')).toEqual({ status: 200, body: { status: 'up' } })
  expect(await get('/readyz')).toEqual({ status: 200, body: { status: 'ready' } })
})

test('requests should not be sent to a process whose database cannot be reached; it is up all the same', async () => {
  const nowhere = openDatabase({ url: 'postgres://ajar@127.0.0.1:1/ajar' })
  const app = await buildServer({
    database: nowhere,
    files: await openFiles(api.files()),
    url: 'http://ajar.example',
    logLevel: 'silent',
  })

  expect((await app.inject('/healthz')).statusCode).toBe(200)
  const ready = await app.inject('/readyz')
  expect([ready.statusCode, ready.json()]).toEqual([
    503,
    { status: 'unready', reason: 'The database cannot be reached.' },
  ])
  await app.close()
  await nowhere.close()
})

test('nor to one whose schema is not that of the store', async () => {
  const database = api.database()
  await database.run(sql`insert into migrations (name, checksum) values ('9999_future.sql', 'x')`)
  expect(await get('/readyz')).toMatchObject({ status: 503, body: { reason: 'The schema is newer than this Ajar.' } })
  await database.run(sql`delete from migrations where name = '9999_future.sql'`)
  await database.run(sql`update migrations set name = 'x' where name = '0013_jobs.sql'`)
  expect(await get('/readyz')).toMatchObject({ status: 503, body: { reason: 'The schema is older than this Ajar.' } })
  await database.run(sql`update migrations set name = '0013_jobs.sql' where name = 'x'`)
  expect((await get('/readyz')).status).toBe(200)
})

test('nor to one that is about to stop', async () => {
  const app = await buildServer({
    database: api.database(),
    files: await openFiles(api.files()),
    url: 'http://ajar.example',
    logLevel: 'silent',
  })
  let finish = () => {}
  const gate = new Promise<void>((resolve) => {
    finish = resolve
  })
  app.get('/slow', () => gate.then(() => 'done'))
  const url = await app.listen({ port: 0 })
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  const slow = fetch(`${url}/slow`)
  await new Promise((resolve) => app.server.once('request', resolve))
  const closed = app.close()

  // A connection that was there is answered, and whoever else asks finds nobody.
  const last = await fetch(`${url}/readyz`)
  expect([last.status, last.headers.get('connection'), await last.json()]).toEqual([
    503,
    'close',
    { status: 'unready', reason: 'Ajar is about to stop.' },
  ])
  await expect(fetch(`${url}/readyz`, { headers: { connection: 'close' } })).rejects.toThrow('fetch failed')
  finish()
  expect(await (await slow).text()).toBe('done')
  await closed
})

test('neither dialect claims these paths, whatever a client wants to have', async () => {
  expect((await get('/healthz', { accept: 'application/json' })).status).toBe(200)
  expect((await get('/readyz?x=1', { accept: 'text/html' })).status).toBe(200)
})

import { mkdir, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startEmbedded } from './embedded.ts'
import { aFolder, aMadeFolder, anAjar, aServer, ask, postmastersBelow, until } from './testSupport.ts'

test('the first start makes a UTF-8 database that is reached by socket only', async () => {
  const folder = await aFolder()

  const begun = performance.now()
  const server = await aServer(folder, { durable: true })
  const took = performance.now() - begun

  expect(server).toMatchObject({ joined: false, connection: { user: 'ajar', database: 'ajar' } })
  expect(took).toBeLessThan(10_000) // about 1.4 s when nothing else runs
  const { connection } = server
  expect(await ask(connection, 'SHOW server_encoding')).toBe('UTF8')
  expect(await ask(connection, 'SHOW listen_addresses')).toBe('')
  expect(await ask(connection, 'SHOW fsync')).toBe('on')
  expect(await ask(connection, 'SHOW timezone')).toBe('UTC')
  expect(await ask(connection, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toBe(true)
  expect((await stat(join(folder, 'postgres'))).mode & 0o777).toBe(0o700)
  expect((await stat(connection.host)).mode & 0o777).toBe(0o700)
})

test('text is ordered by code point, and letters of every alphabet are letters', async () => {
  const { connection } = await aServer(await aMadeFolder())

  expect(await ask(connection, `SELECT 'Z' < 'a' AND 'z' < 'é'`)).toBe(true)
  expect(await ask(connection, `SELECT lower('ÉПРИ')`)).toBe('éпри')
  await ask(connection, 'CREATE EXTENSION pg_trgm')
  expect(await ask(connection, `SELECT similarity('привет', 'привед') > 0.5`)).toBe(true)
})

test('what was written is there after a stop and another start', async () => {
  const folder = await aFolder()
  const first = await startEmbedded({ folder, durable: false })
  await ask(first.connection, 'CREATE TABLE kept AS SELECT 42 AS answer')
  await first.stop()
  expect(await postmastersBelow(folder)).toEqual([])

  const second = await aServer(folder)
  expect(second.joined).toBe(false)
  expect(await ask(second.connection, 'SELECT answer FROM kept')).toBe(42)
})

test('stopping ends open connections, and stopping twice is stopping once', async () => {
  const folder = await aMadeFolder()
  const server = await aServer(folder)
  const sleeping = ask(server.connection, 'SELECT pg_sleep(60)').catch((error: Error) => error.message)
  await until(async () => (await ask(server.connection, countSleeping)) === 1)

  await Promise.all([server.stop(), server.stop()])
  await server.stop()

  expect(await sleeping).toMatch(/terminat|closed/i)
  expect(await postmastersBelow(folder)).toEqual([])
})

const countSleeping = `SELECT count(*)::int FROM pg_stat_activity WHERE wait_event = 'PgSleep'`

test('stopping is quiet when the server has died already', async () => {
  const server = await aServer(await aMadeFolder())
  process.kill(server.postmasterPid, 'SIGKILL')

  await expect(server.stop()).resolves.toBeUndefined()
})

test('a second Ajar joins, and the last one to leave stops the server', async () => {
  const folder = await aMadeFolder()
  const one = anAjar(folder)
  const { postmasterPid, connection } = await one.report
  const two = anAjar(folder)
  expect(await two.report).toMatchObject({ joined: true, postmasterPid })

  await one.stop()
  expect(await ask(connection, 'SELECT 1')).toBe(1)
  expect(await postmastersBelow(folder)).toEqual([postmasterPid])

  await two.stop()
  expect(await postmastersBelow(folder)).toEqual([])
})

test('the same process may use the server twice', async () => {
  const folder = await aMadeFolder()
  const one = await aServer(folder)
  const two = await aServer(folder)

  await one.stop()
  expect(await ask(two.connection, 'SELECT 1')).toBe(1)
  await two.stop()
  expect(await postmastersBelow(folder)).toEqual([])
})

test('five Ajars that start at once on an empty folder share one server', async () => {
  const folder = await aFolder()
  const ajars = [1, 2, 3, 4, 5].map(() => anAjar(folder))
  const reports = await Promise.all(ajars.map((ajar) => ajar.report))

  expect(reports.filter((report) => !report.joined)).toHaveLength(1)
  expect(new Set(reports.map((report) => report.postmasterPid)).size).toBe(1)
  expect(await postmastersBelow(folder)).toHaveLength(1)

  await Promise.all(ajars.map((ajar) => ajar.stop()))
  expect(await postmastersBelow(folder)).toEqual([])
})

test('starts and stops that cross always leave a server to whoever uses one', async () => {
  const folder = await aMadeFolder()

  const visit = async (): Promise<void> => {
    for (let turn = 0; turn < 5; turn++) {
      const server = await startEmbedded({ folder, durable: false })
      expect(await ask(server.connection, 'SELECT 1')).toBe(1)
      await server.stop()
    }
  }
  await Promise.all([visit(), visit(), visit()])
  expect(await postmastersBelow(folder)).toEqual([])
})

test('a path that is too long for a socket gets its socket elsewhere, and others find it', async () => {
  const folder = await aFolder(`a "quoted", long ${'path'.repeat(30)}`)
  const server = await aServer(folder)
  expect(server.connection.host.length).toBeLessThan(90)
  expect((await stat(server.connection.host)).mode & 0o777).toBe(0o700)

  const other = anAjar(folder)
  expect(await other.report).toMatchObject({ joined: true, connection: server.connection })
  await other.stop()
  await server.stop()
  await expect(stat(server.connection.host)).rejects.toThrow('ENOENT')
})

test('a path with spaces, quotes and commas works', async () => {
  const server = await aServer(await aFolder(`it's "a", b\\c é`))
  expect(await ask(server.connection, 'SELECT 1')).toBe(1)
})

test("a server that cannot start shows the end of PostgreSQL's own log", async () => {
  const folder = await aMadeFolder()
  await writeFile(join(folder, 'postgres/postgresql.conf'), 'no_such_setting = 1\n')

  await expect(startEmbedded({ folder })).rejects.toThrow(/PostgreSQL did not start.*\n.*no_such_setting/s)
})

test("another PostgreSQL's cluster is refused", async () => {
  const folder = await aMadeFolder()
  await writeFile(join(folder, 'postgres/PG_VERSION'), '15\n')

  await expect(startEmbedded({ folder })).rejects.toThrow(/made by PostgreSQL 15, but this Ajar brings PostgreSQL 18/)
})

test('what an interrupted first start left is removed and the cluster made anew', async () => {
  const folder = await aFolder()
  await mkdir(join(folder, 'postgres.new-abcdef/base'), { recursive: true })
  await writeFile(join(folder, 'postgres.new-abcdef/PG_VERSION'), '18\n')

  const server = await aServer(folder)
  expect(await ask(server.connection, 'SELECT 1')).toBe(1)
  expect((await readdir(folder)).filter((name) => name.startsWith('postgres.new'))).toEqual([])
})

test('a large log is put aside', async () => {
  const folder = await aMadeFolder()
  await writeFile(join(folder, 'postgres.log'), 'old words\n')
  await truncate(join(folder, 'postgres.log'), 11 * 1024 * 1024)

  await aServer(folder)
  expect(await readFile(join(folder, 'postgres.log.1'), 'utf8')).toMatch(/^old words/)
  expect((await stat(join(folder, 'postgres.log'))).size).toBeLessThan(100_000)
})

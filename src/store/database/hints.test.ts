import sql from 'sql-template-tag'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { urlOf } from '../../../test/support/cluster.ts'
import { useDatabase } from '../../../test/support/database.ts'
import { openDatabase } from './database.ts'

const database = useDatabase()

/** Another process on the same database. */
async function another() {
  const [{ name } = { name: '' }] = await database().run<{ name: string }>(sql`select current_database() as name`)
  const opened = openDatabase(urlOf(inject('cluster'), name))
  onTestFinished(() => opened.close())
  return opened
}

const listeners = () =>
  database().run<{ pid: number }>(
    sql`select pid from pg_stat_activity where datname = current_database() and query like 'listen %'`,
  )

test('what one process tells is heard by itself and by others, often told rarely', async () => {
  const other = await another()
  const [here, there] = [vi.fn(), vi.fn()]
  onTestFinished(database().hints.hear(here))
  onTestFinished(other.hints.hear(there))
  await expect.poll(listeners).toHaveLength(2)
  for (const one of [here, there]) await expect.poll(() => one.mock.calls).toHaveLength(1)
  here.mockClear()
  there.mockClear()

  for (let i = 0; i < 100; i++) database().hints.tell()
  expect(here).toHaveBeenCalledTimes(100)
  await expect.poll(() => there.mock.calls).toHaveLength(2)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(there).toHaveBeenCalledTimes(2)
  expect(here).toHaveBeenCalledTimes(100)
})

test('a connection that breaks is made again, and nobody listens for whom there is nobody', {
  timeout: 20_000,
}, async () => {
  const other = await another()
  const heard = vi.fn()
  const deafen = other.hints.hear(heard)
  await expect.poll(listeners).toHaveLength(1)
  const [{ pid } = { pid: 0 }] = await listeners()
  await database().run(sql`select pg_terminate_backend(${pid}::int)`)
  await expect.poll(async () => (await listeners()).map((one) => one.pid)).not.toEqual([pid])
  await expect.poll(listeners).toHaveLength(1)
  heard.mockClear()
  await expect
    .poll(() => {
      database().hints.tell()
      return heard.mock.calls.length
    })
    .toBeGreaterThan(0)
  deafen()
  await expect.poll(listeners).toEqual([])
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sql from 'sql-template-tag'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/store/database/database.ts'
import { ajar, call, KEY, run } from '../support/program.ts'

test('what searches look into can be made anew while Ajar runs', { timeout: 60_000 }, async () => {
  const data = await mkdtemp(join(tmpdir(), 'ajar-reindex-'))
  onTestFinished(() => rm(data, { recursive: true, force: true, maxRetries: 5 }))
  const server = await ajar(data, { AJAR_SETUP_API_KEY: KEY })
  const { body } = await call(server.url, 'POST', '/lead/', { name: 'Harbor Looms' })
  const database = openDatabase({ host: join(data, 'postgres.socket'), port: 5432, user: 'ajar', database: 'ajar' })
  const words = async () => database.run(sql`select id, words::text from search_documents`)
  await database.run(sql`update search_documents set words = ''`)

  const reindex = run('src/reindex.ts', [], { AJAR_DATA: data })
  expect(await reindex.ended, reindex.err()).toBe(0)

  expect(reindex.out()).toMatch(/made anew in [\d.]+ s/)
  expect(await words()).toEqual([{ id: body.id, words: "'harbor':1 'looms':2" }])
  await database.close()
  expect(await server.stop()).toBe(0)
})

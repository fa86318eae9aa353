import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sql from 'sql-template-tag'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/store/database/database.ts'
import { ajar, call, KEY } from '../support/program.ts'

test('a lead is found by its words at once, and a worker gathers them', { timeout: 60_000 }, async () => {
  const data = await mkdtemp(join(tmpdir(), 'ajar-words-'))
  onTestFinished(() => rm(data, { recursive: true, force: true, maxRetries: 5 }))
  const server = await ajar(data, { AJAR_SETUP_API_KEY: KEY })
  const { body: lead } = await call(server.url, 'POST', '/lead/', { name: 'Harbor', contacts: [{ name: 'Ida' }] })
  const found = async (query: string) => {
    const { body } = await call(server.url, 'GET', `/lead/?_fields=id&query=${encodeURIComponent(query)}`)
    return body.total_results
  }
  const database = openDatabase({ host: join(data, 'postgres.socket'), port: 5432, user: 'ajar', database: 'ajar' })
  const words = async () =>
    database.run(sql`select lead_id as id, words::text from lead_words
    where not exists (select 1 from lead_words_due)`)

  expect(await found('harbor ida')).toBe(1)
  await expect.poll(words).toEqual([{ id: lead.id, words: "'harbor' 'ida'" }])
  expect(await found('harbor ida')).toBe(1)

  await call(server.url, 'PUT', `/lead/${lead.id}/`, { name: 'Looms' })
  expect([await found('harbor'), await found('looms ida')]).toEqual([0, 1])
  await expect.poll(words).toEqual([{ id: lead.id, words: "'ida' 'looms'" }])

  await call(server.url, 'DELETE', `/lead/${lead.id}/`)
  expect(await found('ida')).toBe(0)
  await expect.poll(() => database.run(sql`select from lead_words`)).toEqual([])
  await database.close()
  expect(await server.stop()).toBe(0)
})

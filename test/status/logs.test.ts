import { pino } from 'pino'
import sql from 'sql-template-tag'
import { describe, expect, inject, test } from 'vitest'
import { slowQueries, underWay } from '../../src/log.ts'
import { openDatabase } from '../../src/store/database/database.ts'

describe('slow statements', () => {
  test('are logged with the request that waited for them, and without values', async () => {
    const { database, lines } = watched(100)
    const secret = 'ada@example.com'
    await underWay.run('req_1', () => database.run(sql`select pg_sleep(0.11), ${secret}::text`))
    await database.close()

    expect(lines()).toEqual([
      expect.objectContaining({
        level: 40,
        msg: 'slow query',
        reqId: 'req_1',
        statement: 'select pg_sleep(0.11), $1::text',
        ms: expect.any(Number),
      }),
    ])
    expect(lines()[0]?.ms).toBeGreaterThanOrEqual(100)
  })

  test('are those that took as long as it says', async () => {
    const { database, lines } = watched(60_000)
    await database.run(sql`select pg_sleep(0.01)`)
    await database.close()

    expect(lines()).toEqual([])
  })

  test('also those of transactions, of the queue, and those that fail', async () => {
    const { database, lines } = watched(60)
    await database.transaction((tx) => tx.run(sql`select pg_sleep(0.07), 'in a transaction'`))
    await database.runText(`select pg_sleep(0.07); select 'as text'`)
    await database.writer.run(sql`select pg_sleep(0.07) is null or 1 / (random() * 0) > 0`).catch(() => undefined)
    await database.close()

    expect(lines().map(({ statement }) => statement)).toEqual([
      `select pg_sleep(0.07), 'in a transaction'`,
      `select pg_sleep(0.07); select 'as text'`,
      `select pg_sleep(0.07) is null or 1 / (random() * 0) > 0`,
    ])
  })

  test('are cut where they are very long', async () => {
    const { database, lines } = watched(0)
    await database.runText(`select 1 -- ${'x'.repeat(10_000)}`)
    await database.close()

    expect(lines().at(-1)?.statement.length).toBeLessThan(4_100)
  })
})

type Line = { statement: string; ms: number }

function watched(fromMs: number) {
  const written: string[] = []
  const log = pino({}, { write: (line) => void written.push(line) })
  const database = openDatabase(inject('cluster'), slowQueries(log, fromMs))
  return { database, lines: () => written.map((line) => JSON.parse(line) as Line) }
}

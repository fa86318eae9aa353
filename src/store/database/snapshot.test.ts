import sql from 'sql-template-tag'
import { expect, test } from 'vitest'
import { useDatabase } from '../../../test/support/database.ts'

const database = useDatabase()

test('all readers of a snapshot read the same moment, also one that comes later', async () => {
  const table = sql`snapshots_of_test`
  await database().run(sql`create table ${table} (n int)`)
  await database().run(sql`insert into ${table} values (1)`)
  const seen = await database().snapshot(async (reader) => {
    const before = await reader.run(sql`select n from ${table}`)
    await database().run(sql`insert into ${table} values (2)`)
    const [other, third] = await Promise.all([reader.another(), reader.another()])
    const after = await Promise.all([reader, other, third].map((one) => one.run(sql`select n from ${table}`)))
    return [before, ...after]
  })
  expect(seen).toEqual(Array(4).fill([{ n: 1 }]))
  expect(await database().run(sql`select n from ${table}`)).toHaveLength(2)
  await database().run(sql`drop table ${table}`)
})

test('nothing is written through any of them, and none of them is left when the work fails', async () => {
  const open = async () =>
    (
      await database().run(
        sql`select pid from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
      )
    ).length
  const work = database().snapshot(async (reader) => {
    const other = await reader.another()
    await expect(reader.run(sql`create table forbidden (n int)`)).rejects.toThrow('read-only transaction')
    await expect(other.run(sql`create table forbidden (n int)`)).rejects.toThrow('read-only transaction')
    throw new Error('no more of it')
  })
  await expect(work).rejects.toThrow('no more of it')
  await expect.poll(open).toBe(0)
})

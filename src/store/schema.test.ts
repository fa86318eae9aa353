import { readFile, writeFile } from 'node:fs/promises'
import sql, { raw } from 'sql-template-tag'
import { expect, test } from 'vitest'
import { useDatabase } from '../../test/support/database.ts'
import { describeSchema } from '../../test/support/schema.ts'
import { catalogue, type NounName } from '../domain/catalogue.ts'
import { migrate, SchemaError } from './database/migrate.ts'
import { columnsOf } from './nouns/table.ts'
import { tableOf } from './nouns/tables.ts'
import { Joins } from './projection/projection.ts'

const database = useDatabase()
const FILE = new URL('./schema.sql', import.meta.url)

test('schema.sql is what the migrations add up to', async () => {
  const now = await describeSchema(database())
  if (process.env.UPDATE_SCHEMA !== undefined) await writeFile(FILE, now)
  expect(await readFile(FILE, 'utf8')).toBe(now)
})

test.each(Object.keys(catalogue) as NounName[])('every field of %s can be asked of the database', async (noun) => {
  const joins = new Joins('t')
  const { stored, details, computed, refs } = catalogue[noun]
  const paths = [
    ...Object.keys(stored),
    ...Object.keys(details),
    ...Object.keys(computed),
    ...Object.keys(refs).map((ref) => `${ref}.id`),
  ]
  const fields = paths.map((path) => joins.path(noun, path)).join(', ')
  await database().run(raw(`select ${fields} from ${tableOf(noun)} t ${joins.list().join('\n')} limit 0`))
  expect(columnsOf(noun).length).toBeGreaterThan(0)
})

test('migrating again does nothing', async () => {
  expect(await migrate(database())).toEqual([])
})

test('a store of a newer version is refused', async () => {
  await database().run(sql`insert into migrations (name, checksum) values ('9999_future.sql', 'x')`)
  await expect(migrate(database())).rejects.toThrow(SchemaError)
  await expect(migrate(database())).rejects.toThrow('made by a newer Ajar')
  await database().run(sql`delete from migrations where name = '9999_future.sql'`)
})

test('a migration that was changed after it ran is refused', async () => {
  const [row] = await database().run<{ checksum: string }>(
    sql`select checksum from migrations where name = '0001_initial.sql'`,
  )
  await database().run(sql`update migrations set checksum = 'other' where name = '0001_initial.sql'`)
  await expect(migrate(database())).rejects.toThrow('was changed after it ran')
  await database().run(sql`update migrations set checksum = ${row?.checksum} where name = '0001_initial.sql'`)
})

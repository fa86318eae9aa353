import sql from 'sql-template-tag'
import { expect, test } from 'vitest'
import { useDatabase } from '../../../test/support/database.ts'
import { TRASH } from './trash.ts'

const database = useDatabase()

test('whatever can be deleted is removed from the trash some day', async () => {
  const rows = await database().run<{ table: string }>(
    sql`select table_name as table from information_schema.columns
      where table_schema = 'public' and column_name = 'deleted_at' order by 1`,
  )

  expect(TRASH.map(({ table }) => table).toSorted()).toEqual(rows.map(({ table }) => table))
})

test('nothing is removed that something may still refer to', async () => {
  const rows = await database().run<{ table: string; column: string }>(
    sql`select c.confrelid::regclass::text as table, c.conrelid::regclass || '.' || a.attname as column
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[cardinality(c.conkey)]
      where c.contype = 'f' and c.connamespace = 'public'::regnamespace`,
  )
  const removable = new Map(TRASH.map(({ table, usedBy }) => [table, usedBy]))
  const forgotten = rows.filter(({ table, column }) => removable.get(table)?.includes(column) === false)

  expect(rows.length).toBeGreaterThan(20)
  expect(forgotten).toEqual([])
})

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import sql, { raw } from 'sql-template-tag'
import type { Database } from './database.ts'

const FOLDER = new URL('../migrations/', import.meta.url)
const OLDEST_SERVER = 150000

/** A store this version of Ajar cannot use; the message is for the administrator. */
export class SchemaError extends Error {}

/**
 * Brings the schema up to date: runs the numbered SQL files that have not run yet, each in a transaction of its own.
 * Several processes may call this at once. Refuses a schema that is newer than this program or was changed by hand.
 * @returns the names of the migrations that ran
 */
export async function migrate(database: Database): Promise<string[]> {
  await requireServer(database)
  await database.run(sql`create table if not exists migrations (
    name text primary key, checksum text not null, applied_at timestamptz not null default now())`)
  const known = await readMigrations()
  const ran: string[] = []
  for (const migration of known) {
    if (await applyOnce(database, migration)) ran.push(migration.name)
  }
  await refuseUnknown(database, known)
  return ran
}

/** Says why this program and the schema of a store do not belong together right now; undefined when they do. */
export async function outdated(database: Database): Promise<string | undefined> {
  const known = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql'))
  const rows = await database.run<{ name: string }>(sql`select name from migrations`)
  const ran = new Set(rows.map(({ name }) => name))
  if (!known.every((name) => ran.has(name))) return 'The schema is older than this Ajar.'
  return ran.size > known.length ? 'The schema is newer than this Ajar.' : undefined
}

type Migration = { name: string; text: string; checksum: string }

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, FOLDER), 'utf8')
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

async function applyOnce(database: Database, { name, text, checksum }: Migration): Promise<boolean> {
  return database.transaction(async (tx) => {
    await tx.run(sql`lock table migrations in share row exclusive mode`)
    const [row] = await tx.run<{ checksum: string }>(sql`select checksum from migrations where name = ${name}`)
    if (row !== undefined) {
      if (row.checksum !== checksum) throw new SchemaError(`Migration ${name} was changed after it ran on this store.`)
      return false
    }
    await tx.run(raw(text))
    await tx.run(sql`insert into migrations (name, checksum) values (${name}, ${checksum})`)
    return true
  })
}

async function refuseUnknown(database: Database, known: Migration[]): Promise<void> {
  const names = new Set(known.map((migration) => migration.name))
  const rows = await database.run<{ name: string }>(sql`select name from migrations order by name`)
  const unknown = rows.filter((row) => !names.has(row.name))
  if (unknown.length > 0) {
    throw new SchemaError(
      `This store was made by a newer Ajar (it has ${unknown[0]?.name}); start that version instead.`,
    )
  }
}

async function requireServer(database: Database): Promise<void> {
  const [row] = await database.run<{ version: string }>(sql`select current_setting('server_version_num') as version`)
  if (Number(row?.version) < OLDEST_SERVER) throw new SchemaError('Ajar needs PostgreSQL 15 or newer.')
}

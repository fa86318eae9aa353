import { randomBytes } from 'node:crypto'
import { raw } from 'sql-template-tag'
import { afterAll, beforeAll, inject } from 'vitest'
import { type Database, openDatabase } from '../../src/store/database/database.ts'
import { TEMPLATE, urlOf } from './cluster.ts'

/** A database of this test file alone, cloned from the migrated template; gone when the file is done. */
export function useDatabase(): () => Database {
  const cluster = inject('cluster')
  const name = `ajar_test_${randomBytes(6).toString('hex')}`
  let database: Database | undefined

  beforeAll(async () => {
    await asAdmin(`create database ${name} template ${TEMPLATE}`)
    database = openDatabase(urlOf(cluster, name))
  })
  afterAll(async () => {
    await database?.close()
    await asAdmin(`drop database if exists ${name} with (force)`)
  })
  return () => {
    if (database === undefined) throw new Error('the database is there only while tests run')
    return database
  }

  // Clones of one template queue: PostgreSQL refuses to copy a database that someone else is copying.
  async function asAdmin(statement: string): Promise<void> {
    const admin = openDatabase(cluster)
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          await admin.run(raw(statement))
          return
        } catch (error) {
          if (attempt === 50) throw error
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
      }
    } finally {
      await admin.close()
    }
  }
}

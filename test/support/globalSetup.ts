import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sql, { raw } from 'sql-template-tag'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../../src/store/database/database.ts'
import { migrate } from '../../src/store/database/migrate.ts'
import { startEmbedded } from '../../src/store/embedded/embedded.ts'
import { type Cluster, TEMPLATE, urlOf } from './cluster.ts'

/**
 * One PostgreSQL for the whole run, with a migrated template that each test file clones: an embedded one, or with
 * AJAR_TEST_DATABASE_URL any other.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.AJAR_TEST_DATABASE_URL
  const { cluster, stop } = given === undefined ? await embedded() : { cluster: { url: given }, stop: async () => {} }
  await makeTemplate(cluster)
  project.provide('cluster', cluster)
  return stop
}

async function embedded(): Promise<{ cluster: Cluster; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'ajar-test-'))
  const server = await startEmbedded({ folder, durable: false })
  return {
    cluster: server.connection,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function makeTemplate(cluster: Cluster): Promise<void> {
  const admin = openDatabase(cluster)
  await admin.run(raw(`drop database if exists ${TEMPLATE} with (force)`))
  await admin.run(sql`create database ${raw(TEMPLATE)}`)
  await admin.close()
  const template = openDatabase(urlOf(cluster, TEMPLATE))
  await migrate(template)
  await template.close()
}

declare module 'vitest' {
  export interface ProvidedContext {
    cluster: Cluster
  }
}

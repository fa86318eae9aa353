import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import sql from 'sql-template-tag'
import { inject, onTestFinished } from 'vitest'
import { closeResources, eventWords } from '../../src/api/close/close.ts'
import { NIGHTLY, perform } from '../../src/cli/perform.ts'
import { idSource } from '../../src/domain/id.ts'
import { JOB_KINDS } from '../../src/domain/job.ts'
import type { Job } from '../../src/jobs/job.ts'
import type { Database } from '../../src/store/database/database.ts'
import { openFiles } from '../../src/store/files/fileStore.ts'
import { openJobQueue } from '../../src/store/jobs/jobQueue.ts'
import { urlOf } from './cluster.ts'

/** Does jobs in this process until the test is over. */
export async function aWorker(database: Database, jobs: readonly Job[], files = '/nonexistent'): Promise<void> {
  const queue = openJobQueue(database, { kinds: [...JOB_KINDS, NIGHTLY], performs: true })
  onTestFinished(() => queue.stop(5_000))
  const url = 'http://ajar.example'
  const words = eventWords(closeResources(url))
  await perform(
    jobs,
    { database, files: await openFiles(files), url, ids: idSource(), queue, ...words },
    pino({ level: process.env.AJAR_TEST_LOG ?? 'silent' }),
  )
}

/**
 * Starts a worker of its own process: a program of `test/jobs` that is told how to reach the database, and what else it is
 * asked, and that writes a line once it is there. It is killed when the test is over.
 */
export async function aWorkerProcess(database: Database, program: string, asked: object = {}): Promise<ChildProcess> {
  const [{ name } = { name: '' }] = await database.run<{ name: string }>(sql`select current_database() as name`)
  const told = JSON.stringify({ ...asked, connection: urlOf(inject('cluster'), name) })
  const child = spawn(process.execPath, [join(import.meta.dirname, '../jobs', program), told], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // To read the whole program takes most of the time of a short life.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'ajar-test-programs') },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { closeResources, eventWords } from '../../src/api/close/close.ts'
import { NIGHTLY, perform } from '../../src/cli/perform.ts'
import { idSource } from '../../src/domain/id.ts'
import { JOB_KINDS } from '../../src/domain/job.ts'
import type { Job } from '../../src/jobs/job.ts'
import type { Database } from '../../src/store/database.ts'
import { openFiles } from '../../src/store/fileStore.ts'
import { openJobQueue } from '../../src/store/jobQueue.ts'

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

import type { Logger } from 'pino'
import { tellOfMeetings } from '../actions/activities/meetingClock.ts'
import { openOutside } from '../actions/webhooks/webhookRequest.ts'
import { closeResources, eventWords } from '../api/close/close.ts'
import type { Config } from '../config.ts'
import type { Means } from '../contexts.ts'
import { idSource } from '../domain/id.ts'
import { JOB_KINDS } from '../domain/job.ts'
import { bulkAction } from '../jobs/bulkAction.ts'
import { exportJob } from '../jobs/export.ts'
import { housekeeping, type Keeping } from '../jobs/housekeeping.ts'
import { keepGathering } from '../jobs/leadWords.ts'
import { openLog, slowQueries } from '../log.ts'
import type { Database } from '../store/database/database.ts'
import { migrate } from '../store/database/migrate.ts'
import { gatherLeadWords, leadsDue } from '../store/documents/leadWords.ts'
import { type FilesOf, openFiles } from '../store/files/fileStore.ts'
import { openS3 } from '../store/files/s3FileStore.ts'
import { type JobQueue, openJobQueue } from '../store/jobs/jobQueue.ts'
import { startDelivering } from './deliver.ts'
import { giveBackMemory } from './memory.ts'
import { openStore } from './openStore.ts'
import { MINUTELY, NIGHTLY, perform } from './perform.ts'
import { stopSignal } from './stop.ts'

// As long as a server takes to finish what it has begun.
const GRACE_MS = 25_000

/** Does jobs, and nothing else, until a signal says stop. */
export async function work(config: Config): Promise<void> {
  const stop = stopSignal()
  const log = openLog(config.logLevel)
  const store = await openStore(config, { watch: slowQueries(log, config.slowQueryMs) })
  try {
    const { database } = store
    await migrate(database)
    const queue = queueOf(database, { ...config, worker: true }, log)
    const url = config.url ?? `http://${config.host}:${config.port}`
    const outside = openOutside(config.webhooks)
    const means = { database, files: await filesOf(config), url, ids: idSource(), queue, outside }
    const working = await startWorking(means, config, log)
    giveBackMemory()
    console.log('An Ajar worker runs.')
    await stop
    await Promise.all([working.stop(), queue.stop(GRACE_MS)])
  } finally {
    await store.close()
  }
}

/** Begins to do jobs in this process, to deliver to webhooks, and to gather the words of leads. */
export async function startWorking(
  means: Omit<Means, 'eventViews' | 'readBack'>,
  config: Keeping & Pick<Config, 'webhooks'>,
  log: Logger,
): Promise<{ stop(): Promise<void> }> {
  const { database } = means
  const whole = { ...means, ...eventWords(closeResources(means.url)) }
  const nightly = housekeeping({ ...config, webhookDays: config.webhooks.keepDays })
  await perform([...nightly, bulkAction, exportJob], whole, log, tellOfMeetings)
  const deliveries = startDelivering(whole, config.webhooks, log)
  const gathering = keepGathering({
    due: (limit) => leadsDue(database, limit),
    gather: (organizationId, limit) => gatherLeadWords(database, organizationId, limit),
    failed: (error) => log.error({ err: error }, 'the words of leads could not be gathered'),
  })
  return {
    async stop() {
      await Promise.all([deliveries.stop(), gathering.stop()])
    },
  }
}

/** The queue of a database, as a process uses it. */
export const queueOf = (database: Database, { worker }: Pick<Config, 'worker'>, log: Logger): JobQueue =>
  openJobQueue(database, {
    kinds: [...JOB_KINDS, NIGHTLY, MINUTELY],
    performs: worker,
    failed: troubleOf(log),
  })

const TOLD_AGAIN_MS = 60_000

// While the database is away every look for jobs fails, several times a second.
function troubleOf(log: Logger): (error: unknown) => void {
  let told = Number.NEGATIVE_INFINITY
  return (error) => {
    const isAway = (error as { readonly code?: unknown }).code === 'unavailable'
    if (isAway && performance.now() - told < TOLD_AGAIN_MS) return
    if (isAway) told = performance.now()
    log.error({ err: error }, 'the job queue had a problem')
  }
}

/** Where the bytes of files are. */
export const filesOf = async ({ files }: Pick<Config, 'files'>): Promise<FilesOf> =>
  typeof files === 'string' ? openFiles(files) : openS3(files)

import type { Logger } from 'pino'
import type { Means } from '../contexts.ts'
import { contextsOf } from '../contexts.ts'
import { type Actor, systemActor } from '../domain/permission.ts'
import type { Job } from '../jobs/job.ts'
import { underWay } from '../log.ts'
import { findMember } from '../store/apiKey.ts'
import type { Database } from '../store/database.ts'
import type { JobQueue, TakenJob } from '../store/jobQueue.ts'
import { organizationIds } from '../store/setup.ts'

/** The queue that asks for what is done every night. */
export const NIGHTLY = 'nightly'
const ONCE_IN_SECONDS = 12 * 3600

/** Performs the jobs of all organizations in this process, from now on. */
export async function perform(jobs: readonly Job[], means: Means, log: Logger): Promise<void> {
  const { database, queue } = means
  const contextOf = contextsOf(means)
  const works = jobs.map(({ name, work, gaveUp }) => ({
    kind: name,
    perform: (job: TakenJob) =>
      told(log, job, async () => {
        const { signal, progress } = job
        const occasion = { offsetHours: 0, request: { id: job.id, meta: {} } }
        try {
          const ctx = contextOf(await actorOf(database, job), occasion)
          await work({ ...ctx, signal, progress }, job.payload)
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error)
          if (job.isLast && !signal.aborted)
            await gaveUp?.(contextOf(systemActor(job.organizationId), occasion), job.payload, reason)
          throw error
        }
      }),
  }))
  const nightly = {
    kind: NIGHTLY,
    perform: (job: TakenJob) => told(log, job, () => askForAll(database, queue, jobs)),
  }
  await queue.work([...works, nightly], NIGHTLY)
}

/** Asks for what is done every night, once for every organization. */
export async function askForAll(database: Database, queue: JobQueue, jobs: readonly Job[]): Promise<void> {
  const nightly = jobs.filter((job) => job.nightly)
  for (const organizationId of await organizationIds(database)) {
    for (const { name } of nightly) {
      const data = { organizationId, membershipId: null, payload: {} }
      await queue.put({ kind: name, data, onceInSeconds: ONCE_IN_SECONDS })
    }
  }
}

// What somebody may do may have changed since they asked.
async function actorOf(database: Database, { organizationId, membershipId }: TakenJob): Promise<Actor> {
  if (membershipId === null) return systemActor(organizationId)
  const actor = await findMember(database, organizationId, membershipId)
  if (actor === undefined) throw new Error('Who asked for this is no longer a member.')
  return actor
}

async function told(log: Logger, { id, kind, attempt, isLast, signal }: TakenJob, work: () => Promise<void>) {
  const about = { job: id, kind, attempt }
  try {
    await underWay.run(id, work)
    log.info(about, 'job done')
  } catch (error) {
    if (signal.aborted) log.info({ ...about, reason: String(signal.reason) }, 'job interrupted')
    else if (isLast) log.error({ ...about, err: error }, 'job failed for good')
    else log.warn({ ...about, err: error }, 'job failed, it will be tried again')
    throw error
  }
}

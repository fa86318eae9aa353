import type { Logger } from 'pino'
import type { Means } from '../contexts.ts'
import { contextsOf } from '../contexts.ts'
import { type Actor, systemActor } from '../domain/permission.ts'
import type { Job, Round } from '../jobs/job.ts'
import { underWay } from '../log.ts'
import type { Database } from '../store/database/database.ts'
import type { JobQueue, LostJob, TakenJob } from '../store/jobs/jobQueue.ts'
import { findMember } from '../store/people/apiKey.ts'
import { organizationIds } from '../store/writing/setup.ts'

/** The queue that asks for what is done every night. */
export const NIGHTLY = 'nightly'
const AT_NIGHT = '17 3 * * *'
const ONCE_IN_SECONDS = 12 * 3600

/** The queue that asks for a round through all organizations every minute. */
export const MINUTELY = 'minutely'
const EACH_MINUTE = '* * * * *'

/** Performs the jobs of all organizations in this process, from now on, and goes the round each minute. */
export async function perform(jobs: readonly Job[], means: Means, log: Logger, round?: Round): Promise<void> {
  const { database, queue } = means
  const contextOf = contextsOf(means)
  const works = jobs.map(({ name, work, gaveUp }) => ({
    kind: name,
    perform: (job: TakenJob) =>
      told(log, job, async () => {
        const { signal, progress } = job
        const ctx = contextOf(await actorOf(database, job), occasionOf(job))
        await work({ ...ctx, signal, progress }, job.payload)
      }),
    ...(gaveUp === undefined
      ? {}
      : {
          gaveUp: (job: LostJob) =>
            gaveUp(contextOf(systemActor(job.organizationId), occasionOf(job)), job.payload, job.reason),
        }),
  }))
  const nightly = {
    kind: NIGHTLY,
    at: AT_NIGHT,
    perform: (job: TakenJob) => told(log, job, () => askForAll(database, queue, jobs)),
  }
  const rounds =
    round === undefined ? [] : [{ kind: MINUTELY, at: EACH_MINUTE, perform: () => goRound(round, means, log) }]
  await queue.work([...works, nightly, ...rounds])
}

/** Looks after every organization; where that fails, it is done a minute later. */
export async function goRound(round: Round, means: Means, log: Logger): Promise<void> {
  const contextOf = contextsOf(means)
  for (const organizationId of await organizationIds(means.database)) {
    const ctx = contextOf(systemActor(organizationId), NO_OCCASION)
    await round(ctx).catch((err: unknown) => log.error({ err, organizationId }, 'a round failed'))
  }
}

const NO_OCCASION = { offsetHours: 0, request: { id: null, meta: {} } }

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

const occasionOf = ({ id }: Pick<TakenJob, 'id'>) => ({ offsetHours: 0, request: { id, meta: {} } })

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

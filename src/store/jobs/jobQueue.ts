import type { JobWithMetadata, PgBoss } from 'pg-boss'
import { Sql } from 'sql-template-tag'
import type { Progress } from '../../domain/job.ts'
import { type Database, type Runner, sqlState } from '../database/database.ts'
import { keepAttempts, noteProgress } from './jobAttempt.ts'

// A job whose worker died is found within a heartbeat and a look at them, and begins again after the first delay: half a
// minute in the worst case. pg-boss takes no heartbeats below ten seconds.
const HEARTBEAT_SECONDS = 10
const LOOK_SECONDS = 5
const POLL_SECONDS = 2
const RETRY_DELAY_SECONDS = 4
const RETRY_DELAY_MAX_SECONDS = 3600
/** How often a job is tried again that gets nowhere. */
export const RETRIES = 5
// One that takes longer is taken for stuck, however lively its worker is.
const LIMIT_SECONDS = 6 * 3600
const KEPT_SECONDS = 14 * 86_400
const WAITS_SECONDS = 365 * 86_400

/** What a job carries. `membershipId` is who asked for it; null for what Ajar does by itself. */
export type JobData = {
  readonly organizationId: string
  readonly membershipId: string | null
  readonly payload: object
  readonly progress?: Progress
}

/** A job that a worker has taken. */
export type TakenJob = Omit<JobData, 'progress'> & {
  /** As the API shows it. */
  readonly id: string
  readonly kind: string
  /** From 1. */
  readonly attempt: number
  readonly isLast: boolean
  /** Aborts when the worker is to stop, and when the job is no longer its own: it was canceled, or taken over. */
  readonly signal: AbortSignal
  /** Notes how far it is; throws when the job is no longer this worker's. A job that gets on never runs out of attempts. */
  readonly progress: (progress: Progress) => Promise<void>
}

export type Order = { readonly kind: string; readonly data: JobData; readonly onceInSeconds?: number }
export type Work = {
  readonly kind: string
  readonly perform: (job: TakenJob) => Promise<void>
  /** When it is asked for, for no organization: a cron expression in UTC. What was missed is made up for once. */
  readonly at?: string
  /** Is told of a job that has failed for good, also where its worker died and could not say so itself. */
  readonly gaveUp?: (job: LostJob) => Promise<void>
}

/** A job that has failed for good, and why. */
export type LostJob = Omit<TakenJob, 'isLast' | 'progress'> & { readonly reason: string }

/** Jobs in the database: who asks for one does so in a transaction, and whoever has time performs it. */
export type JobQueue = {
  /** Resolves when the tables of jobs are there. */
  ready(): Promise<void>
  /** Asks for a job, in a transaction if there is one: then it exists exactly when the change does. */
  put(order: Order, tx?: Runner): Promise<void>
  /** Lets the workers of this process look at once. */
  wake(kinds: readonly string[]): void
  /** Performs jobs from now on. */
  work(works: readonly Work[]): Promise<void>
  /** Takes no more jobs and tells those under way to stop; who does not within the time is taken for failed. */
  stop(graceMs: number): Promise<void>
}

export type QueueOptions = {
  readonly kinds: readonly string[]
  /** Looks after what others have taken: a process that works does so. */
  readonly performs?: boolean
  /** Is told what went wrong beside the jobs. */
  readonly failed?: (error: unknown) => void
}

/** The queue in a database. The database is not touched before there is something to do. */
export function openJobQueue(database: Database, options: QueueOptions): JobQueue {
  const stopping = new AbortController()
  const workers = new Map<string, string>()
  let starting: Promise<PgBoss> | undefined

  const start = (): Promise<PgBoss> => {
    starting ??= open(database, options).catch((error: unknown) => {
      starting = undefined
      throw error
    })
    return starting
  }

  const take = async (boss: PgBoss, { kind, perform }: Work): Promise<void> => {
    const worker = await boss.work<JobData, void, typeof POLLING>(kind, POLLING, async ([job]) => {
      if (job === undefined) return
      try {
        await perform(taken(database, job, stopping.signal))
      } catch (error) {
        if (stopping.signal.aborted) await keepAttempts(database, job.id)
        throw error
      }
    })
    workers.set(kind, worker)
  }

  const takeLost = (boss: PgBoss, works: readonly Work[]) =>
    boss.work<JobData, void, typeof POLLING>(LOST_JOBS, POLLING, async ([job]) => {
      if (job === undefined) return
      const work = works.find(({ kind }) => kind === job.sourceName)
      if (work === undefined) throw new Error(`Nobody does jobs of the kind ${job.sourceName} here.`)
      await work.gaveUp?.(lost(job, stopping.signal))
    })

  return {
    ready: async () => void (await start()),
    async put(order, tx) {
      const boss = await start()
      await boss.send(order.kind, order.data, { ...optionsOf(order), ...(tx === undefined ? {} : { db: within(tx) }) })
    },
    wake(wanted) {
      const ids = wanted.flatMap((kind) => workers.get(kind) ?? [])
      if (ids.length > 0)
        void starting?.then((boss) => {
          for (const id of ids) boss.notifyWorker(id)
        })
    },
    async work(works) {
      const boss = await start()
      for (const work of works) await take(boss, work)
      if (works.some(({ gaveUp }) => gaveUp !== undefined)) await takeLost(boss, works)
      for (const { kind, at } of works) if (at !== undefined) await boss.schedule(kind, at, null, SCHEDULED)
    },
    async stop(graceMs) {
      stopping.abort(new Error('Ajar is stopping'))
      const boss = await starting
      await boss?.stop({ graceful: true, timeout: graceMs })
    },
  }
}

const POLLING = { includeMetadata: true, pollingIntervalSeconds: POLL_SECONDS } as const
const SCHEDULED = { missed: 'once', deleteAfterSeconds: 3600 } as const
/** Where jobs are told of that have failed for good; no kind of job of its own. */
export const LOST_JOBS = 'lost_jobs'

async function open(
  database: Database,
  { kinds, performs = false, failed = () => undefined }: QueueOptions,
): Promise<PgBoss> {
  // It takes 12 MB, which a process that asks for no jobs and does none can do without.
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => ({ rows: await database.runText(text, values) }) },
    supervise: performs,
    schedule: performs,
    superviseIntervalSeconds: LOOK_SECONDS,
    monitorIntervalSeconds: LOOK_SECONDS,
    maintenanceIntervalSeconds: 3600,
    cronWorkerIntervalSeconds: 15,
    flowIntervalSeconds: 3600,
  })
  boss.on('error', failed)
  try {
    await boss.start().catch((error: unknown) => {
      // Another process installs it at the same moment, and is done.
      if (sqlState(error) !== '23505') throw error
      return boss.start()
    })
    const known = new Set((await boss.getQueues()).map(({ name }) => name))
    if (!known.has(LOST_JOBS)) await boss.createQueue(LOST_JOBS, ATTEMPTS)
    for (const kind of kinds) if (!known.has(kind)) await boss.createQueue(kind)
    return boss
  } catch (error) {
    await boss.stop({ graceful: false }).catch(failed)
    throw error
  }
}

const ATTEMPTS = {
  heartbeatSeconds: HEARTBEAT_SECONDS,
  retryLimit: RETRIES,
  retryDelay: RETRY_DELAY_SECONDS,
  retryBackoff: true,
  retryDelayMax: RETRY_DELAY_MAX_SECONDS,
  deleteAfterSeconds: KEPT_SECONDS,
  retentionSeconds: WAITS_SECONDS,
} as const

function optionsOf({ data, onceInSeconds }: Order) {
  return {
    group: { id: data.organizationId },
    ...ATTEMPTS,
    expireInSeconds: LIMIT_SECONDS,
    deadLetter: LOST_JOBS,
    ...(onceInSeconds === undefined ? {} : { singletonKey: data.organizationId, singletonSeconds: onceInSeconds }),
  }
}

function taken(database: Database, job: JobWithMetadata<JobData>, stopping: AbortSignal): TakenJob {
  const { id, name: kind, retryCount, retryLimit, signal, data } = job
  return {
    ...(data ?? NOBODYS),
    id: `job_${id.replaceAll('-', '')}`,
    kind,
    attempt: retryCount + 1,
    isLast: retryCount >= retryLimit,
    signal: AbortSignal.any([signal, stopping]),
    progress: (progress) => noteProgress(database, { id, retryCount, progress, retries: RETRIES }),
  }
}

function lost(job: JobWithMetadata<JobData>, stopping: AbortSignal): LostJob {
  const { sourceId, sourceName, sourceRetryCount, sourceOutput, signal, data } = job
  return {
    ...(data ?? NOBODYS),
    id: `job_${(sourceId ?? '').replaceAll('-', '')}`,
    kind: sourceName ?? '',
    attempt: (sourceRetryCount ?? 0) + 1,
    signal: AbortSignal.any([signal, stopping]),
    reason: reasonIn(sourceOutput),
  }
}

type Output = { readonly message?: string; readonly value?: { readonly message?: string } } | null

/** How the last attempt ended: with an error, or with what pg-boss says of one that nobody has heard of again. */
const reasonIn = (output: object | null): string =>
  (output as Output)?.message ?? (output as Output)?.value?.message ?? 'It was tried too often.'

// What is asked for each night is about no organization.
const NOBODYS: JobData = { organizationId: '', membershipId: null, payload: {} }

// pg-boss numbers its parameters and names each once, in this order; what runs in a transaction of ours is a template.
function within(tx: Runner) {
  return {
    executeSql: async (text: string, values: unknown[] = []) => ({
      rows: await tx.run<unknown>(new Sql(text.split(/\$\d+/), values)),
    }),
  }
}

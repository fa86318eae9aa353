import sql, { empty, raw, type Sql } from 'sql-template-tag'
import type { JobState, JobSummary } from '../../domain/job.ts'
import type { Database, Runner } from '../database/database.ts'
import { type JobQueue, LOST_JOBS, RETRIES } from './jobQueue.ts'

export type JobQuestion = {
  readonly state?: JobState
  readonly kind?: string
  readonly skip: number
  readonly limit: number
}
export type JobPage = { readonly jobs: readonly JobSummary[]; readonly hasMore: boolean }

/** The jobs of one organization. */
export type Jobs = {
  /** The newest first. */
  list(question: JobQuestion): Promise<JobPage>
  find(id: string): Promise<JobSummary | undefined>
  /** Lets a job that has failed be tried again from the beginning of its patience; false when it has not failed. */
  retry(id: string): Promise<boolean>
}

/** The jobs of an organization, in the tables of pg-boss. */
export function jobsOf(database: Database, queue: JobQueue, organizationId: string): Jobs {
  const ask = async (which: Sql, page: Sql = empty): Promise<JobSummary[]> => {
    await queue.ready()
    return database.run<JobSummary>(
      sql`select ${SHOWN} from pgboss.job j
        where j.group_id = ${organizationId} and j.name <> ${LOST_JOBS} and ${which} ${page}`,
    )
  }
  return {
    async list({ state, kind, skip, limit }) {
      const inState = state === undefined ? empty : sql`and j.state = ${STATES[state]}`
      const ofKind = kind === undefined ? empty : sql`and j.name = ${kind}`
      const jobs = await ask(
        sql`true ${inState} ${ofKind}`,
        sql`order by j.created_on desc, j.id desc limit ${limit + 1} offset ${skip}`,
      )
      return { jobs: jobs.slice(0, limit), hasMore: jobs.length > limit }
    },
    async find(id) {
      const uuid = uuidOf(id)
      return uuid === undefined ? undefined : (await ask(sql`j.id = ${uuid}`))[0]
    },
    async retry(id) {
      const uuid = uuidOf(id)
      if (uuid === undefined) return false
      await queue.ready()
      const retried = await database.writer.run<{ name: string }>(
        sql`update pgboss.job
          set state = 'retry', completed_on = null, start_after = now(), retry_limit = retry_count + ${RETRIES}
          where group_id = ${organizationId} and id = ${uuid} and state = 'failed' returning name`,
      )
      queue.wake(retried.map(({ name }) => name))
      return retried.length > 0
    },
  }
}

/** Ends a job that is not done, and says what it was about; undefined when it has ended already. */
export async function cancelJob(runner: Runner, organizationId: string, id: string): Promise<object | undefined> {
  const uuid = uuidOf(id)
  if (uuid === undefined) return undefined
  const [canceled] = await runner.run<{ payload: object }>(
    sql`update pgboss.job set state = 'cancelled', completed_on = now()
      where group_id = ${organizationId} and id = ${uuid} and state < 'completed' returning data->'payload' as payload`,
  )
  return canceled?.payload
}

/** How many jobs there are of each kind in each state. */
export async function jobCounts(
  runner: Runner,
  queue: JobQueue,
): Promise<readonly { readonly kind: string; readonly state: JobState; readonly count: number }[]> {
  await queue.ready()
  return runner.run(
    sql`select j.name as kind, ${raw(STATE)} as state, count(*)::int as count from pgboss.job j
      where j.name not like '\\_\\_pgboss\\_\\_%' and j.name <> ${LOST_JOBS} group by 1, 2 order by 1, 2`,
  )
}

const STATES: Readonly<Record<JobState, string>> = {
  waiting: 'created',
  retrying: 'retry',
  running: 'active',
  done: 'completed',
  canceled: 'cancelled',
  failed: 'failed',
}
const STATE = `case j.state ${Object.entries(STATES)
  .map(([ours, theirs]) => `when '${theirs}' then '${ours}'`)
  .join(' ')} end`

const instant = (column: string) => `to_json(j.${column}) #>> '{}'`

// The error of an attempt stays in `output` while the next one is under way; of a job that is done it is what that gave.
const SHOWN = raw(`'job_' || replace(j.id::text, '-', '') as id, j.group_id as "organizationId", j.name as kind,
  ${STATE} as state, case when j.started_on is null then 0 else j.retry_count + 1 end as attempts,
  case when j.state <> 'completed' then left(coalesce(j.output->>'message', j.output->'value'->>'message'), 1000) end as error, j.data->'progress' as progress,
  (select m.user_id from memberships m where m.organization_id = j.group_id and m.id = j.data->>'membershipId') as "createdById",
  ${instant('created_on')} as "createdAt", ${instant('started_on')} as "startedAt",
  ${instant('completed_on')} as "finishedAt", ${instant('start_after')} as "notBefore"`)

const uuidOf = (id: string): string | undefined => /^job_([0-9a-f]{32})$/.exec(id)?.[1]

import sql from 'sql-template-tag'
import type { Progress } from '../../domain/job.ts'
import type { Database } from '../database/database.ts'

/** Thrown where a worker goes on with a job that was canceled, or taken over by another. */
export class JobLost extends Error {
  constructor() {
    super('The job was canceled, or somebody else has it now.')
  }
}

type Noted = {
  readonly id: string
  readonly retryCount: number
  readonly progress: Progress
  readonly retries: number
}

/**
 * Notes how far an attempt is, if the job is still that attempt's. From here on it may fail as often as at the beginning:
 * only what stands still runs out of attempts.
 */
export async function noteProgress(database: Database, { id, retryCount, progress, retries }: Noted): Promise<void> {
  const rows = await database.writer.run(
    sql`update pgboss.job set data = jsonb_set(data, '{progress}', ${JSON.stringify(progress)}::jsonb),
        retry_limit = ${retryCount + retries}
      where id = ${id} and state = 'active' and retry_count = ${retryCount} returning 1`,
  )
  if (rows.length === 0) throw new JobLost()
}

/** An attempt that ends because Ajar is stopped does not count as one. */
export async function keepAttempts(database: Database, id: string): Promise<void> {
  await database.writer.run(
    sql`update pgboss.job set retry_limit = retry_limit + 1 where id = ${id} and state = 'active'`,
  )
}

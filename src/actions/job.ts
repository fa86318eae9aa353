import { notFound, refused } from '../domain/errors.ts'
import type { JobSummary } from '../domain/job.ts'
import { permit } from '../domain/permission.ts'
import type { JobPage, JobQuestion } from '../store/jobs/job.ts'
import type { Batch } from '../store/writing/batch.ts'
import { endBulkAction } from './bulk/bulkAction.ts'
import type { BulkTask } from './bulk/bulkWork.ts'
import { type Context, together } from './context.ts'
import { endExport } from './exports/export.ts'
import type { ExportTask } from './exports/exportWork.ts'

export type { JobPage, JobQuestion } from '../store/jobs/job.ts'

/** What is done in the background for the organization: the newest first. */
export async function listJobs(ctx: Context, question: JobQuestion): Promise<JobPage> {
  permit(ctx.actor, 'manage_organization')
  return ctx.store.jobs.list(question)
}

export async function showJob(ctx: Context, id: string): Promise<JobSummary> {
  permit(ctx.actor, 'manage_organization')
  const job = await ctx.store.jobs.find(id)
  if (job === undefined) throw notFound('job', id)
  return job
}

/** Tries a job again that has failed for good. */
export async function retryJob(ctx: Context, id: string): Promise<JobSummary> {
  const { state } = await showJob(ctx, id)
  if (!(await ctx.store.jobs.retry(id)))
    throw refused(`Only a job that has failed can be tried again; this one is ${state}.`)
  return showJob(ctx, id)
}

/** Ends a job, and what it was doing: one that is under way stops where it is. */
export async function cancelJob(ctx: Context, id: string): Promise<JobSummary> {
  const { state, kind } = await showJob(ctx, id)
  await together(ctx, async (tx) => {
    const payload = await tx.cancelJob(id)
    if (payload === undefined) throw refused(`This job has ended already: it is ${state}.`)
    await CANCELED[kind]?.(ctx, tx, payload)
  })
  return showJob(ctx, id)
}

// What shows people how far a job is must not wait for one that will never go on.
const CANCELED: Readonly<Partial<Record<string, (ctx: Context, tx: Batch, payload: object) => Promise<void>>>> = {
  bulk_action: (ctx, tx, payload) => endBulkAction(ctx, tx, payload as BulkTask),
  export: (ctx, tx, payload) => endExport(ctx, tx, payload as ExportTask),
}

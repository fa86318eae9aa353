import { notFound, refused } from '../domain/errors.ts'
import type { JobSummary } from '../domain/job.ts'
import { permit } from '../domain/permission.ts'
import type { JobPage, JobQuestion } from '../store/job.ts'
import type { Context } from './context.ts'

export type { JobPage, JobQuestion } from '../store/job.ts'

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

/** Ends a job: one that is under way stops where it is. */
export async function cancelJob(ctx: Context, id: string): Promise<JobSummary> {
  const { state } = await showJob(ctx, id)
  if (!(await ctx.store.jobs.cancel(id))) throw refused(`This job has ended already: it is ${state}.`)
  return showJob(ctx, id)
}

import type { Context } from '../actions/context.ts'
import type { JobKind, Progress } from '../domain/job.ts'

/** What a job is done with: who asked for it acts, or nobody; and how to say how far it is. */
export type JobContext = Context & {
  /** Aborts when there is no more time: what was done so far counts, and the rest is done at the next attempt. */
  readonly signal: AbortSignal
  /** Notes how far it is, and stops a job that was canceled or that another worker has taken over. */
  readonly progress: (progress: Progress) => Promise<void>
}

/** A kind of job. It may be done twice, or stopped at any moment, without harm. */
export type Job = {
  readonly name: JobKind
  /** Done for every organization once a night. */
  readonly nightly?: true
  readonly work: (ctx: JobContext, payload: object) => Promise<void>
  /** Says so where people look for it that the job has failed for good; nobody acts. */
  readonly gaveUp?: (ctx: Context, payload: object, reason: string) => Promise<void>
}

/** What is looked after every minute in every organization. Nobody sees it among the jobs, and doing it twice is no harm. */
export type Round = (ctx: Context) => Promise<void>

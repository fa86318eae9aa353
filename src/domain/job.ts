/** What Ajar does by itself, or after it has answered. The names are those that administrators see. */
export const JOB_KINDS = [
  'bulk_action',
  'purge_trash',
  'forget_uploads',
  'purge_events',
  'purge_webhooks',
  'export',
  'purge_exports',
] as const
export type JobKind = (typeof JOB_KINDS)[number]

/**
 * Where a job stands. One that is `retrying` has failed before and waits for its next attempt; one that has `failed` had
 * all of them, and waits for somebody who asks for another.
 */
export type JobState = 'waiting' | 'running' | 'retrying' | 'done' | 'failed' | 'canceled'
export const JOB_STATES: readonly JobState[] = ['waiting', 'running', 'retrying', 'done', 'failed', 'canceled']

/** How far a job has come; `total` is null where nobody knows yet. */
export type Progress = { readonly done: number; readonly total: number | null }

/** A job as administrators see it. Instants are ISO 8601 in UTC. */
export type JobSummary = {
  readonly id: string
  readonly organizationId: string
  readonly kind: string
  readonly state: JobState
  readonly attempts: number
  /** What stopped the last attempt that failed; null when the job is done. */
  readonly error: string | null
  readonly progress: Progress | null
  /** Who asked for it; null for what Ajar does by itself. */
  readonly createdById: string | null
  readonly createdAt: string
  readonly startedAt: string | null
  readonly finishedAt: string | null
  /** Before this it will not be tried. */
  readonly notBefore: string
}

import { LINK_SECONDS } from '../domain/upload.ts'
import { DELIVERIES_KEPT_DAYS } from '../domain/webhook.ts'
import type { Context } from './context.ts'

/** Is told after each step how much is done; throws when it is time to stop. */
export type Step = (done: number) => Promise<void>

const DAY_MS = 86_400_000
// An address lives for a day; somebody may be about to attach what it leads to.
const UPLOADS_KEPT_MS = LINK_SECONDS * 1000 + 3_600_000

/** Removes for good what was deleted so many days ago, with the contents of files. */
export async function purgeTrash(ctx: Context, days: number, step: Step): Promise<void> {
  const before = instantBefore(ctx, days * DAY_MS)
  const dispose = (contentId: string) => ctx.files.remove(contentId)
  await repeated(() => ctx.store.purgeTrash(before, dispose), step)
}

/** Forgets the events of changes so many days ago. */
export async function forgetEvents(ctx: Context, days: number, step: Step): Promise<void> {
  const before = instantBefore(ctx, days * DAY_MS)
  await repeated(() => ctx.store.forgetEvents(before), step)
}

/** Forgets attempts to deliver to webhooks, and what has waited so many days for those that are paused. */
export async function forgetDeliveries(ctx: Context, days: number, step: Step): Promise<void> {
  const attemptsBefore = instantBefore(ctx, DELIVERIES_KEPT_DAYS * DAY_MS)
  const waitingBefore = instantBefore(ctx, days * DAY_MS)
  await repeated(() => ctx.store.forgetDeliveries({ attemptsBefore, waitingBefore }), step)
}

/** Forgets the files of exports that are so many days old; what was asked for, and that it was done, stays. */
export async function forgetExports(ctx: Context, days: number, step: Step): Promise<void> {
  const before = instantBefore(ctx, days * DAY_MS)
  const dispose = (contentId: string) => ctx.files.remove(contentId)
  await repeated(() => ctx.store.forgetExportFiles(before, dispose), step)
}

/** Drops the uploads that were never attached to anything, with their contents. */
export async function forgetUploads(ctx: Context, step: Step): Promise<void> {
  const before = instantBefore(ctx, UPLOADS_KEPT_MS)
  await repeated(() => forgetSome(ctx, before), step)
}

/** Drops some of the uploads from before an instant, and says how many. */
async function forgetSome(ctx: Context, before: string): Promise<number> {
  const forgotten = await ctx.store.forgetUploads(before)
  for (const contentId of forgotten) {
    // Nothing refers to it any more, so it does no harm where it cannot be removed.
    if (contentId !== null) await ctx.files.remove(contentId).catch(() => undefined)
  }
  return forgotten.length
}

/** A few of them with each new upload, so that they do not pile up where no jobs are done. */
export async function forgetSomeUploads(ctx: Context): Promise<void> {
  await forgetSome(ctx, instantBefore(ctx, UPLOADS_KEPT_MS))
}

async function repeated(some: () => Promise<number>, step: Step): Promise<void> {
  let done = 0
  for (let count = await some(); count > 0; count = await some()) {
    done += count
    await step(done)
  }
}

const instantBefore = (ctx: Context, ms: number) => new Date(Date.parse(ctx.now) - ms).toISOString()

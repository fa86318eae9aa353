import {
  forgetDeliveries,
  forgetEvents,
  forgetExports,
  forgetUploads,
  purgeTrash,
  type Step,
} from '../actions/housekeeping.ts'
import type { Job, JobContext } from './job.ts'

/** How long things are kept; null is for ever. */
export type Keeping = {
  readonly trashDays: number | null
  readonly eventDays: number | null
  readonly webhookDays?: number
  readonly exportDays?: number | null
}

const WEBHOOK_DAYS = 30

/** What is tidied up at night. */
export function housekeeping({
  trashDays,
  eventDays,
  webhookDays = WEBHOOK_DAYS,
  exportDays = null,
}: Keeping): readonly Job[] {
  return [
    {
      name: 'purge_trash',
      nightly: true,
      work: async (ctx) => {
        if (trashDays !== null) await purgeTrash(ctx, trashDays, stepOf(ctx))
      },
    },
    {
      name: 'purge_events',
      nightly: true,
      work: async (ctx) => {
        if (eventDays !== null) await forgetEvents(ctx, eventDays, stepOf(ctx))
      },
    },
    { name: 'purge_webhooks', nightly: true, work: (ctx) => forgetDeliveries(ctx, webhookDays, stepOf(ctx)) },
    {
      name: 'purge_exports',
      nightly: true,
      work: async (ctx) => {
        if (exportDays !== null) await forgetExports(ctx, exportDays, stepOf(ctx))
      },
    },
    { name: 'forget_uploads', nightly: true, work: (ctx) => forgetUploads(ctx, stepOf(ctx)) },
  ]
}

const stepOf = ({ signal, progress }: JobContext): Step => {
  return async (done) => {
    await progress({ done, total: null })
    signal.throwIfAborted()
  }
}

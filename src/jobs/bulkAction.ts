import { type BulkTask, giveUp, workOn } from '../actions/bulk/bulkWork.ts'
import type { Job } from './job.ts'

/** Does bulk actions. */
export const bulkAction: Job = {
  name: 'bulk_action',
  work: (ctx, payload) => workOn(ctx, payload as BulkTask, ctx),
  gaveUp: (ctx, payload, reason) => giveUp(ctx, payload as BulkTask, reason),
}

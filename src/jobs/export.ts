import { type ExportTask, giveUpExport, workOnExport } from '../actions/exports/exportWork.ts'
import type { Job } from './job.ts'

/** Writes the files of exports. */
export const exportJob: Job = {
  name: 'export',
  work: (ctx, payload) => workOnExport(ctx, payload as ExportTask, ctx),
  gaveUp: (ctx, payload, reason) => giveUpExport(ctx, payload as ExportTask, reason),
}

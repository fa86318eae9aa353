import { systemClock } from '../../domain/clock.ts'
import { AjarError, isUnavailable } from '../../domain/errors.ts'
import { type DateFormat, type Export, type ExportFormat, isExportUnderWay } from '../../domain/export.ts'
import { permit } from '../../domain/permission.ts'
import type { Whole } from '../../store/reading/exportRead.ts'
import { type Context, together } from '../context.ts'
import { plannedExport } from './exportChosen.ts'
import { fileOf } from './exportFile.ts'

// Enough that a statement for each batch costs nothing beside its objects; fewer of those that carry their whole history.
const BATCH = 500
const BATCH_WITH_HISTORY = 50
const NOTED_EVERY_MS = 1000

export type ExportTask = { readonly id: string; readonly requestId: string | null }

/**
 * Writes the file of an export, from its beginning each time: what was written by a worker that died is nothing. The file is
 * kept under an id that the row has before its first byte, and counts once the row says done; so a half one is never found,
 * and an abandoned one is removed by whoever begins anew. The job is told of no progress, as it begins anew, too: one that
 * always fails at the same place would have all its attempts before it for ever.
 */
export async function workOnExport(
  base: Context,
  task: ExportTask,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const ctx: Context = { ...base, request: { id: task.requestId, meta: {} } }
  const begun = await begin(ctx, task)
  if (begun === undefined) return
  const asker = { ...ctx, offsetHours: begun.offsetMinutes / 60 }
  try {
    permit(ctx.actor, 'export')
    const { chosen, sheet } = await plannedExport(asker, begun)
    const batch = begun.includesActivities ? BATCH_WITH_HISTORY : BATCH
    const format = begun.format as ExportFormat
    const kept = await ctx.store.readWhole(chosen, sheet.view, batch, async (whole) => {
      await note(ctx, begun, { status: 'in_progress', objectCount: whole.count })
      const batches = noting(ctx, begun, whole, signal)
      const bytes = fileOf(batches, sheet, { format, dateFormat: begun.dateFormat as DateFormat })
      const { size, sha256 } = await ctx.files.write(begun.contentId, bytes, { anySize: true })
      return { size, sha256, objectsDone: whole.count }
    })
    await note(ctx, begun, { status: 'done', ...kept })
  } catch (error) {
    if (error instanceof NoLongerOurs) return ctx.files.remove(begun.contentId)
    if (!(error instanceof AjarError) || isUnavailable(error)) throw error
    await giveUpExport(base, task, error.message)
  }
}

/** Notes that an export cannot be made, and why. */
export async function giveUpExport(base: Context, { id, requestId }: ExportTask, reason: string): Promise<void> {
  const ctx: Context = { ...base, now: systemClock(), request: { id: requestId, meta: {} } }
  await together(ctx, async (tx) => {
    const asked = await tx.find('export', id)
    if (asked === undefined || !isExportUnderWay(asked)) return
    tx.update('export', { ...asked, status: 'error', error: reason, updatedAt: ctx.now })
  })
}

type Begun = Export & { readonly contentId: string }

/** Somebody canceled it, or another worker has begun anew. */
class NoLongerOurs extends Error {}

async function begin(ctx: Context, { id }: ExportTask): Promise<Begun | undefined> {
  const contentId = ctx.ids('content')
  const found = await together(ctx, async (tx) => {
    const asked = await tx.find('export', id)
    // A job that has failed may be tried again by hand.
    if (asked === undefined || !(isExportUnderWay(asked) || asked.status === 'error')) return undefined
    const begun = { ...asked, ...BLANK, contentId, updatedAt: ctx.now }
    tx.update('export', begun)
    return { begun, abandoned: asked.contentId }
  })
  if (found?.abandoned != null) await ctx.files.remove(found.abandoned)
  return found?.begun
}

const BLANK = { status: 'started', error: null, objectCount: null, objectsDone: 0, size: null, sha256: null } as const

async function* noting(ctx: Context, begun: Begun, whole: Whole, signal: AbortSignal) {
  let done = 0
  let noted = performance.now()
  for await (const batch of whole.batches) {
    signal.throwIfAborted()
    yield batch
    done += batch.length
    if (performance.now() - noted < NOTED_EVERY_MS) continue
    await note(ctx, begun, { objectsDone: done })
    noted = performance.now()
  }
}

/** How far it is, which is no event of its own beyond where it stands. */
async function note(base: Context, { id, contentId }: Begun, part: Partial<Export>): Promise<void> {
  const ctx = { ...base, now: systemClock() }
  await together(ctx, async (tx) => {
    const present = await tx.find('export', id)
    if (present?.contentId !== contentId || !isExportUnderWay(present)) throw new NoLongerOurs()
    const next = { ...present, ...part, updatedAt: ctx.now }
    if (part.status === undefined) tx.touch('export', next)
    else tx.update('export', next)
  })
}

import type { Call } from '../../domain/activity.ts'
import { permitOwned } from '../../domain/permission.ts'
import { isWebAddress } from '../../domain/text.ts'
import { type Context, change, touched, type Written } from '../context.ts'
import { NO_PHONES, type PhonesDraft, readTwoPhones } from '../leads/phones.ts'
import { differs, given, givenInstant } from '../patch.ts'
import { Problems } from '../problems.ts'
import { notifyOfLogged } from '../tasks/notification.ts'
import { type ActivityDraft, activityOf, deleteActivity, filedUnder } from './activity.ts'
import { bothTexts } from './note.ts'
import { checkOutcome } from './outcome.ts'
import { refile } from './refile.ts'

export type CallDraft = ActivityDraft &
  PhonesDraft & {
    readonly text?: string | null
    readonly html?: string | null
    readonly direction?: string | null
    readonly status?: string | null
    readonly disposition?: string | null
    /** Seconds. */
    readonly duration?: number | null
    readonly recordingUrl?: string | null
    readonly voicemailUrl?: string | null
    readonly voicemailDuration?: number | null
    readonly outcomeId?: string | null
  }

/** Logs a call that was made outside. */
export async function createCall(ctx: Context, draft: CallDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const lead = await filedUnder(ctx, tx, draft, problems)
    const phones = await readTwoPhones(ctx, draft, NO_PHONES, problems)
    checkRecordings(draft, problems)
    checkOutcome(draft.outcomeId, problems)
    problems.settle()
    const call: Call = {
      ...activityOf(ctx, 'call', lead?.id ?? '', draft),
      ...bothTexts(draft, { text: '', html: null }),
      ...phones,
      direction: draft.direction ?? null,
      status: draft.status ?? 'completed',
      disposition: draft.disposition ?? null,
      duration: draft.duration ?? null,
      recordingUrl: draft.recordingUrl ?? null,
      voicemailUrl: draft.voicemailUrl ?? null,
      voicemailDuration: draft.voicemailDuration ?? 0,
      outcomeId: draft.outcomeId ?? null,
      source: 'External',
      method: 'external',
      cost: null,
    }
    tx.insert('call', call)
    await notifyOfLogged(ctx, tx, call)
    return call.id
  })
}

/** Changes what the patch names of a call. How one went that was made here is known, and stays. */
export async function updateCall(ctx: Context, id: string, patch: CallDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const call = await tx.get('call', id)
    permitOwned(ctx.actor, call.userId, 'manage_others_activities')
    const problems = new Problems()
    const filed = await refile(ctx, tx, patch, call, problems)
    const phones = await readTwoPhones(ctx, patch, call, problems)
    checkRecordings(changesOf(patch, call), problems)
    if (patch.outcomeId !== call.outcomeId) checkOutcome(patch.outcomeId, problems)
    const changed: Call = {
      ...call,
      ...filed,
      ...phones,
      ...bothTexts(patch, call),
      direction: given(patch.direction, call.direction),
      status: patch.status ?? call.status,
      disposition: given(patch.disposition, call.disposition),
      duration: given(patch.duration, call.duration),
      recordingUrl: given(patch.recordingUrl, call.recordingUrl),
      voicemailUrl: given(patch.voicemailUrl, call.voicemailUrl),
      voicemailDuration: patch.voicemailDuration ?? call.voicemailDuration,
      outcomeId: given(patch.outcomeId, call.outcomeId),
      at: givenInstant(patch.at, call.at),
    }
    for (const field of KNOWN) {
      if (call.source !== 'External' && call[field] !== changed[field]) problems.add([field], 'read_only')
    }
    problems.settle()
    if (differs(call, changed)) tx.update('call', { ...changed, ...touched(ctx) })
    return id
  })
}

const KNOWN = ['direction', 'status', 'duration'] as const

export const deleteCall = deleteActivity('call')

type Recordings = Pick<CallDraft, 'recordingUrl' | 'voicemailUrl'>

// A page that is safe cannot play what is not.
function checkRecordings(draft: Recordings, problems: Problems): void {
  for (const field of ['recordingUrl', 'voicemailUrl'] as const) {
    const url = draft[field] ?? ''
    if (url !== '' && !(isWebAddress(url) && /^https:\/\//i.test(url))) problems.add([field], 'invalid_url')
  }
}

const changesOf = (patch: Recordings, call: Call): Recordings => ({
  recordingUrl: patch.recordingUrl === call.recordingUrl ? null : (patch.recordingUrl ?? null),
  voicemailUrl: patch.voicemailUrl === call.voicemailUrl ? null : (patch.voicemailUrl ?? null),
})

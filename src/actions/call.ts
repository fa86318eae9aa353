import type { Call } from '../domain/activity.ts'
import { permitOwned } from '../domain/permission.ts'
import { readPhone } from '../domain/phone.ts'
import { type ActivityDraft, activityOf, checkContact, deleteActivity, filedUnder } from './activity.ts'
import { type Context, change, touched, type Written } from './context.ts'
import { bothTexts } from './note.ts'
import { differs, given, givenInstant, unlessSame } from './patch.ts'
import { Problems } from './problems.ts'

export type CallDraft = ActivityDraft & {
  readonly text?: string | null
  readonly html?: string | null
  readonly direction?: string | null
  readonly status?: string | null
  readonly disposition?: string | null
  /** Seconds. */
  readonly duration?: number | null
  readonly phone?: string | null
  readonly localPhone?: string | null
  readonly recordingUrl?: string | null
  readonly voicemailUrl?: string | null
  readonly voicemailDuration?: number | null
}

/** Logs a call that was made outside. */
export async function createCall(ctx: Context, draft: CallDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const lead = await filedUnder(ctx, tx, draft, problems)
    const phones = await readCallPhones(ctx, draft, problems)
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
      source: 'External',
      method: 'external',
      cost: null,
    }
    tx.insert('call', call)
    return call.id
  })
}

export async function updateCall(ctx: Context, id: string, patch: CallDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const call = await tx.get('call', id)
    permitOwned(ctx.actor, call.userId, 'manage_others_activities')
    const problems = new Problems()
    await checkContact(tx, unlessSame(patch.contactId, call.contactId), call.leadId, problems)
    const phones = await readCallPhones(
      ctx,
      { phone: given(patch.phone, call.phone), localPhone: given(patch.localPhone, call.localPhone) },
      problems,
    )
    problems.settle()
    const changed: Call = {
      ...call,
      ...phones,
      ...bothTexts(patch, call),
      contactId: given(patch.contactId, call.contactId),
      direction: given(patch.direction, call.direction),
      status: patch.status ?? call.status,
      disposition: given(patch.disposition, call.disposition),
      duration: given(patch.duration, call.duration),
      recordingUrl: given(patch.recordingUrl, call.recordingUrl),
      at: givenInstant(patch.at, call.at),
    }
    if (differs(call, changed)) tx.update('call', { ...changed, ...touched(ctx) })
    return id
  })
}

export const deleteCall = deleteActivity('call')

type CallPhones = Pick<CallDraft, 'phone' | 'localPhone'>

async function readCallPhones(ctx: Context, draft: CallPhones, problems: Problems) {
  const { organization } = await ctx.store.settings()
  const read = (field: 'phone' | 'localPhone') => {
    const typed = draft[field]
    if (typed === undefined || typed === null || typed === '') return null
    const phone = readPhone(null, typed, organization.country)
    if (phone === null) problems.add([field], 'invalid_phone')
    return phone
  }
  const remote = read('phone')
  const local = read('localPhone')
  return {
    phone: remote?.phone ?? null,
    phoneFormatted: remote?.phone_formatted ?? null,
    phoneCountry: remote?.country ?? '',
    localPhone: local?.phone ?? null,
    localPhoneFormatted: local?.phone_formatted ?? null,
    localPhoneCountry: local?.country ?? '',
  }
}

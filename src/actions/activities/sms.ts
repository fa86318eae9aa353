import { permitOwned } from '../../domain/permission.ts'
import type { Sms } from '../../domain/sms.ts'
import { type Context, change, touched, type Written } from '../context.ts'
import { NO_PHONES, type PhonesDraft, readTwoPhones } from '../leads/phones.ts'
import { differs, given, givenMoment } from '../patch.ts'
import { Problems } from '../problems.ts'
import { notify } from '../tasks/notification.ts'
import { type ActivityDraft, activityOf, deleteActivity, filedUnder } from './activity.ts'
import { type AttachmentsDraft, attachmentsOf, readAttachments } from './attachments.ts'
import { refile } from './refile.ts'

export type SmsDraft = ActivityDraft &
  PhonesDraft &
  AttachmentsDraft & {
    readonly status?: string | null
    readonly text?: string | null
    readonly sentAt?: string | null
    readonly scheduledAt?: string | null
    /** Seconds until it leaves. */
    readonly sendIn?: number | null
    readonly templateId?: string | null
    /** Whether one that came in asks for a look at it. */
    readonly sendToInbox?: boolean
  }

const NOT_LEFT = ['scheduled', 'outbox', 'error']
const IS_TO_LEAVE = ['scheduled', 'outbox']

/** Keeps a text message as a record. Nothing is sent. */
export async function createSms(ctx: Context, draft: SmsDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const lead = await filedUnder(ctx, tx, draft, problems)
    const phones = await readTwoPhones(ctx, draft, NO_PHONES, problems)
    const attachments = await readAttachments(ctx, tx, draft.attachments, [], problems)
    const blank: Sms = {
      ...activityOf(ctx, 'sms', lead?.id ?? '', draft),
      ...phones,
      direction: 'outbound',
      status: '',
      source: 'External',
      cost: null,
      templateId: null,
      errorMessage: null,
      attachments,
      sentAt: null,
      scheduledAt: null,
    }
    const sms = filled(ctx, blank, draft)
    check(sms, draft, problems)
    problems.settle()
    const isThere = sms.status === 'sent' || sms.status === 'inbox'
    tx.insert('sms', { ...sms, sentAt: sms.sentAt ?? (isThere ? sms.at : null) })
    if (draft.sendToInbox === true && sms.status === 'inbox') await notify(ctx, tx, 'incoming-sms', sms)
    return sms.id
  })
}

/** Changes a draft entirely, and of anything else whom it is filed under; what has not left may become a draft again. */
export async function updateSms(ctx: Context, id: string, patch: SmsDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const sms = await tx.get('sms', id)
    permitOwned(ctx.actor, sms.userId, 'manage_others_activities')
    const problems = new Problems()
    const filed = await refile(ctx, tx, patch, sms, problems)
    const phones = await readTwoPhones(ctx, patch, sms, problems)
    const attachments = await readAttachments(ctx, tx, patch.attachments, attachmentsOf(sms), problems)
    const changed = { ...filled(ctx, { ...sms, ...phones, attachments }, patch), ...filed }
    const recalled = changed.status === 'draft' && NOT_LEFT.includes(sms.status)
    const moved = { ...sms, ...filed, ...(recalled ? { status: 'draft', direction: changed.direction } : {}) }
    if (sms.status !== 'draft' && differs(moved, changed)) problems.add([], 'object', 'Only drafts can be edited.')
    else if (differs(sms, changed)) check(changed, patch, problems)
    problems.settle()
    if (!differs(sms, changed)) return id
    const sentAt = changed.sentAt ?? (changed.status === 'sent' ? ctx.now : null)
    tx.update('sms', { ...changed, sentAt, ...touched(ctx) })
    return id
  })
}

export const deleteSms = deleteActivity('sms')

// Which way it went follows from the status: what is in the inbox has come.
function filled(ctx: Context, sms: Sms, draft: SmsDraft): Sms {
  const status = draft.status ?? sms.status
  const { sendIn } = draft
  const leavesAt = sendIn == null ? undefined : new Date(Date.parse(ctx.now) + sendIn * 1000).toISOString()
  return {
    ...sms,
    status,
    direction: status === 'inbox' ? 'inbound' : 'outbound',
    text: given(draft.text, sms.text),
    sentAt: givenMoment(draft.sentAt, sms.sentAt),
    scheduledAt: givenMoment(
      status === 'outbox' ? (leavesAt ?? draft.scheduledAt) : draft.scheduledAt,
      sms.scheduledAt,
    ),
  }
}

/** What a message of a status cannot be without. There are no templates yet. */
function check(sms: Sms, { templateId }: SmsDraft, problems: Problems): void {
  if (sms.status === '') problems.add(['status'], 'required')
  if (IS_TO_LEAVE.includes(sms.status)) {
    if (sms.localPhone === null) problems.add(['localPhone'], 'required')
    if (sms.phone === null) problems.add(['phone'], 'required')
  }
  if (sms.status === 'scheduled' && sms.scheduledAt === null) problems.add(['scheduledAt'], 'required')
  if (templateId != null && templateId !== sms.templateId) problems.add(['templateId'], 'unknown_reference')
}

import type { EmailActivity } from '../../domain/activity.ts'
import { permitOwned } from '../../domain/permission.ts'
import { type Context, change, remove, type Transaction, touched, type Written } from '../context.ts'
import { takeThreadAlong } from '../leads/takeAlong.ts'
import { differs } from '../patch.ts'
import { checkMember } from '../people/member.ts'
import { Problems } from '../problems.ts'
import { notify, notifyOfLogged, withdrawNotifications } from '../tasks/notification.ts'
import { activityOf, permitDeletion } from './activity.ts'
import { checkFiles } from './attached.ts'
import {
  checkContent,
  checkNeeds,
  type EmailDraft,
  emptyEmail,
  filled,
  ownAddress,
  readEmailAttachments,
} from './emailContent.ts'
import { changeThread, joinThread, leaveThread } from './emailThread.ts'
import { readFiling, UNFILED } from './filing.ts'

export type { EmailDraft } from './emailContent.ts'

const NOT_LEFT = ['scheduled', 'outbox', 'error']

/** Keeps an e-mail as a record under a lead, in the thread that it belongs to. Nothing is sent. */
export async function createEmail(ctx: Context, draft: EmailDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const filing = await readFiling(tx, draft, UNFILED, problems)
    await checkMember(ctx, 'userId', draft.userId, null, problems)
    const files = await checkFiles(tx, draft, { fileIds: [], linkedFileIds: [] }, problems)
    const attachments = await readEmailAttachments(ctx, tx, draft, { attachments: [] }, problems)
    const answered = await findAnswered(tx, draft.inReplyToId, problems)
    const status = draft.status ?? ''
    checkNeeds(draft, status, problems)
    checkContent(draft, {}, problems)
    problems.settle()

    const blank = { ...emptyEmail(ctx), ...activityOf(ctx, 'email', filing.leadId, draft), ...filing, ...files }
    const sender = draft.sender ?? (status === 'sent' ? await ownAddress(ctx, tx) : null)
    const email = filled(ctx, { ...blank, attachments }, { ...draft, sender })
    const sentAt = email.sentAt ?? (status === 'sent' || status === 'inbox' ? email.at : null)
    const threadId = await joinThread(ctx, tx, email, answered)
    tx.insert('email', { ...email, sentAt, threadId })
    await notifyOfLogged(ctx, tx, { ...email, threadId })
    await askLater(ctx, tx, { ...email, threadId }, draft)
    return email.id
  })
}

/**
 * Changes a kept e-mail: a draft entirely, anything else only in whom it is filed under. What has not left yet may
 * become a draft again.
 */
export async function updateEmail(ctx: Context, id: string, patch: EmailDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    await changeEmail(ctx, tx, await tx.get('email', id), patch)
    return id
  })
}

/** Changes what the patch names of an e-mail. */
export async function changeEmail(
  ctx: Context,
  tx: Transaction,
  email: EmailActivity,
  patch: EmailDraft,
): Promise<void> {
  permitOwned(ctx.actor, email.userId, 'manage_others_activities')
  const problems = new Problems()
  const filing = await readFiling(tx, { ...patch, leadId: email.leadId }, email, problems)
  const files = await checkFiles(tx, patch, email, problems)
  const attachments = await readEmailAttachments(ctx, tx, patch, email, problems)
  if (patch.inReplyToId !== email.inReplyToId) await findAnswered(tx, patch.inReplyToId, problems)
  checkContent(patch, email, problems)
  const leaves = patch.status === 'sent' && email.status !== 'sent' && email.sentAt === null
  const draft = leaves ? { ...patch, sentAt: patch.sentAt ?? ctx.now } : patch
  const changed = { ...filled(ctx, email, draft), ...filing, ...files, attachments }
  const recalled = changed.status === 'draft' && NOT_LEFT.includes(email.status)
  // Whether it was opened is found out after it was sent.
  const { opens } = changed
  const moved = { ...email, ...filing, ...files, opens, status: recalled ? 'draft' : email.status }
  if (email.status !== 'draft' && differs(moved, changed)) problems.add([], 'object', 'Only drafts can be edited.')
  problems.settle()
  await askLater(ctx, tx, email, patch)
  if (!differs(email, changed)) return
  tx.update('email', { ...changed, ...touched(ctx) })
  await changeThread(ctx, tx, email, changed)
}

/** Deletes an e-mail, and with the last one its thread. */
export async function deleteEmail(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    const email = await tx.get('email', id)
    permitDeletion(ctx.actor, email)
    tx.delete('email', id)
    takeThreadAlong(tx, 'activityId', id)
    await leaveThread(ctx, tx, email)
    await withdrawNotifications(ctx, tx, email)
    return id
  })
}

/** The e-mail that another one answers. */
async function findAnswered(tx: Transaction, id: string | null | undefined, problems: Problems) {
  if (id === undefined || id === null) return undefined
  const answered = await tx.find('email', id)
  if (answered === undefined) problems.add(['inReplyToId'], 'unknown_reference')
  return answered
}

/** Makes the task that asks whether an e-mail was answered. */
async function askLater(
  ctx: Context,
  tx: Transaction,
  email: EmailActivity,
  { followupAt }: EmailDraft,
): Promise<void> {
  if (followupAt == null) return
  await notify(ctx, tx, 'email-followup', email, { due: { on: null, at: followupAt } })
}

import type { EmailActivity } from '../../domain/activity.ts'
import { isAnswer, normalizedSubject } from '../../domain/emailText.ts'
import type { EmailThread } from '../../domain/emailThread.ts'
import { alive, type Context, remove, type Transaction, touched, type Written } from '../context.ts'
import { takeThreadAlong } from '../leads/takeAlong.ts'
import { activityOf, permitDeletion } from './activity.ts'

/**
 * Puts a new e-mail in the thread of what it answers, or begins one. It answers what it names, what its references
 * name, or, when its subject says that it is an answer, the latest thread of the lead with that subject.
 * @returns the id of the thread
 */
export async function joinThread(
  ctx: Context,
  tx: Transaction,
  email: EmailActivity,
  answered: EmailActivity | undefined,
): Promise<string> {
  const { leadId, messageIds, references } = email
  const subject = normalizedSubject(email.subject ?? '')
  const said = isAnswer(email.subject ?? '') && subject !== '' ? subject : null
  const known = answered?.threadId ?? (await tx.threadOf({ leadId, messageIds, references, subject: said }))
  const thread = known === undefined ? undefined : await tx.find('emailThread', known)
  if (thread !== undefined) {
    tx.update('emailThread', { ...thread, ...latest(thread, email), ...touched(ctx) })
    return thread.id
  }
  const { createdAt, at, contactId, userId, caseId, opportunityId } = email
  const begun: EmailThread = {
    ...activityOf(ctx, 'emailThread', leadId, { createdAt, at, contactId, userId }),
    caseId,
    opportunityId,
    subject,
  }
  tx.insert('emailThread', begun)
  return begun.id
}

/** Tells a thread of a change to one of its e-mails that it shows too. */
export async function changeThread(
  ctx: Context,
  tx: Transaction,
  was: EmailActivity,
  is: EmailActivity,
): Promise<void> {
  const shown = ({ subject, sender, to, cc, bcc, at }: EmailActivity) =>
    JSON.stringify([normalizedSubject(subject ?? ''), sender, to, cc, bcc, at])
  if (shown(was) === shown(is)) return
  const thread = await tx.find('emailThread', is.threadId ?? '')
  if (thread !== undefined) tx.update('emailThread', { ...thread, ...latest(thread, is), ...touched(ctx) })
}

/** Takes an e-mail out of its thread because it is deleted; a thread that has no other goes with it. */
export async function leaveThread(ctx: Context, tx: Transaction, email: EmailActivity): Promise<void> {
  const thread = await tx.find('emailThread', email.threadId ?? '')
  if (thread === undefined) return
  const others = (await tx.related('email', 'threadId', thread.id)).filter(({ id }) => id !== email.id)
  const last = others.reduce<EmailActivity | undefined>((a, b) => (a !== undefined && isLater(a, b) ? a : b), undefined)
  if (last === undefined) tx.bin('emailThread', thread.id)
  else tx.update('emailThread', { ...thread, ...latest({ ...thread, at: last.at }, last), ...touched(ctx) })
}

/** Puts an e-mail that was deleted back into its thread, which may have gone with it. */
export async function rejoinThread(ctx: Context, tx: Transaction, email: EmailActivity): Promise<void> {
  const thread = await tx.find('emailThread', email.threadId ?? '', { binned: true })
  if (thread !== undefined) tx.update('emailThread', { ...thread, ...alive, ...latest(thread, email), ...touched(ctx) })
}

/** Deletes a thread, its e-mails and what was said about them. */
export async function deleteEmailThread(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    const thread = await tx.get('emailThread', id)
    const emails = await tx.related('email', 'threadId', id)
    for (const one of [thread, ...emails]) permitDeletion(ctx.actor, one)
    tx.delete('emailThread', id)
    tx.deleteAll('email', 'threadId', id)
    tx.deleteAll('task', 'threadId', id)
    takeThreadAlong(tx, 'activityId', id)
    for (const email of emails) {
      // A statement with a hundred parts would be slow to plan.
      await tx.flush()
      takeThreadAlong(tx, 'activityId', email.id)
    }
    return id
  })
}

/** What a thread shows of an e-mail, when none is later. */
function latest(thread: Pick<EmailThread, 'at'>, { at, subject }: EmailActivity): Partial<EmailThread> {
  return isLater(thread, { at }) ? {} : { at, subject: normalizedSubject(subject ?? '') }
}

const isLater = (a: { readonly at: string }, b: { readonly at: string }) => Date.parse(a.at) > Date.parse(b.at)

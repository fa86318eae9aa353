import { invalid } from '../../domain/errors.ts'
import { alive, type Context, change, type FindOptions, touched, type Written } from '../context.ts'
import { permitDeletion } from './activity.ts'
import { changeEmail, createEmail, deleteEmail, type EmailDraft } from './email.ts'
import { leaveThread, rejoinThread } from './emailThread.ts'
import { changeNote, createNote, deleteNote, type NoteDraft } from './note.ts'

/** A note in the wide sense: what someone wrote down, a text message, or an e-mail. */
export type FiledNoteDraft = NoteDraft & {
  readonly noteType?: string | null
  readonly mail?: MailDraft | null
  /** Deletes it, or brings it back. */
  readonly isDeleted?: boolean | null
}
type MailDraft = Pick<EmailDraft, 'sender' | 'subject' | 'to' | 'cc' | 'bcc'>

/** What someone can file by hand; an e-mail that came in is filed by what received it. */
const FILED_TYPES = ['note', 'sms', 'sent'] as const

/** Files a note, or an e-mail that was sent, by the type that is said. */
export function createFiledNote(
  ctx: Context,
  { noteType, mail, isDeleted: _not, ...draft }: FiledNoteDraft,
): Promise<Written> {
  const type = FILED_TYPES.find((one) => one === (noteType ?? 'note'))
  if (type === undefined) throw invalid([{ path: ['noteType'], code: 'not_a_choice', detail: noteType ?? '' }])
  if (type === 'sent') return createEmail(ctx, { ...draft, ...mail, status: 'sent' })
  return createNote(ctx, { ...draft, medium: type === 'note' ? null : type })
}

/**
 * Changes a note or an e-mail; its type stays.
 * @param options whether one that was deleted by its flag is meant too
 */
export function updateFiledNote(
  ctx: Context,
  id: string,
  { noteType, mail, isDeleted, ...patch }: FiledNoteDraft,
  options?: FindOptions,
): Promise<Written> {
  return change(ctx, async (tx) => {
    const activity = await tx.get('activity', id, options)
    const wasDeleted = activity.deletedAt !== null
    if (isDeleted === false && wasDeleted) {
      tx.update('activity', { ...activity, ...alive, ...touched(ctx) })
      if (activity.kind === 'email') await rejoinThread(ctx, tx, await tx.get('email', id, options))
      await tx.flush()
    }
    if (activity.kind === 'email') await changeEmail(ctx, tx, await tx.get('email', id, options), { ...patch, ...mail })
    else await changeNote(ctx, tx, await tx.get('note', id, options), { ...patch, ...mediumOf(noteType) })
    if (isDeleted === true && !wasDeleted) {
      permitDeletion(ctx.actor, activity)
      await tx.flush()
      tx.bin('activity', id)
      if (activity.kind === 'email') await leaveThread(ctx, tx, await tx.get('email', id))
    }
    return id
  })
}

function mediumOf(noteType: string | null | undefined): Pick<NoteDraft, 'medium'> {
  if (noteType === undefined) return {}
  if (noteType !== 'note' && noteType !== 'sms')
    throw invalid([{ path: ['noteType'], code: 'not_a_choice', detail: noteType ?? '' }])
  return { medium: noteType === 'note' ? null : noteType }
}

/** Deletes a note or an e-mail. */
export async function deleteFiledNote(ctx: Context, id: string): Promise<Written> {
  const isEmail = (await ctx.store.idsBy('email', 'id', [id])).size > 0
  return isEmail ? deleteEmail(ctx, id) : deleteNote(ctx, id)
}

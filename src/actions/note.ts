import type { Note } from '../domain/activity.ts'
import { permitOwned } from '../domain/permission.ts'
import { cleanHtml, htmlToPlain, plainToHtml } from '../domain/text.ts'
import { type ActivityDraft, activityOf, checkContact, deleteActivity, filedUnder } from './activity.ts'
import { type Context, change, touched, type Written } from './context.ts'
import { differs, given, givenInstant, unlessSame } from './patch.ts'
import { Problems } from './problems.ts'

export type NoteDraft = ActivityDraft & {
  readonly text?: string | null
  readonly html?: string | null
  readonly title?: string | null
  readonly pinned?: boolean | null
}

/** Files a note under a lead. Rich text wins over plain when both are given. */
export async function createNote(ctx: Context, draft: NoteDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const lead = await filedUnder(ctx, tx, draft, problems)
    problems.settle()
    const note: Note = {
      ...activityOf(ctx, 'note', lead?.id ?? '', draft),
      ...bothTexts(draft, { text: '', html: plainToHtml('') }),
      title: draft.title ?? null,
      pinned: draft.pinned ?? false,
      pinnedAt: draft.pinned === true ? ctx.now : null,
      attachments: [],
    }
    tx.insert('note', note)
    return note.id
  })
}

export async function updateNote(ctx: Context, id: string, patch: NoteDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const note = await tx.get('note', id)
    permitOwned(ctx.actor, note.userId, 'manage_others_activities')
    const problems = new Problems()
    await checkContact(tx, unlessSame(patch.contactId, note.contactId), note.leadId, problems)
    problems.settle()
    const pinned = patch.pinned ?? note.pinned
    const changed: Note = {
      ...note,
      ...bothTexts(patch, note),
      contactId: given(patch.contactId, note.contactId),
      title: given(patch.title, note.title),
      at: givenInstant(patch.at, note.at),
      pinned,
      pinnedAt: pinned ? (note.pinnedAt ?? ctx.now) : null,
    }
    if (differs(note, changed)) tx.update('note', { ...changed, ...touched(ctx) })
    return id
  })
}

export const deleteNote = deleteActivity('note')

type Texts = { readonly text: string | null; readonly html: string | null }

/**
 * Plain and rich text of the same words: whichever is changed makes the other; rich text wins. One that is sent back
 * as it was read is no change.
 */
export function bothTexts<T extends Texts>(draft: Partial<Texts>, otherwise: T): { text: string; html: string } {
  const changed = (name: keyof Texts) => (draft[name] === otherwise[name] ? undefined : draft[name])
  const [html, text] = [changed('html'), changed('text')]
  if (html !== undefined && html !== null) {
    const clean = cleanHtml(html)
    return { text: htmlToPlain(clean), html: clean }
  }
  if (text !== undefined || html === null) return { text: text ?? '', html: plainToHtml(text ?? '') }
  return { text: otherwise.text ?? '', html: otherwise.html ?? plainToHtml('') }
}

import type { Note } from '../../domain/activity.ts'
import { mentionsIn } from '../../domain/mention.ts'
import { permitOwned } from '../../domain/permission.ts'
import { cleanHtml, htmlToPlain, plainToHtml } from '../../domain/text.ts'
import { type Context, change, type Transaction, touched, type Written } from '../context.ts'
import { differs, given, givenInstant } from '../patch.ts'
import { checkMember } from '../people/member.ts'
import { Problems } from '../problems.ts'
import { type ActivityDraft, activityOf, deleteActivity } from './activity.ts'
import { type AttachedDraft, checkFiles } from './attached.ts'
import { type AttachmentsDraft, attachmentsOf, readAttachments } from './attachments.ts'
import { type FilingDraft, readFiling, UNFILED } from './filing.ts'

export type NoteDraft = ActivityDraft &
  FilingDraft &
  AttachedDraft &
  AttachmentsDraft & {
    readonly text?: string | null
    readonly html?: string | null
    readonly title?: string | null
    readonly pinned?: boolean | null
    /** How the words came, where they were not typed here: `sms`. */
    readonly medium?: string | null
    readonly format?: string | null
  }

/** Files a note. Rich text wins over plain when both are given. */
export async function createNote(ctx: Context, draft: NoteDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const filing = await readFiling(tx, draft, UNFILED, problems)
    await checkMember(ctx, 'userId', draft.userId, null, problems)
    const files = await checkFiles(tx, draft, { fileIds: [], linkedFileIds: [] }, problems)
    const attachments = await readAttachments(ctx, tx, draft.attachments, [], problems)
    problems.settle()
    const texts = bothTexts(draft, { text: '', html: plainToHtml('') })
    const note: Note = {
      ...activityOf(ctx, 'note', filing.leadId, draft),
      ...filing,
      ...files,
      ...texts,
      mentions: await readMentions(ctx, texts.html),
      title: draft.title ?? null,
      pinned: draft.pinned ?? false,
      pinnedAt: draft.pinned === true ? ctx.now : null,
      attachments,
      medium: draft.medium ?? null,
      format: draft.format ?? null,
    }
    tx.insert('note', note)
    return note.id
  })
}

export async function updateNote(ctx: Context, id: string, patch: NoteDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    await changeNote(ctx, tx, await tx.get('note', id), patch)
    return id
  })
}

/** Changes what the patch names of a note. */
export async function changeNote(ctx: Context, tx: Transaction, note: Note, patch: NoteDraft): Promise<void> {
  permitOwned(ctx.actor, note.userId, 'manage_others_activities')
  const problems = new Problems()
  const filing = await readFiling(tx, { ...patch, leadId: note.leadId }, note, problems)
  const files = await checkFiles(tx, patch, note, problems)
  const attachments = await readAttachments(ctx, tx, patch.attachments, attachmentsOf(note), problems)
  problems.settle()
  const texts = bothTexts(patch, note)
  const pinned = patch.pinned ?? note.pinned
  const changed: Note = {
    ...note,
    ...filing,
    ...files,
    ...texts,
    mentions: texts.html === note.html ? note.mentions : await readMentions(ctx, texts.html),
    attachments,
    title: given(patch.title, note.title),
    at: givenInstant(patch.at, note.at),
    pinned,
    pinnedAt: pinned ? (note.pinnedAt ?? ctx.now) : null,
    medium: given(patch.medium, note.medium),
    format: given(patch.format, note.format),
  }
  if (differs(note, changed)) tx.update('note', { ...changed, ...touched(ctx) })
}

export const deleteNote = deleteActivity('note')

/** The members whom rich text mentions. */
async function readMentions(ctx: Context, html: string): Promise<readonly string[]> {
  const named = mentionsIn(html)
  if (named.length === 0) return []
  const members = await ctx.store.members(named)
  return named.filter((id) => members.has(id))
}

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

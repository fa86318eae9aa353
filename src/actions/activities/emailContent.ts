import type { EmailActivity } from '../../domain/activity.ts'
import {
  displayAddress,
  envelopeOf,
  parseAddresses,
  previewOf,
  quotedHtml,
  quotedText,
} from '../../domain/emailText.ts'
import { cleanHtml, htmlToPlain } from '../../domain/text.ts'
import type { Context, Transaction } from '../context.ts'
import { given, givenMoment } from '../patch.ts'
import type { Problems } from '../problems.ts'
import { type ActivityDraft, activityOf } from './activity.ts'
import type { AttachedDraft } from './attached.ts'
import { type AttachmentDraft, attachmentsOf, readAttachments } from './attachments.ts'
import type { FilingDraft } from './filing.ts'

/** `content_id` is what the rich body calls a picture by. */
type EmailAttachmentDraft = AttachmentDraft & { readonly content_id?: string | null }

export type EmailDraft = ActivityDraft &
  FilingDraft &
  AttachedDraft & {
    readonly attachments?: readonly EmailAttachmentDraft[] | null
    readonly status?: string | null
    readonly direction?: string | null
    readonly subject?: string | null
    readonly sender?: string | null
    readonly to?: readonly string[] | null
    readonly cc?: readonly string[] | null
    readonly bcc?: readonly string[] | null
    readonly text?: string | null
    readonly html?: string | null
    readonly sentAt?: string | null
    readonly scheduledAt?: string | null
    /** Seconds until it leaves. */
    readonly sendIn?: number | null
    /** The e-mail that it answers. */
    readonly inReplyToId?: string | null
    /** What mail programs call it, and what it answers. */
    readonly messageIds?: readonly string[] | null
    readonly references?: readonly string[] | null
    readonly templateId?: string | null
    readonly opens?: readonly { readonly opened_at: string }[] | null
    /** When to ask whether it was answered. */
    readonly followupAt?: string | null
    readonly followupSequenceId?: string | null
    readonly followupSequenceDelay?: number | null
    readonly followupAddsCopied?: boolean | null
  }

const NEEDS_SENDER = ['inbox', 'scheduled', 'outbox', 'error']

/** What an e-mail of a status cannot be without. */
export function checkNeeds(draft: EmailDraft, status: string, problems: Problems): void {
  if (status === '') problems.add(['status'], 'required')
  if (NEEDS_SENDER.includes(status) && (draft.sender ?? '') === '') problems.add(['sender'], 'required')
  if (status === 'scheduled' && draft.scheduledAt == null) problems.add(['scheduledAt'], 'required')
}

/** Addresses must be some, and what is referred to must be there: there are neither templates nor sequences yet. */
export function checkContent(draft: EmailDraft, present: Partial<EmailActivity>, problems: Problems): void {
  for (const field of ['to', 'cc', 'bcc'] as const) {
    for (const [i, text] of (draft[field] ?? []).entries()) {
      if (parseAddresses(text).length === 0) problems.add([field, i], 'invalid_email')
    }
  }
  const { sender, templateId, followupSequenceId } = draft
  if (sender !== undefined && sender !== null && sender !== '' && parseAddresses(sender).length !== 1)
    problems.add(['sender'], 'invalid_email')
  if (templateId != null && templateId !== present.templateId) problems.add(['templateId'], 'unknown_reference')
  if (followupSequenceId != null) problems.add(['followupSequenceId'], 'unknown_reference')
}

/** The attachments of an e-mail after a patch. */
export async function readEmailAttachments(
  ctx: Context,
  tx: Transaction,
  { attachments }: EmailDraft,
  present: Pick<EmailActivity, 'attachments'>,
  problems: Problems,
) {
  const read = await readAttachments(ctx, tx, attachments, attachmentsOf(present), problems)
  return attachments == null ? read : read.map((one, i) => ({ ...one, content_id: attachments[i]?.content_id ?? null }))
}

/** An e-mail with what a draft says in place of what it says now. */
export function filled(ctx: Context, email: EmailActivity, draft: EmailDraft): EmailActivity {
  const html = draft.html == null ? given(draft.html, email.html) : withoutBody(cleanHtml(draft.html))
  const text = draft.text == null && draft.html != null ? htmlToPlain(draft.html) : given(draft.text, email.text)
  const status = draft.status ?? email.status
  const leaves = status === 'outbox' && draft.sendIn != null ? secondsAfter(ctx.now, draft.sendIn) : draft.scheduledAt
  const parts = {
    subject: given(draft.subject, email.subject),
    sender: draft.sender == null ? email.sender : draft.sender,
    to: draft.to ?? email.to,
    cc: draft.cc ?? email.cc,
    bcc: draft.bcc ?? email.bcc,
    sentAt: givenMoment(draft.sentAt, email.sentAt),
  }
  return {
    ...email,
    ...parts,
    status,
    direction: draft.direction ?? (status === 'inbox' ? 'incoming' : 'outgoing'),
    text,
    html,
    preview: previewOf(text ?? ''),
    quotedText: quotedText(text ?? ''),
    quotedHtml: quotedHtml(html ?? ''),
    envelope: envelopeOf(parts, email.at),
    scheduledAt: givenMoment(leaves, email.scheduledAt),
    messageIds: draft.messageIds ?? email.messageIds,
    references: draft.references ?? email.references,
    inReplyToId: given(draft.inReplyToId, email.inReplyToId),
    opens: draft.opens ?? email.opens,
    followupSequenceDelay: given(draft.followupSequenceDelay, email.followupSequenceDelay),
    followupAddsCopied: draft.followupAddsCopied ?? email.followupAddsCopied,
  }
}

// Unlike a note, an e-mail shows its body bare.
const withoutBody = (html: string) => html.slice('<body>'.length, -'</body>'.length)

const secondsAfter = (instant: string, seconds: number) => new Date(Date.parse(instant) + seconds * 1000).toISOString()

export function emptyEmail(ctx: Context): EmailActivity {
  return {
    ...activityOf(ctx, 'email', ''),
    html: null,
    direction: 'outgoing',
    status: 'draft',
    subject: null,
    sender: null,
    to: [],
    cc: [],
    bcc: [],
    preview: '',
    quotedText: [],
    quotedHtml: [],
    envelope: null,
    attachments: [],
    fileIds: [],
    linkedFileIds: [],
    messageIds: [],
    references: [],
    inReplyToId: null,
    templateId: null,
    sentAt: null,
    scheduledAt: null,
    opens: [],
    followupSequenceDelay: null,
    followupAddsCopied: false,
  }
}

/** The mailbox of the caller. */
export async function ownAddress(ctx: Context, tx: Transaction): Promise<string | null> {
  const user = await tx.find('user', ctx.actor.userId)
  return user === undefined ? null : displayAddress(`${user.firstName} ${user.lastName}`.trim(), user.email)
}

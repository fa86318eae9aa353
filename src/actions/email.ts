import type { EmailActivity } from '../domain/activity.ts'
import { displayAddress, envelopeOf, parseAddresses, previewOf, quotedHtml, quotedText } from '../domain/emailText.ts'
import { permitOwned } from '../domain/permission.ts'
import { cleanHtml, htmlToPlain } from '../domain/text.ts'
import { type ActivityDraft, activityOf, checkUser, deleteActivity } from './activity.ts'
import type { AttachedDraft } from './attached.ts'
import { type Context, change, type Transaction, touched, type Written } from './context.ts'
import { checkFiles } from './customer.ts'
import { type FilingDraft, readFiling, UNFILED } from './filing.ts'
import { differs, given } from './patch.ts'
import { Problems } from './problems.ts'

export type EmailDraft = ActivityDraft &
  FilingDraft &
  AttachedDraft & {
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
  }

const NEEDS_SENDER = ['inbox', 'scheduled', 'outbox', 'error']
const NOT_LEFT = ['scheduled', 'outbox', 'error']

/** Keeps an e-mail as a record under a lead. Nothing is sent. */
export async function createEmail(ctx: Context, draft: EmailDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const filing = await readFiling(tx, draft, UNFILED, problems)
    await checkUser(ctx, draft.userId, problems)
    const files = await checkFiles(tx, draft, { fileIds: [], linkedFileIds: [] }, problems)
    const status = draft.status ?? ''
    if (status === '') problems.add(['status'], 'required')
    if (NEEDS_SENDER.includes(status) && (draft.sender ?? '') === '') problems.add(['sender'], 'required')
    if (status === 'scheduled' && draft.scheduledAt == null) problems.add(['scheduledAt'], 'required')
    checkAddresses(draft, problems)
    problems.settle()

    const blank = { ...emptyEmail(ctx), ...activityOf(ctx, 'email', filing.leadId, draft), ...filing, ...files }
    const email = filled(blank, {
      ...draft,
      sender: draft.sender ?? (status === 'sent' ? await ownAddress(ctx, tx) : null),
    })
    tx.insert('email', {
      ...email,
      sentAt: email.sentAt ?? (status === 'sent' || status === 'inbox' ? email.at : null),
    })
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
  checkAddresses(patch, problems)
  const changed = { ...filled(email, patch), ...filing, ...files }
  const recalled = changed.status === 'draft' && NOT_LEFT.includes(email.status)
  const moved = { ...email, ...filing, ...files, status: recalled ? 'draft' : email.status }
  if (email.status !== 'draft' && differs(moved, changed)) problems.add([], 'object', 'Only drafts can be edited.')
  problems.settle()
  if (differs(email, changed)) tx.update('email', { ...changed, ...touched(ctx) })
}

export const deleteEmail = deleteActivity('email')

function filled(email: EmailActivity, draft: EmailDraft): EmailActivity {
  const html = draft.html == null ? given(draft.html, email.html) : withoutBody(cleanHtml(draft.html))
  const text = draft.text == null && draft.html != null ? htmlToPlain(draft.html) : given(draft.text, email.text)
  const status = draft.status ?? email.status
  const parts = {
    subject: given(draft.subject, email.subject),
    sender: draft.sender == null ? email.sender : draft.sender,
    to: draft.to ?? email.to,
    cc: draft.cc ?? email.cc,
    bcc: draft.bcc ?? email.bcc,
    sentAt: given(draft.sentAt, email.sentAt),
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
    scheduledAt: given(draft.scheduledAt, email.scheduledAt),
  }
}

// Unlike a note, an e-mail shows its body bare.
const withoutBody = (html: string) => html.slice('<body>'.length, -'</body>'.length)

function emptyEmail(ctx: Context): EmailActivity {
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
    threadId: ctx.ids('activity'),
    inReplyToId: null,
    templateId: null,
    sentAt: null,
    scheduledAt: null,
  }
}

function checkAddresses(draft: EmailDraft, problems: Problems): void {
  for (const field of ['to', 'cc', 'bcc'] as const) {
    for (const [i, text] of (draft[field] ?? []).entries()) {
      if (parseAddresses(text).length === 0) problems.add([field, i], 'invalid_email')
    }
  }
  const { sender } = draft
  if (sender !== undefined && sender !== null && sender !== '' && parseAddresses(sender).length !== 1)
    problems.add(['sender'], 'invalid_email')
}

async function ownAddress(ctx: Context, tx: Transaction): Promise<string | null> {
  const user = await tx.find('user', ctx.actor.userId)
  return user === undefined ? null : displayAddress(`${user.firstName} ${user.lastName}`.trim(), user.email)
}

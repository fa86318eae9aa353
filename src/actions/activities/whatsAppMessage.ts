import { permitOwned } from '../../domain/permission.ts'
import { isWebAddress } from '../../domain/text.ts'
import { type WhatsAppMessage, whatsAppHtml, whatsAppText } from '../../domain/whatsAppMessage.ts'
import { type Context, change, type Transaction, touched, type Written } from '../context.ts'
import { NO_PHONES, type PhonesDraft, readTwoPhones } from '../leads/phones.ts'
import { differs, given, givenInstant } from '../patch.ts'
import { Problems } from '../problems.ts'
import { notify } from '../tasks/notification.ts'
import { type ActivityDraft, activityOf, deleteActivity, filedUnder } from './activity.ts'
import { type AttachmentsDraft, attachmentsOf, readAttachments } from './attachments.ts'
import { refile } from './refile.ts'

export type WhatsAppMessageDraft = ActivityDraft &
  PhonesDraft &
  AttachmentsDraft & {
    readonly externalId?: string | null
    readonly markdown?: string | null
    readonly direction?: string | null
    readonly responseToId?: string | null
    readonly integrationLink?: string | null
    /** Whether one that came in asks for a look at it. */
    readonly sendToInbox?: boolean
  }

const NEEDED = ['at', 'contactId', 'leadId', 'direction', 'externalId', 'phone', 'localPhone', 'markdown'] as const
const MAX_ATTACHED_BYTES = 25_000_000

/** Keeps a message that was sent or received by WhatsApp. */
export async function createWhatsAppMessage(ctx: Context, draft: WhatsAppMessageDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const lead = draft.leadId == null ? undefined : await filedUnder(ctx, tx, draft, problems)
    for (const field of NEEDED) if ((draft[field] ?? '') === '') problems.add([field], 'required')
    const blank: WhatsAppMessage = {
      ...activityOf(ctx, 'whatsAppMessage', lead?.id ?? '', draft),
      ...NO_PHONES,
      externalId: draft.externalId ?? '',
      markdown: '',
      html: '',
      direction: '',
      attachments: [],
      responseToId: null,
      integrationLink: null,
      source: 'api',
    }
    const message = await filled(ctx, tx, blank, draft, problems)
    problems.settle()
    tx.insert('whatsAppMessage', message)
    if (draft.sendToInbox === true && message.direction === 'incoming') await notify(ctx, tx, 'incoming-sms', message)
    return message.id
  })
}

export async function updateWhatsAppMessage(ctx: Context, id: string, patch: WhatsAppMessageDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const message = await tx.get('whatsAppMessage', id)
    permitOwned(ctx.actor, message.userId, 'manage_others_activities')
    const problems = new Problems()
    const filed = await refile(ctx, tx, patch, message, problems)
    const changed = { ...(await filled(ctx, tx, message, patch, problems)), ...filed }
    for (const field of ['contactId', 'phone', 'localPhone', 'markdown'] as const) {
      if (changed[field] !== message[field] && (changed[field] ?? '') === '') problems.add([field], 'required')
    }
    problems.settle()
    if (differs(message, changed)) tx.update('whatsAppMessage', { ...changed, ...touched(ctx) })
    return id
  })
}

export const deleteWhatsAppMessage = deleteActivity('whatsAppMessage')

async function filled(
  ctx: Context,
  tx: Transaction,
  message: WhatsAppMessage,
  draft: WhatsAppMessageDraft,
  problems: Problems,
): Promise<WhatsAppMessage> {
  const markdown = draft.markdown === undefined ? message.markdown : (draft.markdown ?? '')
  const attachments = await readAttachments(ctx, tx, draft.attachments, attachmentsOf(message), problems)
  const bytes = attachments.reduce((sum, { size }) => sum + (size ?? 0), 0)
  if (bytes > MAX_ATTACHED_BYTES) problems.add(['attachments'], 'object', 'Attachments are limited to 25 MB in all.')
  const { responseToId, integrationLink } = draft
  const isOther = responseToId != null && responseToId !== message.responseToId
  if (isOther && (await tx.find('whatsAppMessage', responseToId)) === undefined)
    problems.add(['responseToId'], 'unknown_reference')
  const link = given(integrationLink, message.integrationLink)
  if (link !== null && link !== message.integrationLink && !isWebAddress(link))
    problems.add(['integrationLink'], 'invalid_url')
  return {
    ...message,
    ...(await readTwoPhones(ctx, draft, message, problems)),
    markdown,
    html: whatsAppHtml(markdown),
    text: whatsAppText(markdown),
    direction: draft.direction ?? message.direction,
    attachments,
    responseToId: given(responseToId, message.responseToId),
    integrationLink: link,
    at: givenInstant(draft.at, message.at),
  }
}

import { EMAIL_STATUSES } from '../../domain/activity.ts'
import { boolean, type Codec, choice, integer, longText, objects, text, texts } from '../resource/codec.ts'
import { constant, field, input, readOnly, resource } from '../resource/resource.ts'
import { base, constants, listing } from './activityBase.ts'
import { attachments } from './attachment.ts'
import { anything, id, isoTime, string } from './common.ts'

const SHOWN = ['url', 'filename', 'content_type', 'size', 'content_id'] as const

/** The same as elsewhere, and what the rich body calls each by. */
const emailAttachments: Codec<'json'> = {
  ...objects(['json'], { url: text, filename: text, content_type: text, content_id: text }, ['url']),
  render: { shape: { each: { object: Object.fromEntries(SHOWN.map((key) => [key, { key }])) } } },
  schema: attachments.schema,
}

const head = {
  _type: constant('Email'),
  ...base,
  direction: field('direction', choice('incoming', 'outgoing')),
  status: field('status', choice(...EMAIL_STATUSES)),
  subject: field('subject', text),
  sender: field('sender', text),
  to: field('to', texts),
  cc: field('cc', texts),
  bcc: field('bcc', texts),
  body_preview: readOnly('preview', string),
  envelope: readOnly('envelope', anything),
  attachments: field('attachments', emailAttachments),
  thread_id: readOnly('threadId', string),
  in_reply_to_id: field('inReplyToId', id),
  template_id: field('templateId', id),
  date_sent: field('sentAt', isoTime),
  date_scheduled: field('scheduledAt', isoTime),
  opens: field('opens', objects(['json'], { opened_at: isoTime }, ['opened_at'])),
  has_reply: readOnly('hasReply', boolean),
} as const

/** E-mails kept as a record. */
export const email = resource('email', {
  path: '/activity/email/',
  title: 'Email',
  methods: ['list', 'create', 'fetch', 'update', 'delete'],
  // Elsewhere they may be about a case alone.
  needs: [['lead_id']],
  ...listing,
  fields: {
    ...head,
    body_text: field('text', longText),
    body_html: field('html', longText),
    body_text_quoted: readOnly('quotedText', anything),
    body_html_quoted: readOnly('quotedHtml', anything),
    message_ids: field('messageIds', texts),
    references: field('references', texts),
    send_in: input('sendIn', integer(0, 59)),
    followup_date: input('followupAt', isoTime),
    followup_sequence_id: { ...constant(null), draft: 'followupSequenceId', codec: id },
    followup_sequence_delay: field('followupSequenceDelay', integer(0, 10_000_000)),
    followup_sequence_add_cc_bcc: field('followupAddsCopied', boolean),
    send_attempts: constant([]),
    need_smtp_credentials: constant(false),
    ...constants([
      'email_account_id',
      'template_name',
      'opens_summary',
      'bulk_email_action_id',
      'send_as_id',
      'agent_config_id',
      'agent_action_reason',
      'sequence_id',
      'sequence_name',
      'sequence_subscription_id',
    ]),
  },
})

/** An e-mail as threads and timelines show it: without its bodies. */
export const slimEmail = resource('email', { title: 'Email', fields: head })

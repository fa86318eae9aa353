import { WHATSAPP_DIRECTIONS } from '../../domain/whatsAppMessage.ts'
import { choice, text, textUpTo } from '../resource/codec.ts'
import { exact } from '../resource/filter.ts'
import { constant, field, readOnly, resource } from '../resource/resource.ts'
import { base, constants, filters, listing } from './activityBase.ts'
import { attachments } from './attachment.ts'
import { id, string } from './common.ts'

// No longer message can be sent.
const MAX_LENGTH = 65_536

/** Messages that were sent and received by WhatsApp. */
export const whatsAppMessage = resource('whatsAppMessage', {
  path: '/activity/whatsapp_message/',
  title: 'WhatsAppMessage',
  methods: ['list', 'create', 'fetch', 'update', 'delete'],
  flags: { send_to_inbox: 'sendToInbox' },
  ...listing,
  filters: { ...filters, external_whatsapp_message_id: exact('externalId') },
  fields: {
    _type: constant('WhatsAppMessage'),
    ...base,
    external_whatsapp_message_id: field('externalId', text, { once: true }),
    direction: field('direction', choice(...WHATSAPP_DIRECTIONS)),
    message_markdown: field('markdown', textUpTo(MAX_LENGTH)),
    message_html: readOnly('html', string),
    text: readOnly('text', string),
    remote_phone: field('phone', text),
    remote_phone_formatted: readOnly('phoneFormatted', string),
    local_phone: field('localPhone', text),
    local_phone_formatted: readOnly('localPhoneFormatted', string),
    attachments: field('attachments', attachments),
    response_to_id: field('responseToId', id),
    integration_link: field('integrationLink', text),
    source: readOnly('source', string),
    ...constants(['integration_name', 'sequence_id', 'sequence_name', 'sequence_subscription_id']),
  },
})

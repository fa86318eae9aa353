import { EMAIL_STATUSES } from '../../domain/activity.ts'
import { type Codec, choice, integer, longText, text } from '../resource/codec.ts'
import { constant, field, input, readOnly, resource } from '../resource/resource.ts'
import { base, constants, listing } from './activityBase.ts'
import { attachments } from './attachment.ts'
import { id, isoTime, string, stringOrNull } from './common.ts'

const SHOWN = ['url', 'thumbnail_url', 'filename', 'content_type', 'size', 'media_id'] as const
const media: Codec<'json'> = {
  ...attachments,
  render: { shape: { each: { object: Object.fromEntries(SHOWN.map((key) => [key, { key }])) } } },
}

/** Text messages kept as a record. */
export const sms = resource('sms', {
  path: '/activity/sms/',
  title: 'SMS',
  methods: ['list', 'create', 'fetch', 'update', 'delete'],
  flags: { send_to_inbox: 'sendToInbox' },
  ...listing,
  fields: {
    _type: constant('SMS'),
    ...base,
    status: field('status', choice(...EMAIL_STATUSES)),
    direction: readOnly('direction', string),
    text: field('text', longText),
    remote_phone: field('phone', text),
    remote_phone_formatted: readOnly('phoneFormatted', stringOrNull),
    remote_country_iso: readOnly('phoneCountry', string),
    local_phone: field('localPhone', text),
    local_phone_formatted: readOnly('localPhoneFormatted', stringOrNull),
    local_country_iso: readOnly('localPhoneCountry', string),
    source: readOnly('source', string),
    cost: readOnly('cost', stringOrNull),
    template_id: field('templateId', id),
    error_message: readOnly('errorMessage', stringOrNull),
    attachments: field('attachments', media),
    date_sent: field('sentAt', isoTime),
    date_scheduled: field('scheduledAt', isoTime),
    send_in: input('sendIn', integer(0, 59)),
    ...constants([
      'agent_config_id',
      'agent_action_reason',
      'sequence_id',
      'sequence_name',
      'sequence_subscription_id',
    ]),
  },
})

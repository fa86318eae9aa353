import { CALL_DIRECTIONS, CALL_STATUSES, EMAIL_STATUSES } from '../../domain/activity.ts'
import { boolean, choice, integer, longText, text, texts } from '../resource/codec.ts'
import { exact, instants, oneOf } from '../resource/filter.ts'
import { constant, field, readOnly, reference, resource } from '../resource/resource.ts'
import { anything, id, integerOrNull, isoTime, midnight, stampsWithNames, string, stringOrNull } from './common.ts'

/** What every activity shows. */
const base = {
  id: readOnly('id', string),
  organization_id: readOnly('organizationId', string),
  lead_id: reference('leadId', id, 'lead'),
  contact_id: reference('contactId', id, 'contact'),
  user_id: reference('userId', id, 'user'),
  user_name: readOnly('user.fullName', stringOrNull),
  users: constant([]),
  ...stampsWithNames,
  date_created: field('createdAt', isoTime),
  activity_at: field('at', isoTime),
} as const

const filters = {
  lead_id: exact('leadId'),
  contact_id: oneOf('contactId'),
  user_id: oneOf('userId'),
  id: oneOf('id'),
  organization_id: exact('organizationId'),
  date_created: instants('createdAt'),
  date_updated: instants('updatedAt'),
  activity_at: instants('at'),
} as const

/** Filters and orders that every list of activities has. */
export const listing = {
  filters,
  orders: { date_created: ['createdAt'], activity_at: ['at'], date_updated: ['updatedAt'] },
  defaultOrder: ['-createdAt'],
} as const

// Elsewhere they may be about a case alone.
const needsLead = [['lead_id']] as const

const ALL = ['list', 'create', 'fetch', 'update', 'delete'] as const

const texts_ = { note: field('text', longText), note_html: field('html', longText) } as const

export const note = resource('note', {
  path: '/activity/note/',
  title: 'Note',
  methods: ALL,
  needs: needsLead,
  ...listing,
  fields: {
    _type: constant('Note'),
    ...base,
    ...texts_,
    title: field('title', text),
    pinned: field('pinned', boolean),
    pinned_at: readOnly('pinnedAt', isoTime),
    attachments: readOnly('attachments', anything),
  },
})

/** Calls logged from outside: Ajar makes none itself, so what belongs to live calls is constant. */
export const call = resource('call', {
  path: '/activity/call/',
  title: 'Call',
  methods: ALL,
  ...listing,
  fields: {
    _type: constant('Call'),
    ...base,
    ...texts_,
    direction: field('direction', choice(...CALL_DIRECTIONS)),
    status: field('status', choice(...CALL_STATUSES)),
    disposition: field('disposition', text),
    duration: field('duration', integer(0, 10_000_000)),
    phone: field('phone', text),
    remote_phone: readOnly('phone', stringOrNull),
    remote_phone_formatted: readOnly('phoneFormatted', stringOrNull),
    remote_country_iso: readOnly('phoneCountry', string),
    local_phone: field('localPhone', text),
    local_phone_formatted: readOnly('localPhoneFormatted', stringOrNull),
    local_country_iso: readOnly('localPhoneCountry', string),
    recording_url: field('recordingUrl', text),
    has_recording: constant(false),
    recording_expires_at: constant(null),
    voicemail_url: field('voicemailUrl', text),
    voicemail_duration: field('voicemailDuration', integer(0, 10_000_000)),
    source: readOnly('source', string),
    call_method: readOnly('method', string),
    cost: readOnly('cost', stringOrNull),
    ...constants([
      'date_answered',
      'transferred_from',
      'transferred_from_user_id',
      'transferred_to',
      'transferred_to_user_id',
      'forwarded_to',
      'dialer_id',
      'dialer_saved_search_id',
      'sequence_id',
      'sequence_name',
      'sequence_subscription_id',
      'outcome_id',
    ]),
    is_forwarded: constant(false),
    is_joinable: constant(false),
    is_to_group_number: constant(false),
    coach_legs: constant([]),
  },
})

/** E-mails kept as a record. */
export const email = resource('email', {
  path: '/activity/email/',
  title: 'Email',
  methods: ALL,
  needs: needsLead,
  ...listing,
  fields: {
    _type: constant('Email'),
    ...base,
    direction: field('direction', choice('incoming', 'outgoing')),
    status: field('status', choice(...EMAIL_STATUSES)),
    subject: field('subject', text),
    sender: field('sender', text),
    to: field('to', texts),
    cc: field('cc', texts),
    bcc: field('bcc', texts),
    body_text: field('text', longText),
    body_html: field('html', longText),
    body_preview: readOnly('preview', string),
    body_text_quoted: readOnly('quotedText', anything),
    body_html_quoted: readOnly('quotedHtml', anything),
    envelope: readOnly('envelope', anything),
    attachments: readOnly('attachments', anything),
    message_ids: readOnly('messageIds', texts),
    references: readOnly('references', texts),
    thread_id: readOnly('threadId', string),
    in_reply_to_id: readOnly('inReplyToId', stringOrNull),
    template_id: readOnly('templateId', stringOrNull),
    date_sent: field('sentAt', isoTime),
    date_scheduled: field('scheduledAt', isoTime),
    opens: constant([]),
    send_attempts: constant([]),
    has_reply: constant(false),
    need_smtp_credentials: constant(false),
    ...constants([
      'email_account_id',
      'template_name',
      'opens_summary',
      'bulk_email_action_id',
      'send_as_id',
      'followup_sequence_id',
      'followup_sequence_delay',
      'sequence_id',
      'sequence_name',
      'sequence_subscription_id',
    ]),
  },
})

export const created = resource('created', {
  path: '/activity/created/',
  title: 'Created',
  methods: ['list', 'fetch'],
  ...listing,
  fields: {
    _type: constant('Created'),
    ...base,
    source: readOnly('source', stringOrNull),
    import_id: readOnly('importId', stringOrNull),
  },
})

/** Writing or deleting one edits the history only, never the lead. */
export const leadStatusChange = resource('leadStatusChange', {
  path: '/activity/status_change/lead/',
  title: 'LeadStatusChange',
  methods: ['list', 'create', 'fetch', 'delete'],
  ...listing,
  fields: {
    _type: constant('LeadStatusChange'),
    ...base,
    old_status_id: field('oldStatusId', id),
    old_status_label: readOnly('oldStatusLabel', stringOrNull),
    new_status_id: field('newStatusId', id),
    new_status_label: readOnly('newStatusLabel', stringOrNull),
  },
})

export const opportunityStatusChange = resource('opportunityStatusChange', {
  path: '/activity/status_change/opportunity/',
  title: 'OpportunityStatusChange',
  methods: ['list', 'create', 'fetch', 'delete'],
  ...listing,
  filters: { ...filters, opportunity_id: oneOf('opportunityId') },
  fields: {
    _type: constant('OpportunityStatusChange'),
    ...base,
    opportunity_id: reference('opportunityId', id, 'opportunity'),
    old_status_id: field('oldStatusId', id),
    old_status_label: readOnly('oldStatusLabel', stringOrNull),
    old_status_type: readOnly('oldStatusType', stringOrNull),
    old_pipeline_id: readOnly('oldPipelineId', stringOrNull),
    old_pipeline_name: readOnly('oldPipelineName', stringOrNull),
    new_status_id: field('newStatusId', id),
    new_status_label: readOnly('newStatusLabel', stringOrNull),
    new_status_type: readOnly('newStatusType', stringOrNull),
    new_pipeline_id: readOnly('newPipelineId', stringOrNull),
    new_pipeline_name: readOnly('newPipelineName', stringOrNull),
    opportunity_value: readOnly('value', integerOrNull),
    opportunity_value_formatted: readOnly('valueFormatted', string),
    opportunity_value_currency: readOnly('valueCurrency', stringOrNull),
    opportunity_value_period: readOnly('valuePeriod', stringOrNull),
    opportunity_confidence: readOnly('confidence', integerOrNull),
    opportunity_date_won: readOnly('wonOn', midnight),
  },
})

/** Every kind of activity by its domain name. */
export const activityKinds = { note, call, email, created, leadStatusChange, opportunityStatusChange } as const

function constants<const K extends string>(names: readonly K[]): Record<K, ReturnType<typeof constant>> {
  return Object.fromEntries(names.map((name) => [name, constant(null)])) as Record<K, ReturnType<typeof constant>>
}

import { CALL_DIRECTIONS, CALL_STATUSES } from '../../domain/activity.ts'
import { boolean, choice, integer, longText, text, texts } from '../resource/codec.ts'
import { oneOf } from '../resource/filter.ts'
import { constant, field, readOnly, reference, resource } from '../resource/resource.ts'
import { base, constants, filters, listing } from './activityBase.ts'
import { attachments } from './attachment.ts'
import { id, integerOrNull, isoTime, midnight, string, stringOrNull } from './common.ts'
import { customActivity } from './customActivity.ts'
import { email } from './email.ts'
import { emailThread } from './emailThread.ts'
import { formSubmission } from './formSubmission.ts'
import { meeting } from './meeting.ts'
import { sms } from './sms.ts'
import { whatsAppMessage } from './whatsAppMessage.ts'

export { base, listing } from './activityBase.ts'

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
    attachments: field('attachments', attachments),
    note_mentions: readOnly('mentions', texts),
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
    has_recording: readOnly('hasRecording', boolean),
    recording_expires_at: constant(null),
    voicemail_url: field('voicemailUrl', text),
    voicemail_duration: field('voicemailDuration', integer(0, 10_000_000)),
    outcome_id: field('outcomeId', id),
    recording_transcript: constant(null, { asked: true }),
    voicemail_transcript: constant(null, { asked: true }),
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
    ]),
    is_forwarded: constant(false),
    is_joinable: constant(false),
    is_to_group_number: constant(false),
    coach_legs: constant([]),
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

/** That a lead took in another one, at the lead that stays. */
export const leadMerge = resource('leadMerge', {
  path: '/activity/lead_merge/',
  title: 'LeadMerge',
  methods: ['list', 'fetch'],
  ...listing,
  fields: {
    _type: constant('LeadMerge'),
    ...base,
    source_lead_id: readOnly('sourceLeadId', string),
    source_display_name: readOnly('sourceDisplayName', string),
    destination_lead_id: readOnly('destinationLeadId', string),
    destination_display_name: readOnly('destinationDisplayName', string),
    merge_status: readOnly('mergeStatus', string),
    error_message: readOnly('errorMessage', stringOrNull),
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

/** Marks that a task was completed; it goes when the task is open again. */
export const taskCompleted = resource('taskCompleted', {
  path: '/activity/task_completed/',
  title: 'TaskCompleted',
  methods: ['list', 'fetch', 'delete'],
  ...listing,
  fields: {
    _type: constant('TaskCompleted'),
    ...base,
    task_id: readOnly('taskId', string),
    task_text: readOnly('taskText', string),
    task_assigned_to: readOnly('taskAssigneeId', stringOrNull),
    task_assigned_to_name: readOnly('taskAssigneeName', stringOrNull),
  },
})

/** Every kind of activity by its domain name. */
export const activityKinds = {
  note,
  call,
  email,
  created,
  leadMerge,
  leadStatusChange,
  opportunityStatusChange,
  taskCompleted,
  emailThread,
  sms,
  whatsAppMessage,
  meeting,
  formSubmission,
  customActivity,
} as const

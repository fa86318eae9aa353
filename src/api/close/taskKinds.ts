import type { TaskKind } from '../../domain/task.ts'
import type { Codec } from '../resource/codec.ts'

/** What this API calls each kind of task. */
export const TYPE_OF = {
  lead: 'lead',
  'outgoing-call': 'outgoing_call',
  'incoming-email': 'incoming_email',
  'email-followup': 'email_followup',
  'missed-call': 'missed_call',
  voicemail: 'voicemail',
  'answered-detached-call': 'answered_detached_call',
  'incoming-sms': 'incoming_sms',
  'opportunity-due': 'opportunity_due',
} as const satisfies Record<TaskKind, string>

/** The kinds by what they are called here. */
export const KIND_OF: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(TYPE_OF).map(([kind, type]) => [type, kind]),
)

/** A kind of task. Which of them can be made is the action's question. */
export const taskType: Codec<'text'> = {
  types: ['text'],
  render: { words: TYPE_OF },
  decode(value, path, report) {
    if (typeof value === 'string' && Object.hasOwn(KIND_OF, value)) return KIND_OF[value]
    return report(path, 'not_a_choice', typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
  },
  empty: null,
  schema: { type: ['string', 'null'], enum: [...Object.values(TYPE_OF), null] },
}

/** What this API calls the kinds of object that a task may be about. */
export const objectTypes = {
  words: {
    taskCompleted: 'taskcompleted',
    emailThread: 'emailthread',
    call: 'call',
    sms: 'sms',
    opportunity: 'opportunity',
  },
} as const

// What each type has beside what all have.
const OWN_FIELDS: Readonly<Record<TaskKind, readonly string[]>> = {
  lead: ['text', 'due_date', 'is_dateless'],
  'outgoing-call': [
    'text',
    'resolution',
    'sequence_id',
    'sequence_subscription_id',
    'step_id',
    'agent_config_id',
    'deduplication_key',
  ],
  'incoming-email': ['emails', 'subject', 'body_preview'],
  'email-followup': ['email_id', 'subject', 'body_preview'],
  'missed-call': ['phone', 'phone_formatted', 'phone_number_description', 'local_phone'],
  voicemail: [
    'phone',
    'phone_formatted',
    'phone_number_description',
    'local_phone',
    'voicemail_duration',
    'voicemail_url',
  ],
  'answered-detached-call': ['phone', 'phone_formatted', 'phone_number_description', 'local_phone', 'recording_url'],
  'incoming-sms': [
    'text',
    'remote_phone',
    'remote_phone_formatted',
    'remote_phone_description',
    'local_phone',
    'attachments',
  ],
  'opportunity-due': [
    'opportunity_value',
    'opportunity_value_currency',
    'opportunity_value_formatted',
    'opportunity_value_period',
    'opportunity_note',
  ],
}
const NOT_COMMON = new Set(Object.values(OWN_FIELDS).flat())

/** The fields that a task of one kind shows, out of those of all kinds. */
export const fieldsOf = <T>(kind: TaskKind, fields: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.fromEntries(
    Object.entries(fields).filter(([wire]) => !NOT_COMMON.has(wire) || OWN_FIELDS[kind].includes(wire)),
  )

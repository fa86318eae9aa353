import { ACTIVITIES } from './objects.ts'
import { COUNTERS, SMART_FIELDS, type Smart } from './smart.ts'
import type { ObjectType, ValueKind } from './tree.ts'

/** A field that can be searched, by the name that both languages use, and what it is in the domain. */
export type Field = {
  readonly name: string
  readonly aliases: readonly string[]
  readonly type: ValueKind
  readonly means: Meaning
  /** What its values are called when searching, where the domain calls them something else. */
  readonly words?: Readonly<Record<string, string>>
}

export type Meaning =
  /** A field of the noun, or of one it refers to. */
  | { readonly kind: 'path'; readonly path: string }
  /** A key of the e-mail, phone, address… that is looked at; several keys are one text. */
  | { readonly kind: 'keys'; readonly keys: readonly string[] }
  /** The field of something that it has: `check` makes a `related` of it. */
  | { readonly kind: 'inside'; readonly object: ObjectType; readonly name: string }
  /** Whether something that it has is so: `check` makes a `related` of it, or the opposite. */
  | { readonly kind: 'any'; readonly object: ObjectType; readonly name: string }
  | { readonly kind: 'smart'; readonly smart: Smart }
  /** The store knows it by its name. */
  | { readonly kind: 'named' }

/** A field of an object by any of its names; upper and lower case are the same. */
export function fieldOf(object: ObjectType, name: string): Field | undefined {
  return byName[object]?.get(name.toLowerCase())
}

/** All fields of an object, for those who offer a choice. */
export const fieldsOf = (object: ObjectType): readonly Field[] => FIELDS[object] ?? []

const field = (name: string, type: ValueKind, means: Meaning, ...aliases: string[]): Field => ({
  name,
  aliases,
  type,
  means,
})
const at = (path: string, name: string, type: ValueKind, ...aliases: string[]) =>
  field(name, type, { kind: 'path', path }, ...aliases)
const key = (name: string, type: ValueKind, keys: readonly string[] = [name], ...aliases: string[]) =>
  field(name, type, { kind: 'keys', keys }, ...aliases)
const named = (name: string, type: ValueKind, ...aliases: string[]) => field(name, type, { kind: 'named' }, ...aliases)
const inside = (object: ObjectType, own: string, name: string, type: ValueKind, ...aliases: string[]) =>
  field(name, type, { kind: 'inside', object, name: own }, ...aliases)
const words = (of: Field, said: Readonly<Record<string, string>>): Field => ({ ...of, words: said })

const MADE: readonly Field[] = [
  at('id', 'id', 'id'),
  at('createdAt', 'date_created', 'moment', 'created'),
  at('updatedAt', 'date_updated', 'moment', 'updated'),
  at('createdById', 'created_by', 'user', 'created_by_id', 'created_by_name'),
  at('updatedById', 'updated_by', 'user', 'updated_by_id', 'updated_by_name'),
]
const BELONGS: readonly Field[] = [at('leadId', 'lead_id', 'id'), at('contactId', 'contact_id', 'id')]
const PLACE = ['city', 'state', 'country'] as const

// Names that say the same as a smart field's own.
const SMART_ALIASES: Readonly<Record<string, readonly string[]>> = {
  last_call_created: ['last_called'],
  last_email_date: ['last_emailed'],
  last_communication_date: ['last_contacted'],
  last_activity_date: ['last_activity'],
  num_sms: ['sms_messages', 'num_sms_messages'],
}

const SMART: readonly Field[] = SMART_FIELDS.map(({ name, type, smart }) => {
  const counter = COUNTERS.find((one) => `num_${one}` === name)
  const aliases = [...(counter === undefined ? [] : [counter]), ...(SMART_ALIASES[name] ?? [])]
  return field(name, type, smart.kind === 'named' ? { kind: 'named' } : { kind: 'smart', smart }, ...aliases)
})

const LEAD: readonly Field[] = [
  ...MADE,
  at('displayName', 'display_name', 'text', 'name', 'company', 'lead_name'),
  at('description', 'description', 'text'),
  at('url', 'url', 'text'),
  at('number', 'number', 'number'),
  at('isCompany', 'is_company', 'boolean'),
  at('customerType', 'customer_type', 'choice'),
  at('tags', 'tags', 'choice', 'tag'),
  at('statusId', 'status_id', 'leadStatus', 'status', 'lead_status', 'lead_status_id', 'status_label'),
  named('original_status_id', 'leadStatus', 'original_lead_status', 'original_status'),
  named('timezone_id', 'timezone', 'timezone'),
  inside('contact', 'name', 'contact_name', 'text', 'contact'),
  inside('contact', 'title', 'title', 'text', 'contact_title'),
  inside('contactEmail', 'email', 'email_address', 'text', 'email'),
  inside('contactPhone', 'phone', 'phone_number', 'phone', 'phone'),
  inside('address', 'location', 'location', 'text', 'address'),
  inside('address', 'zipcode', 'zipcode', 'text', 'zip'),
  ...PLACE.map((part) => inside('address', part, part, 'text')),
  inside('opportunity', 'value', 'opportunity_value', 'cents'),
  inside('opportunity', 'status_id', 'opportunity_status', 'opportunityStatus', 'opportunity_status_id'),
  inside('opportunity', 'confidence', 'opportunity_confidence', 'number'),
  inside('opportunity', 'user_id', 'opportunity_user', 'user', 'opportunity_user_id'),
  field('email_opened', 'boolean', { kind: 'any', object: 'email', name: 'opened' }),
  ...SMART,
]

const CONTACT: readonly Field[] = [
  ...MADE,
  at('leadId', 'lead_id', 'id'),
  at('name', 'name', 'text', 'contact_name', 'display_name'),
  at('title', 'title', 'text'),
  at('number', 'number', 'number'),
  at('tags', 'tags', 'choice', 'tag'),
  at('description', 'description', 'text'),
  inside('contactEmail', 'email', 'email_address', 'text', 'email'),
  inside('contactPhone', 'phone', 'phone_number', 'phone', 'phone'),
  inside('contactUrl', 'url', 'url', 'text'),
  named('timezone_id', 'timezone', 'timezone'),
]

const OPPORTUNITY: readonly Field[] = [
  ...MADE,
  ...BELONGS,
  at('name', 'name', 'text'),
  at('note', 'note', 'text'),
  at('number', 'number', 'number'),
  at('tags', 'tags', 'choice', 'tag'),
  at('statusId', 'status_id', 'opportunityStatus', 'status', 'status_label', 'opportunity_status'),
  at('status.type', 'status_type', 'choice'),
  named('original_status_id', 'opportunityStatus', 'original_status'),
  at('status.pipelineId', 'pipeline_id', 'pipeline', 'pipeline', 'pipeline_name'),
  at('userId', 'user_id', 'user', 'user', 'user_name', 'owner'),
  at('value', 'value', 'cents'),
  at('annualizedValue', 'annualized_value', 'cents'),
  at('expectedValue', 'expected_value', 'cents'),
  at('valuePeriod', 'value_period', 'choice', 'period'),
  at('confidence', 'confidence', 'number'),
  at('wonOn', 'date_won', 'date', 'won', 'close_date'),
  at('lostAt', 'date_lost', 'moment', 'lost'),
]

const TASK: readonly Field[] = [
  ...MADE,
  ...BELONGS,
  at('opportunityId', 'opportunity_id', 'id'),
  at('number', 'number', 'number'),
  at('text', 'text', 'text'),
  at('kind', '_type', 'choice', 'type'),
  at('assigneeId', 'assigned_to', 'user', 'user_id', 'user', 'assigned_to_name'),
  at('isComplete', 'is_complete', 'boolean', 'complete', 'completed', 'done'),
  at('completedAt', 'date_completed', 'moment'),
  named('due_date', 'moment', 'due'),
  at('dateFrom', 'date', 'moment'),
  at('priority', 'priority', 'choice'),
]

const CASE: readonly Field[] = [
  ...MADE,
  ...BELONGS,
  at('name', 'name', 'text'),
  at('description', 'description', 'text'),
  at('number', 'number', 'number'),
  at('tags', 'tags', 'choice', 'tag'),
  at('userId', 'user_id', 'user', 'user', 'owner'),
]

const ACTIVITY: readonly Field[] = [
  ...MADE,
  ...BELONGS,
  at('opportunityId', 'opportunity_id', 'id'),
  at('at', 'date', 'moment', 'activity_at'),
  at('userId', 'user_id', 'user', 'user', 'user_name'),
  at('text', 'text', 'text', 'note', 'body', 'body_text', 'note_text'),
]
const DIRECTION = at('direction', 'direction', 'choice')
// Search says incoming and outgoing of everything; the domain has a call and a text message come inbound.
const INBOUND = words(DIRECTION, { incoming: 'inbound', received: 'inbound', outgoing: 'outbound', sent: 'outbound' })
const INCOMING = words(DIRECTION, { inbound: 'incoming', received: 'incoming', outbound: 'outgoing', sent: 'outgoing' })
const STATUS = at('status', 'status', 'choice')
const PHONES = [at('phone', 'remote_phone', 'phone', 'phone'), at('localPhone', 'local_phone', 'phone')]

const BY_KIND: Partial<Record<ObjectType, readonly Field[]>> = {
  activity: [at('kind', '_type', 'choice', 'type')],
  note: [at('title', 'title', 'text')],
  call: [
    INBOUND,
    STATUS,
    ...PHONES,
    at('disposition', 'disposition', 'choice'),
    at('duration', 'duration', 'number'),
    at('outcomeId', 'outcome_id', 'id', 'outcome'),
    at('hasRecording', 'has_recording', 'boolean'),
    at('voicemailDuration', 'voicemail_duration', 'number'),
  ],
  email: [
    INCOMING,
    STATUS,
    at('subject', 'subject', 'text'),
    at('sender', 'sender', 'text', 'from'),
    at('to', 'to', 'text'),
    at('cc', 'cc', 'text'),
    at('bcc', 'bcc', 'text'),
    at('sentAt', 'date_sent', 'moment', 'sent'),
    at('templateId', 'template_id', 'id'),
    named('template', 'text', 'template_name'),
    named('opened', 'boolean'),
    at('hasReply', 'has_reply', 'boolean'),
  ],
  emailThread: [at('subject', 'subject', 'text'), at('emailCount', 'n_emails', 'number')],
  sms: [INBOUND, STATUS, ...PHONES, at('sentAt', 'date_sent', 'moment', 'sent')],
  whatsAppMessage: [INCOMING, ...PHONES],
  meeting: [
    at('status', 'status', 'choice'),
    at('title', 'title', 'text'),
    at('location', 'location', 'text'),
    at('duration', 'duration', 'number'),
    at('startsAt', 'starts_at', 'moment'),
    at('endsAt', 'ends_at', 'moment'),
    at('outcomeId', 'outcome_id', 'id', 'outcome'),
  ],
  customActivity: [at('typeId', 'custom_activity_type_id', 'id', 'type'), STATUS],
  formSubmission: [at('formId', 'form_id', 'id'), at('formName', 'form_name', 'text', 'form')],
  created: [at('source', 'source', 'text')],
  leadStatusChange: [
    at('oldStatusId', 'old_status_id', 'leadStatus', 'old_status', 'old_status_label'),
    at('newStatusId', 'new_status_id', 'leadStatus', 'new_status', 'new_status_label'),
  ],
  opportunityStatusChange: [
    at('oldStatusId', 'old_status_id', 'opportunityStatus', 'old_status', 'old_status_label'),
    at('newStatusId', 'new_status_id', 'opportunityStatus', 'new_status', 'new_status_label'),
    at('oldStatusType', 'old_status_type', 'choice'),
    at('newStatusType', 'new_status_type', 'choice'),
  ],
  taskCompleted: [at('taskText', 'task_text', 'text')],
}

const PARTS = {
  contactEmail: [key('email', 'text'), key('type', 'choice'), key('is_unsubscribed', 'boolean')],
  contactPhone: [key('phone', 'phone', ['phone'], 'number'), key('type', 'choice'), key('country', 'choice')],
  contactUrl: [key('url', 'text'), key('type', 'choice')],
  address: [
    key('location', 'text', ['address_1', 'address_2', 'city', 'state', 'zipcode', 'country'], 'address'),
    key('label', 'choice'),
    key('address_1', 'text', ['address_1'], 'street'),
    key('address_2', 'text'),
    ...PLACE.map((part) => key(part, 'text')),
    key('zipcode', 'text', ['zipcode'], 'zip'),
  ],
  sequenceSubscription: [
    named('sequence_id', 'id', 'sequence'),
    named('status', 'choice'),
    named('date_created', 'moment', 'created', 'start_date'),
  ],
  leadStatusPeriod: [named('status_id', 'leadStatus', 'status', 'status_label'), named('on', 'period', 'date')],
  opportunityStatusPeriod: [
    named('status_id', 'opportunityStatus', 'status', 'status_label'),
    named('on', 'period', 'date'),
  ],
}

const OF_KINDS = Object.fromEntries(
  (['activity', ...ACTIVITIES] as const).map((kind) => [kind, [...ACTIVITY, ...(BY_KIND[kind] ?? [])]]),
)

const FIELDS: Partial<Record<ObjectType, readonly Field[]>> = {
  ...OF_KINDS,
  ...PARTS,
  lead: LEAD,
  contact: CONTACT,
  opportunity: OPPORTUNITY,
  task: TASK,
  case: CASE,
}

// A name goes before an alias, so that no field is hidden behind another one's second name.
const byName: Partial<Record<string, ReadonlyMap<string, Field>>> = Object.fromEntries(
  Object.entries(FIELDS).map(([object, fields]) => [
    object,
    new Map([
      ...fields.flatMap((one) => one.aliases.map((alias) => [alias, one] as const)),
      ...fields.map((one) => [one.name, one] as const),
    ]),
  ]),
)

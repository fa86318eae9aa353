import { MAX_REPEAT_EVERY, PRIORITIES, REPEATS, RESOLUTIONS, TASK_CATEGORIES, TASK_KINDS } from '../../domain/task.ts'
import { parseDate, parseInstant } from '../../domain/time.ts'
import { boolean, type Codec, choice, integer, paragraph, text, texts } from '../resource/codec.ts'
import { exact, flag, instants, oneOf } from '../resource/filter.ts'
import { aliased, constant, type EitherResource, field, readOnly, reference, resource } from '../resource/resource.ts'
import {
  anything,
  byDate,
  id,
  integerOrNull,
  isoTime,
  stampsWithNames,
  string,
  stringOrNull,
  tagged,
} from './common.ts'
import { fieldsOf, KIND_OF, objectTypes, taskType } from './taskKinds.ts'

/** A day or an instant, in the form it was sent. */
const dayOrInstant: Codec<'text'> = {
  types: ['text'],
  render: 'plain',
  decode(value, path, report) {
    if (typeof value !== 'string') return report(path, 'wrong_type', 'string')
    if (value.trim() === '') return null
    return parseDate(value) ?? parseInstant(value) ?? report(path, 'invalid_date')
  },
  empty: null,
  schema: { type: ['string', 'null'], description: 'a date, or a date and time' },
}

const views = { inbox: 'now', future: 'later', archive: 'done' } as const
const words = { now: 'inbox', later: 'future', done: 'archive' } as const
// Both of these say themselves up to or from when.
const overrides = (view: string) => (view === 'inbox' || view === 'future' ? ['date__lt', 'date__gte'] : [])

// Beyond the vendor's API: what else Ajar keeps, for those who ask for it.
const asked = { asked: true } as const
const extra = {
  number: readOnly('number', integerOrNull, asked),
  case_id: { ...reference('caseId', id, 'case'), ...asked },
  opportunity_id: { ...reference('opportunityId', id, 'opportunity'), ...asked },
  category: field('category', choice(...TASK_CATEGORIES), asked),
  location: field('location', text, asked),
  repeats: field('repeats', choice(...REPEATS), asked),
  repeat_every: field('repeatEvery', integer(1, MAX_REPEAT_EVERY), asked),
} as const

// What the activity or the opportunity says that a notification is about, and what is said of calls to make.
const ofSome = {
  resolution: field('resolution', choice(...RESOLUTIONS)),
  sequence_id: constant(null),
  sequence_subscription_id: constant(null),
  step_id: constant(null),
  agent_config_id: field('agentConfigId', text),
  deduplication_key: field('deduplicationKey', text, { once: true }),
  emails: readOnly('emailIds', texts),
  email_id: readOnly('activityId', stringOrNull),
  subject: readOnly('activity.subject', stringOrNull),
  body_preview: readOnly('activity.preview', stringOrNull),
  phone: readOnly('activity.phone', stringOrNull),
  phone_formatted: readOnly('activity.phoneFormatted', stringOrNull),
  phone_number_description: constant(null),
  remote_phone: readOnly('activity.phone', stringOrNull),
  remote_phone_formatted: readOnly('activity.phoneFormatted', stringOrNull),
  remote_phone_description: constant(null),
  local_phone: readOnly('activity.localPhone', stringOrNull),
  voicemail_duration: readOnly('activity.voicemailDuration', integerOrNull),
  voicemail_url: readOnly('activity.voicemailUrl', stringOrNull),
  recording_url: readOnly('activity.recordingUrl', stringOrNull),
  attachments: readOnly('activity.attachments', anything),
  opportunity_value: readOnly('opportunity.value', integerOrNull),
  opportunity_value_currency: readOnly('opportunity.currency', stringOrNull),
  opportunity_value_formatted: readOnly('opportunity.valueFormatted', stringOrNull),
  opportunity_value_period: readOnly('opportunity.valuePeriod', stringOrNull),
  opportunity_note: readOnly('opportunity.note', stringOrNull),
} as const

const fields = {
  id: readOnly('id', string),
  _type: field('kind', taskType),
  view: readOnly('timing', { ...string, render: { words } }),
  organization_id: readOnly('organizationId', string),
  lead_id: { ...reference('leadId', id, 'lead'), once: true },
  lead_name: readOnly('lead.displayName', stringOrNull),
  contact_id: reference('contactId', id, 'contact'),
  contact_name: readOnly('contact.displayName', stringOrNull),
  assigned_to: field('assigneeId', id),
  assigned_to_name: readOnly('assignee.fullName', stringOrNull),
  text: field('text', paragraph),
  date: field('date', dayOrInstant),
  due_date: aliased('due', 'date', dayOrInstant, { unless: 'date' }),
  is_dateless: field('isDateless', boolean),
  is_complete: field('isComplete', boolean),
  priority: field('priority', choice(...PRIORITIES)),
  object_type: readOnly('objectType', { ...stringOrNull, render: objectTypes }),
  object_id: readOnly('objectId', stringOrNull),
  ...ofSome,
  ...extra,
  visible_to: tagged.visible_to,
  ...stampsWithNames,
  date_created: field('createdAt', isoTime),
} as const

/** Tasks that somebody wrote about a lead, as a lead carries them. */
export const leadTask = resource('task', { title: 'Task', fields: fieldsOf('lead', fields) })

const others = TASK_KINDS.filter((kind) => kind !== 'lead').map((kind) => [
  kind,
  resource('task', { title: 'Task', fields: fieldsOf(kind, fields) }),
])
const tasksByKind: EitherResource = { noun: 'task', kinds: { lead: leadTask, ...Object.fromEntries(others) } }

/**
 * Tasks. Those of the types `lead` and `outgoing_call` somebody wrote; the others are notifications. A task that is due at
 * no time shows the day it was made.
 */
export const task = resource('task', {
  path: '/task/',
  title: 'Task',
  description: 'Something to do for a lead, or something that came in and asks for attention.',
  methods: ['list', 'create', 'fetch', 'update', 'updateMany', 'delete'],
  needs: [['lead_id']],
  fields,
  shows: tasksByKind,
  filters: {
    id: oneOf('id'),
    _type: { ...oneOf('kind', KIND_OF), usual: 'lead', everything: 'all' },
    lead_id: exact('leadId'),
    contact_id: exact('contactId'),
    organization_id: exact('organizationId'),
    case_id: exact('caseId'),
    assigned_to: oneOf('assigneeId'),
    is_complete: flag('isComplete'),
    view: { ...oneOf('timing', views), overrides },
    date: instants('dateFrom'),
    due_date: instants('dateFrom'),
    ...byDate.filters,
  },
  orders: { date: ['dateFrom'], ...byDate.orders },
  defaultOrder: ['-createdAt'],
})

import type { NounName } from '../domain/catalogue.ts'
import type { CustomObjectType } from '../domain/customField.ts'
import { own } from '../domain/own.ts'
import { OBJECT_TYPES, type ObjectType } from './tree.ts'

/**
 * What can be looked for. `noun` is the noun, or for a part the noun it is a part of; `json` is its name in the JSON
 * language, `group` in the text language. `custom` says whose custom fields it has.
 */
type Kind = {
  readonly noun: NounName
  readonly json: string
  readonly group: string
  readonly aliases?: readonly string[]
  readonly custom?: CustomObjectType | 'customActivity'
}

export const OBJECTS: Readonly<Record<ObjectType, Kind>> = {
  lead: { noun: 'lead', json: 'lead', group: 'lead', custom: 'lead' },
  contact: { noun: 'contact', json: 'contact', group: 'contact', custom: 'contact' },
  opportunity: { noun: 'opportunity', json: 'opportunity', group: 'opportunity', custom: 'opportunity' },
  task: { noun: 'task', json: 'task', group: 'task' },
  activity: { noun: 'activity', json: 'activity', group: 'activity' },
  note: { noun: 'note', json: 'activity.note', group: 'note' },
  call: { noun: 'call', json: 'activity.call', group: 'call' },
  email: { noun: 'email', json: 'activity.email', group: 'email' },
  emailThread: { noun: 'emailThread', json: 'activity.email_thread', group: 'email_thread' },
  sms: { noun: 'sms', json: 'activity.sms', group: 'sms' },
  meeting: { noun: 'meeting', json: 'activity.meeting', group: 'meeting' },
  whatsAppMessage: { noun: 'whatsAppMessage', json: 'activity.whatsapp_message', group: 'whatsapp_message' },
  customActivity: {
    noun: 'customActivity',
    json: 'activity.custom_activity',
    group: 'custom_activity',
    custom: 'customActivity',
  },
  formSubmission: { noun: 'formSubmission', json: 'activity.form_submission', group: 'form_submission' },
  created: { noun: 'created', json: 'activity.created', group: 'lead_created' },
  leadMerge: { noun: 'leadMerge', json: 'activity.lead_merge', group: 'lead_merge' },
  leadStatusChange: { noun: 'leadStatusChange', json: 'activity.lead_status_change', group: 'lead_status_change' },
  opportunityStatusChange: {
    noun: 'opportunityStatusChange',
    json: 'activity.opportunity_status_change',
    group: 'opportunity_status_change',
  },
  taskCompleted: { noun: 'taskCompleted', json: 'activity.task_completed', group: 'task_completed' },
  case: { noun: 'case', json: 'case', group: 'case', custom: 'case' },
  contactEmail: { noun: 'contact', json: 'contact_email', group: 'contact_email' },
  contactPhone: { noun: 'contact', json: 'contact_phone', group: 'contact_phone' },
  contactUrl: { noun: 'contact', json: 'contact_url', group: 'contact_url' },
  address: { noun: 'lead', json: 'address', group: 'lead_address' },
  sequenceSubscription: { noun: 'contact', json: 'sequence_subscription', group: 'sequence_subscription' },
  leadStatusPeriod: { noun: 'leadStatusChange', json: 'lead_status_period', group: 'lead_status' },
  opportunityStatusPeriod: {
    noun: 'opportunityStatusChange',
    json: 'opportunity_status_period',
    group: 'opportunity_status',
  },
}

export const ACTIVITIES = OBJECT_TYPES.filter((type) => OBJECTS[type].json.startsWith('activity.'))
const ON_A_LEAD = ['opportunity', 'task', 'case', 'activity', ...ACTIVITIES] as const
const REACHED: readonly ObjectType[] = ['contactEmail', 'contactPhone', 'contactUrl', 'address', 'sequenceSubscription']

/** What each object can be related to. */
const RELATED: Partial<Record<ObjectType, readonly ObjectType[]>> = {
  lead: ['contact', ...ON_A_LEAD, ...REACHED, 'leadStatusPeriod', 'opportunityStatusPeriod'],
  contact: ['lead', ...ON_A_LEAD, ...REACHED],
  opportunity: ['lead', 'contact', 'task', 'activity', ...ACTIVITIES, 'opportunityStatusPeriod'],
  case: ['lead', 'contact', 'task', 'activity', ...ACTIVITIES],
  task: ['lead', 'contact', 'opportunity', 'case'],
  contactEmail: ['contact', 'lead'],
  contactPhone: ['contact', 'lead'],
  contactUrl: ['contact', 'lead'],
  address: ['lead', 'contact'],
  sequenceSubscription: ['contact', 'lead'],
}
const OF_ACTIVITIES: readonly ObjectType[] = ['lead', 'contact', 'opportunity', 'case']

export const relatedTo = (object: ObjectType): readonly ObjectType[] =>
  RELATED[object] ?? (object.endsWith('Period') ? ['lead'] : OF_ACTIVITIES)

// What a group means where there are several that it could.
const SHORT: Partial<Record<ObjectType, Readonly<Record<string, ObjectType>>>> = {
  lead: { status: 'leadStatusPeriod', status_change: 'leadStatusChange' },
  opportunity: { status: 'opportunityStatusPeriod', status_change: 'opportunityStatusChange' },
}

/** What `call(…)` and the like look into, within an object; undefined where there is no such thing. */
export function groupIn(object: ObjectType, group: string): ObjectType | undefined {
  const name = group.toLowerCase()
  return own(SHORT[object], name) ?? relatedTo(object).find((type) => OBJECTS[type].group === name)
}

/** The object that the JSON language calls so. */
export const objectOfJson = (json: string): ObjectType | undefined =>
  OBJECT_TYPES.find((type) => OBJECTS[type].json === json)

/** What search calls the objects of a noun; undefined for those that cannot be looked for. */
export const objectOfNoun = (noun: NounName): ObjectType | undefined => OBJECT_TYPES.find((type) => type === noun)

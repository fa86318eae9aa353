import { audited, deletable, noun, type RecordOf, restrictable, visibility } from './noun.ts'
import { instantAt, parseDate, type WallClock, wallClockAt } from './time.ts'

/**
 * Something to do. It is due on a day (`dueOn`), at an instant (`dueAt`) or at no time; the same goes for when it ends.
 * `repeats` says when completing it makes the next one, which is `nextId` from then on; `repeatAnchor` is the day of the
 * month that it keeps to. `activityId` is the activity that a notification is about (of several e-mails, `emailIds`, the
 * last), or the one that tells that a task was completed; `threadId` the conversation that an e-mail belongs to.
 *
 * Worked out: `due` is the day or the instant as ISO 8601 text; `date` is the same, or the day the task was made where it
 * is due at no time, and `dateFrom` the first moment of it. `timing` is `done`, `now` or `later`. Days begin and end where
 * the caller is. `objectType` and `objectId` are what a notification is about, or the activity that tells of completion.
 */
export const task = noun({
  stored: {
    ...audited,
    ...deletable,
    ...restrictable,
    kind: 'text',
    leadId: 'id?',
    contactId: 'id?',
    opportunityId: 'id?',
    caseId: 'id?',
    activityId: 'id?',
    threadId: 'id?',
    assigneeId: 'id?',
    text: 'text',
    dueOn: 'date?',
    dueAt: 'instant?',
    isComplete: 'boolean',
    completedAt: 'instant?',
  },
  details: {
    priority: 'text?',
    emailIds: 'texts',
    resolution: 'text?',
    agentConfigId: 'text?',
    deduplicationKey: 'text?',
    category: 'text?',
    location: 'text?',
    endsOn: 'date?',
    endsAt: 'instant?',
    repeats: 'text',
    repeatEvery: 'integer',
    repeatOptions: 'json',
    repeatAnchor: 'integer?',
    nextId: 'id?',
  },
  computed: {
    number: 'integer',
    isDeleted: 'boolean',
    ...visibility,
    customerNumber: 'integer?',
    dueParts: 'json',
    endsParts: 'json',
    due: 'text?',
    date: 'text',
    dateFrom: 'instant',
    isDateless: 'boolean',
    timing: 'text',
    objectType: 'text?',
    objectId: 'id?',
  },
  refs: {
    organization: 'organization',
    lead: 'lead',
    contact: 'contact',
    opportunity: 'opportunity',
    case: 'case',
    activity: 'activity',
    assignee: 'user',
    createdBy: 'user',
    updatedBy: 'user',
  },
  lists: { comments: 'comment' },
})
export type Task = RecordOf<typeof task>

/** What asks for attention without anybody having written it: something that came in, or a day that has come. */
export const NOTIFICATION_KINDS = [
  'incoming-email',
  'email-followup',
  'missed-call',
  'voicemail',
  'answered-detached-call',
  'incoming-sms',
  'opportunity-due',
] as const
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]
/** What people write: a task about a lead, or a call to make. */
export const WRITTEN_KINDS = ['lead', 'outgoing-call'] as const
export const TASK_KINDS = [...WRITTEN_KINDS, ...NOTIFICATION_KINDS] as const
export type TaskKind = (typeof TASK_KINDS)[number]
export const PRIORITIES = ['high', 'medium'] as const
/** Why a call was not made. */
export const RESOLUTIONS = ['abandoned', 'skipped'] as const

/** How often a task comes again. */
export const REPEATS = ['none', 'daily', 'weekly', 'monthly', 'yearly'] as const
export type Repeats = (typeof REPEATS)[number]
/** The most days, weeks, months or years between two of them. */
export const MAX_REPEAT_EVERY = 1000
/** Words for what kind of thing is to be done; null where it is not said. */
export const TASK_CATEGORIES = ['email', 'to-do', 'meeting', 'call', 'follow-up', 'appointment'] as const

/** A day, an instant or, when both are null, no time at all. */
export type Moment = { readonly on: string | null; readonly at: string | null }
export const NO_MOMENT: Moment = { on: null, at: null }

/** The moment that a wall clock of a time zone shows; null when there is no such date or time. */
export function momentOf({ date, time }: WallClock, zone: string): Moment | null {
  if (time === null) return parseDate(date) === null ? null : { on: date, at: null }
  const at = instantAt(date, time, zone)
  return at === null ? null : { on: null, at }
}

/** What a wall clock of a time zone shows at a moment. */
export function wallClockOf({ on, at }: Moment, zone: string): WallClock | null {
  if (at !== null) return wallClockAt(at, zone)
  return on === null ? null : { date: on, time: null }
}

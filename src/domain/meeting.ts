import { activityParts } from './activity.ts'
import { noun, type RecordOf } from './noun.ts'

const { stored, computed, refs, lists } = activityParts

/**
 * A meeting, as a calendar has it. `note` is the calendar's text, `text` and `html` are what one of us wrote about it.
 * Whether it is to come, under way or over follows from the time; `userIds` are the members who attend.
 */
export const meeting = noun({
  stored,
  details: {
    title: 'text?',
    startsAt: 'instant',
    endsAt: 'instant',
    location: 'text?',
    note: 'text?',
    html: 'text?',
    isCanceled: 'boolean',
    source: 'text',
    isRecurring: 'boolean',
    attendees: 'json',
    calendarEventLink: 'text?',
    calendarEventUids: 'texts',
    conferenceLinks: 'texts',
    outcomeId: 'id?',
    userIds: 'texts',
  },
  computed: { ...computed, duration: 'integer', status: 'text' },
  refs,
  lists,
})
export type Meeting = RecordOf<typeof meeting>

/** Somebody who was asked to a meeting. They are a member, a contact of the lead, or neither. */
export type Attendee = {
  readonly name: string | null
  readonly email: string
  readonly status: string
  readonly is_organizer: boolean
  readonly user_id: string | null
  readonly contact_id: string | null
}
export const ATTENDEE_STATUSES = ['yes', 'no', 'maybe', 'noreply'] as const

/** What comes to a meeting with the time, in this order. */
export const PASSAGES = ['started', 'completed'] as const
export type Passage = (typeof PASSAGES)[number]

/** Whether a meeting that takes place has begun, or is over, at an instant. */
export const hasPassed = ({ isCanceled, startsAt, endsAt }: Meeting, what: Passage, at: string): boolean =>
  !isCanceled && Date.parse(what === 'started' ? startsAt : endsAt) <= Date.parse(at)

import type { Attendee, Meeting } from '../../domain/meeting.ts'
import { permitOwned } from '../../domain/permission.ts'
import { isEmailAddress } from '../../domain/text.ts'
import { type Context, change, type Transaction, touched, type Written } from '../context.ts'
import { differs, given, givenInstant } from '../patch.ts'
import { Problems } from '../problems.ts'
import { type ActivityDraft, activityOf, deleteActivity, filedUnder } from './activity.ts'
import { bothTexts } from './note.ts'
import { checkOutcome } from './outcome.ts'
import { refile } from './refile.ts'

export type MeetingDraft = ActivityDraft & {
  readonly title?: string | null
  readonly startsAt?: string | null
  readonly endsAt?: string | null
  readonly location?: string | null
  readonly note?: string | null
  readonly text?: string | null
  readonly html?: string | null
  /** `canceled`; any other status follows from the time. */
  readonly status?: string | null
  /** Where it is known from. */
  readonly source?: string
  readonly isRecurring?: boolean | null
  readonly attendees?: readonly AttendeeDraft[] | null
  readonly calendarEventLink?: string | null
  readonly calendarEventUids?: readonly string[] | null
  readonly conferenceLinks?: readonly string[] | null
  readonly outcomeId?: string | null
}
type AttendeeDraft = {
  readonly name?: string | null
  readonly email?: string | null
  readonly status?: string | null
  readonly is_organizer?: boolean | null
}

/** Keeps a meeting, as a calendar or a person tells of it. */
export async function createMeeting(ctx: Context, draft: MeetingDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const lead = await filedUnder(ctx, tx, draft, problems)
    for (const field of ['startsAt', 'endsAt'] as const) if (draft[field] == null) problems.add([field], 'required')
    const startsAt = draft.startsAt ?? ctx.now
    const blank: Meeting = {
      ...activityOf(ctx, 'meeting', lead?.id ?? '', { ...draft, at: startsAt }),
      title: null,
      startsAt,
      endsAt: draft.endsAt ?? startsAt,
      location: null,
      note: null,
      html: null,
      isCanceled: false,
      source: draft.source ?? 'api',
      isRecurring: false,
      attendees: [],
      calendarEventLink: null,
      calendarEventUids: draft.calendarEventUids ?? [],
      conferenceLinks: [],
      outcomeId: null,
      userIds: [],
    }
    const meeting = await filled(ctx, tx, blank, draft, problems)
    problems.settle()
    tx.insert('meeting', meeting)
    return meeting.id
  })
}

export async function updateMeeting(ctx: Context, id: string, patch: MeetingDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const meeting = await tx.get('meeting', id)
    permitOwned(ctx.actor, meeting.userId, 'manage_others_activities')
    const problems = new Problems()
    const filed = await refile(ctx, tx, patch, meeting, problems)
    const changed = await filled(ctx, tx, { ...meeting, ...filed }, patch, problems)
    problems.settle()
    if (differs(meeting, changed)) tx.update('meeting', { ...changed, ...touched(ctx) })
    return id
  })
}

export const deleteMeeting = deleteActivity('meeting')

async function filled(
  ctx: Context,
  tx: Transaction,
  meeting: Meeting,
  draft: MeetingDraft,
  problems: Problems,
): Promise<Meeting> {
  const startsAt = givenInstant(draft.startsAt, meeting.startsAt)
  const endsAt = givenInstant(draft.endsAt, meeting.endsAt)
  if (Date.parse(endsAt) < Date.parse(startsAt)) problems.add(['endsAt'], 'object', 'A meeting ends after it starts.')
  if (draft.outcomeId !== meeting.outcomeId) checkOutcome(draft.outcomeId, problems)
  const isTold = (['text', 'html'] as const).some((one) => draft[one] !== undefined && draft[one] !== meeting[one])
  return {
    ...meeting,
    ...(isTold ? bothTexts(draft, meeting) : {}),
    ...(await readAttendees(ctx, tx, meeting, draft, problems)),
    title: given(draft.title, meeting.title),
    startsAt,
    endsAt,
    at: startsAt === meeting.startsAt ? meeting.at : startsAt,
    location: given(draft.location, meeting.location),
    note: given(draft.note, meeting.note),
    isCanceled: draft.status == null ? meeting.isCanceled : draft.status === 'canceled',
    isRecurring: draft.isRecurring ?? meeting.isRecurring,
    calendarEventLink: given(draft.calendarEventLink, meeting.calendarEventLink),
    conferenceLinks: draft.conferenceLinks ?? meeting.conferenceLinks,
    outcomeId: given(draft.outcomeId, meeting.outcomeId),
  }
}

/** Who was asked to a meeting, known by their addresses, and which members of them attend. */
async function readAttendees(
  ctx: Context,
  tx: Transaction,
  { leadId, attendees, userIds }: Meeting,
  draft: MeetingDraft,
  problems: Problems,
): Promise<Pick<Meeting, 'attendees' | 'userIds'>> {
  if (draft.attendees === undefined) return { attendees, userIds }
  const asked = (draft.attendees ?? []).map(told)
  // Who is sent back as they were is not looked up again.
  if (!differs(asked, (attendees as readonly Attendee[]).map(told))) return { attendees, userIds }
  for (const [i, { email }] of asked.entries()) {
    if (!isEmailAddress(email)) problems.add(['attendees', i, 'email'], 'invalid_email')
  }
  const users = await ctx.store.idsBy(
    'user',
    'email',
    asked.map(({ email }) => email.toLowerCase()),
  )
  const contacts = await tx.related('contact', 'leadId', leadId ?? '')
  const known = asked.map((one): Attendee => {
    const address = one.email.toLowerCase()
    const contact = contacts.find(({ emails }) => emails.some(({ email }) => email.toLowerCase() === address))
    return { ...one, user_id: users.get(address) ?? null, contact_id: contact?.id ?? null }
  })
  const members = known.flatMap(({ user_id, status }) => (user_id === null || status === 'no' ? [] : [user_id]))
  return { attendees: known, userIds: [...new Set(members)] }
}

const told = ({ name, email, status, is_organizer }: AttendeeDraft) => ({
  name: name ?? null,
  email: email ?? '',
  status: status ?? 'noreply',
  is_organizer: is_organizer ?? false,
})

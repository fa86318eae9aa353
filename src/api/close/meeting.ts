import type { FastifyInstance } from 'fastify'
import { show } from '../../actions/read.ts'
import { forbidden } from '../../domain/errors.ts'
import { ATTENDEE_STATUSES } from '../../domain/meeting.ts'
import { boolean, choice, longText, objects, text, texts } from '../resource/codec.ts'
import type { Engine } from '../resource/engine.ts'
import { constant, field, readOnly, resource } from '../resource/resource.ts'
import { serve } from '../resource/routes.ts'
import { base, constants, listing } from './activityBase.ts'
import { id, integerOrNull, isoTime, string } from './common.ts'

const attendees = objects(
  ['json'],
  { name: text, email: text, status: choice(...ATTENDEE_STATUSES), is_organizer: boolean },
  ['email'],
)

/** Meetings. The vendor has them from calendars alone; here they can be made, too. */
export const meeting = resource('meeting', {
  path: '/activity/meeting/',
  title: 'Meeting',
  methods: ['list', 'create', 'fetch', 'update', 'delete'],
  ...listing,
  fields: {
    _type: constant('Meeting'),
    ...base,
    activity_at: readOnly('at', isoTime),
    users: readOnly('userIds', texts),
    title: field('title', text),
    starts_at: field('startsAt', isoTime),
    ends_at: field('endsAt', isoTime),
    duration: readOnly('duration', integerOrNull),
    location: field('location', text),
    note: field('note', longText),
    user_note: field('text', longText),
    user_note_html: field('html', longText),
    status: field('status', choice('upcoming', 'in-progress', 'completed', 'canceled')),
    source: readOnly('source', string),
    is_recurring: field('isRecurring', boolean),
    attendees: field('attendees', attendees),
    calendar_event_link: field('calendarEventLink', text),
    calendar_event_uids: field('calendarEventUids', texts, { once: true }),
    conference_links: field('conferenceLinks', texts),
    outcome_id: field('outcomeId', id),
    integrations: constant([]),
    transcripts: constant([], { asked: true }),
    ...constants(['connected_account_id']),
  },
})

/** Serves the path by which apps put something of their own into a meeting: theirs alone, not that of a key. */
export function mountMeetingIntegration(app: FastifyInstance, engine: Engine): void {
  const { dialect, context } = engine
  const path = '/activity/meeting/:id/integration/'
  serve(app, engine, path, meeting, async ({ actor, request }, method, name) => {
    if (method !== 'POST') return dialect.unsupported(meeting, method, false)
    await show(context(actor, request), 'meeting', { path: 'id', value: name }, { noun: 'meeting', entries: [] })
    throw forbidden('Only an app that signed in by OAuth can do this.')
  })
}

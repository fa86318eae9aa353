import {
  type DemoActivity,
  type DemoContact,
  type DemoCustomValue,
  type DemoLead,
  type DemoMeeting,
  type DemoOpportunity,
  story,
  type UserKey,
} from '../../demo/story.ts'
import { createCall } from '../actions/activities/call.ts'
import { createEmail } from '../actions/activities/email.ts'
import { createMeeting } from '../actions/activities/meeting.ts'
import { createNote } from '../actions/activities/note.ts'
import { createSms } from '../actions/activities/sms.ts'
import { createWhatsAppMessage } from '../actions/activities/whatsAppMessage.ts'
import type { Context } from '../actions/context.ts'
import { createLead, updateLead } from '../actions/leads/lead.ts'
import { createOpportunity, updateOpportunity } from '../actions/leads/opportunity.ts'
import type { View } from '../domain/view.ts'

/** Something that somebody did at some time. */
export type Step = { readonly at: string; readonly user: UserKey; readonly happen: (ctx: Context) => Promise<void> }

/** Turns the distances in days of the story into times. */
export type Calendar = {
  instant(daysAgo: number, at: string): string
  date(daysFromNow: number): string
}

type Names = {
  readonly calendar: Calendar
  readonly userId: (user: UserKey) => string
  readonly pipelineId: (name: string) => string | null
}

// The story gives the days. Nothing in it happens between these times on the day on which a lead comes in.
const LEAD_AT = '03:00'
const OPPORTUNITY_AT = '09:00'

/** What happened with one lead. The steps must be taken in the order of their times. */
export function stepsOf(lead: DemoLead, { calendar, userId, pipelineId }: Names): Step[] {
  let leadId = ''
  let contactIds = new Map<string, string>()
  const opportunityIds = new Map<string, string>()

  const begin = async (ctx: Context): Promise<void> => {
    const { id, json } = await createLead({ ...ctx, view: CONTACTS }, draftOf(lead))
    const { contacts } = JSON.parse(json) as { contacts: { id: string; name: string }[] }
    leadId = id
    contactIds = new Map(contacts.map((contact) => [contact.name, contact.id]))
  }

  const offer = (told: DemoOpportunity) => async (ctx: Context) => {
    const changes = lead.timeline.filter((one) => one.kind === 'opportunityStatusChange')
    const first = changes.find((one) => one.opportunity === told.name)
    const { id } = await createOpportunity(ctx, {
      leadId,
      contactId: contactIds.get(told.contact) ?? null,
      pipelineId: pipelineId(told.pipeline),
      statusLabel: first?.from ?? told.status,
      value: told.valueCents,
      valuePeriod: told.period,
      confidence: told.confidence,
      note: `${told.name}: ${told.note}`,
      // When it was won or lost follows from the change of its status.
      ...(told.closeDaysFromNow < 0 ? {} : { wonOn: calendar.date(told.closeDaysFromNow) }),
    })
    opportunityIds.set(told.name, id)
  }

  const happen = (told: DemoActivity) => async (ctx: Context) => {
    const filed = { leadId, contactId: 'contact' in told ? (contactIds.get(told.contact) ?? null) : null }
    switch (told.kind) {
      case 'note':
        await createNote(ctx, { ...filed, text: told.text, pinned: told.pinned ?? false })
        break
      case 'call':
        await createCall(ctx, { ...filed, ...callOf(told, lead.contacts) })
        break
      case 'email': {
        const { status, direction, subject, body, from, to } = told
        await createEmail(ctx, { ...filed, status, direction, subject, text: body, sender: from, to })
        break
      }
      case 'sms':
        await createSms(ctx, {
          ...filed,
          status: told.direction === 'inbound' ? 'inbox' : 'sent',
          text: told.text,
          ...numbersOf(told, lead.contacts),
        })
        break
      case 'whatsAppMessage': {
        const { direction, markdown } = told
        const externalId = `wamid.${ctx.ids('request')}`
        const at = ctx.now
        await createWhatsAppMessage(ctx, {
          ...filed,
          at,
          direction,
          markdown,
          externalId,
          ...numbersOf(told, lead.contacts),
        })
        break
      }
      case 'meeting':
        await createMeeting(ctx, { ...filed, ...meetingOf(told, ctx.now, lead.contacts) })
        break
      case 'leadStatusChange':
        await updateLead(ctx, leadId, { statusLabel: told.to })
        break
      case 'opportunityStatusChange':
        await updateOpportunity(ctx, opportunityIds.get(told.opportunity) ?? '', { statusLabel: told.to })
        break
    }
  }

  const draftOf = ({ name, description, url, addresses, custom, contacts }: DemoLead) => ({
    name,
    description,
    url,
    addresses: addresses.map((address) => ({ address_2: null, state: null, ...address })),
    contacts,
    custom: Object.entries(custom).map(([field, value]) => ({
      key: field,
      name: field,
      op: 'set' as const,
      value: valueOf(value),
    })),
  })

  const valueOf = (value: DemoCustomValue): unknown => {
    if (typeof value !== 'object') return value
    if ('user' in value) return userId(value.user)
    return 'daysFromNow' in value ? calendar.date(value.daysFromNow) : value
  }

  return [
    { at: calendar.instant(lead.createdDaysAgo, LEAD_AT), user: lead.createdBy, happen: begin },
    ...lead.opportunities.map((told) => ({
      at: calendar.instant(told.createdDaysAgo, OPPORTUNITY_AT),
      user: told.user,
      happen: offer(told),
    })),
    ...lead.timeline.map((told) => ({
      at: calendar.instant(told.daysAgo, told.at),
      user: told.user,
      happen: happen(told),
    })),
  ]
}

/** The calendar of a story that is told now. Nothing in it lies in the future, not even by the time of day. */
export function calendarOf(now: Date): Calendar {
  const today = Date.parse(now.toISOString().slice(0, 10))
  const day = (distance: number) => new Date(today + distance * 86_400_000).toISOString().slice(0, 10)
  return {
    date: day,
    instant(daysAgo, at) {
      const instant = `${day(-daysAgo)}T${at}:00.000Z`
      return instant < now.toISOString() ? instant : now.toISOString()
    },
  }
}

/** The other side's number, the mobile one if there is one, and the one that the mill writes from. */
function numbersOf({ contact }: { readonly contact: string }, contacts: readonly DemoContact[]) {
  const phones = contacts.find(({ name }) => name === contact)?.phones ?? []
  const mobile = phones.find(({ type }) => type === 'mobile') ?? phones[0]
  return { phone: mobile?.phone ?? null, localPhone: story.organization.phone }
}

function meetingOf(told: DemoMeeting, startsAt: string, contacts: readonly DemoContact[]) {
  const { title, location, minutes, text, contact, user } = told
  const us = story.users.find(({ key }) => key === user)
  const them = contacts.find(({ name }) => name === contact)
  const endsAt = new Date(Date.parse(startsAt) + minutes * 60_000).toISOString()
  const attendees = [
    { name: us && `${us.firstName} ${us.lastName}`, email: us?.email, status: 'yes', is_organizer: true },
    { name: contact, email: them?.emails[0]?.email, status: 'yes' },
  ].map(({ name = null, email = null, ...rest }) => ({ name, email, ...rest }))
  return { title, location, startsAt, endsAt, text, attendees, source: 'calendar' }
}

function callOf(told: DemoActivity & { kind: 'call' }, contacts: readonly DemoContact[]) {
  const { direction, disposition, duration, text } = told
  const phone = contacts.find((contact) => contact.name === told.contact)?.phones[0]?.phone ?? null
  const status = disposition === 'no-answer' ? 'no-answer' : 'completed'
  return { direction, disposition, duration, text, phone, status }
}

// What the rest of the story calls people by, and what the store does.
const CONTACTS: View = {
  noun: 'lead',
  entries: [
    {
      key: 'contacts',
      list: 'contacts',
      view: {
        noun: 'contact',
        entries: [
          { key: 'id', path: 'id', render: 'plain' },
          { key: 'name', path: 'name', render: 'plain' },
        ],
      },
    },
  ],
}

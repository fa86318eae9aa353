import type { Scope } from '../../src/domain/permission.ts'
import type { Ground, Kept, Records, Stored } from './searchRecords.ts'
import type { Thing } from './searchReference.ts'

/** Everything that somebody sees, as things that have each other; leads, contacts and so on. */
export type Things = Readonly<Record<Kept, readonly Thing[]>>

/**
 * Puts together what the reference looks at. What is deleted is not there; nor is what the viewer does not see, or what
 * that hides with it.
 * @param viewer who does not see everything
 */
export function thingsOf(
  records: Records,
  ground: Ground,
  offsetHours: number,
  viewer?: Pick<Scope, 'principals' | 'assigned'>,
): Things {
  const byId = new Map(Object.values(records).flatMap((of) => of.map((one) => [one.id, one] as const)))
  const isSeen = (one: Stored): boolean => {
    const { visibleTo } = one
    const own =
      viewer === undefined ||
      ((!Array.isArray(visibleTo) || visibleTo.some((id) => viewer.principals?.includes(String(id)))) &&
        (!('isCompany' in one) || isAssigned(one, viewer)))
    return (
      own &&
      ABOVE.every(([, key]) => one[key] == null || one[key] === one.id || isSeen(byId.get(one[key] as string) ?? one))
    )
  }
  const live = Object.fromEntries(
    Object.entries(records).map(([noun, of]) => [noun, of.filter((one) => one.deletedAt === null && isSeen(one))]),
  ) as unknown as Records
  const things = Object.fromEntries(
    Object.entries(live).map(([noun, of]) => [noun, of.map((one): Record<string, unknown> => ({ ...one }))]),
  ) as Record<Kept, Record<string, unknown>[]>
  const found = new Map(Object.values(things).flatMap((of) => of.map((one) => [one.id, one] as const)))

  for (const [noun, of] of Object.entries(things) as [Kept, Record<string, unknown>[]][]) {
    for (const thing of of) {
      // Those above by what they are referred to as; those below by whom they refer to.
      for (const [list, key] of ABOVE) {
        const one = found.get(thing[key])
        if (key === 'leadId') thing.lead = one
        else if (one !== undefined) thing[list] = [one]
      }
      for (const [list, below] of BELOW[noun] ?? [])
        thing[list] = things[below].filter((one) => one[`${noun}Id`] === thing.id)
      for (const list of ['emails', 'phones', 'urls', 'addresses']) {
        const parts = thing[list] as readonly Thing[] | undefined
        const [lead, contacts] = noun === 'lead' ? [thing, []] : [thing.lead, [thing]]
        if (parts !== undefined) thing[list] = parts.map((part) => notSaid({ lead, contacts }, part))
      }
    }
  }
  for (const one of things.opportunity) opportunityFacts(one, ground)
  for (const one of things.task) taskFacts(one, ground, offsetHours)
  for (const one of things.activity) activityFacts(one, things.activity, ground)
  for (const one of things.lead) leadFacts(one)
  for (const one of things.contact)
    one.timezone_id = zoneOfPhone(one) ?? zoneOfAddress(one) ?? zoneOfAddress(one.lead as Thing)
  return things
}

function isAssigned({ custom }: Stored, { assigned }: Pick<Scope, 'assigned'>): boolean {
  if (assigned === undefined) return true
  const named = assigned.fieldIds.flatMap((id) => (custom as Readonly<Record<string, unknown>>)[id] ?? [])
  return named.length === 0 ? assigned.seesUnassigned : named.includes(assigned.userId)
}

const ABOVE = [
  ['lead', 'leadId'],
  ['contacts', 'contactId'],
  ['opportunities', 'opportunityId'],
  ['cases', 'caseId'],
] as const
const BELOW: Partial<Record<Kept, readonly (readonly [string, Kept])[]>> = {
  lead: [
    ['contacts', 'contact'],
    ['opportunities', 'opportunity'],
    ['cases', 'case'],
    ['tasks', 'task'],
    ['activities', 'activity'],
  ],
  contact: [
    ['opportunities', 'opportunity'],
    ['cases', 'case'],
    ['tasks', 'task'],
    ['activities', 'activity'],
  ],
  opportunity: [
    ['tasks', 'task'],
    ['activities', 'activity'],
  ],
  case: [
    ['tasks', 'task'],
    ['activities', 'activity'],
  ],
}

type Open = Record<string, unknown>
const listOf = (thing: Thing, key: string) => (thing[key] ?? []) as readonly Thing[]
const userOf = (ground: Ground, id: unknown) => ground.users.find((user) => user.id === id)
const by =
  (...keys: string[]) =>
  (a: Thing, b: Thing) => {
    const [one, other] = [a, b].map((thing) => keys.map((key) => String(thing[key])).join(' '))
    return (one ?? '') < (other ?? '') ? -1 : 1
  }

function opportunityFacts(one: Open, ground: Ground): void {
  one.status = ground.opportunityStatuses.find(({ id }) => id === one.statusId)
  one.user = userOf(ground, one.userId)
  const value = one.value as number | null
  one.annualizedValue = value === null ? null : value * (one.valuePeriod === 'monthly' ? 12 : 1)
  one.expectedValue = value === null ? null : Math.round((value * Number(one.confidence)) / 100)
  const changes = listOf(one, 'activities').filter(({ kind }) => kind === 'opportunityStatusChange')
  one.opportunityPeriods = periodsOf(one, changes)
  one.original_status_id = changes.toSorted(by('at', 'id'))[0]?.oldStatusId ?? one.statusId
}

function taskFacts(one: Open, ground: Ground, offsetHours: number): void {
  const startOf = (day: unknown) =>
    day === null
      ? null
      : new Date(Date.parse(`${day as string}T00:00:00Z`) - offsetHours * 3_600_000).toISOString().replace('.000Z', 'Z')
  const madeOn = new Date(Date.parse(String(one.createdAt)) + offsetHours * 3_600_000).toISOString().slice(0, 10)
  one.assignee = userOf(ground, one.assigneeId)
  one.due_date = one.dueAt ?? startOf(one.dueOn)
  one.dateFrom = one.due_date ?? startOf(madeOn)
}

function activityFacts(one: Open, all: readonly Thing[], ground: Ground): void {
  one.user = userOf(ground, one.userId)
  const inThread = (id: unknown) =>
    all.filter(({ kind, threadId }) => kind === 'email' && id !== null && threadId === id)
  if (one.kind === 'call') one.hasRecording = one.recordingUrl !== null
  if (one.kind === 'emailThread') one.emailCount = inThread(one.id).length
  if (one.kind === 'email') {
    one.opened = listOf(one, 'opens').length > 0
    one.hasReply =
      one.direction === 'outgoing' &&
      inThread(one.threadId).some(({ direction, at }) => direction === 'incoming' && String(at) > String(one.at))
  }
  if (one.kind !== 'meeting') return
  const [start, end] = [one.startsAt, one.endsAt].map((at) => Date.parse(String(at))) as [number, number]
  one.duration = (end - start) / 1000
  one.status = one.isCanceled
    ? 'canceled'
    : end <= Date.now()
      ? 'completed'
      : start <= Date.now()
        ? 'in-progress'
        : 'upcoming'
}

const TALKS: readonly unknown[] = ['call', 'email', 'sms', 'whatsAppMessage', 'meeting']
const MATTERS = ['active', 'won', 'lost']

function leadFacts(one: Open): void {
  const [contacts, activities] = [listOf(one, 'contacts').toSorted(by('createdAt', 'id')), listOf(one, 'activities')]
  const [oldest] = contacts
  const changes = activities.filter(({ kind }) => kind === 'leadStatusChange')
  one.displayName = one.name || oldest?.name || 'Untitled'
  one.statusPeriods = periodsOf(one, changes)
  one.opportunityPeriods = listOf(one, 'opportunities').flatMap((of) => listOf(of, 'opportunityPeriods'))
  one.original_status_id = changes.toSorted(by('at', 'id'))[0]?.oldStatusId ?? one.statusId
  one.timezone_id = zoneOfAddress(one) ?? contacts.map(zoneOfPhone).find((zone) => zone !== null)
  one.num_urls = (one.url ? 1 : 0) + [one as Thing, ...contacts].flatMap((of) => listOf(of, 'urls')).length
  one.times_communicated = activities.filter(({ kind }) => TALKS.includes(kind)).length
  const emails = activities.filter(({ kind }) => kind === 'email').toSorted(by('at', 'id'))
  one.first_email_opens = emails[0] === undefined ? null : listOf(emails[0], 'opens').length
  one.email_last_opened = emails
    .flatMap((of) => listOf(of, 'opens').map((open) => String(open.opened_at)))
    .toSorted()
    .at(-1)
  one.primary_contact_id = oldest?.id
  one.primary_contact_name = oldest?.name
  one.primary_contact_email = oldest && listOf(oldest, 'emails')[0]?.email
  one.primary_contact_phone = oldest && listOf(oldest, 'phones')[0]?.phone
  const first = (list: string, key: string) =>
    [...contacts, one as Thing].flatMap((of) => listOf(of, list).slice(0, 1))[0]?.[key]
  one.primary_email = first('emails', 'email')
  one.primary_phone = first('phones', 'phone')
  const rank = (of: Thing) => MATTERS.indexOf(String((of.status as Thing).type))
  const [primary] = listOf(one, 'opportunities')
    .toSorted(by('createdAt', 'id'))
    .toReversed()
    .toSorted((a, b) => rank(a) - rank(b))
  if (primary === undefined) return
  one.primary_opportunity_status = primary.statusId
  one.primary_opportunity_status_type = (primary.status as Thing).type
  one.primary_opportunity_pipeline_id = (primary.status as Thing).pipelineId
  one.primary_opportunity_value = primary.value
  one.primary_opportunity_confidence = primary.confidence
  one.primary_opportunity_date_won = primary.wonOn
  one.primary_opportunity_created = primary.createdAt
  one.primary_opportunity_user_id = primary.userId
  one.primary_opportunity_user_name = (primary.user as Thing | undefined)?.fullName
}

/** From when it was made, status by status, until now; what begins and ends at once is none. */
function periodsOf(owner: Thing, changes: readonly Thing[]): readonly Thing[] {
  const sorted = changes.toSorted(by('at', 'id'))
  const starts = [
    { from: String(owner.createdAt), status_id: sorted[0]?.oldStatusId },
    ...sorted.map(({ at, newStatusId }) => ({ from: String(at), status_id: newStatusId })),
  ]
  const lead = owner.lead ?? owner
  return starts.flatMap(({ from, status_id }, i) => {
    const until = starts[i + 1]?.from ?? null
    if (until !== null && until <= from) return []
    return [notSaid({ lead, status_id: until === null ? owner.statusId : status_id, on: { from, until } })]
  })
}

const zoneOfPhone = (contact: Thing) => zoneOf(listOf(contact, 'phones')[0]?.country, null)
const zoneOfAddress = (of: Thing) => zoneOf(listOf(of, 'addresses')[0]?.country, listOf(of, 'addresses')[0]?.state)

const ZONES: Readonly<Record<string, string>> = {
  'US-NY': 'America/New_York',
  'US-CA': 'America/Los_Angeles',
  CH: 'Europe/Zurich',
  DE: 'Europe/Berlin',
}
const zoneOf = (country: unknown, state: unknown) =>
  ZONES[`${String(country)}-${String(state)}`] ?? ZONES[String(country)] ?? null

/** A thing with more that it has but does not say. */
const notSaid = (has: Thing, says: Thing = {}): Thing =>
  Object.defineProperties({ ...says }, Object.fromEntries(Object.entries(has).map(([key, value]) => [key, { value }])))

import { ACTIVITY_KINDS, type ActivityKind } from '../../src/domain/activity.ts'
import type { Random } from './random.ts'

/** Objects as the store keeps them, by noun. */
export type Records = Readonly<Record<Kept, readonly Stored[]>>
export type Kept = 'lead' | 'contact' | 'opportunity' | 'case' | 'task' | 'activity'
export type Stored = Readonly<Record<string, unknown>> & { readonly id: string; readonly createdAt: string }

/** What an organization has before it has any leads. */
export type Ground = {
  readonly organizationId: string
  readonly users: readonly { readonly id: string; readonly fullName: string }[]
  readonly groupIds: readonly string[]
  readonly leadStatusIds: readonly string[]
  readonly opportunityStatuses: readonly { readonly id: string; readonly type: string; readonly pipelineId: string }[]
  readonly customTypeId: string
}

export const NOW = '2026-06-10T12:00:00Z'
const instantAfter = (hours: number) =>
  new Date(Date.parse(NOW) + hours * 3_600_000).toISOString().replace('.000Z', 'Z')
/** Few, so that some things happen at the same time. */
export const INSTANTS = [-2200, -1500, -800, -730, -200, -100, -49, -48, -25, -24, -13, -12, -1, 0, 5, 24].map(
  instantAfter,
)
const LATER = [instantAfter(80_000), instantAfter(80_001)]
export const DATES = [...new Set(INSTANTS.map((one) => one.slice(0, 10)))]
/** Words that begin alike, are written with accents and capitals, or in other letters. */
export const WORDS = [
  'Quill',
  'quills',
  'Quintet',
  'Zürich',
  'zurich',
  'ZEBRA',
  'Ёлка',
  'елка',
  'x9',
  '9x',
  '東京',
  'naïve',
  'hindi हिन्दी',
]
export const PHONES = ['+14155550100', '+14155550101', '+493012345', '+4930123459']
const EMAILS = ['quill@zebra.test', 'zoe@quintet.test', 'Zebra.Quill@x9.test']
export const TAGS = ['Vip', 'vip', 'Zebra herd', 'cold']
const PLACES = [
  ['New Quill', 'NY', 'US'],
  ['Zürich', null, 'CH'],
  ['quill', 'CA', 'US'],
  ['York', 'ZZ', null],
] as const

/** The custom fields that leads, contacts, opportunities, cases and custom activities have. */
export const CUSTOM = {
  cf_text: 'text',
  cf_choice: 'choice',
  cf_number: 'number',
  cf_date: 'date',
  cf_time: 'moment',
  cf_user: 'user',
} as const

/** A small organization of everything that can be searched. */
export function randomRecords(random: Random, ground: Ground): Records {
  const ids = (prefix: string) => `${prefix}_${random.below(2 ** 31).toString(36)}${random.below(2 ** 31).toString(36)}`
  const { pick, chance, some, below } = random
  const userIds = ground.users.map(({ id }) => id)
  const maybe = <T>(value: T, share = 0.6) => (chance(share) ? value : null)
  const text = () => Array.from({ length: 1 + below(3) }, () => pick(WORDS)).join(pick([' ', ', ', '-']))
  const instant = () => pick(INSTANTS)
  const emails = () =>
    some(EMAILS, 2).map((email) => ({ type: pick(['office', 'Home']), email, is_unsubscribed: chance(0.3) }))
  const phones = () =>
    some(PHONES, 2).map((phone) => ({
      type: maybe('mobile'),
      phone,
      phone_formatted: phone,
      country: pick(['US', 'DE']),
    }))
  const urls = () => some(['https://quill.test', 'https://zebra.test/x9'], 2).map((url) => ({ type: 'url', url }))
  const addresses = () =>
    some(PLACES, 2).map(([city, state, country]) => ({
      label: 'business',
      address_1: maybe(`${below(9)} ${pick(WORDS)}`),
      address_2: maybe('', 0.3),
      city,
      state,
      zipcode: maybe('80x9'),
      country,
    }))
  const custom = () =>
    Object.fromEntries(
      Object.entries({
        cf_text: maybe(text()),
        cf_choice: maybe(some(TAGS, 2)),
        cf_number: maybe(below(5) / 2),
        cf_date: maybe(pick(DATES)),
        cf_time: maybe(instant().replace('Z', '+00:00')),
        cf_user: maybe(chance(0.5) ? pick(userIds) : some(userIds, 2)),
      }).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
    )
  const visibleTo = () => (chance(0.25) ? some([...userIds, ...ground.groupIds], 2) : null)
  const made = (prefix: string) => ({
    organizationId: ground.organizationId,
    id: ids(prefix),
    createdAt: instant(),
    updatedAt: instant(),
    createdById: maybe(pick(userIds)),
    updatedById: maybe(pick(userIds)),
    deletedAt: chance(0.1) ? NOW : null,
    deletedWith: null,
  })
  const files = { fileIds: [], linkedFileIds: [] }
  const lead = Array.from({ length: 9 }, () => ({
    ...made('lead'),
    visibleTo: visibleTo(),
    isCompany: chance(0.7),
    name: maybe(chance(0.9) ? text() : ''),
    description: maybe(text()),
    url: maybe('https://quill.test'),
    statusId: pick(ground.leadStatusIds),
    source: null,
    addresses: addresses(),
    tags: some(TAGS, 2),
    custom: custom(),
    emails: chance(0.3) ? emails() : [],
    phones: chance(0.3) ? phones() : [],
    urls: chance(0.3) ? urls() : [],
    socialIds: [],
    customerType: maybe(pick(['customer', 'prospect'])),
    photo: null,
    ...files,
  }))
  // What belongs to a deleted lead went with it.
  const own = <M extends { deletedAt: string | null }>(of: (typeof lead)[number], one: M): M & { leadId: string } => ({
    ...one,
    leadId: of.id,
    deletedAt: of.deletedAt ?? one.deletedAt,
  })
  const among = <T extends { id: string; leadId: string | null }>(of: readonly T[], leadId: string) => {
    const own = of.filter((one) => one.leadId === leadId)
    return own.length === 0 ? null : maybe(pick(own).id)
  }
  const many = <T>(count: number, make: (of: (typeof lead)[number]) => T) =>
    Array.from({ length: count }, () => make(pick(lead)))
  const contact = many(12, (of) => ({
    ...own(of, made('cont')),
    visibleTo: visibleTo(),
    name: maybe(text()),
    firstName: null,
    lastName: null,
    title: maybe(text()),
    emails: emails(),
    phones: phones(),
    urls: urls(),
    tags: some(TAGS, 2),
    custom: custom(),
    description: maybe(text()),
    addresses: chance(0.3) ? addresses() : [],
    socialIds: [],
    customerType: null,
    photo: null,
    ...files,
  }))
  const opportunity = many(12, (of) => ({
    ...own(of, made('oppo')),
    visibleTo: visibleTo(),
    contactId: among(contact, of.id),
    userId: maybe(pick(userIds)),
    statusId: pick(ground.opportunityStatuses).id,
    name: maybe(text()),
    value: maybe(below(4) * 5000),
    currencyCode: null,
    valuePeriod: pick(['one_time', 'monthly', 'annual']),
    confidence: below(5) * 25,
    note: maybe(text()),
    wonOn: maybe(pick(DATES)),
    lostAt: maybe(instant(), 0.2),
    tags: some(TAGS, 2),
    custom: custom(),
    ...files,
    attachments: [],
  }))
  const case_ = many(5, (of) => ({
    ...own(of, made('case')),
    visibleTo: visibleTo(),
    contactId: among(contact, of.id),
    userId: maybe(pick(userIds)),
    name: text(),
    description: maybe(text()),
    tags: some(TAGS, 2),
    custom: custom(),
    ...files,
  }))
  const task = many(12, (of) => ({
    ...own(of, made('task')),
    visibleTo: visibleTo(),
    kind: pick(['lead', 'outgoing-call', 'missed-call']),
    contactId: among(contact, of.id),
    // A task can be about what another lead has.
    opportunityId: chance(0.2) ? pick(opportunity).id : among(opportunity, of.id),
    caseId: chance(0.2) ? pick(case_).id : among(case_, of.id),
    activityId: null,
    threadId: null,
    assigneeId: maybe(pick(userIds)),
    text: text(),
    ...pick([
      { dueOn: null, dueAt: null },
      { dueOn: pick(DATES), dueAt: null },
      { dueOn: null, dueAt: instant() },
    ]),
    isComplete: chance(0.5),
    completedAt: maybe(instant()),
    priority: maybe(pick(['high', 'medium'])),
    emailIds: [],
    repeats: 'none',
    repeatEvery: 1,
  }))
  const threadIds = new Map(lead.map(({ id }) => [id, ids('acti')]))
  const activities = many(45, (of) => {
    const kind = pick(ACTIVITY_KINDS.filter((one) => one !== 'emailThread' && one !== 'leadMerge'))
    const opportunityId = among(opportunity, of.id)
    return {
      ...own(of, made('acti')),
      kind,
      contactId: among(contact, of.id),
      userId: maybe(pick(userIds)),
      opportunityId:
        kind === 'opportunityStatusChange'
          ? (opportunity.find(({ leadId }) => leadId === of.id)?.id ?? null)
          : opportunityId,
      caseId: among(case_, of.id),
      alsoFiled: [],
      threadId: kind === 'email' ? maybe(threadIds.get(of.id)) : null,
      at: instant(),
      text: WORDLESS.includes(kind) ? null : maybe(text()),
      custom: kind === 'customActivity' ? custom() : {},
      typeId: kind === 'customActivity' ? ground.customTypeId : null,
      ...detailsOf(kind),
    }
  })
  const threads = lead
    .filter(() => chance(0.6))
    .map((of) => ({
      ...own(of, { ...made('acti'), deletedAt: null }),
      id: threadIds.get(of.id) ?? '',
      kind: 'emailThread',
      contactId: null,
      userId: null,
      opportunityId: null,
      caseId: null,
      alsoFiled: [],
      threadId: null,
      at: instant(),
      text: null,
      custom: {},
      typeId: null,
      subject: text(),
    }))
  return { lead, contact, opportunity, case: case_, task, activity: [...activities, ...threads] }

  function detailsOf(kind: ActivityKind): Readonly<Record<string, unknown>> {
    const numbers = { phone: maybe(pick(PHONES)), localPhone: maybe(pick(PHONES)) }
    switch (kind) {
      case 'note':
        return { title: maybe(text()), html: '', attachments: [] }
      case 'call':
        return {
          ...numbers,
          direction: pick(['inbound', 'outbound']),
          status: pick(['completed', 'no-answer', 'busy']),
          disposition: maybe(pick(['answered', 'vm-left'])),
          duration: maybe(below(3) * 60),
          voicemailDuration: below(2) * 30,
          outcomeId: maybe('outcome_1'),
          recordingUrl: maybe('https://zebra.test/1.mp3'),
        }
      case 'email':
        return {
          direction: pick(['incoming', 'outgoing']),
          status: pick(['inbox', 'sent', 'draft']),
          subject: maybe(text()),
          sender: maybe(pick(EMAILS)),
          to: some(EMAILS, 2),
          cc: some(EMAILS, 2),
          bcc: [],
          opens: some(INSTANTS, 2).map((opened_at) => ({ opened_at })),
          templateId: maybe('tmpl_1'),
          sentAt: maybe(instant()),
          attachments: [],
        }
      case 'sms':
        return {
          ...numbers,
          direction: pick(['inbound', 'outbound']),
          status: pick(['sent', 'inbox']),
          sentAt: maybe(instant()),
          attachments: [],
        }
      case 'whatsAppMessage':
        return { ...numbers, direction: pick(['incoming', 'outgoing']), attachments: [] }
      case 'meeting': {
        const [startsAt, endsAt] = chance(0.3) ? LATER : [instantAfter(-30), instantAfter(-29)]
        return {
          title: maybe(text()),
          location: maybe('Zürich'),
          startsAt,
          endsAt,
          isCanceled: chance(0.3),
          outcomeId: maybe('outcome_1'),
        }
      }
      case 'formSubmission':
        return { formId: 'form_1', formName: text() }
      case 'customActivity':
        return { status: pick(['draft', 'published']) }
      case 'created':
        return { source: maybe('quill import') }
      case 'leadStatusChange':
        return { oldStatusId: pick(ground.leadStatusIds), newStatusId: pick(ground.leadStatusIds) }
      case 'opportunityStatusChange': {
        const [from, to] = [pick(ground.opportunityStatuses), pick(ground.opportunityStatuses)]
        return { oldStatusId: from.id, newStatusId: to.id, oldStatusType: from.type, newStatusType: to.type }
      }
      case 'taskCompleted':
        return { taskText: text() }
      case 'emailThread':
      case 'leadMerge':
        return {}
    }
  }
}

const WORDLESS: readonly string[] = ['created', 'leadStatusChange', 'opportunityStatusChange', 'leadMerge']

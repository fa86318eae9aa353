import { users } from './company.ts'
import * as lines from './crowdLines.ts'
import { type CrowdLead, crowdLeads, type Person, places } from './crowdPeople.ts'
import { type Seeded, seeded } from './seeded.ts'
import type { ToldActivity, ToldLead } from './tell.ts'
import type { DemoContact, DemoOpportunity } from './types.ts'

// The other half of the address book. Each company is made up by hand, what happened with it is put together by chance:
// always the same, and always in the order in which things happen at a mill.

const PRICE_CENTS = { 'Ripstop 40': 330, 'Ripstop 70': 230, 'Tarp 210': 290, 'Waxed Canvas': 450, 'Wool Felt': 520 }
const STATUS_NOW = {
  new: 'Potential',
  sampling: 'Sampling',
  quoted: 'Qualified',
  customer: 'Customer',
  lost: 'Potential',
  former: 'Former Customer',
  badFit: 'Bad Fit',
} as const
const OPPORTUNITY_NOW = {
  sampling: 'Samples Out',
  quoted: 'Quoted',
  customer: 'Won',
  former: 'Won',
  lost: 'Lost',
} as const

/** The leads of the crowd. */
export function crowd(): readonly ToldLead[] {
  const chance = seeded(19)
  const phones = phoneBook()
  return crowdLeads.map((lead) => toldLead(lead, chance, phones))
}

function toldLead(lead: CrowdLead, chance: Seeded, phone: (place: CrowdLead['place']) => string): ToldLead {
  const { city, state, zipcode, country } = places[lead.place]
  const days = calendar(lead, chance)
  const contacts = lead.people.map((person) => contact(person, lead, phone(lead.place)))
  return {
    name: lead.name,
    status: STATUS_NOW[lead.stage],
    createdDaysAgo: days.met,
    createdBy: lead.owner,
    url: `https://${lead.site}.example`,
    description: `Makes ${lead.makes} in ${city}.`,
    addresses: [{ label: 'business', address_1: lead.street, city, ...(state && { state }), zipcode, country }],
    custom: {
      Segment: lead.segment,
      Fabrics: [lead.fabric],
      'Yards per Year': lead.yards,
      'Account Manager': { user: lead.owner },
      ...(hasSamples(lead) && { 'Samples Sent': { daysFromNow: -days.sampled } }),
      ...(lead.stage === 'customer' && { 'Contract Ends': { daysFromNow: 365 - days.decided } }),
    },
    contacts,
    opportunities: opportunities(lead, days),
    timeline: timeline(lead, days, chance),
  }
}

type Calendar = ReturnType<typeof calendar>

/** How many days ago each thing happened. A customer of long standing has a longer history than a new name. */
function calendar({ stage }: CrowdLead, chance: Seeded) {
  const open = stage === 'new' || stage === 'badFit' ? chance.between(6, 50) : chance.between(45, 110)
  const settled = stage === 'customer' || stage === 'former' || stage === 'lost' ? chance.between(70, 230) : 0
  const met = open + settled
  const share = (part: number) => settled + Math.max(1, Math.round(open * part))
  return {
    met,
    called: met - 2,
    sampled: share(0.8),
    liked: share(0.5),
    quoted: share(0.4),
    decided: share(0.15),
    after: Math.max(1, Math.round(settled / 3)),
  }
}

function opportunities(lead: CrowdLead, days: Calendar): readonly DemoOpportunity[] {
  if (lead.stage === 'new' || lead.stage === 'badFit') return []
  const status = OPPORTUNITY_NOW[lead.stage]
  const isClosed = status === 'Won' || status === 'Lost'
  return [
    {
      name: `${lead.fabric} for ${lead.makes}`,
      user: lead.owner,
      contact: lead.people[0][0],
      pipeline: 'Fabric Sales',
      status,
      valueCents: lead.yards * PRICE_CENTS[lead.fabric],
      period: 'annual',
      confidence: { 'Samples Out': 25, Quoted: 55, Won: 100, Lost: 0 }[status],
      note: `${yards(lead)} yards at ${price(lead)}.`,
      createdDaysAgo: days.sampled,
      closeDaysFromNow: isClosed ? -days.decided : days.quoted + 12,
    },
  ]
}

function timeline(lead: CrowdLead, days: Calendar, chance: Seeded): readonly ToldActivity[] {
  const { moved, opportunityMoved, noted, called, wrote } = teller(lead, chance)
  const met = [wrote(days.met, '15:20', 'incoming', lines.firstWords)]
  if (lead.stage === 'badFit')
    return [
      ...met,
      wrote(days.called, '16:45', 'outgoing', lines.tooSmall),
      moved(days.called, '16:50', 'Potential', 'Bad Fit'),
    ]

  const talked = [...met, called(days.called, '17:10', 'outbound', lines.firstCalls)]
  if (lead.stage === 'new') return talked

  const sampled = [
    ...talked,
    wrote(days.sampled, '18:00', 'outgoing', lines.samplesOut),
    moved(days.sampled, '18:01', 'Potential', 'Sampling'),
  ]
  if (lead.stage === 'sampling') return sampled

  const offered = [
    ...sampled,
    wrote(days.liked, '14:30', 'incoming', lines.samplesLiked),
    moved(days.liked, '16:00', 'Sampling', 'Qualified'),
    wrote(days.quoted, '17:30', 'outgoing', lines.quoted),
    opportunityMoved(days.quoted, '17:31', 'Samples Out', 'Quoted'),
  ]
  if (lead.stage === 'quoted') return offered
  if (lead.stage === 'lost') {
    return [
      ...offered,
      noted(days.decided, '16:20', lines.lost),
      opportunityMoved(days.decided, '16:25', 'Quoted', 'Lost'),
      moved(days.decided, '16:26', 'Qualified', 'Potential'),
    ]
  }

  const bought = [
    ...offered,
    noted(days.decided, '19:00', lines.won),
    opportunityMoved(days.decided, '19:05', 'Quoted', 'Won'),
    moved(days.decided, '19:06', 'Qualified', 'Customer'),
  ]
  return lead.stage === 'customer'
    ? [...bought, called(days.after, '17:45', 'outbound', lines.checkIns)]
    : [...bought, noted(days.after, '16:15', lines.left), moved(days.after, '16:16', 'Customer', 'Former Customer')]
}

type Lines = readonly [lines.Line, ...lines.Line[]]

function teller(lead: CrowdLead, chance: Seeded) {
  const user = lead.owner
  const contact = lead.people[0][0]
  const say = (from: Lines) => {
    const { subject, text } = chance.pick(from)
    return { subject: fill(subject, lead), text: fill(text, lead) }
  }
  type At = `${number}:${number}`
  return {
    moved: (daysAgo: number, at: At, from: string, to: string): ToldActivity => ({
      kind: 'leadStatusChange',
      daysAgo,
      at,
      user,
      from,
      to,
    }),
    opportunityMoved: (daysAgo: number, at: At, from: string, to: string): ToldActivity => ({
      kind: 'opportunityStatusChange',
      daysAgo,
      at,
      user,
      opportunity: `${lead.fabric} for ${lead.makes}`,
      from,
      to,
    }),
    noted: (daysAgo: number, at: At, from: Lines): ToldActivity => ({
      kind: 'note',
      daysAgo,
      at,
      user,
      text: say(from).text,
    }),
    called: (daysAgo: number, at: At, direction: 'inbound' | 'outbound', from: Lines): ToldActivity => ({
      kind: 'call',
      daysAgo,
      at,
      user,
      contact,
      direction,
      duration: chance.between(2, 24) * 60,
      disposition: 'answered',
      text: say(from).text,
    }),
    wrote: (daysAgo: number, at: At, direction: 'incoming' | 'outgoing', from: Lines): ToldActivity => {
      const { subject, text } = say(from)
      return { kind: 'email', daysAgo, at, user, contact, direction, subject, body: text }
    },
  }
}

function fill(template: string, lead: CrowdLead) {
  const words: { readonly [word: string]: string | undefined } = {
    first: lead.people[0][0].replace(/^Dr\. /, '').split(' ')[0],
    user: users.find(({ key }) => key === lead.owner)?.firstName,
    name: lead.name,
    makes: lead.makes,
    fabric: lead.fabric,
    yards: yards(lead),
    price: price(lead),
  }
  return template.replace(/\{(\w+)\}/g, (_, word: string) => words[word] ?? word)
}

function contact([name, title]: Person, lead: CrowdLead, phone: string): DemoContact {
  const first = name.replace(/^Dr\. /, '').split(' ')[0] ?? name
  const email = `${plain(first)}@${lead.site}.example`
  return { name, title, emails: [{ type: 'office', email }], phones: [{ type: 'office', phone }] }
}

/** Addresses are written without accents. */
function plain(text: string) {
  return text
    .normalize('NFD')
    .replace(/[^a-zA-Z-]/g, '')
    .toLowerCase()
}

function phoneBook() {
  let used = 29
  return (place: CrowdLead['place']) => {
    used += 1
    return places[place].phone.replace('#', String(used))
  }
}

function hasSamples({ stage }: CrowdLead) {
  return stage !== 'new' && stage !== 'badFit'
}

function yards(lead: CrowdLead) {
  return lead.yards.toLocaleString('en-US')
}

function price(lead: CrowdLead) {
  return `$${(PRICE_CENTS[lead.fabric] / 100).toFixed(2)}`
}

import { parsePhoneNumber } from 'libphonenumber-js/max'
import { expect, test } from 'vitest'
import { type DemoActivity, type DemoCustomValue, type DemoLead, story } from '../../demo/story.ts'

const contacts = story.leads.flatMap((lead) => lead.contacts)
const numbers = contacts.flatMap((contact) => contact.phones.map(({ phone }) => phone))
const addresses = contacts.flatMap((contact) => contact.emails.map(({ email }) => email))

test('nothing and nobody is told twice', () => {
  expect(repeated(story.leads.map((lead) => lead.name))).toEqual([])
  expect(repeated(contacts.map((contact) => contact.name))).toEqual([])
  expect(repeated(addresses)).toEqual([])
  expect(repeated(numbers)).toEqual([])
})

test('every number could be dialed', () => {
  expect(numbers.filter((phone) => !parsePhoneNumber(phone).isValid())).toEqual([])
})

test('nobody who is real can be reached', () => {
  const hosts = [...JSON.stringify(story).matchAll(/(?:@|https?:\/\/)([\w.-]+)/g)].map(([, host]) => host)
  expect(hosts.filter((host) => !host?.endsWith('.example'))).toEqual([])
})

test('leads use only statuses and fields that exist', () => {
  const labels = story.leadStatuses.map(({ label }) => label)
  expect(story.leads.filter((lead) => !labels.includes(lead.status))).toEqual([])
  const values = story.leads.flatMap((lead) => Object.entries(lead.custom))
  expect(values.filter(([name, value]) => !isAllowed(name, value))).toEqual([])
})

test('opportunities are closed in the past and open in the future', () => {
  expect(
    story.leads.flatMap((lead) =>
      lead.opportunities.filter(({ pipeline, status, closeDaysFromNow, createdDaysAgo }) => {
        const type = story.pipelines
          .find(({ name }) => name === pipeline)
          ?.statuses.find(({ label }) => label === status)?.type
        return !type || closeDaysFromNow < 0 !== (type !== 'active') || createdDaysAgo > lead.createdDaysAgo
      }),
    ),
  ).toEqual([])
})

test('each lead speaks of its own people and opportunities', () => {
  const strangers = story.leads.flatMap((lead) => {
    const known = [...lead.contacts, ...lead.opportunities].map(({ name }) => name)
    const named = [...lead.opportunities, ...lead.timeline].flatMap((one) => [
      ...('contact' in one ? [one.contact] : []),
      ...('opportunity' in one ? [one.opportunity] : []),
    ])
    return named.filter((name) => !known.includes(name))
  })
  expect(strangers).toEqual([])
})

test.each(story.leads)('$name happens in order, after it came and before today', (lead) => {
  const minutes = lead.timeline.map(minutesAgo)
  expect(minutes).toEqual([...minutes].sort((a, b) => b - a))
  expect(lead.timeline.filter(({ daysAgo }) => daysAgo > lead.createdDaysAgo || daysAgo < 1)).toEqual([])
})

test.each(story.leads)('$name changes status from where it was, and ends where it is', (lead) => {
  const changes = lead.timeline.filter((one) => one.kind === 'leadStatusChange')
  const first = story.leadStatuses[0]?.label
  expect([first, ...changes.map(({ to }) => to)]).toEqual([...changes.map(({ from }) => from), lead.status])
})

test.each(story.leads)('$name moves its opportunities from where they were to where they are', (lead) => {
  for (const { name, status } of lead.opportunities) {
    const changes = changesOf(lead, name)
    const start = changes[0]?.from ?? status
    expect([start, ...changes.map(({ to }) => to)]).toEqual([...changes.map(({ from }) => from), status])
  }
})

function repeated(all: readonly string[]) {
  return all.filter((one, index) => all.indexOf(one) !== index)
}

function isAllowed(name: string, value: DemoCustomValue) {
  const field = story.leadCustomFields.find((one) => one.name === name)
  if (!field) return false
  switch (field.type) {
    case 'choices':
      return [value].flat().every((choice) => field.choices?.some((one) => one === choice))
    case 'date':
      return typeof value === 'object' && 'daysFromNow' in value
    case 'user':
      return typeof value === 'object' && 'user' in value
    case 'number':
      return typeof value === 'number'
    case 'text':
      return typeof value === 'string'
  }
}

function minutesAgo({ daysAgo, at }: DemoActivity) {
  const [hours = 0, minutes = 0] = at.split(':').map(Number)
  return daysAgo * 24 * 60 - hours * 60 - minutes
}

function changesOf(lead: DemoLead, opportunity: string) {
  return lead.timeline
    .filter((one) => one.kind === 'opportunityStatusChange')
    .filter((one) => one.opportunity === opportunity)
}

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Asker, matches, type Thing } from '../../test/support/searchReference.ts'
import { check } from './check.ts'
import { printText } from './print.ts'
import { words } from './testSupport.ts'
import { parseText } from './text.ts'

const call = (at: string, more: Thing = {}): Thing => ({
  kind: 'call',
  at,
  createdAt: at,
  direction: 'outbound',
  ...more,
})
const email = (at: string, direction: string, more: Thing = {}): Thing => ({ kind: 'email', at, direction, ...more })

const leads: readonly Thing[] = [
  {
    id: 'lead_birch',
    displayName: 'Birch & Co',
    statusId: 'stat_Trial',
    createdAt: '2026-05-20T09:00:00Z',
    createdById: 'user_Dana',
    addresses: [{ city: 'New York', state: 'NY' }],
    contacts: [
      { name: 'Anna Low', title: 'CEO', emails: [{ email: 'anna@birch.test' }], phones: [{ phone: '+14155550100' }] },
    ],
    opportunities: [{ statusId: 'stat_Proposal', value: 10_000, userId: 'user_Dana' }],
    activities: [call('2026-06-01T10:00:00Z', { text: 'price list' }), email('2026-06-08T10:00:00Z', 'incoming')],
    tasks: [],
    custom: { cf_Source: 'Spring Fair', cf_Industry: 'Retail' },
  },
  {
    id: 'lead_harbour',
    displayName: 'Harbour Tools',
    statusId: 'stat_Trial',
    createdAt: '2026-04-01T09:00:00Z',
    createdById: 'user_Ike',
    addresses: [{ city: 'York' }],
    contacts: [{ name: 'Ben Ito' }, { name: 'Cy New' }],
    opportunities: [],
    activities: [email('2026-06-09T10:00:00Z', 'outgoing', { opened: true })],
    tasks: [{ text: 'call back', isComplete: false }],
    custom: {},
  },
  {
    id: 'lead_mill',
    displayName: 'Old Mill',
    statusId: 'stat_Qualified',
    createdAt: '2026-06-10T08:00:00Z',
    createdById: 'user_Dana',
    contacts: [],
    opportunities: [
      { statusId: 'stat_Won', value: 500, userId: 'user_Ike' },
      { statusId: 'stat_Proposal', value: 100, userId: 'user_Dana' },
    ],
    activities: [call('2026-06-09T10:00:00Z', { direction: 'inbound' })],
    statusPeriods: [{ status_id: 'stat_Qualified', on: { from: '2026-06-10T08:00:00Z', until: null } }],
  },
]

const asker: Asker = {
  clock: { now: '2026-06-10T12:00:00Z', offsetHours: 0 },
  userId: 'user_Dana',
  isIn: (view, thing) => view === 'save_birch' && thing.id === 'lead_birch',
}
const found = (query: string) => {
  const { search } = check(parseText(query), words, { strict: false })
  return leads.filter((lead) => matches(search.node, lead, asker)).map(({ id }) => String(id).slice('lead_'.length))
}

describe('what a query finds', () => {
  test.each([
    ['*', ['birch', 'harbour', 'mill']],
    ['', ['birch', 'harbour', 'mill']],
    ['ann city:"new york" last_called < "3 days ago"', ['birch']],
    ['calls:0 status:"Trial ended"', ['harbour']],
    ['not "custom.Deal Source":*', ['harbour', 'mill']],
    ['status:Qualified or (status:"Trial ended" and has:opportunities)', ['birch', 'mill']],
    ['in:save_birch created > "1 month ago" sort:-created', ['birch']],
    ['not email(direction:outgoing and date > "30 days ago")', ['birch', 'mill']],
    ['"new york"', ['birch']],
    ['york new', ['birch', 'harbour']],
    ['"york new"', []],
    ['created:2026-04-01', ['harbour']],
    ['created > 2026-04-01', ['birch', 'harbour', 'mill']],
    ['created:today', ['mill']],
    ['created < "1 month ago"', ['harbour']],
    ['last_called > "3 days ago"', ['mill']],
    ['not last_called:*', ['harbour']],
    ['contacts > 1', ['harbour']],
    ['no:contacts', ['mill']],
    ['created_by:me', ['birch', 'mill']],
    ['created_by:ike', ['harbour']],
    ['phone:415', ['birch']],
    ['phone_number:+14155550100', ['birch']],
    ['email:anna', ['birch']],
    ['title:ceo', ['birch']],
    ['opportunity_value >= 100', ['birch']],
    ['opportunity(status:Proposal value > 1)', ['birch']],
    ['opportunity(status:Won user:me)', []],
    ['opportunity_status:Won opportunity_user:me', ['mill']],
    ['call(direction:incoming)', ['mill']],
    ['note:*', []],
    ['email_opened:yes', ['harbour']],
    ['email_opened:no', ['birch', 'mill']],
    ['task(done:no text:back)', ['harbour']],
    ['lead_status(status:Qualified on:today)', ['mill']],
    ['lead_status(status:Qualified on:2026-06-09)', []],
    ['custom.industry:ret', ['birch']],
    ['id in (lead_mill, "lead_birch")', ['birch', 'mill']],
    ['shoe_size:44', []],
    ['call("price list")', ['birch']],
  ])('%s', (query, expected) => expect(found(query)).toEqual(expected))
})

test('what was checked and printed finds the same', () => {
  const part = fc.constantFrom(
    'ann',
    'york',
    '"new york"',
    'calls:0',
    'contacts > 1',
    'status:Trial',
    'created_by:me',
    'created:today',
    'has:emails',

    'last_called < "3 days ago"',
    'call(direction:incoming)',
    'opportunity_value >= 2',
    'custom.industry:Re',
    'city:york',

    'email_opened:no',
    'title:""',
    'created:"last month"',
    'name in (a, "Old Mill")',
    'opportunity(value:1 user:me)',
  )
  const query = fc.array(fc.tuple(fc.constantFrom('', 'not ', 'or ', 'or not '), part), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(query, (parts) => {
      const text = parts
        .map(([before, one]) => before + one)
        .join(' ')
        .replace(/^or /, '')
      const { search } = check(parseText(text), words, { strict: false })
      expect(found(printText(search) ?? 'unsayable:*')).toEqual(found(text))
    }),
  )
})

import { personName } from './customer.ts'
import { recentCalls } from './recentCalls.ts'
import type { Around } from './table.ts'

/** SQL for whether the live row `n` belongs to the lead `t`. */
export const ofLead = (t: string) =>
  `n.organization_id = ${t}.organization_id and n.lead_id = ${t}.id and n.deleted_at is null`

/** SQL for what to call a lead: its first contact lends its name to one without; null where there is no lead. */
export const leadName = (t: string, around: Around) =>
  `coalesce(nullif(${t}.name, ''), ${ofContacts(t, around, `nullif(n.name, '')`, 'true')},
    case when ${t}.id is not null then 'Untitled' end)`

/** SQL for the first e-mail address or phone number of a lead's contacts, else of the lead itself. */
export const primaryOf = (points: 'emails' | 'phones') => (t: string, around: Around) =>
  `coalesce(${ofContacts(t, around, `n.${points}->0`, `n.${points} <> '[]'`)}, ${t}.details->'${points}'->0)`

/** What is said of a lead in short. */
export const leadSummary = {
  primaryEmail: primaryOf('emails'),
  primaryPhone: primaryOf('phones'),
  contactsSummary: (t: string, { relations }: Around) => {
    const contacts = relations.many('contact', 'lead')
    return contacts === undefined
      ? `''::text`
      : `(select coalesce(string_agg(${personName('n')}, ', ' order by n.created_at, n.id), '') from ${contacts} n where ${ofLead(t)})`
  },
  addressSummary: (t: string) =>
    `nullif(concat_ws(', ', nullif(${t}.addresses->0->>'city', ''), nullif(${t}.addresses->0->>'state', ''),
      nullif(${t}.addresses->0->>'country', '')), '')`,
  localTime: (t: string, around: Around) => `local_time(coalesce(${addressTimezone(`${t}.addresses`)},
    ${ofContacts(t, around, PHONE_TIMEZONE, `${PHONE_TIMEZONE} is not null`)}))`,
  recentCalls: recentCalls('lead', ofLead),
} as const

/** SQL for the time zone of the first of some addresses. */
export const addressTimezone = (addresses: string) =>
  `timezone_of(${addresses}->0->>'country', ${addresses}->0->>'state')`

/** SQL for the time zone of the first phone number of the contact `n`. */
export const phoneTimezone = (n: string) => `timezone_of(${n}.phones->0->>'country', null)`

const PHONE_TIMEZONE = phoneTimezone('n')

/** SQL for something of the oldest contact that has it. */
function ofContacts(t: string, { relations }: Around, value: string, where: string): string {
  const contacts = relations.many('contact', 'lead')
  return contacts === undefined
    ? 'null'
    : `(select ${value} from ${contacts} n where ${ofLead(t)} and ${where} order by n.created_at, n.id limit 1)`
}

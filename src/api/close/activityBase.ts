import { exact, instants, oneOf, people } from '../resource/filter.ts'
import { constant, field, readOnly, reference } from '../resource/resource.ts'
import { byDate, id, isoTime, stampsWithNames, string, stringOrNull } from './common.ts'

/** What every activity shows. */
export const base = {
  id: readOnly('id', string),
  organization_id: readOnly('organizationId', string),
  lead_id: reference('leadId', id, 'lead'),
  contact_id: reference('contactId', id, 'contact'),
  user_id: reference('userId', id, 'user'),
  user_name: readOnly('user.fullName', stringOrNull),
  users: constant([]),
  ...stampsWithNames,
  date_created: field('createdAt', isoTime),
  activity_at: field('at', isoTime),
} as const

export const filters = {
  lead_id: oneOf('leadId'),
  contact_id: oneOf('contactId'),
  user_id: people('userId'),
  id: oneOf('id'),
  organization_id: exact('organizationId'),
  ...byDate.filters,
  activity_at: instants('at'),
} as const

/** Filters and orders that every list of activities has. */
export const listing = {
  filters,
  orders: { ...byDate.orders, activity_at: ['at'] },
  defaultOrder: ['-createdAt'],
} as const

/** What the vendor promises of each kind and Ajar has nothing to say about. */
export function constants<const K extends string>(names: readonly K[]): Record<K, ReturnType<typeof constant>> {
  return Object.fromEntries(names.map((name) => [name, constant(null)])) as Record<K, ReturnType<typeof constant>>
}

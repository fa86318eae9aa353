import { activityParts } from './activity.ts'
import type { Lead } from './lead.ts'
import { noun, type RecordOf } from './noun.ts'
import type { Address, CustomValues, Email, Phone, SocialId, Url } from './values.ts'

/**
 * An activity: a lead took in another one. It stands at the lead that stays, the destination. Names are kept as they
 * were; `undo` is what it takes to part the two again.
 */
export const leadMerge = noun({
  ...activityParts,
  details: {
    sourceLeadId: 'id',
    sourceDisplayName: 'text',
    destinationLeadId: 'id',
    destinationDisplayName: 'text',
    mergeStatus: 'text',
    errorMessage: 'text?',
    undo: 'json',
  },
})
export type LeadMerge = RecordOf<typeof leadMerge>

/** What a lead may get from another one that it takes in. */
export type Absorbed = Pick<
  Lead,
  | 'isCompany'
  | 'name'
  | 'description'
  | 'url'
  | 'addresses'
  | 'tags'
  | 'custom'
  | 'emails'
  | 'phones'
  | 'urls'
  | 'socialIds'
  | 'customerType'
  | 'photo'
  | 'fileIds'
  | 'linkedFileIds'
>

/** What a lead is after it took in another one: its own values win, what it lacks is filled in, lists are joined. */
export function absorb(into: Lead, from: Lead): Absorbed {
  return {
    isCompany: into.isCompany || from.isCompany,
    name: firstOf(into.name, from.name),
    description: firstOf(into.description, from.description),
    url: firstOf(into.url, from.url),
    addresses: joined<Address>(into.addresses, from.addresses, ({ label: _label, ...place }) => JSON.stringify(place)),
    tags: joined(into.tags, from.tags, (tag) => tag),
    custom: { ...from.custom, ...into.custom },
    emails: joined<Email>(into.emails, from.emails, ({ email }) => email.toLowerCase()),
    phones: joined<Phone>(into.phones, from.phones, ({ phone }) => phone),
    urls: joined<Url>(into.urls, from.urls, ({ url }) => url),
    socialIds: joined<SocialId>(into.socialIds, from.socialIds, ({ type, id }) => `${type} ${id}`),
    customerType: into.customerType ?? from.customerType,
    photo: into.photo ?? from.photo,
    fileIds: joined(into.fileIds, from.fileIds, (id) => id),
    linkedFileIds: joined(into.linkedFileIds, from.linkedFileIds, (id) => id),
  }
}

/** What a lead is without what it took in; what somebody has changed since stays as they left it. */
export function release(lead: Lead, before: Absorbed, after: Absorbed): Lead {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  const fields = Object.keys(before) as (keyof Absorbed)[]
  const unchanged = fields.filter((field) => field !== 'custom' && same(lead[field], after[field]))
  const back = Object.fromEntries(unchanged.map((field) => [field, before[field]]))
  return { ...lead, ...back, custom: releasedValues(lead.custom, before.custom, after.custom, same) }
}

function releasedValues(
  now: CustomValues,
  before: CustomValues,
  after: CustomValues,
  same: (a: unknown, b: unknown) => boolean,
): CustomValues {
  return Object.fromEntries(
    Object.entries(now).filter(([id, value]) => Object.hasOwn(before, id) || !same(value, after[id])),
  )
}

const firstOf = (own: string | null, other: string | null) => (own === null || own === '' ? (other ?? own) : own)

/** Both lists, each thing once; `keyOf` tells what is the same thing. */
function joined<T>(own: readonly T[], others: readonly T[], keyOf: (one: T) => string): readonly T[] {
  const known = new Set(own.map(keyOf))
  const added = others.filter((one) => !known.has(keyOf(one)))
  return added.length === 0 ? own : [...own, ...added]
}

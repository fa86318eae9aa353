import { CUSTOMER_TYPES } from '../../domain/lead.ts'
import { type Codec, choice, instant, objects, shown, text, texts } from '../resource/codec.ts'
import { instants } from '../resource/filter.ts'
import { field, readOnly } from '../resource/resource.ts'

/** Timestamps of the older generation: `2026-03-04T09:15:22.123000+00:00`. */
export const isoTime = instant('isoTime')
/** Timestamps of the newer generation: no offset. */
export const isoTimeNoOffset = instant('isoTimeNoOffset')
/** A day printed as a timestamp at midnight. */
export const midnight = instant('midnightTime')

/** An id, read as any text; whether it exists is the action's question. */
export const id: Codec<'text' | 'id'> = { ...text, schema: { type: ['string', 'null'], description: 'id' } }

const STRING = { type: 'string' }
const STRING_OR_NULL = { type: ['string', 'null'] }
export const string = shown(STRING)
export const stringOrNull = shown(STRING_OR_NULL)
export const integerOrNull = shown({ type: ['integer', 'null'] })
export const anything = shown({})
/** Links to other programs, filled in with what is known of an object. */
export const renderedLinks = shown({
  type: 'array',
  items: { type: 'object', properties: { name: STRING, url: STRING } },
})

/** Who and when, as most objects carry it. */
export const stamps = {
  created_by: readOnly('createdById', stringOrNull),
  updated_by: readOnly('updatedById', stringOrNull),
  date_created: readOnly('createdAt', isoTime),
  date_updated: readOnly('updatedAt', isoTime),
} as const

/** The same with full names; contacts and custom fields go without. */
export const stampsWithNames = {
  ...stamps,
  created_by_name: readOnly('createdBy.fullName', stringOrNull),
  updated_by_name: readOnly('updatedBy.fullName', stringOrNull),
} as const

/** What every list can be narrowed and sorted by: when its objects were made, and when they last changed. */
export const byDate = {
  filters: { date_created: instants('createdAt'), date_updated: instants('updatedAt') },
  orders: { date_created: ['createdAt'], date_updated: ['updatedAt'] },
} as const

export const addresses = objects(['addresses'], {
  label: text,
  address_1: text,
  address_2: text,
  city: text,
  state: text,
  zipcode: text,
  country: text,
})

const unsubscribed: Codec<'boolean'> = {
  types: ['boolean'],
  render: 'plain',
  decode: (value) => value === true,
  empty: false,
  schema: { type: 'boolean' },
}
export const emails = objects(['emails'], { type: text, email: text, is_unsubscribed: unsubscribed }, ['email'])
export const phones = objects(['phones'], { type: text, phone: text }, ['phone'])
export const urls = objects(['urls'], { type: text, url: text }, ['url'])

/** What comes only when it is asked for, and is made of other objects or of the time. */
export const aside = { asked: true, fleeting: true } as const

// Beyond the vendor's API: what else Ajar keeps, for those who ask for it; docs/api/close/differences.md.
const extra = { asked: true } as const
export const socialIds = objects(['socialIds'], { type: text, id: text }, ['type', 'id'])

/** Tags are always shown; who may see something only to those who ask. */
export const tagged = {
  tags: field('tags', texts),
  visible_to: field('visibleTo', { ...texts, empty: null }, extra),
  file_ids: field('fileIds', texts, extra),
  linked_file_ids: field('linkedFileIds', texts, extra),
} as const

/** What leads and contacts both have for those who look at them as customers. */
export const customer = {
  ...tagged,
  number: readOnly('number', integerOrNull, extra),
  photo: readOnly('photoName', stringOrNull, extra),
  customer_type: field('customerType', choice(...CUSTOMER_TYPES), extra),
  social_ids: field('socialIds', socialIds, extra),
} as const

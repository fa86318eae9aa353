import { paragraph, text } from '../resource/codec.ts'
import { exact, oneOf } from '../resource/filter.ts'
import { constant, customValues, field, readOnly, reference, resource } from '../resource/resource.ts'
import {
  addresses,
  anything,
  aside,
  byDate,
  customer,
  emails,
  id,
  isoTime,
  phones,
  renderedLinks,
  stamps,
  string,
  stringOrNull,
  urls,
} from './common.ts'

/** Contacts. They carry the ids of who wrote them, not the names. */
export const contact = resource('contact', {
  path: '/contact/',
  title: 'Contact',
  description: 'A person at a lead.',
  methods: ['list', 'create', 'fetch', 'update', 'delete'],
  fields: {
    id: readOnly('id', string),
    lead_id: reference('leadId', id, 'lead'),
    organization_id: readOnly('organizationId', string),
    name: field('name', text),
    display_name: readOnly('displayName', string),
    title: field('title', text),
    emails: field('emails', emails),
    phones: field('phones', phones),
    urls: field('urls', urls),
    integration_links: readOnly('integrationLinks', renderedLinks),
    timezone: readOnly('timezone', stringOrNull, aside),
    timezone_source: readOnly('timezoneSource', stringOrNull, aside),
    recent_calls: readOnly('recentCalls', anything, aside),
    subscriptions: constant([], aside),
    ...customer,
    first_name: field('firstName', text, { asked: true }),
    last_name: field('lastName', text, { asked: true }),
    description: field('description', paragraph, { asked: true }),
    addresses: field('addresses', addresses, { asked: true }),
    'custom.cf_*': customValues(),
    ...stamps,
    date_created: field('createdAt', isoTime),
  },
  filters: {
    id: oneOf('id'),
    lead_id: exact('leadId'),
    ...byDate.filters,
  },
  orders: byDate.orders,
  defaultOrder: ['-createdAt'],
})

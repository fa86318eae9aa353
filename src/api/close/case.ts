import { paragraph, text } from '../resource/codec.ts'
import { exact, oneOf } from '../resource/filter.ts'
import { customValues, field, readOnly, reference, resource } from '../resource/resource.ts'
import { byDate, id, integerOrNull, isoTime, stampsWithNames, string, stringOrNull, tagged } from './common.ts'

/** Cases: beyond the vendor's API, in the style of its first generation. */
export const case_ = resource('case', {
  path: '/case/',
  title: 'Case',
  description: 'Something to be settled for a customer: a complaint, a delivery, a project. Ajar’s own.',
  methods: ['list', 'create', 'fetch', 'update', 'delete'],
  fields: {
    id: readOnly('id', string),
    number: readOnly('number', integerOrNull),
    organization_id: readOnly('organizationId', string),
    lead_id: reference('leadId', id, 'lead'),
    lead_name: readOnly('lead.displayName', stringOrNull),
    contact_id: reference('contactId', id, 'contact'),
    contact_name: readOnly('contact.displayName', stringOrNull),
    user_id: reference('userId', id, 'user'),
    user_name: readOnly('user.fullName', stringOrNull),
    name: field('name', text),
    description: field('description', paragraph),
    ...tagged,
    'custom.cf_*': customValues(),
    ...stampsWithNames,
    date_created: field('createdAt', isoTime),
  },
  filters: {
    id: oneOf('id'),
    lead_id: exact('leadId'),
    contact_id: exact('contactId'),
    user_id: oneOf('userId'),
    ...byDate.filters,
  },
  orders: { ...byDate.orders, name: ['name'] },
  defaultOrder: ['-createdAt'],
})

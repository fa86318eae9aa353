import { shown, text } from '../resource/codec.ts'
import { constant, embedded, field, readOnly, resource } from '../resource/resource.ts'
import { integerOrNull, isoTime, string, stringOrNull } from './common.ts'
import { leadCustomField } from './customField.ts'
import { pipeline, statusWithin } from './status.ts'

const person = {
  id: readOnly('userId', string),
  first_name: readOnly('user.firstName', string),
  last_name: readOnly('user.lastName', string),
  email: readOnly('user.email', string),
  image: readOnly('user.image', string),
  google_profile_image_url: constant(null),
  last_used_timezone: readOnly('user.lastUsedTimezone', stringOrNull),
  email_verified_at: readOnly('user.emailVerifiedAt', isoTime),
  date_created: readOnly('user.createdAt', isoTime),
  date_updated: readOnly('user.updatedAt', isoTime),
} as const

/** Users as the members of an organization see them: a person by way of their membership. */
export const user = resource('membership', {
  path: '/user/',
  title: 'User',
  key: 'userId',
  methods: ['list', 'fetch'],
  fields: {
    ...person,
    organizations: readOnly('organizationIds', shown({ type: 'array', items: { type: 'string' } })),
  },
  orders: {
    'last_name,first_name': ['user.lastName', 'user.firstName'],
    'first_name,last_name': ['user.firstName', 'user.lastName'],
  },
  defaultOrder: ['userId'],
})

const membershipBase = {
  id: readOnly('id', string),
  user_id: readOnly('userId', string),
  organization_id: readOnly('organizationId', string),
  role_id: readOnly('roleId', string),
  role: readOnly('roleId', string),
  permissions_granted: readOnly('permissions', shown({ type: 'array', items: { type: 'string' } })),
  auto_record_calls: constant('unset'),
  default_caller_id: constant(null),
  hangup_recording_url: constant(null),
  primary_personal_number: constant(null),
  track_email_opens: constant(false),
} as const

const membership = resource('membership', { title: 'Membership', fields: membershipBase })

const membershipWithUser = resource('membership', {
  title: 'Membership',
  fields: {
    ...membershipBase,
    user_email: readOnly('user.email', string),
    user_first_name: readOnly('user.firstName', string),
    user_last_name: readOnly('user.lastName', string),
    user_full_name: readOnly('user.fullName', stringOrNull),
    user_image: readOnly('user.image', string),
    user_phone: constant(null),
    user_phone_formatted: constant(null),
  },
})

const statusInOrder = resource('leadStatus', {
  title: 'LeadStatus',
  fields: { id: field('id', text), label: readOnly('label', string) },
})

/** An organization. Statuses are in display order; writing `lead_statuses` reorders them. */
export const organization = resource('organization', {
  path: '/organization/',
  title: 'Organization',
  methods: ['fetch', 'update'],
  fields: {
    id: readOnly('id', string),
    name: field('name', text),
    currency: field('currency', text),
    timezone: field('timezone', text, { asked: true }),
    currency_symbol: readOnly('currencySymbol', string),
    status: constant('active'),
    user_count: readOnly('userCount', integerOrNull),
    leads_email: constant(null),
    trial_ends: constant(null),
    cancellation_date: constant(null),
    payment_fail_date: constant(null),
    billing_account_id: constant(null),
    created_by: readOnly('createdById', stringOrNull),
    updated_by: readOnly('updatedById', stringOrNull),
    date_created: readOnly('createdAt', isoTime),
    date_updated: readOnly('updatedAt', isoTime),
    lead_statuses: embedded('leadStatuses', statusInOrder, { writable: true }),
    opportunity_statuses: embedded('opportunityStatuses', statusWithin),
    pipelines: embedded('pipelines', pipeline),
    lead_custom_fields: embedded('leadCustomFields', leadCustomField),
    memberships: embedded('memberships', membershipWithUser),
    inactive_memberships: embedded('inactiveMemberships', membershipWithUser),
  },
})

/** The caller: a user with memberships and organizations as objects. */
export const me = resource('membership', {
  path: '/me/',
  title: 'User',
  fields: {
    ...person,
    memberships: embedded('memberships', membership),
    organizations: embedded('organizations', organization),
    email_accounts: constant([]),
    phone_numbers: constant([]),
  },
})

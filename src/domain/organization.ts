import { noun, type RecordOf } from './noun.ts'

/** A tenant. `timezone` (IANA) is where its clocks are; `country` (ISO 3166 alpha-2) decides how a phone number without a prefix is read. */
export const organization = noun({
  stored: {
    id: 'id',
    name: 'text',
    currency: 'text',
    currencySymbol: 'text',
    country: 'text',
    timezone: 'text',
    rateLimit: 'json?',
    createdAt: 'instant',
    updatedAt: 'instant',
    createdById: 'id?',
    updatedById: 'id?',
  },
  lists: {
    leadStatuses: 'leadStatus',
    opportunityStatuses: 'opportunityStatus',
    pipelines: 'pipeline',
    leadCustomFields: 'customField',
    memberships: 'membership',
    inactiveMemberships: 'membership',
  },
  computed: { userCount: 'integer' },
})
export type Organization = RecordOf<typeof organization>

import { audited, deletable, noun, type RecordOf } from './noun.ts'

export const VALUE_PERIODS = ['one_time', 'monthly', 'annual'] as const
export type ValuePeriod = (typeof VALUE_PERIODS)[number]
export const DEFAULT_CONFIDENCE = 50

/** A possible sale. `value` is in cents of the organization's currency. */
export const opportunity = noun({
  stored: {
    ...audited,
    ...deletable,
    leadId: 'id',
    contactId: 'id?',
    userId: 'id?',
    statusId: 'id',
    value: 'cents?',
    valuePeriod: 'text',
    confidence: 'integer',
    note: 'text?',
    wonOn: 'date?',
    lostAt: 'instant?',
    custom: 'custom',
  },
  computed: {
    number: 'integer',
    currency: 'text',
    valueFormatted: 'text',
    annualizedValue: 'cents?',
    expectedValue: 'cents?',
    annualizedExpectedValue: 'cents?',
  },
  refs: {
    organization: 'organization',
    lead: 'lead',
    contact: 'contact',
    user: 'user',
    status: 'opportunityStatus',
    createdBy: 'user',
    updatedBy: 'user',
  },
})
export type Opportunity = RecordOf<typeof opportunity>

import { audited, deletable, noun, type RecordOf, restrictable, visibility } from './noun.ts'

export const VALUE_PERIODS = ['one_time', 'monthly', 'annual'] as const
export type ValuePeriod = (typeof VALUE_PERIODS)[number]
export const DEFAULT_CONFIDENCE = 50

/** A possible sale. `value` is in cents of the organization's currency, or of `currencyCode` (ISO 4217). */
export const opportunity = noun({
  stored: {
    ...audited,
    ...deletable,
    ...restrictable,
    leadId: 'id',
    contactId: 'id?',
    userId: 'id?',
    statusId: 'id',
    name: 'text?',
    value: 'cents?',
    currencyCode: 'text?',
    valuePeriod: 'text',
    confidence: 'integer',
    note: 'text?',
    wonOn: 'date?',
    lostAt: 'instant?',
    tags: 'texts',
    custom: 'custom',
  },
  details: { fileIds: 'texts', linkedFileIds: 'texts', attachments: 'json' },
  computed: {
    number: 'integer',
    ...visibility,
    customerNumber: 'integer?',
    customByNumber: 'json',
    currency: 'text',
    valueFormatted: 'text',
    annualizedValue: 'cents?',
    expectedValue: 'cents?',
    annualizedExpectedValue: 'cents?',
    integrationLinks: 'json',
    isStalled: 'boolean',
    stallStatus: 'json',
    commentSummary: 'json',
    leadPrimaryPhones: 'json',
    // The span of time in which it is or is to be won, such as `2026-W10`, `2026-03`, `2026-Q1`, `2026`.
    wonWeek: 'text?',
    wonMonth: 'text?',
    wonQuarter: 'text?',
    wonYear: 'text?',
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
  lists: {
    tasks: 'task',
    notes: 'activity',
    files: 'file',
    linkedFiles: 'linkedFile',
  },
})
export type Opportunity = RecordOf<typeof opportunity>

import { audited, deletable, firstAddress, noun, type RecordOf, restrictable, visibility } from './noun.ts'

/** What someone is to us. */
export const CUSTOMER_TYPES = [
  'customer',
  'prospect',
  'supplier',
  'reseller',
  'employee',
  'competitor',
  'consultant',
  'contractor',
  'distributor',
  'influencer',
  'investor',
  'manufacturer',
  'retailer',
  'vendor',
  'wholesaler',
  'lead',
  'friend',
  'other',
] as const

/** Who we sell to: a company, or a person on their own. */
export const lead = noun({
  stored: {
    ...audited,
    ...deletable,
    ...restrictable,
    isCompany: 'boolean',
    name: 'text?',
    description: 'text?',
    url: 'text?',
    statusId: 'id',
    source: 'text?',
    addresses: 'addresses',
    tags: 'texts',
    custom: 'custom',
  },
  // What only companies have that are reached without a person in between.
  details: {
    emails: 'emails',
    phones: 'phones',
    urls: 'urls',
    socialIds: 'socialIds',
    customerType: 'text?',
    photo: 'text?',
    fileIds: 'texts',
    linkedFileIds: 'texts',
  },
  computed: {
    number: 'integer',
    ...visibility,
    ...firstAddress,
    displayName: 'text',
    contactIds: 'texts',
    customByName: 'json',
    customByNumber: 'json',
    photoName: 'text?',
    lastContactedAt: 'instant?',
  },
  refs: { status: 'leadStatus', createdBy: 'user', updatedBy: 'user' },
  lists: {
    contacts: 'contact',
    opportunities: 'opportunity',
    activities: 'activity',
    openTasks: 'task',
    // Filed under the lead itself, not under one of its contacts.
    ownNotes: 'activity',
    ownOpportunities: 'opportunity',
    ownTasks: 'task',
    ownCases: 'case',
    files: 'file',
    linkedFiles: 'linkedFile',
  },
})
export type Lead = RecordOf<typeof lead>

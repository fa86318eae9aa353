import { audited, deletable, noun, type RecordOf } from './noun.ts'

/** Who we sell to: a company, or a person on their own. */
export const lead = noun({
  stored: {
    ...audited,
    ...deletable,
    isCompany: 'boolean',
    name: 'text?',
    description: 'text?',
    url: 'text?',
    statusId: 'id',
    source: 'text?',
    addresses: 'addresses',
    custom: 'custom',
  },
  computed: { number: 'integer', displayName: 'text', contactIds: 'texts', customByName: 'json' },
  refs: { status: 'leadStatus', createdBy: 'user', updatedBy: 'user' },
  lists: { contacts: 'contact', opportunities: 'opportunity', activities: 'activity' },
})
export type Lead = RecordOf<typeof lead>

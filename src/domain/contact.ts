import { audited, deletable, noun, type RecordOf } from './noun.ts'

/** A person at a lead. */
export const contact = noun({
  stored: {
    ...audited,
    ...deletable,
    leadId: 'id',
    name: 'text?',
    title: 'text?',
    emails: 'emails',
    phones: 'phones',
    urls: 'urls',
    custom: 'custom',
  },
  computed: { number: 'integer', displayName: 'text' },
  refs: { lead: 'lead', createdBy: 'user', updatedBy: 'user' },
})
export type Contact = RecordOf<typeof contact>

import { audited, deletable, noun, type RecordOf, restrictable, visibility } from './noun.ts'

/** Something to be settled for a customer: a complaint, a delivery, a project. */
export const case_ = noun({
  stored: {
    ...audited,
    ...deletable,
    ...restrictable,
    leadId: 'id?',
    contactId: 'id?',
    userId: 'id?',
    name: 'text',
    description: 'text?',
    tags: 'texts',
    custom: 'custom',
  },
  details: { fileIds: 'texts', linkedFileIds: 'texts' },
  computed: { number: 'integer', ...visibility, customerNumber: 'integer?', customByNumber: 'json' },
  refs: { lead: 'lead', contact: 'contact', user: 'user', createdBy: 'user', updatedBy: 'user' },
  lists: {
    tasks: 'task',
    notes: 'activity',
    files: 'file',
    linkedFiles: 'linkedFile',
  },
})
export type Case = RecordOf<typeof case_>

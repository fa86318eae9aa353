type Topics = Readonly<Record<string, readonly string[]>>

/** Fields of the domain that are about one thing, by what that is. What is not here is a thing of its own. */
export const TOPICS: Topics = {
  id: ['id', 'number'],
  'who made it': ['createdById', 'createdBy.fullName', 'createdBy.number'],
  'when it was made': ['createdAt'],
  'who changed it last': ['updatedById', 'updatedBy.fullName'],
  'when it was changed': ['updatedAt'],
  'who it is about': [
    'leadId',
    'lead.displayName',
    'contactId',
    'contact.displayName',
    'customerNumber',
    'customerNumbers',
  ],
  user: ['userId', 'user.fullName', 'user.number'],
  status: ['statusId', 'statusLabel', 'status.label', 'status.type'],
  address: ['addresses', 'street', 'city', 'state', 'zipcode', 'country'],
  'social networks': ['socialIds'],
  'custom values': ['custom', 'customByName', 'customByNumber'],
  'who may see it': ['visibleTo', 'isPrivate', 'groupNumbers', 'privateUserNumber'],
  notes: ['notes', 'ownNotes', 'activities'],
  opportunities: ['opportunities', 'ownOpportunities'],
  tasks: ['tasks', 'openTasks', 'ownTasks'],
  cases: ['cases', 'ownCases'],
  'the case it belongs to': ['caseId', 'case.number'],
  'the opportunity it belongs to': ['opportunityId', 'opportunity.number'],
}

/** A kind of object that both APIs have. */
export type Section = {
  readonly title: string
  readonly about?: string
  readonly close: readonly string[]
  readonly clevertim: string
  /** Where fields are about something else than elsewhere. */
  readonly topics?: Topics
}

/** Objects that both APIs have, by the words of the glossary. */
export const SECTIONS: readonly Section[] = [
  {
    title: 'Companies',
    about: 'A lead that is a company. The lead of a person on their own is in `/lead/`, but not in `/company`.',
    close: ['/lead/'],
    clevertim: '/company',
  },
  {
    title: 'Contacts',
    about: 'A person at a lead. To Clevertim, someone whose lead is not a company has none.',
    close: ['/contact/'],
    clevertim: '/contact',
    topics: { 'lead, company': ['leadId', 'companyNumber'], 'who it is about': [] },
  },
  { title: 'Opportunities', close: ['/opportunity/'], clevertim: '/opportunity' },
  { title: 'Cases', about: 'In Close, these are an addition of Ajar.', close: ['/case/'], clevertim: '/case' },
  {
    title: 'Tasks',
    close: ['/task/'],
    clevertim: '/task',
    topics: {
      assignee: ['assigneeId', 'assignee.fullName', 'assignee.number'],
      'when it is due': ['date', 'due', 'dueParts', 'isDateless'],
      'when it ends': ['endsParts'],
      'what it repeats by': ['repeats', 'repeatEvery', 'repeatOptions'],
    },
  },
  {
    title: 'Notes and e-mails',
    about: 'Both are notes to Clevertim, and activities of their own kinds to Close.',
    close: ['/activity/note/', '/activity/email/'],
    clevertim: '/note',
    topics: {
      text: ['text', 'html', 'preview'],
      headline: ['title', 'headline'],
      'e-mail: who and what about': ['subject', 'sender', 'to', 'cc', 'bcc', 'mail'],
      'e-mail: how it was delivered': ['status', 'delivery'],
      status: [],
    },
  },
  {
    title: 'Comments',
    close: ['/comment/'],
    clevertim: '/comment',
    topics: {
      text: ['text', 'html'],
      'what it is about': ['objectId', 'activity.number', 'task.number'],
      'who it is about': [],
    },
  },
  {
    title: 'Custom fields',
    about:
      'A field of several kinds of object is shared to Close. `/custom_field/contact/`, `/custom_field/opportunity/` and ' +
      '`/custom_field/case/` are like `/custom_field/lead/`.',
    close: ['/custom_field/lead/'],
    clevertim: '/customfield',
    topics: { name: ['name', 'fullName'] },
  },
  {
    title: 'Users',
    close: ['/user/'],
    clevertim: '/user',
    topics: {
      id: ['userId', 'user.number'],
      name: ['user.firstName', 'user.lastName', 'user.fullName'],
      'e-mail address': ['user.email'],
      user: [],
    },
  },
  {
    title: 'Groups',
    about: 'Changed through Close alone.',
    close: ['/group/'],
    clevertim: '/group',
    topics: { members: ['members', 'memberIds'] },
  },
]

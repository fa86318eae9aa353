import { MAX_REPEAT_EVERY, REPEATS, TASK_CATEGORIES } from '../../domain/task.ts'
import { parseDate, parseInstant } from '../../domain/time.ts'
import { boolean, type Codec, choice, integer, paragraph, text } from '../resource/codec.ts'
import { exact, flag, instants, oneOf } from '../resource/filter.ts'
import { aliased, constant, field, readOnly, reference, resource } from '../resource/resource.ts'
import { id, integerOrNull, isoTime, stampsWithNames, string, stringOrNull, tagged } from './common.ts'

/** A day or an instant, in the form it was sent. */
const dayOrInstant: Codec<'text'> = {
  types: ['text'],
  render: 'plain',
  decode(value, path, report) {
    if (typeof value !== 'string') return report(path, 'wrong_type', 'string')
    if (value.trim() === '') return null
    return parseDate(value) ?? parseInstant(value) ?? report(path, 'invalid_date')
  },
  empty: null,
  schema: { type: ['string', 'null'], description: 'a date, or a date and time' },
}

// Days begin at midnight in UTC: a task that is due on a day is due before any that has a time on that day.
const dates = { ...instants('dateFrom'), read: (text: string) => parseInstant(text) ?? undefined }
const views = { inbox: 'now', future: 'later', archive: 'done' } as const
const words = { now: 'inbox', later: 'future', done: 'archive' } as const

// Beyond the vendor's API: what else Ajar keeps, for those who ask for it.
const asked = { asked: true } as const
const extra = {
  number: readOnly('number', integerOrNull, asked),
  case_id: { ...reference('caseId', id, 'case'), ...asked },
  opportunity_id: { ...reference('opportunityId', id, 'opportunity'), ...asked },
  category: field('category', choice(...TASK_CATEGORIES), asked),
  location: field('location', text, asked),
  repeats: field('repeats', choice(...REPEATS), asked),
  repeat_every: field('repeatEvery', integer(1, MAX_REPEAT_EVERY), asked),
} as const

/** Tasks of the type `lead`: those that somebody wrote. A task that is due at no time shows the day it was made. */
export const task = resource('task', {
  path: '/task/',
  title: 'Task',
  description: 'Something to do for a lead.',
  methods: ['list', 'create', 'fetch', 'update', 'delete'],
  needs: [['lead_id']],
  fields: {
    id: readOnly('id', string),
    _type: field('kind', choice('lead')),
    view: readOnly('timing', { ...string, render: { words } }),
    organization_id: readOnly('organizationId', string),
    lead_id: { ...reference('leadId', id, 'lead'), once: true },
    lead_name: readOnly('lead.displayName', stringOrNull),
    contact_id: reference('contactId', id, 'contact'),
    contact_name: readOnly('contact.displayName', stringOrNull),
    assigned_to: field('assigneeId', id),
    assigned_to_name: readOnly('assignee.fullName', stringOrNull),
    text: field('text', paragraph),
    date: field('date', dayOrInstant),
    due_date: aliased('due', 'date', dayOrInstant, { unless: 'date' }),
    is_dateless: field('isDateless', boolean),
    is_complete: field('isComplete', boolean),
    object_type: constant(null),
    object_id: constant(null),
    ...extra,
    visible_to: tagged.visible_to,
    ...stampsWithNames,
    date_created: field('createdAt', isoTime),
  },
  filters: {
    id: oneOf('id'),
    // There are no other types yet.
    _type: oneOf('kind', { lead: 'lead', all: 'lead' }),
    lead_id: exact('leadId'),
    contact_id: exact('contactId'),
    case_id: exact('caseId'),
    assigned_to: oneOf('assigneeId'),
    is_complete: flag('isComplete'),
    view: oneOf('timing', views),
    date: dates,
    due_date: dates,
    date_created: instants('createdAt'),
    date_updated: instants('updatedAt'),
  },
  orders: { date: ['dateFrom'], date_created: ['createdAt'] },
  defaultOrder: ['-createdAt'],
})

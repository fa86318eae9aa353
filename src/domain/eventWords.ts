import type { NounName, RecordNamed } from './catalogue.ts'
import type { EventAction } from './event.ts'
import { TASK_KINDS } from './task.ts'

/** How the event log names the objects of each noun. */
export const EVENT_OBJECT_TYPE: Partial<Record<NounName, string>> = {
  lead: 'lead',
  contact: 'contact',
  opportunity: 'opportunity',
  note: 'activity.note',
  call: 'activity.call',
  email: 'activity.email',
  created: 'activity.created',
  leadMerge: 'activity.lead_merge',
  leadStatusChange: 'activity.lead_status_change',
  opportunityStatusChange: 'activity.opportunity_status_change',
  emailThread: 'activity.email_thread',
  sms: 'activity.sms',
  whatsAppMessage: 'activity.whatsapp_message',
  meeting: 'activity.meeting',
  formSubmission: 'activity.form_submission',
  customActivity: 'activity.custom_activity',
  customActivityType: 'custom_activity_type',
  customObjectType: 'custom_object_type',
  customObject: 'custom_object',
  leadStatus: 'status.lead',
  opportunityStatus: 'status.opportunity',
  taskCompleted: 'activity.task_completed',
  task: 'task.lead',
  case: 'case',
  comment: 'comment',
  commentThread: 'comment_thread',
  group: 'group',
  membership: 'membership',
  role: 'role',
  organization: 'organization',
  folder: 'folder',
  file: 'file',
  linkedFile: 'linked_file',
  integrationLink: 'integration_link',
  savedSearch: 'saved_search',
  bulkEdit: 'bulk_action.edit',
  bulkDelete: 'bulk_action.delete',
  bulkUndo: 'bulk_action.undo',
  webhook: 'webhook',
}

type Moments = {
  readonly [N in NounName]?: (after: RecordNamed<N>, before?: RecordNamed<N>) => EventAction | undefined
}

/**
 * What a change is beside being a change, which is told as an event of its own. Without `before` the object is new: what
 * somebody logs has happened elsewhere, so it has no such moments here.
 */
const MOMENTS: Moments = {
  task: (after, before) => (before?.isComplete === false && after.isComplete ? 'completed' : undefined),
  email: (after, before) => (leaves(after, before) ? 'sent' : undefined),
  sms: (after, before) => (leaves(after, before) ? 'sent' : undefined),
  call: (after, before) => (before === undefined || before.status === after.status ? undefined : CALLED[after.status]),
  meeting: (after, before) => {
    if (before === undefined) return !after.isCanceled && after.startsAt > after.createdAt ? 'scheduled' : undefined
    return after.isCanceled && !before.isCanceled ? 'canceled' : undefined
  },
  membership: (after, before) => {
    if (after.isActive === (before?.isActive ?? false)) return undefined
    return after.isActive ? 'activated' : 'deactivated'
  },
  export: (after, before) =>
    before !== undefined && before.status !== 'done' && after.status === 'done' ? 'completed' : undefined,
}

const CALLED: Readonly<Record<string, EventAction>> = { 'in-progress': 'answered', completed: 'completed' }

type Sendable = { readonly status: string | null }
const leaves = (after: Sendable, before?: Sendable) =>
  before !== undefined && after.status === 'sent' && before.status !== 'sent' && before.status !== 'inbox'

/** What else a change of an object was, if anything. */
export function momentOf<N extends NounName>(
  noun: N,
  after: RecordNamed<N>,
  before?: RecordNamed<N>,
): EventAction | undefined {
  return MOMENTS[noun]?.(after, before)
}

/** All that the log calls objects of a noun. */
export function objectTypesOf(noun: NounName): readonly string[] {
  if (noun === 'task') return TASK_KINDS.map((kind) => `task.${kind.replaceAll('-', '_')}`)
  if (noun === 'customField') return FIELD_HOMES.map((home) => `custom_fields.${home}`)
  if (noun === 'export') return ['export.lead', 'export.opportunity']
  return [EVENT_OBJECT_TYPE[noun] ?? noun]
}

const FIELD_HOMES = ['lead', 'contact', 'opportunity', 'case', 'activity', 'custom_object', 'shared']

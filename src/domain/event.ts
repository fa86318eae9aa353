import type { NounName } from './catalogue.ts'

export type EventAction = 'created' | 'updated' | 'deleted'

/** How the event log names the objects of each noun. */
export const EVENT_OBJECT_TYPE: Partial<Record<NounName, string>> = {
  lead: 'lead',
  contact: 'contact',
  opportunity: 'opportunity',
  note: 'activity.note',
  call: 'activity.call',
  email: 'activity.email',
  created: 'activity.created',
  leadStatusChange: 'activity.lead_status_change',
  opportunityStatusChange: 'activity.opportunity_status_change',
  leadStatus: 'status.lead',
  opportunityStatus: 'status.opportunity',
  task: 'task.lead',
  case: 'case',
  comment: 'comment',
  group: 'group',
  folder: 'folder',
  file: 'file',
  linkedFile: 'linked_file',
}

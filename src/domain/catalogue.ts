import { activity, call, created, email, leadStatusChange, note, opportunityStatusChange } from './activity.ts'
import { bulkActionError, bulkDelete, bulkEdit, bulkUndo } from './bulkAction.ts'
import { case_ } from './case.ts'
import { comment, commentThread } from './comment.ts'
import { contact } from './contact.ts'
import { customActivity } from './customActivity.ts'
import { customField, customFieldSchema } from './customField.ts'
import { customActivityType, customObject, customObjectType } from './customType.ts'
import { emailThread } from './emailThread.ts'
import { event } from './event.ts'
import { export_ } from './export.ts'
import { file, folder, linkedFile } from './file.ts'
import { formSubmission } from './formSubmission.ts'
import { group } from './group.ts'
import { integrationLink } from './integrationLink.ts'
import { lead } from './lead.ts'
import { leadMerge } from './leadMerge.ts'
import { meeting } from './meeting.ts'
import type { FieldType, Noun, RecordOf } from './noun.ts'
import { opportunity } from './opportunity.ts'
import { organization } from './organization.ts'
import { role } from './role.ts'
import { savedSearch } from './savedSearch.ts'
import { sms } from './sms.ts'
import { leadStatus, opportunityStatus, pipeline } from './status.ts'
import { task } from './task.ts'
import { taskCompleted } from './taskCompleted.ts'
import { upload } from './upload.ts'
import { membership, user } from './user.ts'
import { webhook, webhookDelivery } from './webhook.ts'
import { whatsAppMessage } from './whatsAppMessage.ts'

/** Every noun Ajar knows. Adding one here is the first step of adding a resource. */
export const catalogue = {
  organization,
  user,
  membership,
  role,
  group,
  leadStatus,
  opportunityStatus,
  pipeline,
  customField,
  customFieldSchema,
  customActivityType,
  customObjectType,
  lead,
  contact,
  opportunity,
  activity,
  note,
  call,
  email,
  created,
  leadMerge,
  leadStatusChange,
  opportunityStatusChange,
  emailThread,
  sms,
  whatsAppMessage,
  meeting,
  formSubmission,
  taskCompleted,
  task,
  customActivity,
  customObject,
  case: case_,
  comment,
  commentThread,
  folder,
  file,
  linkedFile,
  integrationLink,
  savedSearch,
  event,
  webhook,
  webhookDelivery,
  bulkEdit,
  bulkDelete,
  bulkUndo,
  bulkActionError,
  export: export_,
  upload,
} as const satisfies Record<string, Noun>

export type Catalogue = typeof catalogue
export type NounName = keyof Catalogue
export type RecordNamed<N extends NounName> = RecordOf<Catalogue[N]>

/** Names of a noun's own fields. */
export type FieldName<N extends NounName> = string &
  (keyof Catalogue[N]['stored'] | keyof Catalogue[N]['details'] | keyof Catalogue[N]['computed'])

/** A field of the noun, or of one it refers to: `name`, `status.label`, `status.pipeline.name`. */
export type FieldPath<N extends NounName> = FieldName<N> | RefPath<N>
type RefPath<N extends NounName> = Catalogue[N]['refs'] extends infer R
  ? { [K in keyof R & string]: R[K] extends NounName ? `${K}.${FieldName<R[K]> | DeepPath<R[K]>}` : never }[keyof R &
      string]
  : never
type DeepPath<N extends NounName> = Catalogue[N]['refs'] extends infer R
  ? { [K in keyof R & string]: R[K] extends NounName ? `${K}.${FieldName<R[K]>}` : never }[keyof R & string]
  : never

export type ListName<N extends NounName> = keyof Catalogue[N]['lists'] & string

/** The entry of a noun, with its literal names forgotten: for code that knows no noun. */
export function entryOf(name: NounName): Noun {
  return catalogue[name]
}

/** Follows a path such as `status.label` and says which noun and field it ends at. */
export function resolvePath(name: NounName, path: string): { noun: NounName; field: string; type: FieldType } {
  const [head = '', ...rest] = path.split('.')
  const entry = entryOf(name)
  if (rest.length > 0) {
    const target = entry.refs[head]
    if (target === undefined) throw new Error(`${name} has no reference '${head}' (in '${path}')`)
    return resolvePath(target as NounName, rest.join('.'))
  }
  const type = entry.stored[head] ?? entry.details[head] ?? entry.computed[head]
  if (type === undefined) throw new Error(`${name} has no field '${head}'`)
  return { noun: name, field: head, type }
}

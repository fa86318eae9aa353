import type { NounName } from '../../domain/catalogue.ts'
import { membership, role, user } from '../people/user.ts'
import { activity, activityKinds } from './activity.ts'
import { bulkActionError, bulkDelete, bulkEdit, bulkUndo } from './bulkAction.ts'
import { case_ } from './case.ts'
import { comment, commentThread } from './comment.ts'
import { contact } from './contact.ts'
import { customField, customFieldSchema } from './customField.ts'
import { customActivityType, customObject, customObjectType } from './customType.ts'
import { event } from './event.ts'
import { export_ } from './export.ts'
import { file, folder, linkedFile } from './file.ts'
import { group } from './group.ts'
import { integrationLink } from './integrationLink.ts'
import { lead } from './lead.ts'
import { opportunity } from './opportunity.ts'
import { organization } from './organization.ts'
import { savedSearch } from './savedSearch.ts'
import { leadStatus, opportunityStatus, pipeline } from './status.ts'
import type { Relations, TableSpec } from './table.ts'
import { task } from './task.ts'
import { upload } from './upload.ts'
import { webhook, webhookDelivery } from './webhook.ts'

/** How each noun of the catalogue is kept. */
export const tables: Record<NounName, TableSpec> = {
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
  customObject,
  lead,
  contact,
  opportunity,
  activity,
  ...activityKinds,
  task,
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
}

export const tableOf = (noun: NounName) => tables[noun].name

/** The tables themselves: what a read sees. */
export const asStored: Relations = { one: tableOf, many: tableOf }

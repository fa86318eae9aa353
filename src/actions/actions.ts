import type { NounName } from '../domain/catalogue.ts'
import type { Condition } from '../search/listQuery.ts'
import { createCall, deleteCall, updateCall } from './activities/call.ts'
import { createEmail, deleteEmail, updateEmail } from './activities/email.ts'
import { deleteEmailThread } from './activities/emailThread.ts'
import { createFiledNote, deleteFiledNote, updateFiledNote } from './activities/filedNote.ts'
import { createFormSubmission, deleteFormSubmission } from './activities/formSubmission.ts'
import { createMeeting, deleteMeeting, updateMeeting } from './activities/meeting.ts'
import { createNote, deleteNote, updateNote } from './activities/note.ts'
import { createSms, deleteSms, updateSms } from './activities/sms.ts'
import {
  createLeadStatusChange,
  createOpportunityStatusChange,
  deleteLeadStatusChange,
  deleteOpportunityStatusChange,
} from './activities/statusChange.ts'
import { createWhatsAppMessage, deleteWhatsAppMessage, updateWhatsAppMessage } from './activities/whatsAppMessage.ts'
import { createBulkDelete, createBulkEdit } from './bulk/bulkAction.ts'
import { createComment, deleteComment, mayListThreads, updateComment } from './comment.ts'
import type { Context, FindOptions, Written } from './context.ts'
import { createCustomActivity, deleteCustomActivity, updateCustomActivity } from './custom/customActivity.ts'
import { createCustomField, deleteCustomField, updateCustomField } from './custom/customField.ts'
import { updateCustomFieldSchema } from './custom/customFieldSchema.ts'
import { createCustomObject, deleteCustomObject, updateCustomObject } from './custom/customObject.ts'
import {
  createCustomActivityType,
  createCustomObjectType,
  deleteCustomActivityType,
  deleteCustomObjectType,
  updateCustomActivityType,
  updateCustomObjectType,
} from './custom/customType.ts'
import { createExport } from './exports/export.ts'
import { createFile, deleteFile, updateFile } from './files/file.ts'
import { createFolder, deleteFolder, updateFolder } from './files/folder.ts'
import { createLinkedFile, deleteLinkedFile, updateLinkedFile } from './files/linkedFile.ts'
import { createIntegrationLink, deleteIntegrationLink, updateIntegrationLink } from './integrationLink.ts'
import { createCase, deleteCase, updateCase } from './leads/case.ts'
import { createContact, deleteContact, updateContact } from './leads/contact.ts'
import { createLead, deleteLead, detachLead, updateLead } from './leads/lead.ts'
import { createOpportunity, deleteOpportunity, updateOpportunity } from './leads/opportunity.ts'
import { createGroup, deleteGroup, updateGroup } from './people/group.ts'
import { addMember, deactivateMembership, updateMembership, updateMemberships } from './people/membership.ts'
import { updateOrganization } from './people/organization.ts'
import { createRole, deleteRole, updateRole } from './people/role.ts'
import { createSavedSearch, deleteSavedSearch, updateSavedSearch } from './searching/savedSearch.ts'
import { createLeadStatus, deleteLeadStatus, updateLeadStatus } from './statuses/leadStatus.ts'
import {
  createOpportunityStatus,
  deleteOpportunityStatus,
  updateOpportunityStatus,
} from './statuses/opportunityStatus.ts'
import { createPipeline, deletePipeline, updatePipeline } from './statuses/pipeline.ts'
import { deleteTaskCompleted } from './tasks/completion.ts'
import { updateTasks } from './tasks/manyTasks.ts'
import { createTask, deleteTask, updateTask } from './tasks/task.ts'
import { createWebhook, deleteWebhook, updateWebhook } from './webhooks/webhook.ts'

/**
 * What can be done with an object of a noun. A draft has been decoded by a dialect's map, whose codecs are checked
 * against the catalogue; here it is only known to be an object.
 */
export type NounActions = {
  readonly create?: (ctx: Context, draft: object) => Promise<Written>
  readonly update?: (ctx: Context, id: string, patch: object, options?: FindOptions) => Promise<Written>
  readonly delete?: (ctx: Context, id: string) => Promise<Written>
  /** Refuses lists that the actor may not have. */
  readonly mayList?: (ctx: Context, where: readonly Condition[]) => void
  /** Changes all that match, and says how many. */
  readonly updateMany?: (ctx: Context, where: readonly Condition[], patch: object) => Promise<number>
  /** Deletes it, but not what can do without it. */
  readonly detach?: (ctx: Context, id: string) => Promise<Written>
}

/** The actions by noun, where the engine finds them. */
export const actions: Partial<Record<NounName, NounActions>> = {
  organization: { update: updateOrganization },
  lead: { create: createLead, update: updateLead, delete: deleteLead, detach: detachLead },
  contact: { create: createContact, update: updateContact, delete: deleteContact },
  opportunity: { create: createOpportunity, update: updateOpportunity, delete: deleteOpportunity },
  membership: {
    create: addMember,
    update: updateMembership,
    updateMany: updateMemberships,
    delete: deactivateMembership,
  },
  role: { create: createRole, update: updateRole, delete: deleteRole },
  group: { create: createGroup, update: updateGroup, delete: deleteGroup },
  integrationLink: {
    create: createIntegrationLink,
    update: updateIntegrationLink,
    delete: deleteIntegrationLink,
  },
  savedSearch: { create: createSavedSearch, update: updateSavedSearch, delete: deleteSavedSearch },
  bulkEdit: { create: createBulkEdit },
  bulkDelete: { create: createBulkDelete },
  export: { create: createExport },
  webhook: { create: createWebhook, update: updateWebhook, delete: deleteWebhook },
  leadStatus: { create: createLeadStatus, update: updateLeadStatus, delete: deleteLeadStatus },
  opportunityStatus: {
    create: createOpportunityStatus,
    update: updateOpportunityStatus,
    delete: deleteOpportunityStatus,
  },
  pipeline: { create: createPipeline, update: updatePipeline, delete: deletePipeline },
  customField: { create: createCustomField, update: updateCustomField, delete: deleteCustomField },
  customFieldSchema: { update: updateCustomFieldSchema },
  customActivityType: {
    create: createCustomActivityType,
    update: updateCustomActivityType,
    delete: deleteCustomActivityType,
  },
  customObjectType: {
    create: createCustomObjectType,
    update: updateCustomObjectType,
    delete: deleteCustomObjectType,
  },
  customObject: { create: createCustomObject, update: updateCustomObject, delete: deleteCustomObject },
  customActivity: { create: createCustomActivity, update: updateCustomActivity, delete: deleteCustomActivity },
  activity: { create: createFiledNote, update: updateFiledNote, delete: deleteFiledNote },
  note: { create: createNote, update: updateNote, delete: deleteNote },
  call: { create: createCall, update: updateCall, delete: deleteCall },
  email: { create: createEmail, update: updateEmail, delete: deleteEmail },
  emailThread: { delete: deleteEmailThread },
  sms: { create: createSms, update: updateSms, delete: deleteSms },
  whatsAppMessage: {
    create: createWhatsAppMessage,
    update: updateWhatsAppMessage,
    delete: deleteWhatsAppMessage,
  },
  meeting: { create: createMeeting, update: updateMeeting, delete: deleteMeeting },
  formSubmission: { create: createFormSubmission, delete: deleteFormSubmission },
  leadStatusChange: { create: createLeadStatusChange, delete: deleteLeadStatusChange },
  opportunityStatusChange: { create: createOpportunityStatusChange, delete: deleteOpportunityStatusChange },
  taskCompleted: { delete: deleteTaskCompleted },
  task: { create: createTask, update: updateTask, delete: deleteTask, updateMany: updateTasks },
  case: { create: createCase, update: updateCase, delete: deleteCase },
  comment: { create: createComment, update: updateComment, delete: deleteComment },
  commentThread: { mayList: mayListThreads },
  folder: { create: createFolder, update: updateFolder, delete: deleteFolder },
  file: { create: createFile, update: updateFile, delete: deleteFile },
  linkedFile: { create: createLinkedFile, update: updateLinkedFile, delete: deleteLinkedFile },
}

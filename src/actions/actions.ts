import type { NounName } from '../domain/catalogue.ts'
import { createCall, deleteCall, updateCall } from './call.ts'
import { createCase, deleteCase, updateCase } from './case.ts'
import { createComment, deleteComment } from './comment.ts'
import { createContact, deleteContact, updateContact } from './contact.ts'
import type { Context, FindOptions, Written } from './context.ts'
import { createCustomField, deleteCustomField, updateCustomField } from './customField.ts'
import { createEmail, deleteEmail, updateEmail } from './email.ts'
import { createFile, deleteFile, updateFile } from './file.ts'
import { createFiledNote, deleteFiledNote, updateFiledNote } from './filedNote.ts'
import { createFolder, deleteFolder, updateFolder } from './folder.ts'
import { createGroup, deleteGroup, updateGroup } from './group.ts'
import { createLead, deleteLead, detachLead, updateLead } from './lead.ts'
import { createLeadStatus, deleteLeadStatus, updateLeadStatus } from './leadStatus.ts'
import { createLinkedFile, deleteLinkedFile, updateLinkedFile } from './linkedFile.ts'
import { createNote, deleteNote, updateNote } from './note.ts'
import { createOpportunity, deleteOpportunity, updateOpportunity } from './opportunity.ts'
import { createOpportunityStatus, deleteOpportunityStatus, updateOpportunityStatus } from './opportunityStatus.ts'
import { updateOrganization } from './organization.ts'
import { createPipeline, deletePipeline, updatePipeline } from './pipeline.ts'
import {
  createLeadStatusChange,
  createOpportunityStatusChange,
  deleteLeadStatusChange,
  deleteOpportunityStatusChange,
} from './statusChange.ts'
import { createTask, deleteTask, updateTask } from './task.ts'

/**
 * What can be done with an object of a noun. A draft has been decoded by a dialect's map, whose codecs are checked
 * against the catalogue; here it is only known to be an object.
 */
export type NounActions = {
  readonly create?: (ctx: Context, draft: object) => Promise<Written>
  readonly update?: (ctx: Context, id: string, patch: object, options?: FindOptions) => Promise<Written>
  readonly delete?: (ctx: Context, id: string) => Promise<Written>
  /** Deletes it, but not what can do without it. */
  readonly detach?: (ctx: Context, id: string) => Promise<Written>
}

/** The actions by noun, where the engine finds them. */
export const actions: Partial<Record<NounName, NounActions>> = {
  organization: { update: updateOrganization },
  lead: { create: createLead, update: updateLead, delete: deleteLead, detach: detachLead },
  contact: { create: createContact, update: updateContact, delete: deleteContact },
  opportunity: { create: createOpportunity, update: updateOpportunity, delete: deleteOpportunity },
  group: { create: createGroup, update: updateGroup, delete: deleteGroup },
  leadStatus: { create: createLeadStatus, update: updateLeadStatus, delete: deleteLeadStatus },
  opportunityStatus: {
    create: createOpportunityStatus,
    update: updateOpportunityStatus,
    delete: deleteOpportunityStatus,
  },
  pipeline: { create: createPipeline, update: updatePipeline, delete: deletePipeline },
  customField: { create: createCustomField, update: updateCustomField, delete: deleteCustomField },
  activity: { create: createFiledNote, update: updateFiledNote, delete: deleteFiledNote },
  note: { create: createNote, update: updateNote, delete: deleteNote },
  call: { create: createCall, update: updateCall, delete: deleteCall },
  email: { create: createEmail, update: updateEmail, delete: deleteEmail },
  leadStatusChange: { create: createLeadStatusChange, delete: deleteLeadStatusChange },
  opportunityStatusChange: { create: createOpportunityStatusChange, delete: deleteOpportunityStatusChange },
  task: { create: createTask, update: updateTask, delete: deleteTask },
  case: { create: createCase, update: updateCase, delete: deleteCase },
  comment: { create: createComment, delete: deleteComment },
  folder: { create: createFolder, update: updateFolder, delete: deleteFolder },
  file: { create: createFile, update: updateFile, delete: deleteFile },
  linkedFile: { create: createLinkedFile, update: updateLinkedFile, delete: deleteLinkedFile },
}

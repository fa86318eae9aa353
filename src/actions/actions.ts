import type { NounName } from '../domain/catalogue.ts'
import { createCall, deleteCall, updateCall } from './call.ts'
import { createContact, deleteContact, updateContact } from './contact.ts'
import type { Context, Written } from './context.ts'
import { createLeadCustomField, deleteLeadCustomField, updateLeadCustomField } from './customField.ts'
import { createEmail, deleteEmail, updateEmail } from './email.ts'
import { createLead, deleteLead, updateLead } from './lead.ts'
import { createLeadStatus, deleteLeadStatus, updateLeadStatus } from './leadStatus.ts'
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

/**
 * What can be done with an object of a noun. A draft has been decoded by a dialect's map, whose codecs are checked
 * against the catalogue; here it is only known to be an object.
 */
export type NounActions = {
  readonly create?: (ctx: Context, draft: object) => Promise<Written>
  readonly update?: (ctx: Context, id: string, patch: object) => Promise<Written>
  readonly delete?: (ctx: Context, id: string) => Promise<Written>
}

/** The actions by noun, where the engine finds them. */
export const actions: Partial<Record<NounName, NounActions>> = {
  organization: { update: updateOrganization },
  lead: { create: createLead, update: updateLead, delete: deleteLead },
  contact: { create: createContact, update: updateContact, delete: deleteContact },
  opportunity: { create: createOpportunity, update: updateOpportunity, delete: deleteOpportunity },
  leadStatus: { create: createLeadStatus, update: updateLeadStatus, delete: deleteLeadStatus },
  opportunityStatus: {
    create: createOpportunityStatus,
    update: updateOpportunityStatus,
    delete: deleteOpportunityStatus,
  },
  pipeline: { create: createPipeline, update: updatePipeline, delete: deletePipeline },
  customField: { create: createLeadCustomField, update: updateLeadCustomField, delete: deleteLeadCustomField },
  note: { create: createNote, update: updateNote, delete: deleteNote },
  call: { create: createCall, update: updateCall, delete: deleteCall },
  email: { create: createEmail, update: updateEmail, delete: deleteEmail },
  leadStatusChange: { create: createLeadStatusChange, delete: deleteLeadStatusChange },
  opportunityStatusChange: { create: createOpportunityStatusChange, delete: deleteOpportunityStatusChange },
}

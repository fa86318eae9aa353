import type { CustomField } from './customField.ts'
import type { Organization } from './organization.ts'
import type { LeadStatus, OpportunityStatus, Pipeline } from './status.ts'

/** What an organization has set up, each list in display order. */
export type Settings = {
  readonly organization: Organization
  readonly leadStatuses: readonly LeadStatus[]
  readonly opportunityStatuses: readonly OpportunityStatus[]
  readonly pipelines: readonly Pipeline[]
  readonly customFields: readonly CustomField[]
}

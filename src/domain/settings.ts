import type { CustomField } from './customField.ts'
import type { CustomActivityType, CustomObjectType } from './customType.ts'
import type { Organization } from './organization.ts'
import type { LeadStatus, OpportunityStatus, Pipeline } from './status.ts'

/** What an organization has set up, each list in display order. */
export type Settings = {
  readonly organization: Organization
  readonly leadStatuses: readonly LeadStatus[]
  readonly opportunityStatuses: readonly OpportunityStatus[]
  readonly pipelines: readonly Pipeline[]
  /** With the numbers under which some know them. */
  readonly customFields: readonly (CustomField & { readonly number: number })[]
  readonly customActivityTypes: readonly CustomActivityType[]
  readonly customObjectTypes: readonly CustomObjectType[]
}

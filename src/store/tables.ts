import type { NounName } from '../domain/catalogue.ts'
import { activity, activityKinds } from './activity.ts'
import { contact } from './contact.ts'
import { lead } from './lead.ts'
import { opportunity } from './opportunity.ts'
import { organization } from './organization.ts'
import { customField, leadStatus, opportunityStatus, pipeline } from './status.ts'
import type { Relations, TableSpec } from './table.ts'
import { membership, role, user } from './user.ts'

/** How each noun of the catalogue is kept. */
export const tables: Record<NounName, TableSpec> = {
  organization,
  user,
  membership,
  role,
  leadStatus,
  opportunityStatus,
  pipeline,
  customField,
  lead,
  contact,
  opportunity,
  activity,
  ...activityKinds,
}

export const tableOf = (noun: NounName) => tables[noun].name

/** The tables themselves: what a read sees. */
export const asStored: Relations = { one: tableOf, many: tableOf }

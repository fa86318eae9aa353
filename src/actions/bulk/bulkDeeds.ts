import type { BulkObject } from '../../domain/bulkAction.ts'
import type { CustomChange } from '../../domain/customValue.ts'
import type { Permission } from '../../domain/permission.ts'
import type { Batch } from '../../store/writing/batch.ts'
import { deleteCall } from '../activities/call.ts'
import { deleteFormSubmission } from '../activities/formSubmission.ts'
import type { Context, Written } from '../context.ts'
import { deleteCustomActivity, updateCustomActivity } from '../custom/customActivity.ts'
import { updateCustomObject } from '../custom/customObject.ts'
import { deleteContact, updateContact } from '../leads/contact.ts'
import { deleteLead, updateLead } from '../leads/lead.ts'
import { updateOpportunity } from '../leads/opportunity.ts'

type Foreseeing = Pick<Batch, 'foresee' | 'foreseeRelated'>
/** An object that something is done to, as far as it says what else will be needed. */
export type Item = { readonly id: string; readonly leadId?: string | null }

/** Something that is done to each of many objects: one of the usual actions. */
export type Deed = {
  readonly act: (ctx: Context, id: string) => Promise<Written>
  /** Reads at once what the action is going to ask for, one by one. */
  readonly foresee?: (tx: Foreseeing, items: readonly Item[]) => Promise<void>
  /** It changes the lead, too, so it is not done to two objects of one lead in one statement. */
  readonly changesLead?: true
}

/** Gives leads a status. */
export const leadStatusDeed = (statusId: string): Deed => ({
  act: (ctx, id) => updateLead(ctx, id, { statusId }),
  foresee: (tx, items) => tx.foreseeRelated('leadStatusChange', 'leadId', idsOf(items)),
})

/** Changes a custom value. */
export function customDeed(noun: BulkObject, change: CustomChange): Deed {
  const patch = { custom: [change] }
  switch (noun) {
    case 'lead':
      return { act: (ctx, id) => updateLead(ctx, id, patch) }
    case 'contact':
      return { act: (ctx, id) => updateContact(ctx, id, patch), foresee: leadsOf, changesLead: true }
    case 'opportunity':
      return { act: (ctx, id) => updateOpportunity(ctx, id, patch) }
    case 'customActivity':
      return { act: (ctx, id) => updateCustomActivity(ctx, id, patch) }
    case 'customObject':
      return { act: (ctx, id) => updateCustomObject(ctx, id, patch) }
    case 'call':
    case 'formSubmission':
      throw new Error(`a ${noun} has no custom values`)
  }
}

/** What can be deleted in bulk. */
export type Deletable = Exclude<BulkObject, 'opportunity' | 'customObject'>

const tasksOf: Deed['foresee'] = (tx, items) => tx.foreseeRelated('task', 'activityId', idsOf(items))

/** Deletes objects. */
export const DELETIONS: Readonly<Record<Deletable, Deed & { readonly needs: Permission }>> = {
  lead: { act: deleteLead, needs: 'delete_leads' },
  contact: {
    act: deleteContact,
    needs: 'delete_leads',
    changesLead: true,
    async foresee(tx, items) {
      await leadsOf(tx, items)
      await tx.foreseeRelated('contact', 'leadId', leadIdsOf(items))
    },
  },
  call: { act: deleteCall, needs: 'delete_own_activities', foresee: tasksOf },
  customActivity: { act: deleteCustomActivity, needs: 'delete_own_activities' },
  formSubmission: { act: deleteFormSubmission, needs: 'delete_own_activities', foresee: tasksOf },
}

async function leadsOf(tx: Foreseeing, items: readonly Item[]): Promise<void> {
  await tx.foresee('lead', leadIdsOf(items))
}

const idsOf = (items: readonly Item[]) => items.map(({ id }) => id)
const leadIdsOf = (items: readonly Item[]) => [...new Set(items.flatMap(({ leadId }) => leadId ?? []))]

import { refused } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import type { OpportunityStatus, StatusType } from '../../domain/status.ts'
import { type Context, change, remove, type Written } from '../context.ts'
import { differs } from '../patch.ts'
import { Problems } from '../problems.ts'
import { checkLabel } from './leadStatus.ts'

export type OpportunityStatusDraft = {
  readonly label?: string | null
  readonly type?: StatusType | null
  readonly pipelineId?: string | null
}

/** Adds a status at the end of a pipeline, of the first one unless said otherwise. */
export async function createOpportunityStatus(ctx: Context, draft: OpportunityStatusDraft): Promise<Written> {
  permit(ctx.actor, 'manage_customizations')
  const { opportunityStatuses, pipelines } = await ctx.store.settings({ fresh: true })
  const pipeline = draft.pipelineId == null ? pipelines[0] : pipelines.find((one) => one.id === draft.pipelineId)
  const problems = new Problems()
  if (pipeline === undefined) problems.add(['pipelineId'], draft.pipelineId == null ? 'required' : 'unknown_reference')
  problems.settle()
  const siblings = opportunityStatuses.filter((one) => one.pipelineId === pipeline?.id)
  const status: OpportunityStatus = {
    organizationId: ctx.actor.organizationId,
    id: ctx.ids('opportunityStatus'),
    pipelineId: pipeline?.id ?? '',
    label: checkLabel(draft.label ?? '', siblings),
    type: draft.type ?? 'active',
    position: 1 + Math.max(-1, ...siblings.map((one) => one.position)),
    createdAt: ctx.now,
    updatedAt: ctx.now,
  }
  return change(ctx, async (tx) => {
    tx.insert('opportunityStatus', status)
    return status.id
  })
}

export async function updateOpportunityStatus(
  ctx: Context,
  id: string,
  patch: OpportunityStatusDraft,
): Promise<Written> {
  return change(ctx, async (tx) => {
    const status = await tx.get('opportunityStatus', id)
    permit(ctx.actor, 'manage_customizations')
    const { opportunityStatuses } = await ctx.store.settings({ fresh: true })
    const siblings = opportunityStatuses.filter((one) => one.id !== id && one.pipelineId === status.pipelineId)
    const label = patch.label === undefined ? status.label : checkLabel(patch.label ?? '', siblings)
    const changed = { ...status, label, type: patch.type ?? status.type }
    if (differs(status, changed)) tx.update('opportunityStatus', { ...changed, updatedAt: ctx.now })
    return id
  })
}

/** Deletes a status that no opportunity has. */
export async function deleteOpportunityStatus(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    const status = await tx.get('opportunityStatus', id)
    permit(ctx.actor, 'manage_customizations')
    if (await tx.isUsed('opportunity', 'statusId', id)) {
      throw refused('This status is still used by opportunities; give them another status first.')
    }
    const others = (await ctx.store.settings({ fresh: true })).opportunityStatuses.filter((one) => one.id !== id)
    const other = others.find((one) => one.pipelineId === status.pipelineId) ?? others[0]
    if (other === undefined) throw refused('This is the only opportunity status; an organization needs one.')
    await tx.repointDeleted('opportunity', 'statusId', id, other.id)
    tx.delete('opportunityStatus', id)
    return id
  })
}

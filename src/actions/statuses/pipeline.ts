import { refused } from '../../domain/errors.ts'
import { permit } from '../../domain/permission.ts'
import type { OpportunityStatus, Pipeline, StatusType } from '../../domain/status.ts'
import { type Context, change, remove, type Transaction, touched, type Written } from '../context.ts'
import { differs } from '../patch.ts'
import { Problems } from '../problems.ts'

/** A status within a pipeline: an existing one by id, or a new one. */
export type PipelineStatusDraft = {
  readonly id?: string | null
  readonly label?: string | null
  readonly type?: StatusType | null
}
export type PipelineDraft = { readonly name?: string | null; readonly statuses?: readonly PipelineStatusDraft[] }

/** Adds a pipeline, empty unless statuses come with it. */
export async function createPipeline(ctx: Context, draft: PipelineDraft): Promise<Written> {
  permit(ctx.actor, 'manage_customizations')
  const { pipelines } = await ctx.store.settings({ fresh: true })
  const problems = new Problems()
  if ((draft.name ?? '') === '') problems.add(['name'], 'required')
  problems.settle()
  const pipeline: Pipeline = {
    organizationId: ctx.actor.organizationId,
    id: ctx.ids('pipeline'),
    name: draft.name ?? '',
    position: 1 + Math.max(-1, ...pipelines.map((one) => one.position)),
    createdAt: ctx.now,
    updatedAt: ctx.now,
    createdById: ctx.actor.userId,
    updatedById: ctx.actor.userId,
  }
  return change(ctx, async (tx) => {
    tx.insert('pipeline', pipeline)
    await placeStatuses(ctx, tx, pipeline.id, draft.statuses ?? [])
    return pipeline.id
  })
}

/** Renames a pipeline or orders its statuses; a status of another pipeline moves here. */
export async function updatePipeline(ctx: Context, id: string, patch: PipelineDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const pipeline = await tx.get('pipeline', id)
    permit(ctx.actor, 'manage_customizations')
    const problems = new Problems()
    if (patch.name === null || patch.name === '') problems.add(['name'], 'required')
    problems.settle()
    const changed = { ...pipeline, name: patch.name ?? pipeline.name }
    const placed = patch.statuses !== undefined && (await placeStatuses(ctx, tx, id, patch.statuses))
    if (placed || differs(pipeline, changed)) tx.update('pipeline', { ...changed, ...touched(ctx) })
    return id
  })
}

/** Deletes a pipeline without statuses. */
export async function deletePipeline(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    await tx.get('pipeline', id)
    permit(ctx.actor, 'manage_customizations')
    if (await tx.isUsed('opportunityStatus', 'pipelineId', id)) {
      throw refused('This pipeline still has statuses; move or delete them first.')
    }
    tx.delete('pipeline', id)
    return id
  })
}

/** Puts statuses in a pipeline and in order; says whether that changed anything. */
async function placeStatuses(
  ctx: Context,
  tx: Transaction,
  pipelineId: string,
  drafts: readonly PipelineStatusDraft[],
): Promise<boolean> {
  const { opportunityStatuses } = await ctx.store.settings({ fresh: true })
  const problems = new Problems()
  const labels = new Set<string>()
  const updated: OpportunityStatus[] = []
  const inserted: OpportunityStatus[] = []
  for (const [position, draft] of drafts.entries()) {
    const known = opportunityStatuses.find((one) => one.id === draft.id)
    if (draft.id != null && known === undefined) problems.add(['statuses', position], 'unknown_reference')
    if (draft.id == null && (draft.label ?? '') === '') problems.add(['statuses', position, 'label'], 'required')
    const label = (draft.id == null ? draft.label : known?.label) ?? ''
    if (labels.has(label.toLowerCase())) problems.add(['statuses', position, 'label'], 'conflict', label)
    labels.add(label.toLowerCase())
    if (known !== undefined) updated.push({ ...known, pipelineId, position })
    else inserted.push(newStatus(ctx, pipelineId, { label, type: draft.type ?? 'active', position }))
  }
  const named = new Set(updated.map((one) => one.id))
  const rest = opportunityStatuses.filter((one) => one.pipelineId === pipelineId && !named.has(one.id))
  for (const one of rest) if (labels.has(one.label.toLowerCase())) problems.add(['statuses'], 'conflict', one.label)
  problems.settle()
  const trailing = rest.map((one, i) => ({ ...one, position: drafts.length + i }))
  const moved = [...updated, ...trailing].filter((one) => opportunityStatuses.every((was) => differs(was, one)))
  tx.update('opportunityStatus', ...moved.map((one) => ({ ...one, updatedAt: ctx.now })))
  tx.insert('opportunityStatus', ...inserted)
  return moved.length + inserted.length > 0
}

function newStatus(
  ctx: Context,
  pipelineId: string,
  given: { label: string; type: StatusType; position: number },
): OpportunityStatus {
  return {
    organizationId: ctx.actor.organizationId,
    id: ctx.ids('opportunityStatus'),
    pipelineId,
    ...given,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  }
}

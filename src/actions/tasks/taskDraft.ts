import type { Task, TaskKind } from '../../domain/task.ts'
import { type Context, dayAt, type Transaction } from '../context.ts'
import { type CustomerDraft, checkReference, readCustomer } from '../leads/customer.ts'
import { differs, given } from '../patch.ts'
import { checkMember } from '../people/member.ts'
import { readVisibility, type VisibilityDraft } from '../people/visibility.ts'
import { Problems } from '../problems.ts'
import { type DueDraft, readDue, readWallClock } from './due.ts'
import { dueAs } from './newTask.ts'
import { dueOf, endsOf, type RepeatDraft, readRepetition } from './repeat.ts'

export type TaskDraft = CustomerDraft &
  DueDraft &
  RepeatDraft &
  VisibilityDraft & {
    readonly kind?: TaskKind | null
    readonly text?: string | null
    readonly priority?: string | null
    readonly resolution?: string | null
    readonly agentConfigId?: string | null
    readonly deduplicationKey?: string | null
    readonly category?: string | null
    readonly location?: string | null
    readonly caseId?: string | null
    readonly opportunityId?: string | null
    readonly assigneeId?: string | null
    readonly isComplete?: boolean | null
    readonly isDeleted?: boolean | null
    readonly createdAt?: string | null
  }

/** A task with what a draft says, all but whether it is done or deleted; throws what is wrong with it. */
export async function applied(ctx: Context, tx: Transaction, draft: TaskDraft, present: Task): Promise<Task> {
  const problems = new Problems()
  const { timezone } = (await ctx.store.settings()).organization
  const { leadId, contactId } = await readCustomer(tx, draft, present, problems)
  await checkReference(tx, 'case', draft.caseId, present.caseId, problems)
  await checkReference(tx, 'opportunity', draft.opportunityId, present.opportunityId, problems)
  await checkMember(ctx, 'assigneeId', draft.assigneeId, present.assigneeId, problems)
  const changed = readPlain(ctx, draft, present, timezone, problems)
  const ends = readWallClock(draft.ends, endsOf(present), timezone, ['ends'], problems)
  const visibleTo = await readVisibility(ctx, draft, present.visibleTo, problems)
  problems.settle()

  return {
    ...changed,
    leadId,
    contactId,
    ...readRepetition(draft, present),
    visibleTo,
    caseId: given(draft.caseId, present.caseId),
    opportunityId: given(draft.opportunityId, present.opportunityId),
    category: given(draft.category, present.category),
    location: given(draft.location, present.location),
    endsOn: ends.on,
    endsAt: ends.at,
  }
}

/** The same for what needs no looking up: what it says, when it is due, whose it is, how urgent. */
export function readPlain(ctx: Context, draft: TaskDraft, present: Task, zone: string, problems: Problems): Task {
  const due = readDue(draft, dueOf(present), dayAt(ctx, present.createdAt), zone, problems)
  const isCall = present.kind === 'outgoing-call'
  return {
    ...present,
    ...dueAs(due),
    assigneeId: given(draft.assigneeId, present.assigneeId),
    text: draft.text === undefined ? present.text : (draft.text ?? ''),
    priority: given(draft.priority, present.priority),
    resolution: isCall ? given(draft.resolution, present.resolution) : present.resolution,
    agentConfigId: isCall ? given(draft.agentConfigId, present.agentConfigId) : present.agentConfigId,
    // Another day of the month, once it is chosen, is the one to keep to.
    repeatAnchor: differs(due, dueOf(present)) ? null : present.repeatAnchor,
  }
}

const OF_ANY_KIND = ['assigneeId', 'date', 'isDateless', 'priority', 'resolution', 'agentConfigId', 'isComplete']

/** What of a patch may change a task: of what nobody wrote, only whose it is, when, how urgent and whether it is done. */
export function allowedOf(kind: string, patch: TaskDraft): TaskDraft {
  if (kind === 'lead') return patch
  return Object.fromEntries(Object.entries(patch).filter(([field]) => OF_ANY_KIND.includes(field)))
}

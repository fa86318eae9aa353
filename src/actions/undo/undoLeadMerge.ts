import { isDeepStrictEqual } from 'node:util'
import { refused } from '../../domain/errors.ts'
import type { Lead } from '../../domain/lead.ts'
import { type LeadMerge, release } from '../../domain/leadMerge.ts'
import { permit } from '../../domain/permission.ts'
import { alive, type Context, change, type Transaction, touched, type Written } from '../context.ts'
import { refiled, since, type Undo } from '../leads/mergeLeads.ts'
import { BELONGING } from '../leads/takeAlong.ts'
import { differs } from '../patch.ts'

type Belonging = (typeof BELONGING)[number]
type Row = Awaited<ReturnType<typeof Transaction.prototype.related<Belonging>>>[number]

/**
 * Parts two leads again that were merged: both are as they were, but for what somebody has changed since. What was added
 * to something that goes back goes with it.
 */
export async function undoLeadMerge(ctx: Context, id: string): Promise<Written> {
  return change(ctx, async (tx) => {
    const merge = await tx.get('leadMerge', id)
    permit(ctx.actor, 'merge_leads')
    const { sourceLeadId, destinationLeadId } = merge
    const leads = { merge_source_lead_id: sourceLeadId, merge_destination_lead_id: destinationLeadId }
    tx.telling({ ...ctx.request.meta, ...leads })
    const undo = merge.undo as Undo
    const into = await tx.find('lead', merge.destinationLeadId)
    const from = await tx.find('lead', merge.sourceLeadId, { binned: true })
    if (into === undefined || from === undefined || from.deletedAt === null) {
      throw refused('One of the leads was merged again or deleted after this; undo that first.')
    }

    const back = await goingBack(tx, merge, undo)
    for (const noun of BELONGING) {
      const rows = [...(back.get(noun)?.values() ?? [])]
      tx.update<Belonging>(noun, ...rows.map((row) => movedBack(noun, row, merge, undo, ctx.now)))
    }
    await fileBack(tx, back, merge, undo)
    tx.update('lead', partedLead(ctx, into, merge, undo))
    tx.restore('lead', { ...from, ...alive })
    tx.delete('leadMerge', id)
    return from.id
  })
}

/** What goes back to the source: what came from there and is still here, and what was added to it. */
async function goingBack(tx: Transaction, merge: LeadMerge, undo: Undo): Promise<Map<Belonging, Map<string, Row>>> {
  const here = merge.destinationLeadId
  const back = new Map<Belonging, Map<string, Row>>()
  const people = await tx.related('contact', 'leadId', here)
  const stays = new Set(people.flatMap(({ id }) => (undo.moved.contact?.[id] === undefined ? [id] : [])))
  for (const noun of IN_ORDER) {
    const found = await tx.related<Belonging>(noun, 'id', Object.keys(undo.moved[noun] ?? {}))
    for (const [parent, field] of PARENTS[noun] ?? []) {
      const ids = [...(back.get(parent)?.keys() ?? [])]
      if (ids.length > 0) found.push(...(await tx.related<Belonging>(noun, field, ids)))
    }
    const kept = found.filter(
      (row) => row.leadId === here && row.id !== merge.id && !stays.has(('contactId' in row && row.contactId) || ''),
    )
    back.set(noun, new Map(kept.map((row) => [row.id, row])))
  }
  return back
}

const IN_ORDER = new Set<Belonging>(['contact', 'opportunity', 'case', ...BELONGING])

// What takes along what is added to it.
const PARENTS: Partial<Record<Belonging, readonly (readonly [Belonging, string])[]>> = {
  opportunity: [['contact', 'contactId']],
  task: [
    ['contact', 'contactId'],
    ['opportunity', 'opportunityId'],
    ['case', 'caseId'],
  ],
  case: [['contact', 'contactId']],
  activity: [
    ['contact', 'contactId'],
    ['opportunity', 'opportunityId'],
    ['case', 'caseId'],
  ],
  commentThread: [
    ['activity', 'activityId'],
    ['task', 'taskId'],
    ['opportunity', 'opportunityId'],
  ],
  comment: [['commentThread', 'threadId']],
}

function movedBack(noun: Belonging, row: Row, merge: LeadMerge, undo: Undo, now: string): Row {
  const before = undo.moved[noun]?.[row.id]
  // What a merge moves has its time, as everything has that is written at once.
  const untouched = before !== undefined && isSameInstant(row.updatedAt, merge.createdAt)
  const alsoFiled = 'alsoFiled' in row ? { alsoFiled: filingBefore(row, merge, undo) } : {}
  return { ...row, ...alsoFiled, ...since(noun, untouched ? before : now), leadId: merge.sourceLeadId } as Row
}

/** Activities of other leads that were filed under the source too are so again. */
async function fileBack(tx: Transaction, back: Map<Belonging, Map<string, Row>>, merge: LeadMerge, undo: Undo) {
  const elsewhere = Object.keys(undo.alsoFiled).filter((id) => back.get('activity')?.has(id) !== true)
  const rows = await tx.related('activity', 'id', elsewhere)
  const changed = rows.map((row) => ({ ...row, alsoFiled: filingBefore(row, merge, undo) }))
  tx.update('activity', ...changed.filter((row, i) => differs(row, rows[i] ?? {})))
}

type AlsoFiled = { readonly id: string; readonly alsoFiled: readonly string[]; readonly leadId?: string | null }

/** What an activity was also filed under, unless somebody has filed it otherwise since. */
function filingBefore(row: AlsoFiled, { sourceLeadId, destinationLeadId }: LeadMerge, undo: Undo): readonly string[] {
  const before = undo.alsoFiled[row.id]
  if (before === undefined) return row.alsoFiled
  const merged = refiled({ ...row, alsoFiled: before }, sourceLeadId, destinationLeadId).alsoFiled
  return isDeepStrictEqual(merged, row.alsoFiled) ? before : row.alsoFiled
}

/** The destination without what it took in; as old as it was, when nobody has changed it since. */
function partedLead(ctx: Context, lead: Lead, merge: LeadMerge, { before, after }: Undo): Lead {
  const parted = release(lead, before, after)
  const { updatedAt, updatedById } = before
  return { ...parted, ...(isSameInstant(lead.updatedAt, merge.createdAt) ? { updatedAt, updatedById } : touched(ctx)) }
}

const isSameInstant = (a: string, b: string) => Date.parse(a) === Date.parse(b)

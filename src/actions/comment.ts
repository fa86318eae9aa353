import type { Comment } from '../domain/comment.ts'
import { permit, permitOwned } from '../domain/permission.ts'
import { plainToHtml } from '../domain/text.ts'
import { alive, type Context, change, remove, stamps, type Transaction, type Written } from './context.ts'
import { bothTexts } from './note.ts'
import { Problems } from './problems.ts'

export type CommentDraft = {
  readonly text?: string | null
  readonly html?: string | null
  readonly activityId?: string | null
  readonly taskId?: string | null
  /** An activity or a task, whichever has this id. */
  readonly objectId?: string | null
}

/** Says something about an activity or a task. Rich text wins over plain when both are given. */
export async function createComment(ctx: Context, draft: CommentDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const about = await findCommented(tx, draft, problems)
    const texts = bothTexts(draft, { text: '', html: plainToHtml('') })
    const given = WORDS.filter((field) => draft[field] !== undefined)
    if (given.length === 0) problems.add([], 'object', 'A comment needs words.')
    else if (texts.text === '') for (const field of given) problems.add([field], 'required')
    problems.settle()
    const comment: Comment = { ...stamps(ctx), ...alive, ...about, ...texts, id: ctx.ids('comment') }
    tx.insert('comment', comment)
    return comment.id
  })
}

/** Deletes a comment; one of somebody else needs the right to change what others wrote. */
export async function deleteComment(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    const comment = await tx.get('comment', id)
    permit(ctx.actor, 'delete_own_activities')
    permitOwned(ctx.actor, comment.createdById, 'manage_others_activities')
    tx.delete('comment', id)
    return id
  })
}

const NOTHING = { activityId: null, taskId: null, leadId: null }

/** What a comment is about: exactly one thing. */
async function findCommented(
  tx: Transaction,
  draft: CommentDraft,
  problems: Problems,
): Promise<Pick<Comment, 'activityId' | 'taskId' | 'leadId'>> {
  const named = FIELDS.filter((field) => draft[field] !== undefined && draft[field] !== null)
  const [field, ...more] = named
  if (field === undefined) {
    problems.add([], 'object', 'A comment needs an activity or a task that it is about.')
    return NOTHING
  }
  for (const other of more) problems.add([other], 'object', 'A comment is about one thing only.')
  const id = draft[field] ?? ''
  const activity = field === 'taskId' ? undefined : await tx.find('activity', id)
  if (activity !== undefined) return { activityId: id, taskId: null, leadId: activity.leadId }
  const task = field === 'activityId' ? undefined : await tx.find('task', id)
  if (task !== undefined) return { activityId: null, taskId: id, leadId: task.leadId }
  problems.add([field], 'unknown_reference')
  return NOTHING
}

const WORDS = ['text', 'html'] as const
const FIELDS = ['activityId', 'taskId', 'objectId'] as const

import type { Comment, CommentThread } from '../domain/comment.ts'
import { forbidden, refused } from '../domain/errors.ts'
import { mentionsIn } from '../domain/mention.ts'
import { permit, permitOwned } from '../domain/permission.ts'
import { plainToHtml } from '../domain/text.ts'
import type { Condition } from '../search/listQuery.ts'
import { bothTexts } from './activities/note.ts'
import { alive, type Context, change, remove, stamps, type Transaction, touched, type Written } from './context.ts'
import { differs } from './patch.ts'
import { Problems } from './problems.ts'

export type CommentDraft = {
  readonly text?: string | null
  readonly html?: string | null
  readonly activityId?: string | null
  readonly taskId?: string | null
  /** An activity, a task or an opportunity, whichever has this id. */
  readonly objectId?: string | null
}

/** Says something; the first to do so about an object opens its thread. Rich text wins over plain when both are given. */
export async function createComment(ctx: Context, draft: CommentDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const { objectId, ...about } = await findCommented(tx, draft, problems)
    const texts = bothTexts(draft, { text: '', html: plainToHtml('') })
    checkWords(draft, texts, problems)
    problems.settle()

    // What it is about is locked, so nobody else can open a thread on it at the same time.
    const thread = (await tx.related('commentThread', 'objectId', objectId))[0]
    const opened: CommentThread = { ...stamps(ctx), ...alive, ...about, objectId, id: ctx.ids('commentThread') }
    if (thread === undefined) tx.insert('commentThread', opened)
    else tx.update('commentThread', { ...thread, ...touched(ctx) })
    const comment: Comment = {
      ...stamps(ctx),
      ...alive,
      ...about,
      ...texts,
      id: ctx.ids('comment'),
      threadId: thread?.id ?? opened.id,
      mentionIds: await readMentions(ctx, texts.html),
      removedAt: null,
      removedById: null,
    }
    tx.insert('comment', comment)
    return comment.id
  })
}

/** Says it in other words. Nobody may put words into another's mouth, whatever their role. */
export async function updateComment(ctx: Context, id: string, patch: CommentDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const comment = await tx.get('comment', id)
    if (comment.createdById !== ctx.actor.userId) throw forbidden('Only who wrote a comment may change it.')
    const texts = bothTexts(patch, comment)
    if (!differs(texts, { text: comment.text, html: comment.html })) return id
    if (comment.removedAt !== null) throw refused('This comment has been removed.')
    const problems = new Problems()
    checkWords(patch, texts, problems)
    problems.settle()
    tx.update('comment', {
      ...comment,
      ...texts,
      mentionIds: await readMentions(ctx, texts.html),
      ...touched(ctx),
    })
    return id
  })
}

/**
 * Removes a comment: its words go, and its place stays as long as others in the thread have theirs; the last one takes
 * the thread along. One of somebody else needs the right to change what others wrote.
 */
export async function deleteComment(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    const comment = await tx.get('comment', id)
    permit(ctx.actor, 'delete_own_activities')
    permitOwned(ctx.actor, comment.createdById, 'manage_others_activities')
    if (comment.removedAt !== null) return id
    const thread = await tx.get('commentThread', comment.threadId)
    const all = await tx.related('comment', 'threadId', thread.id)
    if (all.every((one) => one.id === id || one.removedAt !== null)) {
      tx.delete('commentThread', thread.id)
      tx.deleteAll('comment', 'threadId', thread.id)
      return id
    }
    tx.update('comment', {
      ...comment,
      text: '',
      html: '',
      mentionIds: [],
      ...touched(ctx),
      removedAt: ctx.now,
      removedById: ctx.actor.userId,
    })
    tx.update('commentThread', { ...thread, ...touched(ctx) })
    return id
  })
}

/** Refuses those who do not see all leads a list of all threads: they have to say which ones they mean. */
export function mayListThreads(ctx: Context, where: readonly Condition[]): void {
  const isScoped = where.some((one) => 'path' in one && ['id', 'objectId'].includes(one.path))
  if (!isScoped) permit(ctx.actor, 'view_all_leads')
}

type About = Pick<CommentThread, 'activityId' | 'taskId' | 'opportunityId' | 'leadId' | 'objectId'>
const NOTHING: About = { activityId: null, taskId: null, opportunityId: null, leadId: null, objectId: '' }

/** What a comment is about: exactly one thing. */
async function findCommented(tx: Transaction, draft: CommentDraft, problems: Problems): Promise<About> {
  const named = FIELDS.filter((field) => draft[field] !== undefined && draft[field] !== null)
  const [field, ...more] = named
  if (field === undefined) {
    problems.add([], 'object', 'A comment needs something that it is about.')
    return NOTHING
  }
  for (const other of more) problems.add([other], 'object', 'A comment is about one thing only.')
  const objectId = draft[field] ?? ''
  for (const { noun, id, allowed } of COMMENTED) {
    const found = allowed.some((one) => one === field) ? await tx.find(noun, objectId) : undefined
    if (found !== undefined) return { ...NOTHING, [id]: objectId, leadId: found.leadId, objectId }
  }
  problems.add([field], 'unknown_reference')
  return NOTHING
}

const FIELDS = ['activityId', 'taskId', 'objectId'] as const
const COMMENTED = [
  { noun: 'activity', id: 'activityId', allowed: ['activityId', 'objectId'] },
  { noun: 'task', id: 'taskId', allowed: ['taskId', 'objectId'] },
  { noun: 'opportunity', id: 'opportunityId', allowed: ['objectId'] },
] as const satisfies readonly {
  noun: 'activity' | 'task' | 'opportunity'
  id: keyof About
  allowed: readonly string[]
}[]

const WORDS = ['text', 'html'] as const

function checkWords(draft: CommentDraft, { text }: { text: string }, problems: Problems): void {
  const given = WORDS.filter((field) => draft[field] !== undefined)
  if (given.length === 0) problems.add([], 'object', 'A comment needs words.')
  else if (text === '') for (const field of given) problems.add([field], 'required')
}

/** The members whom rich text mentions. */
async function readMentions(ctx: Context, html: string): Promise<readonly string[]> {
  const named = mentionsIn(html)
  const members = await ctx.store.members(named)
  return named.filter((id) => members.has(id))
}

import type { Activity } from '../../domain/activity.ts'
import { type Logged, newsKindOf } from '../../domain/news.ts'
import type { Opportunity } from '../../domain/opportunity.ts'
import type { Moment, NotificationKind, Task } from '../../domain/task.ts'
import { type Context, type Transaction, touched } from '../context.ts'
import { differs } from '../patch.ts'
import { dueAs, newTask } from './newTask.ts'

/** What happened that somebody should look at: an activity, as far as it matters. */
export type News = Pick<Activity, 'id' | 'leadId' | 'contactId' | 'userId' | 'opportunityId' | 'caseId' | 'at'> & {
  readonly text?: string | null
  /** The conversation that an e-mail belongs to. */
  readonly threadId?: string | null
}

/**
 * Asks whom an activity belongs to for a look at it, by a task in their inbox. E-mails of one conversation that nobody
 * has looked at yet share one, and an answer ends the wait for it.
 * @param options `due`: when to look, unless it is at once
 */
export async function notify(
  ctx: Context,
  tx: Transaction,
  kind: NotificationKind,
  news: News,
  options: { readonly due?: Moment } = {},
): Promise<void> {
  const due = options.due ?? { on: null, at: earlier(news.at, ctx.now) }
  const open = (await inThread(tx, news)).filter(isOpen)
  if (kind === 'incoming-email') {
    tx.delete('task', ...open.filter((one) => one.kind === 'email-followup').map(({ id }) => id))
  }
  const shared = open.find((one) => one.kind === kind && (kind === 'incoming-email' || one.activityId === news.id))
  if (shared !== undefined) {
    const emailIds = kind === 'incoming-email' ? [...shared.emailIds, news.id] : []
    const changed = { ...shared, activityId: news.id, emailIds, ...dueAs(due) }
    if (differs(shared, changed)) tx.update('task', { ...changed, ...touched(ctx) })
    return
  }
  tx.insert('task', {
    ...newTask(ctx, kind),
    ...aboutOf(news),
    ...dueAs(due),
    activityId: news.id,
    threadId: news.threadId ?? null,
    emailIds: kind === 'incoming-email' ? [news.id] : [],
    text: kind === 'incoming-sms' ? (news.text ?? '') : '',
  })
}

/** The same for a call or an e-mail that has just been logged, where it is news at all. */
export async function notifyOfLogged(ctx: Context, tx: Transaction, logged: Logged & News) {
  const kind = newsKindOf(logged, ctx.now)
  if (kind !== undefined) await notify(ctx, tx, kind, logged)
}

/** Takes back what an activity asked for, because it is deleted; a conversation is left with its other e-mails. */
export async function withdrawNotifications(ctx: Context, tx: Transaction, activity: Pick<News, 'id' | 'threadId'>) {
  const { id } = activity
  const asking = [...(await tx.related('task', 'activityId', id)), ...(await inThread(tx, activity))]
  const gone: string[] = []
  for (const task of new Map(asking.map((one) => [one.id, one])).values()) {
    if (task.kind === 'lead') continue
    const emailIds = task.emailIds.filter((one) => one !== id)
    const last = emailIds.at(-1)
    if (last !== undefined && emailIds.length < task.emailIds.length)
      tx.update('task', { ...task, emailIds, activityId: last, ...touched(ctx) })
    else if (task.activityId === id) gone.push(task.id)
  }
  tx.delete('task', ...gone)
}

/**
 * Keeps the task that asks what became of an opportunity on the day it was expected to close: it is made with the
 * expectation, moves with it, and goes when the opportunity is won, lost or deleted. Nothing has to run on that day.
 */
export async function keepExpectation(
  ctx: Context,
  tx: Transaction,
  before: Opportunity | undefined,
  after: Opportunity | undefined,
): Promise<void> {
  const [was, is] = [await expectationOf(ctx, before), await expectationOf(ctx, after)]
  if (!differs({ was }, { was: is })) return
  const asking = before === undefined ? [] : await tx.related('task', 'opportunityId', before.id)
  const open = asking.find((one) => one.kind === 'opportunity-due' && isOpen(one))
  if (is === undefined) tx.delete('task', ...(open === undefined ? [] : [open.id]))
  else if (open !== undefined) tx.update('task', { ...open, ...is, ...touched(ctx) })
  // Whoever has looked at it is asked again when another day is named.
  else if (was?.dueOn !== is.dueOn) tx.insert('task', { ...newTask(ctx, 'opportunity-due'), ...is })
}

/** What the task about an expectation says; undefined where nothing is expected any more. */
async function expectationOf(ctx: Context, opportunity: Opportunity | undefined) {
  if (opportunity === undefined || opportunity.wonOn === null) return undefined
  const { opportunityStatuses } = await ctx.store.settings()
  const status = opportunityStatuses.find((one) => one.id === opportunity.statusId)
  if (status?.type !== 'active') return undefined
  const about = aboutOf({ ...opportunity, opportunityId: opportunity.id, caseId: null })
  return { ...about, ...dueAs({ on: opportunity.wonOn, at: null }) }
}

const inThread = async (tx: Transaction, { threadId }: Pick<News, 'threadId'>) =>
  threadId === undefined || threadId === null ? [] : tx.related('task', 'threadId', threadId)

const isOpen = (task: Task) => !task.isComplete

// What is said to come from the future has come all the same.
const earlier = (at: string, now: string) => (Date.parse(at) < Date.parse(now) ? at : now)

type About = Pick<News, 'leadId' | 'contactId' | 'userId' | 'opportunityId' | 'caseId'>

function aboutOf({ leadId, contactId, userId, opportunityId, caseId }: About) {
  return { leadId, contactId, opportunityId, caseId, assigneeId: userId }
}

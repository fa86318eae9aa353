import { refused } from '../../domain/errors.ts'
import { isWebAddress } from '../../domain/text.ts'
import {
  MAX_WANTED_EVENTS,
  MAX_WEBHOOKS,
  type PauseReason,
  type WantedEvent,
  type Webhook,
} from '../../domain/webhook.ts'
import { type Filter, filterProblem } from '../../domain/webhookFilter.ts'
import { type Context, change, remove, stamps, touched, type Written } from '../context.ts'
import { differs } from '../patch.ts'
import { Problems } from '../problems.ts'

export type WebhookDraft = {
  readonly url?: string | null
  readonly events?: readonly WantedEvent[] | null
  readonly eventFilter?: Filter | null
  readonly verifySsl?: boolean | null
  readonly status?: string | null
}

/** Subscribes an address to what happens from now on. */
export async function createWebhook(ctx: Context, draft: WebhookDraft): Promise<Written> {
  const { transactionId: startsAt } = await ctx.store.endOfEvents()
  return change(ctx, async (tx) => {
    const parts = readParts(ctx, draft, BLANK)
    const { organizationId } = ctx.actor
    // Who makes another one at the same moment waits here, and then counts this one.
    await tx.get('organization', organizationId)
    const present = await tx.related('webhook', 'organizationId', organizationId)
    if (present.length >= MAX_WEBHOOKS)
      throw refused(`An organization can have ${MAX_WEBHOOKS} webhooks at most. Delete one that is not needed.`)
    const id = ctx.ids('webhook')
    tx.insert('webhook', {
      ...stamps(ctx),
      id,
      ...parts,
      signatureKey: newSignatureKey(),
      resumedAt: null,
      startsAt,
    })
    return id
  })
}

/** Changes what the patch names. What waits for a subscription that was paused is delivered when it is active again. */
export async function updateWebhook(ctx: Context, id: string, patch: WebhookDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const present = await tx.get('webhook', id)
    const changed: Webhook = { ...present, ...readParts(ctx, patch, present) }
    const resumedAt = changed.status === 'active' && present.status !== 'active' ? ctx.now : present.resumedAt
    if (differs(present, changed)) tx.update('webhook', { ...changed, resumedAt, ...touched(ctx) })
    return id
  })
}

/** Ends a subscription. What waits for it is forgotten, and so is what was delivered. */
export async function deleteWebhook(ctx: Context, id: string): Promise<Written> {
  return remove(ctx, async (tx) => {
    await tx.get('webhook', id)
    tx.delete('webhook', id)
    return id
  })
}

/** Stops deliveries until somebody makes the subscription active again. */
export async function pauseWebhook(ctx: Context, id: string, reason: PauseReason): Promise<void> {
  await remove(ctx, async (tx) => {
    const present = await tx.find('webhook', id)
    if (present?.status === 'active')
      tx.update('webhook', { ...present, status: 'paused', pauseReason: reason, updatedAt: ctx.now })
    return id
  })
}

type Parts = Pick<Webhook, 'url' | 'events' | 'eventFilter' | 'verifySsl' | 'status' | 'pauseReason'>
const BLANK: Parts = { url: '', events: [], eventFilter: null, verifySsl: true, status: 'active', pauseReason: null }

function readParts(ctx: Context, draft: WebhookDraft, present: Parts): Parts {
  const problems = new Problems()
  const url = draft.url === undefined ? present.url : (draft.url ?? '')
  if (url === '') problems.add(['url'], 'required')
  else if (url !== present.url) checkUrl(ctx, url, problems)
  const events = draft.events === undefined ? (present.events as readonly WantedEvent[]) : (draft.events ?? [])
  if (events.length === 0) problems.add(['events'], 'required')
  if (events.length > MAX_WANTED_EVENTS) problems.add(['events'], 'list_too_long')
  for (const [i, { extra_filter: filter }] of events.entries())
    checkFilter(filter, ['events', i, 'extra_filter'], problems)
  const eventFilter = draft.eventFilter === undefined ? present.eventFilter : draft.eventFilter
  checkFilter(eventFilter, ['eventFilter'], problems)
  problems.settle()
  const status = draft.status ?? present.status
  const pauseReason = status === 'active' ? null : present.status === 'paused' ? present.pauseReason : 'api'
  return { url, events, eventFilter, verifySsl: draft.verifySsl ?? present.verifySsl, status, pauseReason }
}

function checkUrl({ outside }: Context, url: string, problems: Problems): void {
  if (!/^https?:\/\//i.test(url) || !isWebAddress(url) || !URL.canParse(url)) {
    problems.add(['url'], 'invalid_url')
    return
  }
  const refusal = outside.refusal(new URL(url))
  if (refusal !== undefined) problems.add(['url'], 'object', refusal)
}

function checkFilter(filter: unknown, path: readonly (string | number)[], problems: Problems): void {
  const problem = filter === null ? undefined : filterProblem(filter)
  if (problem !== undefined) problems.add(path, 'object', problem)
}

const KEY_BYTES = 32

const newSignatureKey = () => Buffer.from(crypto.getRandomValues(new Uint8Array(KEY_BYTES))).toString('hex')

import sql, { type Sql } from 'sql-template-tag'
import type { WantedEvent } from '../../domain/webhook.ts'
import type { Filter } from '../../domain/webhookFilter.ts'
import type { Runner } from '../database/database.ts'
import { endOfEvents } from '../events/eventFollow.ts'

/** A subscription that this process works on, as it is at the moment. Instants are milliseconds since 1970. */
export type KeptQueue = {
  readonly organizationId: string
  readonly webhookId: string
  readonly url: string
  readonly events: readonly WantedEvent[]
  readonly eventFilter: Filter | null
  readonly verifySsl: boolean
  readonly signatureKey: string
  readonly createdById: string | null
  readonly membershipId: string | null
  readonly resumedAt: number | null
  readonly queued: number
  /** How many waited when this process began with it. */
  readonly found: number
  /** Failed attempts in a row, and since when. */
  readonly failures: number
  readonly failingSince: number | null
  readonly hasNews: boolean
  readonly hasDue: boolean
}

/** Which subscription, and which process. What a process does with a subscription that it no longer has, has no effect. */
export type Hold = Pick<KeptQueue, 'organizationId' | 'webhookId'> & { readonly keeper: string }

/** SQL for the row `t` of one subscription. */
export const ofQueue = ({ organizationId, webhookId }: Hold): Sql =>
  sql`t.organization_id = ${organizationId} and t.webhook_id = ${webhookId}`

/** SQL for whether the process still has the subscription. */
export const isHeld = (hold: Hold): Sql =>
  sql`exists (select 1 from webhook_queues t where ${ofQueue(hold)} and t.keeper = ${hold.keeper})`

/**
 * Takes the active subscriptions that nobody works on, keeps those that this process has for another while, and gives all
 * of these with what there is to do.
 */
export async function keepQueues(
  { reader, writer }: { readonly reader: Runner; readonly writer: Runner },
  keeper: string,
  leaseMs: number,
): Promise<readonly KeptQueue[]> {
  await writer.run(
    sql`insert into webhook_queues (organization_id, webhook_id, transaction_id, event_id)
      select w.organization_id, w.id, w.starts_at::xid8, '' from webhooks w
      where not exists (select 1 from webhook_queues q where q.organization_id = w.organization_id and q.webhook_id = w.id)
      on conflict do nothing`,
  )
  const taken = await writer.run<{ webhookId: string }>(
    sql`update webhook_queues q set keeper = ${keeper}, kept_until = now() + ${leaseMs}::float8 * interval '1 ms',
        found = case when q.keeper = ${keeper} then q.found else q.queued end
      from (select t.organization_id, t.webhook_id from webhook_queues t
        join webhooks w on w.organization_id = t.organization_id and w.id = t.webhook_id
        where w.status = 'active' and (t.kept_until is null or t.kept_until < now() or (t.keeper = ${keeper}
          and t.kept_until < now() + ${leaseMs / 2}::float8 * interval '1 ms'))
        for no key update of t skip locked) free
      where q.organization_id = free.organization_id and q.webhook_id = free.webhook_id returning q.webhook_id`,
  )
  return heldQueues(taken.length > 0 ? writer : reader, keeper)
}

async function heldQueues(runner: Runner, keeper: string): Promise<readonly KeptQueue[]> {
  const { transactionId: unsettled } = await endOfEvents(runner)
  return runner.run<KeptQueue>(
    sql`select t.organization_id as "organizationId", t.webhook_id as "webhookId", w.url, w.events,
        w.event_filter as "eventFilter", w.verify_ssl as "verifySsl", w.signature_key as "signatureKey",
        w.created_by_id as "createdById", m.id as "membershipId", t.queued, t.found, t.failures,
        extract(epoch from w.resumed_at)::float8 * 1000 as "resumedAt",
        extract(epoch from t.failing_since)::float8 * 1000 as "failingSince",
        exists (select 1 from events e where e.organization_id = t.organization_id
          and (e.transaction_id, e.id) > (t.transaction_id, t.event_id)
          and e.transaction_id < ${unsettled}::text::xid8) as "hasNews",
        exists (select 1 from webhook_pending p where p.organization_id = t.organization_id
          and p.webhook_id = t.webhook_id and p.due_at <= now()) as "hasDue"
      from webhook_queues t
      join webhooks w on w.organization_id = t.organization_id and w.id = t.webhook_id
      left join memberships m on m.organization_id = w.organization_id and m.user_id = w.created_by_id
      where t.keeper = ${keeper} and t.kept_until > now() and w.status = 'active'`,
  )
}

/**
 * Puts a subscription in order that was worked on by somebody else before: the first event of each object is due, also
 * if the other died between two steps, and what has failed is tried at once.
 */
export async function beginQueue(writer: Runner, hold: Hold): Promise<void> {
  await writer.run(
    sql`update webhook_pending t set due_at = case when t.due_at is null then greatest(t.ready_at, now())
        else least(t.due_at, greatest(t.ready_at, now())) end
      where ${ofQueue(hold)} and (t.due_at > now() or (t.due_at is null and not exists (select 1 from webhook_pending x
        where x.organization_id = t.organization_id and x.webhook_id = t.webhook_id and x.object_id = t.object_id
          and (x.transaction_id, x.event_id) < (t.transaction_id, t.event_id))))`,
  )
}

/** Lets others have a subscription at once. */
export async function leaveQueue(writer: Runner, hold: Hold): Promise<void> {
  await writer.run(
    sql`update webhook_queues t set keeper = null, kept_until = null where ${ofQueue(hold)} and t.keeper = ${hold.keeper}`,
  )
}

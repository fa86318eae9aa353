import sql, { raw } from 'sql-template-tag'
import type { Scope } from '../../domain/permission.ts'
import type { View } from '../../domain/view.ts'
import type { WebhookDelivery } from '../../domain/webhook.ts'
import { type Runner, sqlState } from '../database/database.ts'
import { type EventPosition, endOfEvents } from '../events/eventFollow.ts'
import { viewer, withSql } from '../people/visibility.ts'
import { projection } from '../projection/projection.ts'
import { visible } from '../reading/read.ts'
import { insertSql } from '../writing/change.ts'
import { type Hold, isHeld, ofQueue } from './webhookLease.ts'

/** An event that a subscription comes by. */
export type PassedEvent = EventPosition & {
  readonly objectId: string
  readonly objectType: string
  readonly action: string
  readonly createdAt: number
  readonly updatedAt: number
  /** The event as the view shows it; null where the subscription does not want it, or may not see it. */
  readonly json: string | null
}

/** Which kinds of event are wanted, as `object_type action`; who looks; how many events to pass at most. */
type Passing = { readonly kinds: readonly string[]; readonly scope: Scope; readonly limit: number; readonly view: View }

/** The events that come next in the log after where a subscription is, wanted or not. */
export async function passEvents(runner: Runner, hold: Hold, passing: Passing): Promise<readonly PassedEvent[]> {
  const { kinds, scope, limit, view } = passing
  const { transactionId: unsettled } = await endOfEvents(runner)
  // What is seen is seen whole, however long ago it was.
  const { json, joins } = projection(view, 't')
  return runner.run<PassedEvent>(
    sql`${withSql(viewer(scope))}select t.transaction_id::text as "transactionId", t.id, t.object_id as "objectId",
        t.object_type as "objectType", t.action, extract(epoch from t.created_at)::float8 * 1000 as "createdAt",
        extract(epoch from t.updated_at)::float8 * 1000 as "updatedAt",
        case when (t.object_type || ' ' || t.action) = any(${kinds}) then
          case when ${visible(scope, 'event')} then ${raw(json)}::text end end as json
      from (select t.* from events t where t.organization_id = ${hold.organizationId}
          and (t.transaction_id, t.id) > ((${positionOf(hold, 'transaction_id')}), (${positionOf(hold, 'event_id')}))
          and t.transaction_id < ${unsettled}::text::xid8
        order by t.transaction_id, t.id ${raw(`limit ${Math.trunc(limit)}`)}) t
      ${raw(joins.join('\n'))} order by t.transaction_id, t.id`,
  )
}

const positionOf = (hold: Hold, column: 'transaction_id' | 'event_id') =>
  sql`select t.${raw(column)} from webhook_queues t where ${ofQueue(hold)}`

/** An event that is to be delivered, and when it may be at the earliest. */
export type QueuedEvent = EventPosition & { readonly objectId: string; readonly readyAt: string }

/**
 * Queues events and moves the subscription on, in one step. One that waits already is told anew. Only the first of an
 * object is due; the others follow when it is done.
 * @returns false when somebody else has the subscription by now
 */
export async function queueEvents(
  writer: Runner,
  hold: Hold,
  events: readonly QueuedEvent[],
  upTo: EventPosition,
): Promise<boolean> {
  const seen = new Set<string>()
  const given = events.map((event) => {
    const isFirst = !seen.has(event.objectId)
    seen.add(event.objectId)
    return { ...event, isFirst }
  })
  const rows = await writer.run(
    sql`with added as (
      insert into webhook_pending (organization_id, webhook_id, event_id, transaction_id, object_id, ready_at, due_at)
      select ${hold.organizationId}, ${hold.webhookId}, g.id, g."transactionId"::xid8, g."objectId", g."readyAt",
        case when g."isFirst" and not exists (select 1 from webhook_pending t
          where ${ofQueue(hold)} and t.object_id = g."objectId" and t.event_id <> g.id) then g."readyAt" end
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
        as g(id text, "transactionId" text, "objectId" text, "readyAt" timestamptz, "isFirst" boolean)
      where ${isHeld(hold)}
      on conflict (organization_id, webhook_id, event_id) do update set transaction_id = excluded.transaction_id,
        ready_at = excluded.ready_at,
        due_at = case when webhook_pending.due_at is not null then excluded.ready_at end
      returning (xmax = 0) as is_new)
    update webhook_queues t set transaction_id = ${upTo.transactionId}::text::xid8, event_id = ${upTo.id},
      queued = t.queued + (select count(*) from added where is_new)
    where ${ofQueue(hold)} and t.keeper = ${hold.keeper} returning 1`,
  )
  return rows.length > 0
}

/** An event that is due. */
export type DueEvent = EventPosition & {
  readonly objectId: string
  readonly objectType: string
  readonly action: string
  readonly attempts: number
  readonly firstTriedAt: number | null
  /** As the view shows it now; null when it is no longer in the log. */
  readonly json: string | null
}

/** Some of what is due, at most one event of each object, and none of those that are being delivered. */
export async function dueEvents(
  runner: Runner,
  hold: Hold,
  { busy, limit, view }: { readonly busy: readonly string[]; readonly limit: number; readonly view: View },
): Promise<readonly DueEvent[]> {
  const { json, joins } = projection(view, 't')
  return runner.run<DueEvent>(
    sql`select p.event_id as id, p.transaction_id::text as "transactionId", p.object_id as "objectId", p.attempts,
        extract(epoch from p.first_tried_at)::float8 * 1000 as "firstTriedAt",
        coalesce(t.object_type, '') as "objectType", coalesce(t.action, '') as action,
        case when t.id is not null then ${raw(json)}::text end as json
      from (select t.* from webhook_pending t where ${ofQueue(hold)} and t.due_at <= now()
        and t.object_id <> all(${busy}::text[])
        order by t.due_at, t.transaction_id, t.event_id ${raw(`limit ${Math.trunc(limit)}`)}) p
      left join events t on t.organization_id = p.organization_id and t.id = p.event_id
      ${raw(joins.join('\n'))} order by p.due_at, p.transaction_id, p.event_id`,
  )
}

/** How an attempt ended for the event. */
export type Outcome = EventPosition & {
  readonly objectId: string
  readonly result: 'delivered' | 'retry' | 'dropped'
  readonly attempts: number
  readonly firstTriedAt: string | null
  readonly dueAt: string | null
}

/** How the subscription is doing. */
export type Health = {
  readonly failures: number
  readonly failingSince: string | null
  readonly latestError: object | null
}

/** Writes down how attempts ended, in one step with what follows from it: the next events of these objects are due. */
export async function settleEvents(...[writer, ...settling]: Parameters<typeof settle>): Promise<void> {
  try {
    await settle(writer, ...settling)
  } catch (error) {
    // The subscription was deleted in the meantime, and all that is said of it.
    if (sqlState(error) !== '23503') throw error
  }
}

async function settle(
  writer: Runner,
  hold: Hold,
  outcomes: readonly Outcome[],
  health: Health,
  log: readonly WebhookDelivery[],
): Promise<void> {
  const count = (result: Outcome['result']) => outcomes.filter((one) => one.result === result).length
  const logged = log.length === 0 ? [] : [sql`, logged as (${insertSql('webhookDelivery', log)})`]
  await writer.run(
    sql`with given as (select * from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) as g(id text,
        "transactionId" text, "objectId" text, result text, attempts int, "firstTriedAt" timestamptz, "dueAt" timestamptz)),
    gone as (delete from webhook_pending t using given g where ${ofQueue(hold)} and t.event_id = g.id
      and t.transaction_id = g."transactionId"::xid8 and g.result <> 'retry' returning t.object_id, t.event_id),
    next as (update webhook_pending t set due_at = greatest(t.ready_at, now())
      from (select (select t.event_id from webhook_pending t where ${ofQueue(hold)} and t.object_id = o.object_id
          and t.event_id <> o.event_id order by t.transaction_id, t.event_id limit 1) as event_id from gone o) f
      where ${ofQueue(hold)} and t.event_id = f.event_id),
    retried as (update webhook_pending t set attempts = g.attempts, first_tried_at = g."firstTriedAt", due_at = g."dueAt"
      from given g where ${ofQueue(hold)} and t.event_id = g.id and g.result = 'retry')
    ${logged[0] ?? sql``}
    update webhook_queues t set queued = t.queued - (select count(*) from gone),
      delivered = t.delivered + ${count('delivered')}::int, dropped = t.dropped + ${count('dropped')}::int,
      failed = t.failed + ${log.filter((one) => !one.isSuccess).length}::int, failures = ${health.failures}::int,
      failing_since = ${health.failingSince}::timestamptz,
      latest_error = coalesce(${health.latestError === null ? null : JSON.stringify(health.latestError)}::jsonb, t.latest_error)
    where ${ofQueue(hold)}`,
  )
}

/** Makes due what waits for another attempt: the receiver is back. */
export async function hastenEvents(writer: Runner, hold: Hold): Promise<void> {
  await writer.run(
    sql`update webhook_pending t set due_at = now() where ${ofQueue(hold)} and t.due_at > now() and t.attempts > 0`,
  )
}

/** Forgets old attempts, and what has waited too long for subscriptions that are paused; says how much. */
export async function forgetDeliveries(
  writer: Runner,
  organizationId: string,
  { attemptsBefore, waitingBefore }: { readonly attemptsBefore: string; readonly waitingBefore: string },
): Promise<number> {
  const attempts = await writer.run(
    sql`delete from webhook_deliveries t where t.organization_id = ${organizationId} and t.id = any(array(
      select d.id from webhooks w cross join lateral (select d.id from webhook_deliveries d
        where d.organization_id = w.organization_id and d.webhook_id = w.id and d.sent_at < ${attemptsBefore}::timestamptz
        order by d.sent_at limit ${FORGOTTEN_AT_ONCE}) d
      where w.organization_id = ${organizationId})) returning 1`,
  )
  const waiting = await writer.run(
    sql`with old as (delete from webhook_pending t using webhooks w where t.organization_id = ${organizationId}
        and w.organization_id = t.organization_id and w.id = t.webhook_id and w.status = 'paused'
        and t.ready_at < ${waitingBefore}::timestamptz returning t.webhook_id)
      update webhook_queues q set queued = q.queued - o.count, dropped = q.dropped + o.count
      from (select webhook_id, count(*) from old group by webhook_id) o
      where q.organization_id = ${organizationId} and q.webhook_id = o.webhook_id returning 1`,
  )
  return attempts.length + waiting.length
}

const FORGOTTEN_AT_ONCE = 1000

import type { TableSpec } from './table.ts'

const isOwn = (w: string) => `(select ids from viewer) @> array[${w}.created_by_id]`

const queue = (t: string, expression: string) =>
  `(select ${expression} from webhook_queues q where q.organization_id = ${t}.organization_id and q.webhook_id = ${t}.id)`

/** How subscriptions are kept. Administrators see all of them, others their own. */
export const webhook: TableSpec = {
  name: 'webhooks',
  isSeen: isOwn,
  computed: {
    healthStatus: (t) => `case when ${queue(t, 'q.failures')} > 0 then 'unhealthy' else 'healthy' end`,
    latestError: (t) => queue(t, 'q.latest_error'),
    failingHours: (t) => `coalesce(${queue(t, 'ceil(extract(epoch from (now() - q.failing_since)) / 3600)::int')}, 0)`,
    counters: (t) =>
      `coalesce(${queue(
        t,
        "json_build_object('queued', q.queued, 'delivered', q.delivered, 'failed', q.failed, 'dropped', q.dropped)",
      )}, '{"queued":0,"delivered":0,"failed":0,"dropped":0}'::json)`,
  },
}

/** How attempts to deliver are kept; who sees the subscription sees them. */
export const webhookDelivery: TableSpec = {
  name: 'webhook_deliveries',
  isSeen: (d) => `exists (select 1 from webhooks w where w.organization_id = ${d}.organization_id
    and w.id = ${d}.webhook_id and ${isOwn('w')})`,
}

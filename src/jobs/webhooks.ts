import type { KeptQueue, WebhookQueues } from '../actions/webhooks/webhookQueue.ts'
import type { send } from '../actions/webhooks/webhookSend.ts'
import { rest } from './rest.ts'
import { type Lane, type LaneMeans, openLane, type Timing } from './webhookLane.ts'
import { openSlots } from './webhookSlots.ts'

export type { Timing } from './webhookLane.ts'

export type DeliveryMeans = {
  readonly queues: WebhookQueues
  readonly timing: Timing
  /** How often to look for what is new. */
  readonly pollMs: number
  readonly send: (to: KeptQueue, parcel: Parameters<typeof send>[2]) => ReturnType<typeof send>
  readonly failed: (error: unknown) => void
}

export type Deliveries = {
  /** Takes no more and waits for what is under way. */
  stop(): Promise<void>
}

/**
 * Delivers to the subscriptions of all organizations, as far as no other process does, until it is stopped. Each has a
 * lane of its own, so none waits for another.
 */
export function deliverWebhooks({ queues, timing, pollMs, send: sendTo, failed }: DeliveryMeans): Deliveries {
  const lanes = new Map<string, Lane>()
  const within = openSlots()
  const deliver: LaneMeans['deliver'] = (to, parcel) => within(new URL(to.url).host, () => sendTo(to, parcel))
  const stopped = new AbortController()
  const looking = look()

  return {
    async stop() {
      stopped.abort()
      await looking
      for (const lane of lanes.values()) lane.stop()
      await Promise.all([...lanes.values()].map(({ over }) => over))
    },
  }

  async function look(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        arrange(await queues.keep())
      } catch (error) {
        failed(error)
      }
      await rest(pollMs, stopped.signal)
    }
  }

  /** A lane for each subscription that is ours, and none for others. */
  function arrange(kept: readonly KeptQueue[]): void {
    const ours = new Map(kept.map((one) => [one.webhookId, one]))
    for (const [id, lane] of lanes) if (!ours.has(id)) lane.stop()
    for (const [id, one] of ours) {
      const lane = lanes.get(id)
      if (lane === undefined) open(id, one)
      else lane.wake(one)
    }
  }

  function open(id: string, kept: KeptQueue): void {
    const lane = openLane({ queue: queues.open(kept), timing, deliver, failed }, kept)
    lanes.set(id, lane)
    void lane.over.then(() => lanes.delete(id))
  }
}

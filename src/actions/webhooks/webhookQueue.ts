import type { Scope } from '../../domain/permission.ts'
import type { PauseReason, WebhookDelivery } from '../../domain/webhook.ts'
import type { KeptQueue } from '../../store/webhooks/webhookLease.ts'
import type { DueEvent, Health, Outcome, PassedEvent, QueuedEvent } from '../../store/webhooks/webhookQueue.ts'

export type { KeptQueue } from '../../store/webhooks/webhookLease.ts'
export type { DueEvent, Health, Outcome, PassedEvent, QueuedEvent } from '../../store/webhooks/webhookQueue.ts'

/** A subscription and what waits for it, for the one process that works on it. */
export type WebhookQueue = {
  /** Puts in order what another process left. */
  begin(): Promise<void>
  /** What its maker may see, in whose name it listens. */
  scope(): Promise<Scope>
  /** The next events of the log, with the content of those of these kinds. */
  pass(kinds: readonly string[], scope: Scope, limit: number): Promise<readonly PassedEvent[]>
  /** Queues some of these and moves on; false when somebody else has the subscription by now. */
  add(events: readonly QueuedEvent[], upTo: PassedEvent): Promise<boolean>
  due(busy: readonly string[], limit: number): Promise<readonly DueEvent[]>
  settle(outcomes: readonly Outcome[], health: Health, log: readonly WebhookDelivery[]): Promise<void>
  hasten(): Promise<void>
  pause(reason: PauseReason): Promise<void>
  /** Lets others have it. */
  leave(): Promise<void>
}

/** The subscriptions of all organizations. */
export type WebhookQueues = {
  /** Those that this process works on for now, with what there is to do. */
  keep(): Promise<readonly KeptQueue[]>
  open(kept: KeptQueue): WebhookQueue
}

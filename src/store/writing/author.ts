import type { NounName } from '../../domain/catalogue.ts'
import type { Scope } from '../../domain/permission.ts'
import type { View } from '../../domain/view.ts'

type Meta = Readonly<Record<string, string>>

/** Who writes and what they may see, for the answer and the events, and how events show each noun. */
export type Author = Scope & {
  readonly userId: string | null
  readonly apiKeyId: string | null
  readonly requestId: string | null
  readonly meta: Meta
  /** What events about something of a lead say instead, by the lead's id; by that of the object where it has no lead. */
  readonly metaByLead?: Readonly<Record<string, Meta>>
  readonly eventViews: Partial<Record<NounName, View>>
  /** The first characters of the ids of this transaction's events. */
  readonly eventPrefix: () => string
  /** The instant of the change. */
  readonly now: string
  /** It is told of afterwards, so nobody waits for it. */
  readonly isPast: boolean
  /** Several actions in one statement, none of which has changed the same objects a moment ago. */
  readonly isBatch?: true
}

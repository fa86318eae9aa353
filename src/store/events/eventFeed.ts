import sql, { raw } from 'sql-template-tag'
import type { Scope } from '../../domain/permission.ts'
import type { View } from '../../domain/view.ts'
import type { Database, Runner } from '../database/database.ts'
import { projection } from '../projection/projection.ts'
import { EventChannel, type FeedEvent } from './eventChannel.ts'
import { endOfEvents, latestEvent } from './eventFollow.ts'
import { seenTogether } from './eventSeen.ts'

export type { EventChannel, FeedEvent } from './eventChannel.ts'

/** What happens, as it happens, for all in this process who follow it: the log is read once for all of them. */
export type EventFeed = {
  /** What happens in an organization from now on, until `leave` is called. */
  join(organizationId: string): Promise<{ readonly channel: EventChannel; readonly leave: () => void }>
  /** Which of these events somebody may see; those who ask at the same moment are answered together. */
  seen(scope: Scope, ids: readonly string[]): Promise<ReadonlySet<string>>
  /** How many are there that have not left. */
  readers(): number
  /** Aborted when the process is about to end. */
  readonly closing: AbortSignal
  close(): void
}

// Hints say when to look. Those of others may get lost, and what somebody rolls back has none.
const POLL_MS = 1_000
// However much is written, there are so many milliseconds between two looks.
const APART_MS = 50
const AT_ONCE = 200

type Held = { readonly channel: Promise<EventChannel>; open?: EventChannel; readers: number }

/** Opens the feed of a process. Nothing is read while nobody follows. */
export function openEventFeed(database: Database, view: View, failed: (error: unknown) => void): EventFeed {
  const channels = new Map<string, Held>()
  const end = new AbortController()
  let wake: (() => void) | undefined
  let isHurried = false
  let isReading = false

  return {
    seen: seenTogether(database),
    readers: () => [...channels.values()].reduce((sum, { readers }) => sum + readers, 0),
    closing: end.signal,
    close() {
      end.abort()
      hurry()
    },
    async join(organizationId) {
      const held = channels.get(organizationId) ?? begin(organizationId)
      held.readers += 1
      let isIn = true
      const leave = () => {
        if (isIn) held.readers -= 1
        isIn = false
        if (held.readers === 0 && channels.get(organizationId) === held) channels.delete(organizationId)
      }
      try {
        return { channel: await held.channel, leave }
      } catch (error) {
        leave()
        throw error
      }
    },
  }

  function begin(organizationId: string): Held {
    const channel = latestEvent(database, organizationId).then((latest) => {
      held.open = new EventChannel(latest)
      if (!isReading) void read()
      return held.open
    })
    const held: Held = { channel, readers: 0 }
    channels.set(organizationId, held)
    return held
  }

  /** Reads the log for as long as somebody follows it. */
  async function read(): Promise<void> {
    isReading = true
    const deafen = database.hints.hear(hurry)
    let isTroubled = false
    while (channels.size > 0 && !end.signal.aborted) {
      try {
        const hasMore = await readOn()
        isTroubled = false
        await rest(APART_MS)
        if (!hasMore) await pause()
      } catch (error) {
        // While the database is away, every look fails.
        if (!isTroubled) failed(error)
        isTroubled = true
        await rest(POLL_MS)
      }
    }
    deafen()
    isReading = false
  }

  /** @returns whether there is more to read at once */
  async function readOn(): Promise<boolean> {
    isHurried = false
    const open = [...channels].flatMap(([id, one]) => (one.open === undefined ? [] : [[id, one.open] as const]))
    if (open.length === 0) return false
    const rows = await newEvents(database, open, view)
    const fresh = Map.groupBy(rows, ({ organizationId }) => organizationId)
    for (const [organizationId, channel] of open) {
      const events = fresh.get(organizationId)
      if (events !== undefined) channel.add(events)
    }
    return [...fresh.values()].some(({ length }) => length === AT_ONCE)
  }

  function hurry(): void {
    isHurried = true
    wake?.()
  }

  /** Waits until somebody says that there is something, or for as long as that may be missed. */
  async function pause(): Promise<void> {
    if (isHurried) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL_MS)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    wake = undefined
  }
}

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** The next events of organizations, after the ends of their channels. */
async function newEvents(
  runner: Runner,
  open: readonly (readonly [string, EventChannel])[],
  view: View,
): Promise<readonly FeedEvent[]> {
  const places = open.map(([organizationId, { end }]) => ({ organizationId, ...end }))
  const { transactionId: unsettled } = await endOfEvents(runner)
  const { json, joins } = projection(view, 't')
  return runner.run<FeedEvent>(
    sql`select t.organization_id as "organizationId", t.transaction_id::text as "transactionId", t.id,
        t.object_type as "objectType", t.object_id as "objectId", t.lead_id as "leadId", t.action,
        t.user_id as "userId", t.request_id as "requestId", ${raw(json)}::text as json
      from (select t.* from jsonb_to_recordset(${JSON.stringify(places)}::jsonb)
          as p("organizationId" text, "transactionId" text, id text)
        cross join lateral (select t.* from events t where t.organization_id = p."organizationId"
          and (t.transaction_id, t.id) > (p."transactionId"::xid8, p.id) and t.transaction_id < ${unsettled}::text::xid8
          order by t.transaction_id, t.id ${raw(`limit ${AT_ONCE}`)}) t) t
      ${raw(joins.join('\n'))} order by t.transaction_id, t.id`,
  )
}

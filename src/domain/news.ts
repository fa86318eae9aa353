import type { NotificationKind } from './task.ts'

/** What says of an activity whether somebody should look at it. */
export type Logged = {
  readonly kind: string
  readonly at: string
  readonly leadId: string | null
  readonly status?: string | null
  readonly direction?: string | null
  readonly disposition?: string | null
  readonly voicemailUrl?: string | null
  readonly voicemailDuration?: number
}

// Whoever brings in the history of years does not want it in the inbox; a mailbox that was away for some days is news.
const NEWS_MS = 7 * 24 * 3_600_000

/** What a call or an e-mail that is logged asks for; undefined where it asks for nothing. */
export function newsKindOf(logged: Logged, now: string): NotificationKind | undefined {
  if (Date.parse(now) - Date.parse(logged.at) > NEWS_MS) return undefined
  if (logged.kind === 'email') return logged.status === 'inbox' ? 'incoming-email' : undefined
  return logged.kind === 'call' && logged.direction === 'inbound' ? callKindOf(logged) : undefined
}

function callKindOf(call: Logged): NotificationKind | undefined {
  if ((call.voicemailUrl ?? '') !== '' || (call.voicemailDuration ?? 0) > 0) return 'voicemail'
  if (MISSED.includes(call.status ?? '') || call.disposition === 'no-answer') return 'missed-call'
  // Somebody talked to us whom nobody knows.
  return call.leadId === null && call.status === 'completed' ? 'answered-detached-call' : undefined
}

const MISSED = ['no-answer', 'busy', 'timeout', 'cancel']

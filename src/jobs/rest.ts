import { setTimeout as sleep } from 'node:timers/promises'

/** Waits, until it is told to stop. */
export const rest = (ms: number, signal: AbortSignal): Promise<void> => sleep(ms, undefined, { signal }).catch(() => {})

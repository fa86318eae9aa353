/** How many requests of one kind a key may send within so many seconds. */
export type RateLimit = { readonly limit: number; readonly window: number }

/** All keys of an organization together may send three times what one of them may. */
export const ORGANIZATION_SHARE = 3

export const MAX_RATE = 1_000_000
export const MAX_WINDOW_SECONDS = 3600

/** What a request left of a limit. */
export type RateUse = {
  readonly limit: number
  readonly window: number
  readonly remaining: number
  /** Seconds until all of it is there again. */
  readonly reset: number
  /** Whose limit it is. */
  readonly scope: 'key' | 'organization'
  /** The kind of request that is counted. */
  readonly group: string
}

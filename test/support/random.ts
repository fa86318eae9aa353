/** Chance that can be had again: the same seed makes the same choices. */
export type Random = {
  /** A whole number from 0 to below `n`. */
  readonly below: (n: number) => number
  readonly chance: (share: number) => boolean
  readonly pick: <T>(of: readonly T[]) => T
  /** Up to `most` of them, each perhaps several times. */
  readonly some: <T>(of: readonly T[], most: number) => readonly T[]
}

/** Mulberry32, by Tommy Ettinger. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n: number) => Math.floor(next() * n)
  const pick = <T>(of: readonly T[]): T => {
    if (of.length === 0) throw new Error('there is nothing to pick from')
    return of[below(of.length)] as T
  }
  return {
    below,
    pick,
    chance: (share) => next() < share,
    some: (of, most) => Array.from({ length: below(most + 1) }, () => pick(of)),
  }
}

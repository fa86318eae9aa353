/** A source of chance that tells the same story each time: mulberry32, which is short and good enough for a demo. */
export function seeded(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const pick = <T>(list: readonly [T, ...T[]]) => list[between(0, list.length - 1)] ?? list[0]
  return { between, pick }
}
export type Seeded = ReturnType<typeof seeded>

import type { Heard } from './eventEars.ts'

/** An event of the log, in the order of the log. */
export type Logged = {
  readonly id: string
  readonly version: string
  readonly objectId: string
  readonly objectType: string
  readonly action: string
}

/** What is wrong with what somebody heard, where they wanted a part of the log; empty when nothing is. */
export function problemsWith(heard: readonly Heard[], wanted: readonly Logged[], once: boolean): string[] {
  const latest = new Map(heard.map((one) => [one.id, one.version]))
  const missing = wanted.filter(({ id, version }) => latest.get(id) !== version)
  const ids = new Set(wanted.map(({ id }) => id))
  const foreign = heard.filter(({ id }) => !ids.has(id))
  const versions = new Set(heard.map(({ id, version }) => `${id} ${version}`))
  return [
    ...(missing.length === 0 ? [] : [`${missing.length} events were not told as they are in the end`]),
    ...(foreign.length === 0 ? [] : [`${foreign.length} events were told that were not wanted`]),
    ...(once && versions.size < heard.length ? [`${heard.length - versions.size} were told twice`] : []),
    ...(heard.every(({ isValid }) => isValid) ? [] : ['a signature was wrong']),
    ...(isInOrder(heard, wanted) ? [] : ['the events of an object came out of order']),
  ]
}

/** Whether the last time that each event was told, those of an object came in the order of the log. */
function isInOrder(heard: readonly Heard[], wanted: readonly Logged[]): boolean {
  const place = new Map(wanted.map(({ id }, i) => [id, i]))
  const last = new Map(heard.map(({ id }, i) => [id, i]))
  const reached = new Map<string, number>()
  return heard.every(({ id, objectId }, i) => {
    if (last.get(id) !== i) return true
    const here = place.get(id) ?? 0
    const isLater = here > (reached.get(objectId) ?? -1)
    reached.set(objectId, here)
    return isLater
  })
}

/** Milliseconds from the moment that an event is stamped with to the moment that it was heard, sorted. */
export const waitsOf = (heard: readonly Heard[], isOne: (one: Heard) => boolean): number[] =>
  heard
    .filter(isOne)
    .map(({ at, version }) => at - Date.parse(`${version}Z`))
    .toSorted((a, b) => a - b)

/** The value below which so many of a hundred are. */
export const percentile = (sorted: readonly number[], of100: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * of100) / 100))] ?? Number.NaN

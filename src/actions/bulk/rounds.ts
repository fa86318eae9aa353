/**
 * What is to be done to some things, in rounds that have one of each lead at most: what is done to the next of a lead may
 * depend on what was done to the one before, and has to find that written.
 */
export function roundsOf<T>(items: readonly T[], leadOf: (item: T) => string): readonly (readonly T[])[] {
  const ofEach = [...Map.groupBy(items, leadOf).values()]
  const most = Math.max(0, ...ofEach.map(({ length }) => length))
  return Array.from({ length: most }, (_, i) => ofEach.flatMap((its) => its.slice(i, i + 1)))
}

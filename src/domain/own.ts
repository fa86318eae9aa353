/** What an object itself has under a name that somebody else chose: every object inherits a `constructor`. */
export const own = <T>(of: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  of !== undefined && Object.hasOwn(of, key) ? of[key] : undefined

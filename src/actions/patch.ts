import { isDeepStrictEqual } from 'node:util'

/** The value a patch gives a field, or the one it has: `null` in a patch clears, absence leaves. */
export function given<T>(value: T | undefined, otherwise: T): T {
  return value === undefined ? otherwise : value
}

/** Whether two versions of an object differ in anything. */
export function differs(before: object, after: object): boolean {
  return !isDeepStrictEqual(before, after)
}

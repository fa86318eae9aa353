import { isDeepStrictEqual } from 'node:util'
import { parseInstant } from '../domain/time.ts'

/** The value a patch gives a field, or the one it has: `null` in a patch clears, absence leaves. */
export function given<T>(value: T | undefined, otherwise: T): T {
  return value === undefined ? otherwise : value
}

/** The instant a patch gives; the one it has where they are the same moment, however it is written. */
export function givenInstant(value: string | null | undefined, present: string): string {
  return givenMoment(value ?? undefined, present) ?? present
}

/** The same where there may be none: null in a patch clears. */
export function givenMoment(value: string | null | undefined, present: string | null): string | null {
  if (value === undefined || (value !== null && present !== null && parseInstant(value) === parseInstant(present)))
    return present
  return value
}

/**
 * What a patch gives unless it is what is there: someone may read an object, change one thing and send all of it back,
 * also what says the same in other words or can no longer be chosen.
 */
export function unlessSame<T>(value: T | undefined, present: T | undefined): T | undefined {
  return value === present ? undefined : value
}

/** Whether two versions of an object differ in anything. */
export function differs(before: object, after: object): boolean {
  return !isDeepStrictEqual(before, after)
}

import { isDeepStrictEqual } from 'node:util'
import type { Problem } from '../../domain/errors.ts'
import { own } from '../../domain/own.ts'
import { isObject } from './codec.ts'
import type { Body } from './decode.ts'
import type { Resource } from './resource.ts'

/**
 * What a body changes of an object, both in the words of the wire: who reads an object and sends all of it back with one
 * difference means that difference. What the wire shows of a value may be less than the value.
 */
export function withoutEcho(of: Resource, body: Body, shown: Body): Body {
  return Object.fromEntries(
    Object.entries(body).flatMap(([key, value]) => {
      if (!Object.hasOwn(shown, key)) return [[key, value]]
      const present = shown[key]
      if (isDeepStrictEqual(value, present)) return []
      const merged = Object.hasOwn(of.fields, key) && of.fields[key]?.merged === true
      return [[key, merged && isObject(value) && isObject(present) ? keysThatDiffer(value, present) : value]]
    }),
  )
}

const keysThatDiffer = (value: Body, present: Body) =>
  Object.fromEntries(Object.entries(value).filter(([key, one]) => !isDeepStrictEqual(one, own(present, key))))

/**
 * What an object cannot be without and would be, if a body made it or changed it. What is missing already, and not made
 * worse, is no problem.
 */
export function missing(of: Resource, body: Body, shown?: Body): Problem[] {
  return (of.needs ?? []).flatMap((group): Problem[] => {
    const value = (key: string) => (Object.hasOwn(body, key) ? body[key] : own(shown ?? {}, key))
    const concerned =
      shown === undefined || group.some((key) => Object.hasOwn(body, key) && of.fields[key]?.once !== true)
    if (!concerned || group.some((key) => !isBlank(value(key)))) return []
    const [first = '', ...others] = group
    const path = [of.fields[first]?.draft ?? first]
    return [{ path, code: 'required', ...(others.length === 0 ? {} : { detail: others.join(' or ') }) }]
  })
}

const isBlank = (value: unknown) =>
  value === null ||
  value === undefined ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0)

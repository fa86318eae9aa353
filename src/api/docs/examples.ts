import { isObject, type JsonSchema } from '../resource/codec.ts'
import type { Description } from '../resource/description.ts'
import { type EitherResource, type Entry, type Resource, schemaOf } from '../resource/resource.ts'

/** An object as an answer shows it: every field that the map has, filled in from one story. */
export function exampleOf(of: Resource | EitherResource, api: Description): unknown {
  if ('kinds' in of) return exampleOf(Object.values(of.kinds)[0] as Resource, api)
  if (of.shows !== undefined) return exampleOf(of.shows, api)
  const { properties } = schemaOf(of)
  const fields = Object.entries(of.fields).filter(
    ([, entry]) => entry.kind !== 'input' && entry.kind !== 'custom' && !entry.asked,
  )
  return Object.fromEntries(
    fields.map(([wire, entry]) => [
      wire,
      valueOf(of, wire, entry, isObject(properties) ? properties[wire] : undefined, api),
    ]),
  )
}

/** A body that creates or changes an object: what the story says, else what it knows of the fields that can be written. */
export function requestExample(of: Resource, method: 'create' | 'update', { story }: Description): unknown {
  const known = story.requests[of.title]?.[method]
  if (known !== undefined) return known
  const told = Object.entries(story.shown[of.title] ?? {}).filter(([wire]) => of.fields[wire]?.draft !== undefined)
  return Object.fromEntries(method === 'update' ? told.slice(0, 1) : told)
}

function valueOf(of: Resource, wire: string, entry: Entry, schema: unknown, api: Description): unknown {
  if (entry.kind === 'constant') return entry.value
  if (entry.kind === 'within') return entry.of === undefined ? null : exampleOf(entry.of, api)
  const told = { ...api.story.anywhere, ...api.story.shown[of.title] }
  // One of each is enough to see what a list holds, and a list of several kinds would only be long.
  if (entry.kind === 'list') return entry.of === undefined || 'kinds' in entry.of ? [] : [exampleOf(entry.of, api)]
  if (Object.hasOwn(told, wire)) return told[wire]
  return plainValue(isObject(schema) ? schema : {})
}

function plainValue(schema: JsonSchema): unknown {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type]
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (types.includes('null') || types.includes(undefined)) return null
  if (types.includes('array')) return []
  if (types.includes('boolean')) return false
  if (types.includes('integer')) return 0
  return types.includes('object') ? {} : ''
}

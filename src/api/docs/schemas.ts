import { isObject, type JsonSchema } from '../resource/codec.ts'
import { type EitherResource, type Entry, type Resource, schemaOf } from '../resource/resource.ts'
import { FIELD_WORDS } from './words.ts'

/** What a resource is called among the schemas: `/status/lead/` is `status_lead`. */
export const schemaName = (of: Resource) => (of.path ?? '').split('/').filter(Boolean).join('_')

/**
 * The first resource that shows the same object; a second path for it refers to the same schema. Two resources are
 * the same object if they share one table of fields.
 */
export const original = (of: Resource, served: readonly Resource[]): Resource =>
  served.find((one) => one.fields === of.fields) ?? of

export const refTo = (of: Resource, served: readonly Resource[]): JsonSchema => ({
  $ref: `#/components/schemas/${schemaName(original(of, served))}`,
})

/** The schema of every served object. */
export function schemasOf(served: readonly Resource[]): Record<string, JsonSchema> {
  const originals = served.filter((of) => original(of, served) === of)
  return Object.fromEntries(originals.map((of) => [schemaName(of), objectSchema(of, served)]))
}

function objectSchema(of: Resource | EitherResource, served: readonly Resource[]): JsonSchema {
  if ('kinds' in of) return { oneOf: Object.values(of.kinds).map((kind) => shownAs(kind, served)) }
  if (of.shows !== undefined) return objectSchema(of.shows, served)
  const base = schemaOf(of)
  const made = isObject(base.properties) ? base.properties : {}
  const properties = Object.entries(made).map(([wire, schema]) => [
    wire,
    fieldSchema(wire, schema, of.fields[wire], served),
  ])
  const custom = Object.entries(of.fields).flatMap(([wire, entry]) =>
    entry.kind === 'custom' ? [customPattern(wire)] : [],
  )
  return {
    ...base,
    ...(of.description === undefined ? {} : { description: of.description }),
    properties: Object.fromEntries(properties),
    ...(custom.length === 0 ? {} : { patternProperties: Object.fromEntries(custom) }),
  }
}

function fieldSchema(wire: string, made: unknown, entry: Entry | undefined, served: readonly Resource[]): JsonSchema {
  const schema: Record<string, unknown> = isObject(made) ? { ...made } : {}
  const words = [FIELD_WORDS[wire], entry?.asked && ASKED, entry?.single && SINGLE]
  if (entry?.kind === 'list' && entry.of !== undefined) schema.items = shownAs(entry.of, served)
  // JSON Schema's `date-time` has an offset.
  if (entry?.codec?.render === 'isoTimeNoOffset') {
    delete schema.format
    words.push('In UTC, without an offset.')
  }
  const description = words.filter((word) => typeof word === 'string').join(' ')
  return description === '' ? schema : { ...schema, description }
}

const ASKED = 'Shown only when named in `_fields`.'
const SINGLE = 'Shown only when one object is asked for.'

// Objects with a path of their own are referred to, others written out.
const shownAs = (of: Resource | EitherResource, served: readonly Resource[]): JsonSchema =>
  !('kinds' in of) && served.includes(of) ? refTo(of, served) : objectSchema(of, served)

const customPattern = (wire: string) => [
  `^${(wire.split('.')[0] ?? wire).replaceAll(/\W/g, '')}\\.`,
  {
    description:
      'A custom value, by the id of its field. To a field of several values, `.add` and `.remove` change one.',
  },
]

import { isObject, type JsonSchema } from '../resource/codec.ts'
import type { Description } from '../resource/description.ts'
import { type EitherResource, type Entry, type Resource, schemaOf } from '../resource/resource.ts'

/** What a resource is called among the schemas: `/status/lead/` is `status_lead`. */
export const schemaName = (of: Resource) => (of.path ?? '').split('/').filter(Boolean).join('_')

/**
 * The first resource that shows the same object; a second path for it refers to the same schema. Two resources are
 * the same object if they share one title and one table of fields.
 */
export const original = (of: Resource, served: readonly Resource[]): Resource =>
  served.find((one) => one.fields === of.fields && one.title === of.title) ?? of

export const refTo = (of: Resource, { resources }: Description): JsonSchema => ({
  $ref: `#/components/schemas/${schemaName(original(of, resources))}`,
})

/** The same by the title of the resource. */
export const refByTitle = (api: Description) => (title: string) => {
  const of = api.resources.find((one) => one.title === title)
  if (of === undefined) throw new Error(`There is no resource with the title ${title}.`)
  return refTo(of, api)
}

/** The schema of every served object. */
export function schemasOf(api: Description): Record<string, JsonSchema> {
  const originals = api.resources.filter((of) => original(of, api.resources) === of)
  return Object.fromEntries(originals.map((of) => [schemaName(of), objectSchema(of, api)]))
}

function objectSchema(of: Resource | EitherResource, api: Description): JsonSchema {
  if ('kinds' in of) return { oneOf: Object.values(of.kinds).map((kind) => shownAs(kind, api)) }
  if (of.shows !== undefined && isBare(of)) return objectSchema(of.shows, api)
  const base = schemaOf(of)
  const made = isObject(base.properties) ? base.properties : {}
  const properties = Object.entries(made).map(([wire, schema]) => [wire, fieldSchema(of, wire, schema, api)])
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

// A resource that has fields of its own has all that any of its kinds has.
const isBare = (of: Resource) => Object.keys(of.fields).length === 0

function fieldSchema(of: Resource, wire: string, made: unknown, api: Description): JsonSchema {
  const entry: Entry | undefined = of.fields[wire]
  const schema: Record<string, unknown> = isObject(made) ? { ...made } : {}
  const said = api.fields[`${of.title}.${wire}`] ?? api.fields[wire]
  const words = [said, entry?.asked && ASKED, entry?.single && SINGLE, entry?.once && ONCE]
  if (entry?.kind === 'list' && entry.of !== undefined) schema.items = shownAs(entry.of, api)
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
const ONCE = 'Only taken when the object is made.'

// Objects with a path of their own are referred to, others written out.
const shownAs = (of: Resource | EitherResource, api: Description): JsonSchema =>
  !('kinds' in of) && api.resources.includes(of) ? refTo(of, api) : objectSchema(of, api)

const customPattern = (wire: string) => [
  `^${(wire.split('.')[0] ?? wire).replaceAll(/\W/g, '')}\\.`,
  {
    description:
      'A custom value, by the id of its field. To a field of several values, `.add` and `.remove` change one.',
  },
]

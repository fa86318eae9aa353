// The short notation of operations.json, as JSON Schema. A type is a word, alternatives are parted by `|`:
// `string`, `date-time|null`, `'won'|'lost'`, `[Contact]` (a list), `{any}` (a map), `Contact` (a schema by name).
// An object has its fields by name; those whose name ends in `?` may be absent, and there may be more.

export type Notation = string | { readonly [field: string]: string }
export type JsonSchema = Readonly<Record<string, unknown>>

/** The JSON Schema of a notation; schemas by name are referred to by that name. */
export function schemaOf(notation: Notation): JsonSchema {
  return typeof notation === 'string' ? typeOf(notation) : objectOf(notation)
}

function objectOf(fields: Readonly<Record<string, string>>): JsonSchema {
  const properties = Object.entries(fields).map(([name, type]) => [name.replace(/\?$/, ''), typeOf(type)] as const)
  const required = Object.keys(fields).filter((name) => !name.endsWith('?'))
  return { type: 'object', properties: Object.fromEntries(properties), required }
}

function typeOf(text: string): JsonSchema {
  const [only = '', ...more] = text.split(/\|(?![^[{]*[\]}])/)
  // Some of the public description's alternatives overlap, so a value may be more than one of them.
  return more.length === 0 ? oneTypeOf(only) : { anyOf: [only, ...more].map(oneTypeOf) }
}

function oneTypeOf(word: string): JsonSchema {
  const within = word.slice(1, -1)
  if (word.startsWith('[')) return { type: 'array', items: typeOf(within) }
  if (word.startsWith('{')) return { type: 'object', additionalProperties: typeOf(within) }
  if (word.startsWith("'")) return { const: within }
  if (FORMATS.has(word)) return { type: 'string', format: word }
  if (TYPES.has(word)) return { type: word }
  return word === 'any' ? {} : { $ref: word }
}

const TYPES = new Set(['string', 'integer', 'number', 'boolean', 'null', 'object'])
const FORMATS = new Set(['date-time', 'date', 'email', 'uri'])

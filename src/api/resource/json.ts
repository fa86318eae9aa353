import { type Codec, cleaned, isObject } from './codec.ts'

/**
 * An object of any shape, kept as it is sent. How deep it may be is seen to where bodies are parsed.
 * @param maxLength of its JSON
 */
export function jsonObject(maxLength: number): Codec<'json'> {
  return {
    types: ['json'],
    render: 'plain',
    decode(value, path, report) {
      if (!isObject(value)) return report(path, 'wrong_type', 'object')
      if (JSON.stringify(value).length > maxLength) return report(path, 'too_long', String(maxLength))
      return keepable(value)
    },
    empty: null,
    schema: { type: ['object', 'null'] },
  }
}

/** The same without the characters PostgreSQL cannot keep. */
function keepable(value: unknown): unknown {
  if (typeof value === 'string') return cleaned(value)
  if (Array.isArray(value)) return value.map(keepable)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cleaned(key), keepable(inner)]))
}

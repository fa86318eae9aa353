import { type Codec, cleanedAll, isObject } from './codec.ts'

/**
 * An object of any shape, kept as it is sent, but for the characters PostgreSQL cannot keep. How deep it may be is seen to where bodies are parsed.
 * @param maxLength of its JSON
 */
export function jsonObject(maxLength: number): Codec<'json'> {
  return {
    types: ['json'],
    render: 'plain',
    decode(value, path, report) {
      if (!isObject(value)) return report(path, 'wrong_type', 'object')
      if (JSON.stringify(value).length > maxLength) return report(path, 'too_long', String(maxLength))
      return cleanedAll(value)
    },
    empty: null,
    schema: { type: ['object', 'null'] },
  }
}

/** A value of any shape, kept as it is sent. */
export function anyJson(maxLength: number): Codec<'json'> {
  return {
    ...jsonObject(maxLength),
    decode(value, path, report) {
      if (JSON.stringify(value).length > maxLength) return report(path, 'too_long', String(maxLength))
      return cleanedAll(value)
    },
    schema: {},
  }
}

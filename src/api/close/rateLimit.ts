import { MAX_RATE, MAX_WINDOW_SECONDS, type RateLimit } from '../../domain/rateLimit.ts'
import { type Codec, integer, isObject } from '../resource/codec.ts'

const limit = integer(1, MAX_RATE)
const window = integer(1, MAX_WINDOW_SECONDS)

/** So many requests within so many seconds; null is without a limit. */
export const rateLimit: Codec<'json'> = {
  types: ['json'],
  render: 'plain',
  decode(value, path, report) {
    if (!isObject(value)) return report(path, 'wrong_type', 'object')
    const missing = (['limit', 'window'] as const).filter((key) => (value[key] ?? null) === null)
    for (const key of missing) report([...path, key], 'required')
    if (missing.length > 0) return undefined
    const read = {
      limit: limit.decode(value.limit, [...path, 'limit'], report),
      window: window.decode(value.window, [...path, 'window'], report),
    }
    return read as RateLimit
  },
  empty: null,
  schema: {
    type: ['object', 'null'],
    properties: { limit: limit.schema, window: { ...window.schema, description: 'In seconds.' } },
    required: ['limit', 'window'],
  },
}

import type { JsonSchema } from '../../resource/codec.ts'

export const text: JsonSchema = { type: 'string' }
export const textOrNull: JsonSchema = { type: ['string', 'null'] }

const FAILURES = { '400': 'Invalid', '401': 'Unauthenticated', '403': 'Forbidden', '404': 'NotFound' } as const

/** The failures with these statuses, which all operations describe alike. */
export const failures = (...statuses: readonly (keyof typeof FAILURES)[]): JsonSchema =>
  Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/${FAILURES[status]}` }]))

/** A part of the path. */
export const inPath = (name: string, description: string): JsonSchema => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: text,
})

/** A parameter of the query string. */
export const inQuery = (name: string, description: string, schema: JsonSchema = text): JsonSchema => ({
  name,
  in: 'query',
  description,
  schema,
})

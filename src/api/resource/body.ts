import type { FastifyRequest } from 'fastify'
import { AjarError, malformed } from '../../domain/errors.ts'
import { isObject } from './codec.ts'
import { isTooDeep } from './depth.ts'

/**
 * The object that a body is; throws `unparsable` for what is not JSON at all, and `malformed` for other JSON. What the
 * body is declared to be does not matter: the first example many clients start from declares nothing, and curl then
 * says it is a form.
 * @param words what a dialect says of a body that is none
 */
export function objectIn(
  request: FastifyRequest,
  words: { readonly unparsable: string; readonly notObject: string },
): Record<string, unknown> {
  const parsed = parseJson(typeof request.body === 'string' ? request.body : '', words.unparsable)
  if (!isObject(parsed)) throw malformed(words.notObject)
  if (isTooDeep(parsed)) throw malformed('The JSON is nested too deeply.')
  return parsed
}

function parseJson(text: string, sentence: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AjarError('unparsable', sentence)
  }
}

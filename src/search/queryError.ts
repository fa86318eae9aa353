import { AjarError } from '../domain/errors.ts'
import type { Span } from './tree.ts'

/** A text that is no query: where it stops being one, and what could have stood there. */
export class QueryError extends AjarError {
  readonly at: Span
  readonly expected: readonly string[]

  constructor(message: string, at: Span, expected: readonly string[] = []) {
    const detail = `At character ${at.start + 1}: ${message}`
    super('invalid', detail, { problems: [{ path: ['query'], code: 'object', detail }] })
    this.at = at
    this.expected = expected
  }
}

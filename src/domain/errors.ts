import type { RateUse } from './rateLimit.ts'

/**
 * What can be wrong with one value. The path is in domain words (`['phones', 0, 'phone']`); each dialect translates
 * it, and may say the sentence its own way.
 */
export type Problem = {
  readonly path: readonly (string | number)[]
  readonly code: ProblemCode
  /** For sentences: a limit, the offending value. */
  readonly detail?: string
  /** What could have been chosen instead. */
  readonly choices?: readonly string[]
}

export type ProblemCode =
  | 'required'
  | 'unknown_reference'
  | 'not_a_choice'
  | 'wrong_type'
  | 'invalid_email'
  | 'invalid_url'
  | 'invalid_phone'
  | 'invalid_instant'
  | 'invalid_date'
  | 'out_of_range'
  | 'too_long'
  | 'list_too_long'
  | 'read_only'
  | 'conflict'
  | 'unknown_field'
  | 'unknown_key'
  | 'object'

/** A problem with no more keys than it has something to say about. */
export const problemOf = (
  path: Problem['path'],
  code: ProblemCode,
  detail?: string,
  choices?: readonly string[],
): Problem => ({
  path,
  code,
  ...(detail === undefined ? {} : { detail }),
  ...(choices === undefined ? {} : { choices }),
})

export type ErrorCode =
  | 'invalid'
  | 'malformed'
  /** Not even JSON. */
  | 'unparsable'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'unsupported'
  | 'too_large'
  | 'too_many'
  | 'unavailable'

/** The one error class of Ajar: a code that a dialect turns into its status and shape, and a sentence for the caller. */
export class AjarError extends Error {
  readonly code: ErrorCode
  readonly problems: readonly Problem[]
  /** The noun that was not found, for dialects that name it. */
  readonly noun: string | undefined
  /** The limit that is used up. */
  readonly rate: RateUse | undefined

  constructor(
    code: ErrorCode,
    message: string,
    more: { problems?: readonly Problem[]; noun?: string; cause?: unknown; rate?: RateUse } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.code = code
    this.problems = more.problems ?? []
    this.noun = more.noun
    this.rate = more.rate
  }
}

export const invalid = (problems: readonly Problem[]) =>
  new AjarError('invalid', problems.map((p) => `${p.path.join('.')}: ${p.detail ?? p.code}`).join('; '), { problems })

/** The object as a whole is wrong; the sentence is for the caller. */
export const refused = (message: string) => invalid([{ path: [], code: 'object', detail: message }])

export const notFound = (noun: string, id?: string) =>
  new AjarError('not_found', id === undefined ? `no such ${noun}` : `no ${noun} '${id}'`, { noun })

export const forbidden = (message: string) => new AjarError('forbidden', message)
export const malformed = (message: string) => new AjarError('malformed', message)

/** Too many requests of one kind; the same one may be sent again when the limit is over. */
export const tooMany = (rate: RateUse) => new AjarError('too_many', 'API call count exceeded for this period', { rate })

/** Whether trying again may help. */
export const isUnavailable = (error: unknown) => error instanceof AjarError && error.code === 'unavailable'

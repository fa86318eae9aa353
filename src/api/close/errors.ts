import { AjarError, type ErrorCode, type Problem } from '../../domain/errors.ts'
import type { RateUse } from '../../domain/rateLimit.ts'
import { wirePath } from '../resource/decode.ts'
import type { Answer } from '../resource/dialect.ts'
import { inSeconds, refusalHeaders } from '../resource/limited.ts'
import type { Resource } from '../resource/resource.ts'

// Which code each kind of failure has in this dialect; docs/api/close/README.md lists them.
const STATUS: Record<ErrorCode, number> = {
  invalid: 400,
  malformed: 400,
  unparsable: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  unsupported: 405,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
}

/** A failure as this dialect says it. What Ajar did not foresee says nothing of its inside. */
export function errorAnswer(error: unknown, of?: Resource): Answer {
  if (!(error instanceof AjarError)) return simple(500, 'Internal server error.')
  if (error.code === 'invalid') return { status: 400, body: JSON.stringify(problemTree(error.problems, of)) }
  if (error.code === 'not_found')
    return simple(404, `Empty query: ${of?.title ?? 'Object'} matching query does not exist.`)
  if (error.rate !== undefined) return tooMany(error.message, error.rate)
  const headers = HEADERS[error.code]
  return { ...simple(STATUS[error.code], error.message), ...(headers === undefined ? {} : { headers }) }
}

// The body is from before there were headers for it, and older clients read `rate_reset`.
const tooMany = (message: string, rate: RateUse): Answer => ({
  status: STATUS.too_many,
  headers: refusalHeaders(rate),
  body: JSON.stringify({
    error: {
      message,
      rate_limit: rate.limit,
      rate_limit_type: rate.scope === 'key' ? 'key' : 'org',
      rate_window: rate.window,
      rate_reset: inSeconds(rate.reset),
      rate_endpoint_group: rate.group,
    },
  }),
})

const HEADERS: Partial<Record<ErrorCode, Record<string, string>>> = {
  unauthenticated: { 'www-authenticate': 'Basic realm="Ajar"' },
  unavailable: { 'retry-after': '1' },
}

export const simple = (status: number, message: string): Answer => ({
  status,
  body: JSON.stringify({ error: message }),
})

type Tree = { errors: string[]; 'field-errors': Record<string, string | { errors: Record<string, Tree> }> }

/** Problems by field; inside a list by position, as nested trees of the same shape. */
function problemTree(problems: readonly Problem[], of: Resource | undefined): Tree {
  const root = emptyTree()
  for (const problem of problems) {
    const path = (of === undefined ? problem.path : wirePath(of, problem.path)).map(String)
    put(root, path, sentence(problem))
  }
  return root
}

// Fields are the caller's words, such as `constructor`, so these records have no prototype.
const emptyTree = (): Tree => ({ errors: [], 'field-errors': blank() })
const blank = <T>(): Record<string, T> => Object.create(null) as Record<string, T>

function put(tree: Tree, [name, index, ...rest]: readonly string[], message: string): void {
  if (name === undefined) {
    tree.errors.push(message)
    return
  }
  if (index === undefined) {
    tree['field-errors'][name] ??= message
    return
  }
  const present = tree['field-errors'][name]
  const items = typeof present === 'object' ? present : { errors: blank<Tree>() }
  tree['field-errors'][name] = items
  items.errors[index] ??= emptyTree()
  put(items.errors[index], rest, message)
}

/** What is wrong with one value, as this dialect says it. */
export function sentence({ code, detail }: Problem): string {
  switch (code) {
    case 'required':
      return 'This field is required.'
    case 'unknown_reference':
      return 'Object does not exist.'
    case 'not_a_choice':
      return `Not a valid choice. Got: ${JSON.stringify(detail ?? '')}.`
    case 'wrong_type':
      return `Value must be of ${detail ?? 'another'} type.`
    case 'invalid_email':
      return 'Invalid email address.'
    case 'invalid_url':
      return 'Invalid URL.'
    case 'invalid_phone':
      return 'Invalid phone number: it must contain digits.'
    case 'invalid_instant':
      return 'Invalid ISO 8601 datetime.'
    case 'invalid_date':
      return 'Invalid date: expected YYYY-MM-DD.'
    case 'out_of_range':
      return `The value must be from ${detail}.`
    case 'too_long':
      return `The value must be no longer than ${detail} characters.`
    case 'list_too_long':
      return 'List is too long.'
    case 'read_only':
      return 'Value cannot be changed.'
    case 'conflict':
      return `There is already one called ${JSON.stringify(detail ?? '')}.`
    case 'unknown_field':
      return 'There is no such custom field.'
    case 'unknown_key':
      return 'Unknown field.'
    case 'object':
      return detail ?? 'Invalid.'
  }
}

import { AjarError, type ErrorCode, type Problem, type ProblemCode } from '../../domain/errors.ts'
import { wirePath } from '../resource/decode.ts'
import type { Answer } from '../resource/dialect.ts'
import { refusalHeaders } from '../resource/limited.ts'
import type { Resource } from '../resource/resource.ts'

// docs/api/clevertim/README.md lists them. That JSON which cannot be parsed is 500 is this API's own choice.
const STATUS: Record<ErrorCode, number> = {
  unparsable: 500,
  not_found: 404,
  invalid: 400,
  malformed: 400,
  forbidden: 403,
  unsupported: 501,
  unauthenticated: 401,
  unavailable: 503,
  too_large: 413,
  too_many: 429,
}

const HEADERS: Partial<Record<ErrorCode, Record<string, string>>> = {
  unavailable: { 'retry-after': '1' },
  unauthenticated: { 'www-authenticate': 'Basic realm="Ajar"' },
}

/** A failure as this dialect says it. What Ajar did not foresee says nothing of its inside. */
export function errorAnswer(error: unknown, of?: Resource): Answer {
  if (!(error instanceof AjarError)) return failed(500, 'Something went wrong on the server.')
  const { code, problems, message } = error
  if (code === 'not_found') return failed(404, `There is no such ${of?.title ?? 'object'}.`)
  if (code === 'invalid') return failed(400, problems.map((problem) => inWords(problem, of)).join('; '))
  const headers = error.rate === undefined ? HEADERS[code] : refusalHeaders(error.rate)
  return { ...failed(STATUS[code], message), headers: headers ?? {} }
}

export const failed = (status: number, error: string): Answer => ({
  status,
  body: JSON.stringify({ status: 'ERROR', error }),
})

/** `phones.0.no: has no digits`, in the words of the wire. */
function inWords(problem: Problem, of: Resource | undefined): string {
  const path = of === undefined ? problem.path : wirePath(of, problem.path)
  const sentence = SENTENCES[problem.code](problem)
  return path.length === 0 ? sentence : `${path.join('.')}: ${sentence}`
}

const SENTENCES: Record<ProblemCode, (problem: Problem) => string> = {
  required: ({ detail }) => (detail === undefined ? 'must be given' : `must be given, or else ${detail}`),
  unknown_reference: ({ detail }) => (detail === undefined ? 'does not exist' : `${detail} does not exist`),
  not_a_choice: ({ detail, choices }) =>
    `${JSON.stringify(detail ?? '')} cannot be chosen${choices === undefined ? '' : `, only ${choices.join(', ')}`}`,
  wrong_type: ({ detail }) => `must be of type ${detail ?? 'another'}`,
  invalid_email: () => 'is not an e-mail address',
  invalid_url: () => 'is not a web address',
  invalid_phone: () => 'has no digits',
  invalid_instant: () => 'is not a time such as 2017-01-02T05:22:12Z',
  invalid_date: () => 'is not a date',
  out_of_range: ({ detail }) => `must be ${detail}`,
  too_long: ({ detail }) => `is longer than ${detail} characters`,
  list_too_long: () => 'has too many items',
  read_only: () => 'cannot be changed',
  conflict: ({ detail }) => `${JSON.stringify(detail ?? '')} is there already`,
  unknown_field: () => 'is not a custom field of this',
  unknown_key: () => 'is not known',
  object: ({ detail }) => detail ?? 'cannot be done',
}

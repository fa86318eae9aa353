import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import { type Notation, schemaOf } from './notation.ts'

/** One operation of the public API. */
export type Operation = {
  /** Method and path, by which it is listed. */
  readonly name: string
  readonly method: string
  readonly path: string
  /** The query parameters it cannot do without. */
  readonly needs: readonly string[]
  readonly status: number
  /** Whether its description says what the answer holds, rather than only that it is an object. */
  readonly isDescribed: boolean
  readonly takesBody: boolean
  /** What is wrong with a body to send; nothing where the body is not described. */
  readonly checkBody: (body: unknown) => readonly string[]
  /** What is wrong with an answer. */
  readonly checkAnswer: (text: string) => readonly string[]
}

type Facts = {
  readonly operations: Readonly<
    Record<string, { query?: string; body?: Notation; status: number; response?: Notation }>
  >
  readonly schemas: Readonly<Record<string, Notation>>
}

/** All operations, as operations.json has them. */
export function readOperations(): readonly Operation[] {
  const { operations, schemas } = JSON.parse(readFileSync(new URL('operations.json', import.meta.url), 'utf8')) as Facts
  const ajv = new Ajv({ allErrors: true, strict: false, formats: FORMATS })
  for (const [name, notation] of Object.entries(schemas)) ajv.addSchema(schemaOf(notation), name)
  const check = (notation: Notation) => checker(ajv.compile(schemaOf(notation)))
  return Object.entries(operations).map(([name, { query = '', body, status, response }]) => {
    const [method = '', path = ''] = name.split(' ')
    const answer = response === undefined ? undefined : check(response)
    return {
      name,
      method,
      path,
      needs: query.split(' ').flatMap((parameter) => (parameter.endsWith('!') ? [parameter.slice(0, -1)] : [])),
      status,
      isDescribed: response !== undefined && response !== 'object',
      takesBody: body !== undefined,
      checkBody: body === undefined ? () => [] : check(body),
      checkAnswer: (text) => (answer === undefined ? mustBeEmpty(text) : checkJson(text, answer)),
    }
  })
}

// Times of the newer generation have no offset; the description calls them date-times all the same. Addresses of
// files and the like are given to clients to open, not to look into.
const FORMATS = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/,
  date: /^\d{4}-\d\d-\d\d$/,
  email: /@/,
  uri: true,
} as const

type Check = (value: unknown) => readonly string[]

function checker(validate: ValidateFunction): Check {
  return (value) => {
    if (validate(value) === true) return []
    const problems = (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const allowed = 'allowedValue' in params ? ` ${JSON.stringify(params.allowedValue)}` : ''
      return `${placeOf(instancePath)} ${message}${allowed}`
    })
    return [...new Set(problems)]
  }
}

// Every object of a list fails in the same way, which is one problem.
const placeOf = (path: string) =>
  path
    .slice(1)
    .replaceAll(/\/\d+(?=\/|$)/g, '[]')
    .replaceAll('/', '.') || 'the body'

const mustBeEmpty = (text: string) => (text === '' ? [] : ['the body must be empty'])

function checkJson(text: string, check: Check): readonly string[] {
  try {
    return check(JSON.parse(text))
  } catch {
    return ['the body must be JSON']
  }
}

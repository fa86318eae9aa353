import type { Authenticate } from '../../auth/apiKey.ts'
import { AjarError, invalid, type Problem } from '../../domain/errors.ts'
import { basicUser } from '../resource/basic.ts'
import { objectIn } from '../resource/body.ts'
import type { Dialect } from '../resource/dialect.ts'
import { asText, queryOf, wholeNumber } from '../resource/params.ts'
import { errorAnswer, failed } from './errors.ts'

export const PREFIX = '/api'

/** The Clevertim dialect. Facts are from the public API reference and its client library; see docs/api/clevertim. */
export function clevertimDialect(authenticate: Authenticate): Dialect {
  return {
    prefix: PREFIX,

    async authenticate({ headers }) {
      const actor = await authenticate(basicUser(unwrapped(headers.authorization)))
      if (actor === undefined) throw new AjarError('unauthenticated', 'The API token is missing or not a valid one.')
      return actor
    },

    methodOf: (request) => request.method,
    params: (request) => queryOf(request),
    parseBody: (request) =>
      objectIn(request, {
        unparsable: 'The body is not valid JSON.',
        notObject: 'The body must be a JSON object.',
      }),

    paging(_of, { limit, offset }) {
      const problems: Problem[] = []
      const read = (name: string, text: string | undefined, usual: number) => {
        const number = text === undefined ? usual : (wholeNumber(text) ?? -1)
        if (number < 0) problems.push({ path: [name], code: 'out_of_range', detail: 'a whole number, 0 or more' })
        return number
      }
      const paging = { limit: read('limit', limit, Number.POSITIVE_INFINITY), skip: read('offset', offset, 0) }
      if (problems.length > 0) throw invalid(problems)
      return paging
    },

    fields: () => undefined,
    checkParams: () => undefined,

    checkBody(_of, { id }, named) {
      if (named === undefined || id === undefined || id === null || asText(id) === named) return
      throw invalid([{ path: ['id'], code: 'object', detail: `is another one than ${named}, which the path names` }])
    },

    one: (_of, _method, json) => ({ status: 200, body: `{"status":"OK","content":[${json}]}` }),
    deleted: () => ({ status: 200, body: '{"status":"OK"}' }),
    stream: (_of, batches) => ({ status: 200, body: envelope(batches) }),
    unsupported: (of, method) => failed(501, `${method} is not supported here for ${of.title}.`),
    error: (error, _request, of) => errorAnswer(error, of),
  }
}

// Under Python 3 the client library sends its credentials as the language prints them: `Basic b'QUJDOlg='`.
const unwrapped = (header: string | undefined) => header?.replace(/^(Basic\s+)b(['"])(.*)\2\s*$/i, '$1$3')

async function* envelope(batches: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  let before = '{"status":"OK","content":['
  for await (const batch of batches) {
    yield before + batch.join(',')
    before = ','
  }
  yield before === ',' ? ']}' : `${before}]}`
}

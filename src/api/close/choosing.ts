import { type Codec, decodeList, integer, isObject, textUpTo } from '../resource/codec.ts'
import { jsonObject } from '../resource/json.ts'
import { field } from '../resource/resource.ts'

export const MAX_QUERY = 100_000
const MAX_RESULTS = 2 ** 31 - 1

const sort: Codec<'json'> = {
  ...jsonObject(MAX_QUERY),
  decode: (value, path, report) =>
    decodeList(value, path, report, (one, at) => (isObject(one) ? one : report(at, 'wrong_type', 'object'))),
  empty: [],
  schema: { type: 'array', items: { type: 'object' } },
}

/** A search, in either language. */
export const searched = {
  query: field('query', textUpTo(MAX_QUERY)),
  s_query: field('searchQuery', jsonObject(MAX_QUERY)),
} as const

/** What bulk actions and exports are done to. */
export const choosing = {
  ...searched,
  sort: field('sort', sort),
  results_limit: field('resultsLimit', integer(0, MAX_RESULTS)),
} as const

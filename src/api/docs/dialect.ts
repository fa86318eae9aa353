import type { Dialect } from '../resource/dialect.ts'

/** What a dialect tells about itself: where its paths begin, and how it answers. */
export type DocumentedDialect = Pick<Dialect, 'prefix' | 'one' | 'deleted' | 'paging'>

/** Answers 200 to everything. */
export const PLAIN: DocumentedDialect = {
  prefix: '/api/v1',
  one: (_of, _method, body) => ({ status: 200, body }),
  deleted: () => ({ status: 200, body: '{}' }),
  paging: (_of, params) => ({ limit: Number(params._limit ?? 100), skip: 0 }),
}

import { show, stream } from '../../actions/read.ts'
import { chosen, pageOf } from './chosen.ts'
import type { Answer, Streaming } from './dialect.ts'
import type { Call, Engine } from './engine.ts'
import { keyOf } from './key.ts'
import type { Resource } from './resource.ts'
import { viewOf } from './view.ts'

export async function listAnswer(
  { dialect, context, actions }: Engine,
  of: Resource,
  { actor, request, params }: Call,
): Promise<Answer | Streaming> {
  dialect.checkParams(of, params)
  const ctx = context(actor, request)
  const asked = await chosen(dialect, of, ctx, params)
  const { where } = asked
  actions[of.noun]?.mayList?.(ctx, where)
  const paging = dialect.paging(of, params)
  const view = viewOf(of.showsFor?.(params) ?? of.shows ?? of, { single: false, fields: dialect.fields(params) })
  if ('stream' in dialect)
    return dialect.stream(of, await begun(stream(ctx, of.noun, { by: of.key, where, ...paging }, view)))
  return dialect.list(ctx, of, pageOf(ctx, of, asked, paging, view), asked)
}

export async function fetchAnswer(
  { dialect, context }: Engine,
  of: Resource,
  { actor, request, params }: Call,
  name: string,
): Promise<Answer> {
  const view = viewOf(of.shows ?? of, { single: true, fields: dialect.fields(params) })
  return dialect.one(of, 'fetch', await show(context(actor, request), of.noun, keyOf(of, name), view), name)
}

/** The same batches, of which the first is there: what fails at once can still be answered with a status. */
async function begun<T>(batches: AsyncIterable<T>): Promise<AsyncIterable<T>> {
  const iterator = batches[Symbol.asyncIterator]()
  const first = await iterator.next()
  return continued(first, iterator)
}

async function* continued<T>(first: IteratorResult<T>, rest: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    for (let next = first; !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

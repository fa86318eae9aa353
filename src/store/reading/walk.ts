import { entryOf, type NounName } from '../../domain/catalogue.ts'
import type { Scope } from '../../domain/permission.ts'
import type { View } from '../../domain/view.ts'
import { fieldOf } from '../../search/fields.ts'
import type { Comparison, ListQuery, Order } from '../../search/listQuery.ts'
import type { Runner } from '../database/database.ts'
import { horizonOf } from '../database/horizon.ts'
import type { Place } from './keyset.ts'
import { listAfter, type PageAfter } from './list.ts'
import type { Page } from './read.ts'

/** How far somebody has come who goes through a list page by page, for however long that takes. */
export type Position = {
  /** Where the last object stood; null at the beginning. */
  readonly after: Place | null
  /** When it began, on the clock of the database; null where that does not matter. */
  readonly since: string | null
  /** All is gone through once; what is left is what changed since, and may have been missed for that. */
  readonly again: boolean
  /** How many objects have come. */
  readonly passed: number
}

export const BEGINNING: Position = { after: null, since: null, again: false, passed: 0 }

/** A page, and the position after it; null when that was all. */
export type Step = Page & { readonly next: Position | null }

// Most writes are done in milliseconds; whoever waits for one that is not asks again.
const PATIENCE_MS = 1000
const PAUSE_MS = 10

/**
 * The next page of a list that others write to meanwhile. In an order that does not change, each object that is there
 * from the beginning to the end comes exactly once. In any other it comes at least once, and again only if it changed;
 * docs/adr/0015-stable-paging.md.
 */
export async function walk(
  runner: Runner,
  scope: Scope,
  noun: NounName,
  query: ListQuery,
  view: View,
  position: Position,
): Promise<Step> {
  const read = (part: Partial<ListQuery>, after: Place | null = position.after) =>
    listAfter(runner, scope, noun, { ...query, ...part, skip: 0 }, view, after)
  const narrowed = (...where: Comparison[]) => ({ where: [...query.where, ...where] })
  const steadiness = steadinessOf(noun, query.order)
  if (steadiness === 'steady') return step(await read({}), position)
  if (steadiness === 'chronological')
    return inTime(runner, position, (bound, part) => read({ ...narrowed(bound), ...part }))
  const since = position.since ?? (await horizonOf(runner))
  const changed = { ...narrowed({ path: 'updatedAt', op: 'gte', value: since }), order: BY_TIME }
  if (position.again)
    return inTime(runner, position, (bound, part) => read({ ...changed, where: [...changed.where, bound], ...part }))
  const page = step(await read({}), { ...position, since })
  if (page.next !== null || !(await read({ ...changed, limit: 0 }, null)).hasMore) return page
  return { ...page, hasMore: true, next: { ...moved(position, page), after: null, since, again: true } }
}

type Steadiness =
  /** Objects stay where they are. */
  | 'steady'
  /** Objects that change move to the end. */
  | 'chronological'
  /** Objects that change may move to where one has been already. */
  | 'moving'

const BY_TIME: readonly Order[] = [
  { path: 'updatedAt', descending: false },
  { path: 'id', descending: false },
]
const STEADY = ['createdAt', 'number', 'id']

function steadinessOf(noun: NounName, order: readonly Order[]): Steadiness {
  const paths = order.map(pathOf)
  const isSteady = (path: string | undefined) => path !== undefined && STEADY.includes(path)
  if (!('updatedAt' in entryOf(noun).stored) || paths.every(isSteady)) return 'steady'
  return paths[0] === 'updatedAt' && order[0]?.descending === false && paths.slice(1).every(isSteady)
    ? 'chronological'
    : 'moving'
}

function pathOf(key: Order): string | undefined {
  if ('path' in key) return key.path
  const means = 'name' in key.field ? fieldOf(key.field.object, key.field.name)?.means : undefined
  return means?.kind === 'path' ? means.path : undefined
}

const step = (page: PageAfter, position: Position): Step & PageAfter => ({
  ...page,
  next: page.hasMore ? moved(position, page) : null,
})

const moved = (position: Position, { last, rows }: PageAfter): Position => ({
  ...position,
  after: last,
  passed: position.passed + rows.length,
})

type ReadInTime = (bound: Comparison, part?: Partial<ListQuery>) => Promise<PageAfter>

/**
 * A page of a list in the order of changes. What changed after the oldest of those who still write began is held back:
 * they will make changes appear before it, where nobody would look for them any more. The list does not end before
 * that has come, too; where there is nothing else to show, it is waited for.
 */
async function inTime(runner: Runner, position: Position, read: ReadInTime): Promise<Step> {
  const patientUntil = performance.now() + PATIENCE_MS
  for (;;) {
    const horizon = await horizonOf(runner)
    const page = step(await read({ path: 'updatedAt', op: 'lt', value: horizon }), position)
    if (page.next !== null) return page
    const heldBack = await read({ path: 'updatedAt', op: 'gte', value: horizon }, { limit: 0 })
    if (!heldBack.hasMore) return page
    if (page.rows.length > 0 || performance.now() > patientUntil)
      return { ...page, hasMore: true, next: moved(position, page) }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

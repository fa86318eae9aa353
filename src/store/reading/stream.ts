import sql, { raw } from 'sql-template-tag'
import type { NounName } from '../../domain/catalogue.ts'
import type { View } from '../../domain/view.ts'
import type { Condition } from '../../search/listQuery.ts'
import type { Runner } from '../database/database.ts'
import { relationsFor } from '../people/visibility.ts'
import { Joins, projection } from '../projection/projection.ts'
import { type Scope, selection } from './read.ts'

/** The part of all objects that is wanted, in ascending order of a field that no two of them share. */
export type Stretch = {
  readonly by: string
  readonly where: readonly Condition[]
  readonly skip: number
  readonly limit: number
}

// The first bytes leave soon; after that, 250 objects are few enough to forget and too many to ask for one by one.
const FIRST_BATCH = 50
const BATCH = 250

/**
 * All objects that match as JSON texts, a batch at a time: each goes on after the last number of the one before. So
 * nothing is held between batches, neither memory nor a connection, however slowly they are taken.
 */
export async function* stream(
  runner: Runner,
  scope: Scope,
  noun: NounName,
  { by, where, skip, limit }: Stretch,
  view: View,
): AsyncGenerator<readonly string[]> {
  const relations = relationsFor(scope)
  const { json, joins } = projection(view, 't', relations)
  const place = raw(new Joins('t', relations).path(noun, by))
  let last: number | undefined
  for (let left = limit; left > 0; ) {
    const size = Math.min(left, last === undefined ? FIRST_BATCH : BATCH)
    const after: Condition[] = last === undefined ? [] : [{ path: by, op: 'gt', value: last }]
    const order = [{ path: by, descending: false }]
    const { beginning, from, where: matching } = selection(scope, noun, [...where, ...after], order)
    const offset = last === undefined && skip > 0 ? sql` offset ${skip}` : raw('')
    const rows = await runner.run<{ place: number; json: string }>(
      sql`${beginning}select t.place, ${raw(json)}::text as json
        from (select t.*, ${place} as place from ${from} where ${matching}
          order by ${place} ${raw(`limit ${size}`)}${offset}) t
        ${raw(joins.join('\n'))} order by t.place`,
    )
    if (rows.length > 0) yield rows.map((row) => row.json)
    if (rows.length < size) return
    left -= rows.length
    last = rows.at(-1)?.place
  }
}

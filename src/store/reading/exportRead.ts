import sql, { empty, raw, type Sql } from 'sql-template-tag'
import type { Scope } from '../../domain/permission.ts'
import type { View } from '../../domain/view.ts'
import type { Chosen } from '../bulk/bulkChosen.ts'
import type { Database, Runner } from '../database/database.ts'
import { relationsFor } from '../people/visibility.ts'
import { projection } from '../projection/projection.ts'
import { orderBy } from './keyset.ts'
import { beginning, selection } from './read.ts'

/** All that is chosen, as it is at one moment: how many, and their JSON texts a batch at a time. */
export type Whole = { readonly count: number; readonly batches: AsyncIterable<readonly string[]> }

// Showing a whole lead takes a connection of PostgreSQL 0.1 ms, several times what a file of it takes us.
const READERS = 2

/**
 * Reads all that is chosen in one snapshot of the database, however long it takes: a cursor goes through the ids in their
 * order, and each batch of them is shown by a statement of its own, on one of several connections. So memory is flat, and
 * whatever others write meanwhile, the file is what was there when it was begun.
 * @param size of a batch
 */
export async function readWhole<T>(
  database: Database,
  scope: Scope,
  chosen: Chosen,
  view: View,
  size: number,
  work: (whole: Whole) => Promise<T>,
): Promise<T> {
  return database.snapshot(async (chooser) => {
    const [counted] = await chooser.run<{ count: number }>(countSql(scope, chosen))
    await chooser.run(sql`set local cursor_tuple_fraction = 1`)
    await chooser.run(declareSql(scope, chosen))
    const readers = await Promise.all(Array.from({ length: READERS }, () => chooser.another()))
    const read = async (reader: Runner): Promise<Batch> => {
      const found = await chooser.run<{ id: string }>(raw(`fetch ${size} from chosen`))
      if (found.length === 0) return undefined
      const ids = found.map(({ id }) => id)
      const rows = await reader.run<{ json: string }>(shownSql(scope, chosen, view, ids))
      return rows.map(({ json }) => json)
    }
    return work({ count: counted?.count ?? 0, batches: ahead(readers.map((reader) => () => read(reader))) })
  })
}

type Batch = readonly string[] | undefined

/** Batches in their order. While one is used, each of the readers reads another. */
async function* ahead(readers: readonly (() => Promise<Batch>)[]): AsyncGenerator<readonly string[]> {
  const begin = (read: () => Promise<Batch>) => {
    const batch = read()
    // Whoever takes no more of them does not want to know either.
    batch.catch(() => undefined)
    return batch
  }
  const begun = readers.map(begin)
  for (;;) {
    for (const [i, read] of readers.entries()) {
      const batch = await begun[i]
      if (batch === undefined) return
      begun[i] = begin(read)
      yield batch
    }
  }
}

/** What is chosen of these ids, which are of its own or of leads, in their order. */
function shownSql(scope: Scope, { noun, where, sought }: Chosen, view: View, ids: readonly string[]): Sql {
  const { json, joins } = projection(view, 't', relationsFor(scope))
  const objects = selection(scope, noun, where, [])
  return sql`${objects.beginning}select ${raw(json)}::text as json
    from (select t.*, w.place as place_in_file from unnest(${[...ids]}::text[]) with ordinality w(id, place)
      join ${objects.from} on ${raw(noun === sought.noun ? 't.id' : 't.lead_id')} = w.id
      where ${objects.where}) t
    ${raw(joins.join('\n'))} order by t.place_in_file, t.created_at, t.id`
}

function declareSql(scope: Scope, chosen: Chosen): Sql {
  const { noun, where, sought } = chosen
  const its = noun === sought.noun ? where : []
  const start = beginning(scope, [...sought.where, ...its], sought.order)
  return sql`declare chosen no scroll cursor for ${start}${foundSql(scope, chosen)}`
}

function countSql(scope: Scope, chosen: Chosen): Sql {
  const { noun, where, sought } = chosen
  const start = beginning(scope, [...sought.where, ...where], sought.order)
  if (noun === sought.noun) return sql`${start}select count(*) as count from (${foundSql(scope, chosen)}) t`
  const objects = selection(scope, noun, where, [])
  return sql`${start}select count(*) as count from ${objects.from}
    where ${objects.where} and t.lead_id in (${foundSql(scope, chosen)})`
}

/** The ids of what is looked for, in order; of what is made first, where nothing is said. */
function foundSql(scope: Scope, { noun, where, sought }: Chosen): Sql {
  const order = [...sought.order, { path: 'id', descending: sought.order.at(-1)?.descending ?? false }]
  const its = noun === sought.noun ? where : []
  const found = selection(scope, sought.noun, [...sought.where, ...its], order)
  const limit = sought.limit === null ? empty : sql`limit ${raw(String(sought.limit))}`
  return sql`select t.id from ${found.from} where ${found.where} order by ${orderBy(found.order)} ${limit}`
}

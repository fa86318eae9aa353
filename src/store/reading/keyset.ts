import sql, { join, raw, type Sql } from 'sql-template-tag'
import { entryOf, type NounName } from '../../domain/catalogue.ts'
import type { Order } from '../../search/listQuery.ts'
import type { SortKey } from '../../search/tree.ts'
import type { Joins } from '../projection/projection.ts'
import { isAlwaysThere, sortSql } from '../search/match.ts'

/** One of the values that a list is ordered by. */
export type SortedBy = {
  readonly sql: Sql
  readonly descending: boolean
  /** Where the objects without a value stand. */
  readonly nulls: 'first' | 'last' | 'never'
}

/** A place in a list: the values that one object is ordered by, as PostgreSQL writes them. The last is its id. */
export type Place = readonly (string | null)[]

/**
 * What the rows `t` of a noun are ordered by.
 * @param isGiven whether all rows have a value for a key
 */
export function sortedBy(
  noun: NounName,
  order: readonly Order[],
  joins: Joins,
  isGiven: (key: Order) => boolean = () => false,
): SortedBy[] {
  return order.map((key): SortedBy => {
    const { descending } = key
    // There is always a name.
    if (isByName(noun, key)) return { sql: sortSql(NAME, joins), descending, nulls: 'never' }
    if (!('path' in key)) {
      const isThere = isAlwaysThere(key, joins) || isGiven(key)
      return { sql: sortSql(key, joins), descending, nulls: isThere ? 'never' : 'last' }
    }
    const nulls = hasAlways(noun, key.path) ? 'never' : descending ? 'first' : 'last'
    return { sql: raw(joins.path(noun, key.path)), descending, nulls }
  })
}

/** Whether leads are ordered by what they are called. */
export const isByName = (noun: NounName, key: Order): boolean =>
  noun === 'lead' &&
  ('path' in key
    ? key.path === 'displayName'
    : 'name' in key.field && key.field.object === 'lead' && key.field.name === 'display_name')

const NAME: SortKey = { field: { object: 'lead', name: 'display_name' }, descending: false }

const hasAlways = (noun: NounName, path: string) => entryOf(noun).stored[path]?.endsWith('?') === false

/** ORDER BY for these. */
export const orderBy = (keys: readonly SortedBy[]): Sql =>
  join(
    keys.map(({ sql: key, descending, nulls }) => {
      const usual = nulls === 'never' || (nulls === 'first') === descending
      return sql`${key} ${raw(descending ? 'desc' : 'asc')}${raw(usual ? '' : ` nulls ${nulls}`)}`
    }),
    ', ',
  )

/**
 * Conditions on what comes after a place, whatever became of the object that stood there. Each is for one stretch of the
 * list, in their order, so that an index finds where a stretch begins, however deep it is: a comparison of rows does
 * that, as long as nothing has no value and all go one way. Only where the first value can be missing there are two
 * stretches; where any other can, or directions differ, one condition says it all and is checked row by row.
 */
export function stretchesAfter(keys: readonly SortedBy[], place: Place): Sql[] {
  const [first, ...rest] = keys
  if (first === undefined) return []
  const isStraight = rest.every((key) => key.nulls === 'never' && key.descending === first.descending)
  if (!isStraight) return [laterIn(keys, place)]
  const [value, ...others] = place
  const without = sql`${first.sql} is null`
  if (value === null) {
    const sameAndLater = sql`${without} and ${beyond(rest, others)}`
    return first.nulls === 'first' ? [sameAndLater, sql`${first.sql} is not null`] : [sameAndLater]
  }
  return first.nulls === 'last' ? [beyond(keys, place), without] : [beyond(keys, place)]
}

function beyond(keys: readonly SortedBy[], place: Place): Sql {
  const columns = join(
    keys.map((key) => key.sql),
    ', ',
  )
  return sql`(${columns}) ${raw(keys[0]?.descending ? '<' : '>')} (${join([...place], ', ')})`
}

/** Later in the first value; or equal in it, and later in the second; and so on. */
function laterIn([key, ...rest]: readonly SortedBy[], [value = null, ...others]: Place): Sql {
  if (key === undefined) return raw('false')
  const { sql: field, nulls, descending } = key
  const same = value === null ? sql`${field} is null` : sql`${field} = ${value}`
  const tied = sql`(${same} and ${laterIn(rest, others)})`
  if (value === null) return nulls === 'first' ? sql`(${field} is not null or ${tied})` : tied
  const later = sql`${field} ${raw(descending ? '<' : '>')} ${value}`
  return nulls === 'last' ? sql`(${later} or ${field} is null or ${tied})` : sql`(${later} or ${tied})`
}

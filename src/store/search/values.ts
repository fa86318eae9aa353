import sql, { raw, type Sql } from 'sql-template-tag'
import type { ValueKind } from '../../search/tree.ts'

/** What a field is worth, as SQL. */
export type Values = {
  readonly type: ValueKind
  readonly held: Held
  readonly sql: Sql
  /** Never null, so that an index serves an order by it. */
  readonly isThere?: boolean
  /** How its words are spelled: all of them small, or each like one of these. */
  readonly spelled?: 'small' | readonly string[]
}

/**
 * How values are held: one of a type of PostgreSQL; a list of texts, or what an organization made up (one value or a list
 * of them) as JSON; or a time with a beginning and an end, which are columns of the row `sql`.
 */
export type Held = 'text' | 'number' | 'boolean' | 'instant' | 'date' | 'texts' | 'json' | 'span'

export const isList = ({ held }: Values) => held === 'texts' || held === 'json'

/** SQL for whether one of the values of a list is so. */
export function anyOf(list: Values, isSo: (one: Values) => Sql): Sql {
  return sql`exists (select 1 from jsonb_array_elements(${listed(list.sql)}) v(value) where ${isSo(element(list, raw('v.value')))})`
}

/** The first value of a list, or the only one. */
export const firstOf = (list: Values): Values =>
  element(list, sql`(case jsonb_typeof(${list.sql}) when 'array' then ${list.sql}->0 else ${list.sql} end)`)

const listed = (list: Sql) =>
  sql`(case jsonb_typeof(${list}) when 'array' then ${list} else jsonb_build_array(${list}) end)`

/**
 * A value of JSON as one of PostgreSQL's. Broken data never raises: only a number becomes one, and times are compared as
 * the texts that they are kept as, all of the same form, whose order is that of time.
 */
function element({ type }: Values, value: Sql): Values {
  if (type === 'number')
    return { type, held: 'number', sql: sql`(case jsonb_typeof(${value}) when 'number' then ${value}::numeric end)` }
  return { type, held: 'text', sql: sql`(${value} #>> '{}') collate "C"` }
}

import sql, { raw, type Sql } from 'sql-template-tag'
import type { Match } from '../../search/listQuery.ts'
import type { FieldRef, Node, Slice, SortKey } from '../../search/tree.ts'
import type { Joins } from '../projection/joins.ts'
import { spelledOut } from '../projection/words.ts'
import { valuesOf } from './field.ts'
import { nodeSql } from './node.ts'
import { firstOf, isList, type Values } from './values.ts'

/** SQL for whether the row of `joins` is as a search says. */
export function matchSql({ object, matches, clock, slice }: Match, joins: Joins, organizationId: string): Sql {
  const found = nodeSql(matches, { object, joins, asker: { organizationId, clock }, matching: nodeSql, leads: true })
  return slice === undefined ? found : sql`${found} and ${sliceSql(slice, joins)}`
}

// A share is the same at any time and for everyone.
const sliceSql = ({ n, of }: Slice, { t }: Joins): Sql =>
  sql`mod(('x' || left(md5(${raw(t)}.id), 8))::bit(32)::bigint, ${of}::bigint) = ${n - 1}::bigint`

/** SQL of what a list is sorted by. Capitals make no difference; of several values it is the first. */
export function sortSql({ field }: SortKey, joins: Joins): Sql {
  const { held, sql: value } = valueOf(field, joins)
  return held === 'text' && !isId(field) ? folding(value) : value
}

/** SQL of a text as lists order it. */
export const folding = (text: Sql): Sql => sql`lower(${text} collate letters) collate "C"`

/** Whether what matches has a value to be sorted by, because the search says something about that value. */
export function isSaidOf({ field }: SortKey, node: Node): boolean {
  if (node.kind === 'and') return node.nodes.some((one) => isSaidOf({ field, descending: false }, one))
  if (node.kind !== 'field' || !('name' in field) || !('name' in node.field)) return false
  const isSame = node.field.object === field.object && node.field.name === field.name
  return isSame && (node.condition.kind === 'numbers' || node.condition.kind === 'moments')
}

/** Whether each object has a value to be sorted by. */
export const isAlwaysThere = ({ field }: SortKey, joins: Joins): boolean => valueOf(field, joins).isThere ?? false

/**
 * SQL of the value that a search sees in one of our own fields, as a text that is part of a statement. What several
 * fields say of the same things stands beside the row, once.
 */
export const soughtSql = (field: FieldRef, joins: Joins): string =>
  spelledOut(allOf(field, joins, { standsBeside: true }).sql)

const allOf = (field: FieldRef, joins: Joins, more?: { readonly standsBeside: true }) =>
  valuesOf({ object: field.object, joins, asker: undefined, matching: nodeSql, ...more }, field)

function valueOf(field: FieldRef, joins: Joins): Values {
  const values = allOf(field, joins)
  return isList(values) ? firstOf(values) : values
}

const isId = (field: FieldRef) => 'name' in field && field.name === 'id'

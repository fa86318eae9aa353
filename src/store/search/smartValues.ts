import sql, { raw, type Sql } from 'sql-template-tag'
import { fieldOf } from '../../search/fields.ts'
import type { Smart } from '../../search/smart.ts'
import type { Node, ObjectType, ValueKind } from '../../search/tree.ts'
import { spelledOut } from '../projection/words.ts'
import { pathValues } from './path.ts'
import { relatedBeside, relatedTo } from './related.ts'
import type { Row } from './row.ts'
import { among } from './smart.ts'
import type { Values } from './values.ts'

type Of<K extends Smart['kind']> = Extract<Smart, { kind: K }>

/** What is known of a lead by looking at what it has. */
export function smartValues(row: Row, smart: Smart, type: ValueKind): Values {
  switch (smart.kind) {
    case 'count':
      return countValues(row, smart, type)
    case 'edge':
      return edgeValues(row, smart, type)
    case 'rollup':
      return rollUpValues(row, smart, type)
    case 'named':
      throw new Error('the field says its name itself')
  }
}

function countValues(row: Row, { of, where }: Of<'count'>, type: ValueKind): Values {
  const counted = aggregated(row, of, where, () => 'count(*)')
  return { type, held: 'number', sql: counted ?? raw('0'), isThere: true }
}

/** SQL of what all objects of a kind that a row has and that match come to. */
function aggregated(row: Row, of: ObjectType, where: Node, valueOf: (one: Row) => string): Sql | undefined {
  if (row.standsBeside) {
    const found = relatedBeside(row, of)
    if (found === undefined) return undefined
    const matching = spelledOut(row.matching(where, found.row))
    return raw(found.beside.sum(valueOf(found.row), { kind: found.kind, where: matching }))
  }
  const found = relatedTo(row, of)
  if (found === undefined) return undefined
  const matching = row.matching(where, found.row)
  return sql`(select ${raw(valueOf(found.row))} ${found.from()} and ${matching})`
}

/** A value of the first or the last; of two at the same time, the one with the first or the last id. */
function edgeValues(row: Row, smart: Of<'edge'>, type: ValueKind): Values {
  const { object, where } = among(smart)
  const found = relatedTo(row, object)
  if (found === undefined) return { type, held: 'text', sql: raw('null::text') }
  const chosen = (one: Row) => {
    const by = pathValues(one, pathOf(object, smart.by), type)
    const direction = raw(smart.edge === 'first' ? 'asc' : 'desc')
    const matching = row.matching(where, one)
    return () => sql`${found.from()} and ${matching}
      order by ${by.sql} ${direction}, ${raw(one.joins.t)}.id ${direction} limit 1`
  }
  const { isThere: _there, ...worth } = pathValues(found.row, smart.path, type)
  if (!row.standsBeside) return { ...worth, sql: sql`(select ${worth.sql} ${chosen(found.row)()})` }
  const { edge, by } = smart
  const beside = row.joins.beside(JSON.stringify({ object, where, edge, by }), () => {
    const from = chosen(found.row)
    return { joins: found.row.joins, from: () => spelledOut(from()) }
  })
  const { sql: value } = pathValues({ ...found.row, joins: beside.joins }, smart.path, type)
  return { ...worth, sql: raw(beside.column(spelledOut(value))) }
}

/** What each is called in SQL. */
export const FUNCTION = { avg: 'avg', min: 'min', max: 'max', total: 'sum' } as const

function rollUpValues(row: Row, { fn, where, path }: Of<'rollup'>, type: ValueKind): Values {
  const valueOf = (one: Row) => `${FUNCTION[fn]}(${spelledOut(pathValues(one, path, type).sql)})`
  return { type, held: 'number', sql: aggregated(row, 'opportunity', where, valueOf) ?? raw('null::numeric') }
}

function pathOf(object: ObjectType, name: string): string {
  const means = fieldOf(object, name)?.means
  if (means?.kind !== 'path') throw new Error(`the first and the last are by a field of the noun, which ${name} is not`)
  return means.path
}

import sql, { raw, type Sql } from 'sql-template-tag'
import { fieldOf } from '../../search/fields.ts'
import type { Smart } from '../../search/smart.ts'
import type { Condition, FieldRef, NumberRange } from '../../search/tree.ts'
import { numbersSql } from './condition.ts'
import { pathValues } from './path.ts'
import { amongSql, type Related, relatedTo } from './related.ts'
import type { Asker, Row } from './row.ts'
import { boundsOf } from './smart.ts'
import { FUNCTION } from './smartValues.ts'

/**
 * SQL for whether a number that is made of all that a lead has is in a range, where it is worked out of all leads at once.
 * Undefined where it is not such a number, or where so few leads are left that each is better looked at by itself.
 */
export function groupedSql(row: Row, field: FieldRef, condition: Condition): Sql | undefined {
  const { asker } = row
  const means = 'custom' in field ? undefined : fieldOf(field.object, field.name)?.means
  if (asker === undefined || row.isOneOfFew || means?.kind !== 'smart' || condition.kind !== 'numbers') return undefined
  const { smart } = means
  if (smart.kind === 'count') return countSql(row, smart, condition, asker)
  return smart.kind === 'rollup' ? rollUpSql(row, smart, condition, asker) : undefined
}

type Of<K extends Smart['kind']> = Extract<Smart, { kind: K }>

/** Who has none is in no group, so that at most so many is said as no more than that. */
function countSql(row: Row, { of, where }: Of<'count'>, range: NumberRange, asker: Asker): Sql | undefined {
  const found = relatedTo(row, of)
  if (found === undefined) return undefined
  const { least, most } = boundsOf(range)
  const grouped = (own: NumberRange) => among(row, found, row.matching(where, found.row), raw('count(*)'), own, asker)
  if (least > 0) return grouped(range)
  return most < Infinity ? sql`not ${grouped({ kind: 'numbers', gt: most })}` : undefined
}

/** Who has none has no sum either, which is in no range. */
function rollUpSql(row: Row, { fn, where, path }: Of<'rollup'>, range: NumberRange, asker: Asker): Sql | undefined {
  const found = relatedTo(row, 'opportunity')
  if (found === undefined) return undefined
  const value = sql`${raw(FUNCTION[fn])}(${pathValues(found.row, path, 'cents').sql})`
  return among(row, found, row.matching(where, found.row), value, range, asker)
}

function among(row: Row, found: Related, where: Sql, value: Sql, range: NumberRange, asker: Asker): Sql {
  const { owner, from } = found.apart(asker)
  return amongSql(row, sql`select ${owner} ${from} and ${where} group by 1 having ${numbersSql(value, range)}`)
}

import sql, { join, raw, type Sql } from 'sql-template-tag'
import { dateFrom, momentAt } from '../../search/moment.ts'
import type { Condition, CustomFieldRef, SortKey } from '../../search/tree.ts'
import { keptInstant, numbersSql, rangeSql } from './condition.ts'
import { type Asker, type Row, textParam } from './row.ts'

// As in customValueRows.ts.
const MOST_CHARACTERS = 200

/**
 * SQL for whether an object may have such a value in a custom field: the rows in which the values are kept once more say so
 * with an index, and the object is looked at only of those, if at all. Undefined where they do not help.
 */
export function customRowsSql(
  { joins: { t } }: Row,
  field: CustomFieldRef,
  condition: Condition,
  asker: Asker,
): Sql | undefined {
  const isSo = isSoSql(field, condition, asker)
  return (
    isSo &&
    sql`exists (select 1 from custom_values v where v.organization_id = ${asker.organizationId}
      and v.field_id = ${textParam(field.custom)} and v.object_id = ${raw(t)}.id and ${isSo})`
  )
}

/**
 * A query for the `id` and the `organization_id` of all objects of a noun that have such a value, one for each value. It
 * reads an index alone, which tells the objects of several nouns with the same field by their ids. Undefined where the
 * rows do not know for sure.
 */
export function customObjectsSql(
  noun: 'lead',
  field: CustomFieldRef,
  condition: Condition,
  asker: Asker,
): Sql | undefined {
  const isSo = areExact(condition) ? isSoSql(field, condition, asker) : undefined
  return (
    isSo &&
    sql`select v.object_id as id, v.organization_id from custom_values v where v.organization_id = ${asker.organizationId}
      and v.field_id = ${textParam(field.custom)} and ${isSo} and starts_with(v.object_id, ${`${noun}_`})`
  )
}

function isSoSql({ type }: CustomFieldRef, condition: Condition, { clock }: Asker): Sql | undefined {
  switch (condition.kind) {
    case 'numbers':
      return numbersSql(raw('v.number'), condition)
    case 'terms':
      return foldedSql(condition.values)
    case 'reference':
      return condition.ids.some((id) => id.startsWith('group_')) ? undefined : foldedSql(condition.ids)
    case 'moments':
      // Kept in small letters, as all texts are.
      return rangeSql(raw('v.text'), condition, (moment) =>
        type === 'date'
          ? sql`${dateFrom(moment, clock)}::text`
          : sql`${keptInstant(momentAt(moment, clock)).toLowerCase()}::text`,
      )
    case 'exists':
    case 'words':
    case 'boolean':
    case 'localTime':
      return undefined
  }
}

const foldedSql = (texts: readonly string[]) => {
  const cut = texts.map((text) => sql`folded(left(${textParam(text)}, ${raw(String(MOST_CHARACTERS))}))`)
  return cut.length === 0 ? raw('false') : sql`v.text in (${join(cut)})`
}

/** Whether these rows know for sure: numbers and times are kept whole, where texts are folded and cut. */
export const areExact = (condition: Condition): boolean => condition.kind === 'numbers' || condition.kind === 'moments'

/**
 * The values of a custom field in their order, to be joined to the rows `t` that have one, of several the first. Undefined
 * for texts, which are kept otherwise than they are sorted.
 */
export function inOrderSql({ field }: SortKey, organizationId: string): { join: Sql; value: Sql } | undefined {
  if (!('custom' in field) || !(field.type === 'number' || field.type === 'date' || field.type === 'moment'))
    return undefined
  const value = raw(field.type === 'number' ? 'kept.number' : 'kept.text')
  const on = sql`kept.organization_id = ${organizationId} and kept.object_id = t.id and kept.field_id = ${textParam(field.custom)}`
  return { value, join: sql`join custom_values kept on ${on} and kept.place = 0 and ${value} is not null` }
}

import { raw, type Sql } from 'sql-template-tag'
import { type NounName } from '../../domain/catalogue.ts'
import { tableOf, tables } from '../nouns/tables.ts'
import { literal } from '../projection/words.ts'
import type { Change } from '../writing/change.ts'

// Custom values are kept in the objects. Here they are once more, one row each, so that a range or an order of one
// field among a million objects is a walk along an index, and no field needs an index of its own.

/** The nouns whose custom values can be searched. */
export const CUSTOM_NOUNS = [
  'lead',
  'contact',
  'opportunity',
  'case',
  'customActivity',
] as const satisfies readonly NounName[]

/** Keeps the rows of what a write changes. Where nobody has made a field, making something costs nothing more. */
export function customValueRowsSql(changes: readonly Change[]): Sql[] {
  return changes.flatMap((change, i) => {
    if (!mayHaveCustom(change.noun)) return []
    if (change.action === 'deleted') return [raw(`v${i} as (${forgetSql(`c${i}`)})`)]
    if (change.action === 'created')
      return change.records.some(hasCustom)
        ? [raw(`v${i} as (insert into custom_values ${rowsSql(change.noun, `c${i}`)})`)]
        : []
    return change.silent === true || change.keepsCustom === true ? [] : keepCustomSql(change.noun, `c${i}`, `v${i}`)
  })
}

/** Brings the rows of objects up to date that were written before: `source` has them, as the table does. */
export function keepCustomSql(noun: NounName, source: string, name = 'v'): Sql[] {
  if (!mayHaveCustom(noun)) return []
  const same = (v: string) =>
    `s.organization_id = ${v}.organization_id and s.object_id = ${v}.object_id and s.field_id = ${v}.field_id and s.place = ${v}.place`
  return [
    raw(`${name} as materialized (${rowsSql(noun, source)})`),
    raw(`${name}s as (insert into custom_values as s select * from ${name} v where not exists (
        select 1 from custom_values s where ${same('v')}
          and s.text is not distinct from v.text and s.number is not distinct from v.number)
      on conflict (organization_id, object_id, field_id, place) do update set text = excluded.text, number = excluded.number)`),
    raw(`${name}x as (delete from custom_values s using ${source} t
        where s.organization_id = t.organization_id and s.object_id = t.id and not exists (select 1 from ${name} v where ${same('v')}))`),
  ]
}

const forgetSql = (source: string) =>
  `delete from custom_values s using ${source} t where s.organization_id = t.organization_id and s.object_id = t.id`

/** Makes all rows of a noun anew. */
export const rebuildCustomSql = (noun: NounName): Sql =>
  raw(`insert into custom_values ${rowsSql(noun, `(select * from ${tableOf(noun)} where custom <> '{}')`)}`)

// What an activity or any other row may be changed as.
const mayHaveCustom = (noun: NounName) => noun === 'activity' || CUSTOM_NOUNS.some((one) => one === noun)

const hasCustom = (record: object) => 'custom' in record && Object.keys(record.custom as object).length > 0

const MOST_CHARACTERS = 200

/** SQL for the values of those rows of `source` that are live. */
function rowsSql(noun: NounName, source: string): string {
  const kept = CUSTOM_NOUNS.find((one) => tableOf(one) === tables[noun].name) ?? noun
  return `select t.organization_id, t.id as object_id, f.key as field_id, (e.place - 1)::int as place, ${literal(kept)} as noun,
      case jsonb_typeof(e.value) when 'string' then left(folded(left(e.value #>> '{}', ${MOST_CHARACTERS})), ${MOST_CHARACTERS}) end as text,
      case jsonb_typeof(e.value) when 'number' then e.value::numeric end as number
    from ${source} t cross join jsonb_each(t.custom) f
    cross join jsonb_array_elements(case jsonb_typeof(f.value) when 'array' then f.value else jsonb_build_array(f.value) end)
      with ordinality e(value, place)
    where t.deleted_at is null`
}

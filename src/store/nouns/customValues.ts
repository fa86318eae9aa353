import { REFERRED_NOUN } from '../../domain/customValue.ts'
import type { Around, Relations } from './table.ts'

// Custom objects have no numbers; their ids stand for themselves.
const NUMBERED = Object.entries(REFERRED_NOUN).filter(([, noun]) => noun !== 'customObject')

/** SQL for the custom values of a row by the names of their fields. */
export const customByName = (t: string, { relations }: Around) => `case when ${t}.custom = '{}' then '{}'::json else (
  select coalesce(json_object_agg(f.name, v.value order by f.name), '{}')
  from jsonb_each(${t}.custom) v
  join ${relations.one('customField')} f on f.organization_id = ${t}.organization_id and f.id = v.key) end`

/** SQL for the custom values of a row by the numbers of their fields; what they refer to goes by its number too. */
export const customByNumber = (t: string, { relations }: Around) => `case when ${t}.custom = '{}' then '{}'::json else (
  select coalesce(json_object_agg(f.number, case
    when f.type not in (${NUMBERED.map(([type]) => `'${type}'`).join(', ')}) then v.value
    when jsonb_typeof(v.value) = 'array' then (
      select coalesce(jsonb_agg(${numberOf(t, 'e.id', relations)} order by e.place), '[]')
      from jsonb_array_elements_text(v.value) with ordinality e(id, place))
    else to_jsonb(${numberOf(t, `v.value #>> '{}'`, relations)}) end order by f.number), '{}')
  from jsonb_each(${t}.custom) v
  join ${relations.one('customField')} f on f.organization_id = ${t}.organization_id and f.id = v.key) end`

function numberOf(t: string, id: string, { one }: Relations): string {
  const cases = NUMBERED.map(([type, noun]) => {
    const tenant = noun === 'user' ? '' : ` and r.organization_id = ${t}.organization_id`
    return `when '${type}' then (select r.number from ${one(noun)} r where r.id = ${id}${tenant})`
  })
  return `(case f.type ${cases.join(' ')} end)`
}

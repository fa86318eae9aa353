import type { Shape } from '../../domain/view.ts'
import { literal, wordsSql } from './words.ts'

/**
 * SQL for the JSON that a shape makes of a value of type jsonb. Nothing is made of nothing, be it no value or JSON's
 * null; only words may have something to say then.
 */
export function shapeSql(shape: Shape, value: string, depth = 0): string {
  if ('words' in shape) return wordsSql(`(${value} #>> '{}')`, shape)
  if ('key' in shape) {
    const inner = `(${value}->${literal(shape.key)})`
    return shape.as === undefined ? inner : shapeSql(shape.as, inner, depth)
  }
  if ('each' in shape) {
    const item = `e${depth}`
    const made = shapeSql(shape.each, `${item}.item`, depth + 1)
    return `(select coalesce(json_agg(${item}.made order by ${item}.place) filter (where ${item}.made is not null), '[]')
      from (select ${made} as made, ${item}.place
        from jsonb_array_elements(${listSql(value)}) with ordinality ${item}(item, place)) ${item})`
  }
  const parts = Object.entries(shape.object).map(([key, part]) => `${literal(key)}, ${shapeSql(part, value, depth)}`)
  const object = `json_build_object(${parts.join(', ')})`
  return `case when jsonb_typeof(${value}) = 'object' then ${shape.sparse ? `json_strip_nulls(${object})` : object} end`
}

const listSql = (value: string) => `case when jsonb_typeof(${value}) = 'array' then ${value} else '[]' end`

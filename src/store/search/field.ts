import sql, { join, raw } from 'sql-template-tag'
import { fieldOf } from '../../search/fields.ts'
import type { FieldRef, ValueKind } from '../../search/tree.ts'
import { namedValues } from './named.ts'
import { pathValues } from './path.ts'
import { type Row, textParam } from './row.ts'
import { smartValues } from './smartValues.ts'
import type { Values } from './values.ts'

/** What a field of a row is worth. */
export function valuesOf(row: Row, ref: FieldRef): Values {
  const { t } = row.joins
  if ('custom' in ref)
    return { type: ref.type ?? 'text', held: 'json', sql: sql`${raw(t)}.custom->${textParam(ref.custom)}::text` }
  const field = fieldOf(ref.object, ref.name)
  if (field === undefined) throw new Error(`${ref.object} has no field '${ref.name}'`)
  const { name, type, means } = field
  switch (means.kind) {
    case 'path':
      return pathValues(row, means.path, type)
    case 'keys':
      return keysValues(t, means.keys, type)
    case 'smart':
      return smartValues(row, means.smart, type)
    case 'named':
      return namedValues(row, name, type)
    case 'inside':
    case 'any':
      throw new Error(`'${ref.name}' is a field of what a ${ref.object} has`)
  }
}

/** What keys of a part are worth: several are one text. */
function keysValues(t: string, keys: readonly string[], type: ValueKind): Values {
  const [only = ''] = keys
  if (type === 'boolean')
    return { type, held: 'boolean', sql: sql`nullif(${raw(t)}.value->${raw(`'${only}'`)}, 'null') = 'true'` }
  const texts = keys.map((key) => raw(`nullif(${t}.value->>'${key}', '')`))
  return {
    type,
    held: 'text',
    sql: texts.length === 1 ? (texts[0] ?? raw('null')) : sql`concat_ws(' ', ${join(texts, ', ')})`,
  }
}

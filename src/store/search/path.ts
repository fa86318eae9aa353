import { raw } from 'sql-template-tag'
import { ACTIVITY_KINDS } from '../../domain/activity.ts'
import { entryOf, type NounName, resolvePath } from '../../domain/catalogue.ts'
import { type FieldType, type ValueType, valueType } from '../../domain/noun.ts'
import { TASK_KINDS } from '../../domain/task.ts'
import type { ValueKind } from '../../search/tree.ts'
import { nounOf, type Row } from './row.ts'
import type { Held, Values } from './values.ts'

const HELD: Partial<Record<ValueType, Held>> = {
  id: 'text',
  text: 'text',
  integer: 'number',
  cents: 'number',
  boolean: 'boolean',
  instant: 'instant',
  date: 'date',
  texts: 'texts',
}

/** What a field of the noun is worth, or of one it refers to. */
export function pathValues({ object, joins }: Row, path: string, type: ValueKind): Values {
  const noun = nounOf(object)
  const of = resolvePath(noun, path).type
  const held = HELD[valueType(of)]
  if (held === undefined) throw new Error(`${noun}.${path} cannot be searched`)
  const spelled = spellingOf(noun, path)
  return {
    type,
    held,
    sql: raw(joins.path(noun, path)),
    ...(isAlwaysThere(noun, path, of) ? { isThere: true } : {}),
    ...(spelled === undefined ? {} : { spelled }),
  }
}

const isAlwaysThere = (noun: NounName, path: string, type: FieldType) =>
  Object.hasOwn(entryOf(noun).stored, path) && !type.endsWith('?')

// Words that the domain chooses. Others may be written in any way.
const SMALL = [
  'direction',
  'status',
  'status.type',
  'valuePeriod',
  'priority',
  'customerType',
  'oldStatusType',
  'newStatusType',
]

function spellingOf(noun: NounName, path: string): Values['spelled'] {
  if (path === 'kind') return noun === 'task' ? TASK_KINDS : ACTIVITY_KINDS
  return SMALL.includes(path) ? 'small' : undefined
}

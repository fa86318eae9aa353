import { createHash } from 'node:crypto'
import type { FieldRef, Slice, SortKey } from '../../src/search/tree.ts'
import { type Asker, type Thing, typeOf, valuesOf } from './searchReference.ts'

/** What comes first in a list: what has a value before what has none, then by id. */
export function inOrder(things: readonly Thing[], sort: readonly SortKey[], asker: Asker): readonly Thing[] {
  const idsFall = sort.at(-1)?.descending ?? false
  return things.toSorted((a, b) => {
    for (const { field, descending } of sort) {
      const [one, other] = [keyOf(a, field, asker), keyOf(b, field, asker)]
      if (one === other) continue
      if (one === undefined || other === undefined) return one === undefined ? 1 : -1
      return one < other === descending ? 1 : -1
    }
    return String(a.id) < String(b.id) === idsFall ? 1 : -1
  })
}

function keyOf(thing: Thing, field: FieldRef, asker: Asker): string | number | undefined {
  const [value] = valuesOf(thing, field, asker)
  const isTime = ['moment', 'date'].includes(typeOf(field) ?? '')
  const isId = 'name' in field && field.name === 'id'
  if (typeof value === 'string') return isTime ? Date.parse(value) : isId ? value : value.toLowerCase()
  return value === undefined ? undefined : Number(value)
}

/** Whether a thing is in a share. */
export const isInSlice = ({ id }: Thing, { n, of }: Slice) =>
  Number.parseInt(createHash('md5').update(String(id)).digest('hex').slice(0, 8), 16) % of === n - 1

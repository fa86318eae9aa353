import { isDeepStrictEqual } from 'node:util'
import type { NounName } from '../../domain/catalogue.ts'
import { tables } from '../nouns/tables.ts'

/** What a change leaves as it is, so that nothing which is made of it has to be made anew. */
export type Unchanged = { readonly keepsWords?: true; readonly keepsSight?: true; readonly keepsCustom?: true }

/** What of an object is the same before and after a change: what searches look into, who sees it, and its custom values. */
export function unchangedIn(noun: NounName, before: object, after: object): Unchanged {
  const isSame = (field: string) => isDeepStrictEqual(valueIn(before, field), valueIn(after, field))
  if (!['deletedAt', 'leadId', 'kind'].every(isSame)) return {}
  const { words = [], names = [] } = tables[noun].searched ?? {}
  const above = (tables[noun].within ?? []).map((parent) => `${parent}Id`)
  const searched = [...words.map((one) => (typeof one === 'string' ? one : one.field)), ...names]
  return {
    ...(searched.every(isSame) ? { keepsWords: true } : {}),
    ...(['visibleTo', ...above].every(isSame) ? { keepsSight: true } : {}),
    ...(isSame('custom') ? { keepsCustom: true } : {}),
  }
}

const valueIn = (record: object, field: string) => (record as Readonly<Record<string, unknown>>)[field]

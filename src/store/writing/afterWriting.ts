import type { NounName } from '../../domain/catalogue.ts'
import { isDeletable, type Relations } from '../nouns/table.ts'
import { tableOf } from '../nouns/tables.ts'
import type { Change } from './change.ts'

/** The tables as this write leaves them: untouched rows, and the written ones in place of their old selves. */
export function afterWriting(changes: readonly Change[]): Relations {
  const relation = (noun: NounName) => {
    const table = tableOf(noun)
    const own = changes.flatMap((change, i) => (tableOf(change.noun) === table ? [{ change, name: `c${i}` }] : []))
    if (own.length === 0) return table
    const kept = own
      .filter(({ change }) => change.action !== 'created')
      .map(({ name }) => `not exists (select 1 from ${name} w where w.id = x.id)`)
    const where = kept.length === 0 ? '' : ` where ${kept.join(' and ')}`
    const written = own.filter(({ change }) => change.action !== 'deleted' || isDeletable(change.noun))
    const parts = [`select * from ${table} x${where}`, ...written.map(({ name }) => `select * from ${name}`)]
    return `(${parts.join(' union all ')})`
  }
  return { one: relation, many: relation }
}

/**
 * The same for an object that this write makes: whatever belongs to it, or to anything else that is new, is made by this
 * write too.
 */
export function madeBy(changes: readonly Change[]): Relations {
  const made = changes.flatMap((change, i) =>
    change.action === 'created' ? [{ noun: change.noun, name: `c${i}` }] : [],
  )
  const { one, many } = afterWriting(changes)
  return {
    one,
    many(noun, of) {
      if (of !== undefined && !made.some((own) => tableOf(own.noun) === tableOf(of))) return many(noun)
      const names = made.flatMap((own) => (tableOf(own.noun) === tableOf(noun) ? [own.name] : []))
      if (names.length < 2) return names[0]
      return `(${names.map((name) => `select * from ${name}`).join(' union all ')})`
    },
    kinds: new Set(made.map((one) => one.noun)),
  }
}

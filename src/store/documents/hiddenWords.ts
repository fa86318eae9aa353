import { raw, type Sql } from 'sql-template-tag'
import type { NounName } from '../../domain/catalogue.ts'
import { tableOf, tables } from '../nouns/tables.ts'
import { HIDEABLE } from '../people/visibility.ts'

/** What belongs to a lead and has words. */
export const OF_LEADS = ['contact', 'opportunity', 'task', 'case', 'activity'] as const satisfies readonly NounName[]

/**
 * SQL for the ids, as an array, of what belongs to the lead `l` and is not for all who see that lead. The words of all else
 * are the same for everybody.
 */
export function hiddenIdsSql(): Sql {
  const ids = OF_LEADS.map(
    (noun) => `select x.id from ${tableOf(noun)} x
      where x.organization_id = l.organization_id and x.lead_id = l.id and not (${isForAllSql(noun, 'x')})`,
  )
  return raw(`array(${ids.join(' union all ')})`)
}

/**
 * SQL for whether all who see the lead of the row `x` see the row: neither it nor what it hangs on names those who may see
 * it, and what it hangs on is of the same lead. What is of another one is hidden with that, too.
 */
function isForAllSql(noun: NounName, x: string): string {
  const own = HIDEABLE.includes(noun) ? [`${x}.visible_to is null`] : []
  const above = parentsOf(noun).map((parent) => {
    const p = `${x}_${parent}`
    return `not exists (select 1 from ${tableOf(parent)} ${p}
      where ${p}.organization_id = ${x}.organization_id and ${p}.id = ${x}.${parent}_id
        and not (${isForAllSql(parent, p)} and ${p}.lead_id = ${x}.lead_id))`
  })
  return [...own, ...above].join(' and ')
}

/**
 * Queries for the `organization_id` and `lead_id` of all that may be hidden or seen now because the rows of `source` name
 * others, or hang on something else: of these rows, and of what hangs on them, which can be of other leads.
 */
export function rehiddenSql(noun: NounName, source: string): readonly string[] {
  // Whose lead is hidden does not see its words, whatever these are.
  return noun === 'lead' || tables[noun].searched === undefined ? [] : hangingSql(noun, 'x', `${source} x`)
}

function hangingSql(noun: NounName, x: string, from: string): string[] {
  const below = OF_LEADS.filter((one) => parentsOf(one).includes(noun)).flatMap((one) => {
    const c = `${x}_${one}`
    const on = `${c}.organization_id = ${x}.organization_id and ${c}.${noun}_id = ${x}.id`
    return hangingSql(one, c, `${from} join ${tableOf(one)} ${c} on ${on}`)
  })
  return [`select ${x}.organization_id, ${x}.lead_id from ${from}`, ...below]
}

const parentsOf = (noun: NounName): readonly NounName[] =>
  (tables[noun].within ?? []).filter((parent) => parent !== 'lead')

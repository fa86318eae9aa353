import sql, { join, raw, type Sql } from 'sql-template-tag'
import { type Clock, dateFrom, momentAt } from '../../search/moment.ts'
import type { Condition, Moment, NumberRange } from '../../search/tree.ts'
import { type Asker, textParam } from './row.ts'
import { wordsSql } from './text.ts'
import { anyOf, isList, type Values } from './values.ts'

/** SQL for whether one of the values of a field is as a condition says. Null stands for false. */
export function conditionSql(values: Values, condition: Condition, asker: Asker | undefined): Sql {
  switch (condition.kind) {
    case 'exists':
      return existsSql(values)
    case 'boolean':
      return condition.value ? sql`${values.sql} is true` : sql`${values.sql} is not true`
    case 'reference':
      return referenceSql(values, condition.ids.map(textParam), asker)
    case 'moments':
      return momentsSql(values, condition, clockOf(asker))
    case 'words':
      return each(values, (one) => wordsSql(one, condition.match))
    case 'terms':
      return each(values, (one) => termsSql(one, condition.values.map(textParam)))
    case 'numbers':
      return each(values, (one) => numbersSql(one.sql, condition))
    case 'localTime':
      return localTimeSql(values.sql, condition, clockOf(asker))
  }
}

function clockOf(asker: Asker | undefined): Clock {
  if (asker === undefined) throw new Error('what a field is worth does not depend on the time')
  return asker.clock
}

const each = (values: Values, isSo: (one: Values) => Sql) => (isList(values) ? anyOf(values, isSo) : isSo(values))

function existsSql(values: Values): Sql {
  if (values.held === 'text') return sql`${values.sql} <> ''`
  if (isList(values)) return anyOf(values, existsSql)
  return values.held === 'span' ? raw('true') : sql`${values.sql} is not null`
}

// Of lists and of values that may be lists PostgreSQL itself knows whether they have one of these.
function referenceSql(values: Values, ids: readonly string[], asker: Asker | undefined): Sql {
  const hasGroups = values.type === 'user' && ids.some((id) => id.startsWith('group_'))
  const all = hasGroups && asker !== undefined ? membersSql(ids, asker) : sql`${[...ids]}::text[]`
  return isList(values) ? sql`${values.sql} ?| ${all}` : sql`${values.sql} = any(${all})`
}

/** These users and all who are in these groups. */
const membersSql = (ids: readonly string[], { organizationId }: Asker) => sql`array(
  select unnest(${[...ids]}::text[]) union all
  select jsonb_array_elements_text(g.member_ids) from groups g
    where g.organization_id = ${organizationId} and g.id = any(${[...ids]}::text[]))`

function termsSql({ sql: value, spelled }: Values, terms: readonly string[]): Sql {
  const small = terms.map((term) => term.toLowerCase())
  if (spelled === 'small') return sql`${value} = any(${small}::text[])`
  if (spelled !== undefined)
    return sql`${value} = any(${spelled.filter((word) => small.includes(word.toLowerCase()))}::text[])`
  return sql`lower(${value} collate letters) = any(${small}::text[])`
}

const BOUNDS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const
const MOST = 2 ** 53

/** SQL for whether a number is in a range. */
export function numbersSql(value: Sql, range: NumberRange): Sql {
  const bounds = (Object.keys(BOUNDS) as (keyof typeof BOUNDS)[]).flatMap((key) => {
    const bound = range[key]
    if (bound === undefined) return []
    // A whole number is compared as one, so that an index on whole numbers serves.
    const type = Number.isInteger(bound) && Math.abs(bound) < MOST ? 'bigint' : 'numeric'
    return [sql`${value} ${raw(BOUNDS[key])} ${String(bound)}::${raw(type)}`]
  })
  return bounds.length === 0 ? sql`${value} is not null` : join(bounds, ' and ')
}

type Range<T> = { readonly onOrAfter: T | null; readonly before: T | null }

function momentsSql(values: Values, { onOrAfter, before }: Range<Moment>, clock: Clock): Sql {
  const instant = (moment: Moment) => sql`${momentAt(moment, clock)}::timestamptz`
  if (values.held === 'span') {
    const from =
      onOrAfter === null ? [] : [sql`(${values.sql}.ends is null or ${values.sql}.ends > ${instant(onOrAfter)})`]
    const until = before === null ? [] : [sql`${values.sql}.starts < ${instant(before)}`]
    return join([raw('true'), ...from, ...until], ' and ')
  }
  const bound = (moment: Moment) => {
    if (values.type === 'date') {
      const day = dateFrom(moment, clock)
      return values.held === 'json' ? sql`${day}::text` : sql`${day}::date`
    }
    return values.held === 'json' ? sql`${keptInstant(momentAt(moment, clock))}::text` : instant(moment)
  }
  return each(values, ({ sql: value }) => rangeSql(value, { onOrAfter, before }, bound))
}

/** SQL for whether something is in a range of moments, each of which is said as `bound` does. */
export function rangeSql(value: Sql, { onOrAfter, before }: Range<Moment>, bound: (moment: Moment) => Sql): Sql {
  const from = onOrAfter === null ? [] : [sql`${value} >= ${bound(onOrAfter)}`]
  const until = before === null ? [] : [sql`${value} < ${bound(before)}`]
  return from.length + until.length === 0 ? sql`${value} is not null` : join([...from, ...until], ' and ')
}

/** An instant as custom values keep it: with an offset, and six digits or none. */
export const keptInstant = (at: string) =>
  at.replace(
    /(?:\.(\d+))?Z$/,
    (_end, digits?: string) => (Number(digits ?? 0) === 0 ? '' : `.${digits?.padEnd(6, '0')}`) + '+00:00',
  )

/** What the clocks of a time zone show, as a text, of which no form raises; from late to early is over midnight. */
function localTimeSql(zone: Sql, { onOrAfter, before }: Range<string>, { now }: Clock): Sql {
  const time = sql`to_char(${now}::timestamptz at time zone ${zone}, 'HH24:MI:SS')`
  const from = onOrAfter === null ? [] : [sql`${time} >= ${onOrAfter}`]
  const until = before === null ? [] : [sql`${time} < ${before}`]
  if (from.length + until.length === 0) return sql`${zone} is not null`
  const isOverMidnight = onOrAfter !== null && before !== null && onOrAfter > before
  return sql`(${join([...from, ...until], isOverMidnight ? ' or ' : ' and ')})`
}

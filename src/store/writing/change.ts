import sql, { join, raw, Sql } from 'sql-template-tag'
import { entryOf, type NounName } from '../../domain/catalogue.ts'
import type { EventAction } from '../../domain/event.ts'
import { type Column, columnName, columnsOf, hasDetails, isDeletable } from '../nouns/table.ts'
import { tableOf, tables } from '../nouns/tables.ts'
import { remembered } from '../remembered.ts'
import type { Author } from './author.ts'
import type { Unchanged } from './unchanged.ts'

/**
 * One kind of change to the rows of one noun. `told` is what its event says it was, where that is not the action, and
 * `also` what one more event says.
 */
export type Change =
  | ({
      action: 'created' | 'updated'
      noun: NounName
      records: readonly object[]
      silent?: true
      told?: EventAction
    } & Manner)
  | { action: 'deleted'; noun: NounName; by: string; id: string | readonly string[]; binned?: true }

/** How objects are changed: those for which it is the same are written together. */
export type Manner = Unchanged & { readonly also?: EventAction }

/** What a transaction's statement looks like, apart from its values: equal shapes make equal text. */
export function shapeOf(changes: readonly Change[]): string {
  return changes
    .map((change) => {
      const more =
        change.action === 'deleted'
          ? `${change.by} ${isOne(change.id)}`
          : `${change.records.length === 1} ${change.silent === true} ${change.told} ${change.also}`
      return `${change.action} ${change.noun} ${more}`
    })
    .join('; ')
}

/** Whether rows that were deleted come back. */
export const isRestoring = (change: Change) => change.action === 'updated' && change.told === 'created'

/** A change as one part of a statement, under a name by which the other parts find the rows it wrote. */
export function changeSql(name: string, change: Change, author: Author): Sql {
  if (change.action === 'deleted') return sql`${raw(name)} as (${deleteSql(change, author)})`
  const { noun, records } = change
  const value = author.isPast ? given : stamped(noun, records, author.now)
  if (change.action === 'created') return sql`${raw(name)} as (${insertSql(noun, records, value)} returning *)`
  const sets = columnsOf(noun).filter((c) => c.field !== 'id' && c.field !== 'organizationId')
  const assignments = sets.map((c) => `${c.column} = ${value(c)}`).join(', ')
  const tenant = tables[noun].global ? '' : 't.organization_id = r."organizationId" and '
  return sql`${raw(name)} as (update ${raw(tableOf(noun))} t set ${raw(assignments)} from ${recordsSql(noun, records)} where ${raw(tenant)}t.id = r.id returning t.*)`
}

/**
 * Values of the rows `r`, in which the moment of the write stands for what its author calls now: authors have clocks of
 * their own and may have waited long, and a reader who goes by the time must not be overtaken (`horizon.ts`).
 */
function stamped(noun: NounName, records: readonly object[], now: string): ValueSql {
  const isNow = ({ field, type }: Column) =>
    type === 'timestamptz' && records.some((record) => (record as Readonly<Record<string, unknown>>)[field] === now)
  const fields = new Set(columnsOf(noun).flatMap((column) => (isNow(column) ? column.field : [])))
  return ({ field }) =>
    fields.has(field)
      ? `(select case when r."${field}" = stamp.said then stamp.at else r."${field}" end from stamp)`
      : given({ field })
}

type ValueSql = (column: Pick<Column, 'field'>) => string

const given: ValueSql = ({ field }) => `r."${field}"`

/** Inserts objects; as they are, where nothing else is said of their values. */
export function insertSql(noun: NounName, records: readonly object[], value: ValueSql = given): Sql {
  const columns = columnsOf(noun)
  const names = columns.map((c) => c.column).join(', ')
  const values = columns.map((column) => value(column)).join(', ')
  return sql`insert into ${raw(tableOf(noun))} (${raw(names)}) select ${raw(values)} from ${recordsSql(noun, records)}`
}

const recordsSql = (noun: NounName, records: readonly object[]) =>
  rowsSql(
    columnsOf(noun),
    records.map((record) => toRow(noun, record)),
  )

const FEW = 4

/**
 * Rows as a relation `r` with a column for each field. A few come as parameters, which is twice as fast to read; many
 * as one JSON text, so that statements do not differ by the number of their rows.
 */
function rowsSql(columns: readonly Column[], rows: readonly Readonly<Record<string, unknown>>[]): Sql {
  if (rows.length > FEW) {
    const shape = columns.map((c) => `"${c.field}" ${c.type}`).join(', ')
    return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${raw(shape)})`
  }
  const values = rows.flatMap((row) => columns.map((column) => parameter(row[column.field] ?? null, column)))
  return new Sql(
    valuesText(columns, String(rows.length), () => textOfValues(columns, rows.length)),
    values,
  )
}

const parameter = (value: unknown, { type }: Column) =>
  type === 'jsonb' && value !== null ? JSON.stringify(value) : value

const valuesText = remembered<readonly Column[], string[]>()

/** `(values (` parameter `::text, ` parameter `::date), (` … as the text between the parameters. */
function textOfValues(columns: readonly Column[], rows: number): string[] {
  const row = columns.slice(0, -1).map(({ type }) => `::${type}, `)
  const last = `::${columns.at(-1)?.type}`
  const texts = Array.from({ length: rows }, (_, i) => [...row, i === rows - 1 ? last : `${last}), (`]).flat()
  const names = columns.map(({ field }) => `"${field}"`).join(', ')
  return ['(values (', ...texts.slice(0, -1), `${last})) as r(${names})`]
}

type Deletion = Extract<Change, { action: 'deleted' }>

function deleteSql(change: Deletion, author: Author): Sql {
  const table = raw(tableOf(change.noun))
  const where = deletedSql(change, author)
  if (!isDeletable(change.noun)) return sql`delete from ${table} t where ${where} returning t.*`
  const root = change.by === 'id' && change.binned !== true ? sql`null` : sql`t.${raw(columnName(change.by))}`
  return sql`update ${table} t set deleted_at = ${author.now}, deleted_with = ${root} where ${where} returning t.*`
}

/** Which rows a deletion is about. */
function deletedSql({ noun, by, id }: Deletion, author: Author): Sql {
  const { kind } = tables[noun]
  const only = raw(
    `${kind === undefined ? '' : ` and t.kind = '${kind}'`}${isDeletable(noun) ? ' and t.deleted_at is null' : ''}`,
  )
  const value = isOne(id) ? sql`${id}` : sql`any(${id})`
  return sql`t.organization_id = ${author.organizationId} and t.${raw(columnName(by))} = ${value}${only}`
}

/**
 * Locks what is deleted because of what it refers to: the statement after this one sees what the changes did that this had
 * to wait for, and so do its events.
 * @returns undefined when nothing is
 */
export function lockSql(changes: readonly Change[], author: Author): Sql | undefined {
  const parts = changes.flatMap((change) =>
    change.action === 'deleted' && change.by !== 'id'
      ? [
          sql`select t.id from ${raw(tableOf(change.noun))} t where ${deletedSql(change, author)} for no key update of t`,
        ]
      : [],
  )
  const locked = parts.map((part, i) => sql`${raw(`l${i}`)} as (${part})`)
  const counts = parts.map((_, i) => raw(`(select count(*) from l${i})`))
  return parts.length === 0 ? undefined : sql`with ${join(locked, ', ')} select ${join(counts, ' + ')} as count`
}

const isOne = (id: string | readonly string[]) => typeof id === 'string'

/** Splits a domain object into its columns; what has no column of its own goes into `details`. */
function toRow(noun: NounName, record: object): Readonly<Record<string, unknown>> {
  if (!hasDetails(noun)) return { ...record }
  const entry = entryOf(noun)
  const row: Record<string, unknown> = {}
  const details: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(record)) {
    if (field in entry.stored) row[field] = value
    else details[field] = value
  }
  return { ...row, details }
}

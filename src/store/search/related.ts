import sql, { raw, type Sql } from 'sql-template-tag'
import { ACTIVITIES } from '../../search/objects.ts'
import type { Node, ObjectType } from '../../search/tree.ts'
import { columnName, isDeletable } from '../nouns/table.ts'
import { tables } from '../nouns/tables.ts'
import { Joins } from '../projection/joins.ts'
import { spelledOut } from '../projection/words.ts'
import { holdersOf } from './candidates.ts'
import { type Holders, isPart, partsSql } from './part.ts'
import { periodsSql } from './period.ts'
import { type Asker, nounOf, type Row } from './row.ts'

/** SQL for whether a row has at least one related object that matches. */
export function relatedSql(row: Row, object: ObjectType, node: Node): Sql {
  const holders = row.asker && holdersOf(object, node, row.asker)
  const found = relatedTo(row, object, holders)
  if (found === undefined) return raw('false')
  const where = row.matching(node, found.row)
  if (holders === undefined || row.asker === undefined) return sql`exists (select 1 ${found.from()} and ${where})`
  const { owner, from } = found.apart(row.asker)
  return amongSql(row, sql`select ${owner} ${from} and ${where}`)
}

/**
 * SQL for whether the id of a row is among those that a question finds, which is asked once. PostgreSQL cannot guess how
 * many groups or parts there are, and as a join of them chooses the worst way, or asks again in each of its workers.
 */
export const amongSql = ({ joins: { t } }: Row, ids: Sql): Sql =>
  sql`exists (select 1 from unnest(array(${ids})) f(id) where f.id = ${raw(t)}.id)`

/** The objects of a kind that a row has, as rows of their own; undefined when there cannot be any. */
export type Related = {
  readonly row: Row
  /** FROM and the beginning of WHERE; asked for when all that the row refers to is known. */
  readonly from: () => Sql
  /** The same for those of all rows, and the id of the row that each belongs to. */
  readonly apart: (asker: Asker) => { readonly owner: Sql; readonly from: Sql }
}

/** @param holders of parts, whose can matter; undefined for all */
export function relatedTo(row: Row, object: ObjectType, holders?: Holders): Related | undefined {
  const source = sourceOf(row, object, holders)
  return source && relatedIn(row, object, source)
}

/** The same beside the row, where all kinds that are found in one place are looked at together. */
export function relatedBeside(row: Row, object: ObjectType) {
  const source = sourceOf(row, object)
  if (source === undefined) return undefined
  const { kind, ...rest } = source
  const beside = row.joins.beside(`${rest.relation.text} ${rest.where.join(' and ')}`, () => {
    const found = relatedIn(row, object, rest)
    return { joins: found.row.joins, from: () => spelledOut(found.from()) }
  })
  const { joins } = beside
  return { beside, row: { ...row, object, joins }, kind: kind === undefined ? undefined : `${joins.t}.${kind}` }
}

function relatedIn(row: Row, object: ObjectType, source: Source): Related {
  const { t, relations } = row.joins
  const c = row.joins.child()
  const joins = new Joins(c, relations)
  const { kind } = source
  const where = kind === undefined ? source.where : [...source.where, kind]
  const from = (organizationId: Sql) =>
    sql`from ${source.relation} ${raw([c, ...joins.list()].join('\n'))}
      where ${raw(c)}.organization_id = ${organizationId}${raw(where.map((one) => ` and ${c}.${one}`).join(''))}`
  return {
    row: { ...row, object, joins },
    from: () => sql`${from(raw(`${t}.organization_id`))} and ${raw(`${c}.${source.key} = ${t}.${source.of}`)}`,
    apart: ({ organizationId }) => ({ owner: raw(`${c}.${source.key}`), from: from(sql`${organizationId}`) }),
  }
}

type Source = {
  readonly relation: Sql
  /** A column that refers to a column of the row that has it. */
  readonly key: string
  readonly of: string
  /** What else has to be so, and of what kind they are. */
  readonly where: readonly string[]
  readonly kind?: string | undefined
}

// Whatever stands further down refers to what stands further up.
const RANKS: readonly (readonly ObjectType[])[] = [['lead'], ['contact'], ['opportunity', 'case']]
const rankOf = (object: ObjectType) => {
  const rank = RANKS.findIndex((objects) => objects.includes(object))
  return rank === -1 ? RANKS.length : rank
}

function sourceOf(row: Row, object: ObjectType, holders?: Holders): Source | undefined {
  if (object === 'sequenceSubscription') return undefined
  if (isPart(object)) return within(row, partsSql(row, object, holders))
  if (object === 'leadStatusPeriod' || object === 'opportunityStatusPeriod') {
    const periods = periodsSql(row, object)
    return within(row, periods === undefined ? undefined : raw(periods))
  }
  const { relations } = row.joins
  const [noun, from] = [nounOf(object), nounOf(row.object)]
  const isAbove = rankOf(object) < rankOf(row.object)
  const relation = isAbove ? relations.one(noun, from) : relations.many(noun, from)
  if (relation === undefined) return undefined
  return {
    relation: raw(relation),
    ...(isAbove ? { key: 'id', of: `${columnName(noun)}_id` } : { key: `${columnName(from)}_id`, of: 'id' }),
    where: isDeletable(noun) ? ['deleted_at is null'] : [],
    kind: kindSql(object),
  }
}

/** Which rows of a table are objects of a type. A thread is no activity beside its e-mails. */
function kindSql(object: ObjectType): string | undefined {
  if (object === 'activity') return `kind <> 'emailThread'`
  return ACTIVITIES.includes(object) ? `kind = '${tables[nounOf(object)].kind}'` : undefined
}

/** What is made up of parts of rows names whom it belongs to as its own columns. */
function within(row: Row, relation: Sql | undefined): Source | undefined {
  return relation === undefined
    ? undefined
    : { relation, key: `${columnName(nounOf(row.object))}_id`, of: 'id', where: [] }
}

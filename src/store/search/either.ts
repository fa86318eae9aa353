import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Condition, Node, ObjectType } from '../../search/tree.ts'
import { isDeletable } from '../nouns/table.ts'
import { tables } from '../nouns/tables.ts'
import { Joins } from '../projection/joins.ts'
import { holdersOf, isInDocument } from './candidates.ts'
import { isPart } from './part.ts'
import { type Asker, nounOf, type Row } from './row.ts'
import { saysNothing } from './text.ts'

/**
 * Whether an index leads to the few objects that match. Of an `or` all parts have to be so: with one that is not, all
 * objects are looked at anyway, and the others are quickly checked on the way.
 */
export const isNarrow = (node: Node, asker: Asker): boolean => isFound(node, asker, () => false)

/**
 * Whether an index leads to what matches, be it few or not so few. Of an `or` it is worth it to go by them: else each of all
 * objects has to be looked at, and for each of them what belongs to it.
 */
export const isIndexed = (node: Node, asker: Asker): boolean =>
  isFound(
    node,
    asker,
    ({ field, condition }) => 'name' in field && INDEXED[field.object]?.[field.name] === condition.kind,
  )

type FieldNode = Extract<Node, { kind: 'field' }>

/** @param orBy which conditions on fields do as well as those for words that an index has */
function isFound(node: Node, asker: Asker, orBy: (node: FieldNode) => boolean): boolean {
  switch (node.kind) {
    case 'none':
    case 'ids':
      return true
    case 'text':
      return !saysNothing(node.match)
    case 'and':
      return node.nodes.some((one) => isFound(one, asker, orBy))
    case 'or':
      return node.nodes.every((one) => isFound(one, asker, orBy))
    case 'related':
      return isPart(node.related)
        ? holdersOf(node.related, node.node, asker) !== undefined
        : isFound(node.node, asker, orBy)
    case 'field': {
      const { field, condition } = node
      return (
        orBy(node) || (condition.kind === 'words' && !saysNothing(condition.match) && isInDocument(field.object, field))
      )
    }
    case 'all':
    case 'not':
    case 'view':
      return false
  }
}

// The conditions for which an index has the objects together with the leads that they belong to.
const INDEXED: Partial<Record<ObjectType, Readonly<Record<string, Condition['kind']>>>> = {
  lead: { status_id: 'reference' },
  opportunity: { value: 'numbers' },
}

/**
 * SQL for whether a row is among those of which one of several things is so, each of them found by its own index. As an
 * `or`, PostgreSQL would go through all rows.
 */
export function eitherSql(row: Row, nodes: readonly Node[], { organizationId }: Asker, matching: Row['matching']): Sql {
  const { t, relations } = row.joins
  const noun = nounOf(row.object)
  const ways = nodes.map((node) => {
    const x = row.joins.child()
    const joins = new Joins(x, relations)
    const where = matching(node, { ...row, joins })
    return sql`select ${raw(x)}.organization_id, ${raw(x)}.id
      from ${raw(`${tables[noun].name} ${x} ${joins.list().join('\n')}`)}
      where ${raw(x)}.organization_id = ${organizationId}${raw(isDeletable(noun) ? ` and ${x}.deleted_at is null` : '')} and ${where}`
  })
  return sql`(${raw(t)}.organization_id, ${raw(t)}.id) in (${join(ways, ' union all ')})`
}

import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Node } from '../../search/tree.ts'
import { candidatesSql } from './candidates.ts'
import { conditionSql } from './condition.ts'
import { areExact } from './customRows.ts'
import { documentSql, documentsSql } from './document.ts'
import { eitherSql, isIndexed, isNarrow } from './either.ts'
import { valuesOf } from './field.ts'
import { groupedSql } from './grouped.ts'
import { hasId } from './part.ts'
import { relatedSql } from './related.ts'
import { type Asker, type Row, textParam } from './row.ts'
import { simpler } from './smart.ts'

/**
 * SQL for whether a row matches. Null stands for false, which `and` and `or` keep; what is not so is asked for where the
 * opposite begins, and stays a `not exists`, of which the planner makes an anti-join.
 */
export function nodeSql(node: Node, row: Row): Sql {
  switch (node.kind) {
    case 'all':
      return raw('true')
    case 'none':
      return raw('false')
    case 'and':
      return row.leads
        ? allSql(node.nodes, row)
        : group('and', node.nodes, (one) => nodeSql(one, beside(node.nodes, one, row)))
    case 'or':
      return row.asker !== undefined && hasId(row.object) && isIndexed(node, row.asker)
        ? eitherSql({ ...row, leads: true }, node.nodes, row.asker, nodeSql)
        : group('or', node.nodes, (one) => nodeSql(one, { ...row, leads: false }))
    case 'not':
      return notSql(node.node, { ...row, leads: false })
    case 'related':
      return relatedSql({ ...row, leads: true }, node.related, node.node)
    case 'field': {
      const plain = simpler(node)
      return plain === undefined ? fieldSql(node, row) : nodeSql(plain, row)
    }
    case 'text':
      return row.leads ? documentsSql(row, [node.match], askerOf(row)) : documentSql(row, node.match, askerOf(row))
    case 'ids':
      return hasId(row.object) ? sql`${raw(row.joins.t)}.id = any(${node.ids.map(textParam)}::text[])` : raw('false')
    case 'view':
      throw new Error('views are resolved before a search is compiled')
  }
}

/** All of these; what has all the words is looked up at once. */
function allSql(nodes: readonly Node[], row: Row): Sql {
  const matches = nodes.flatMap((one) => (one.kind === 'text' ? [one.match] : []))
  const others = nodes.filter((one) => one.kind !== 'text')
  const all = others.map((one) => nodeSql(one, beside(nodes, one, row)))
  const texts = matches.length === 0 ? [] : [documentsSql(row, matches, askerOf(row))]
  return sql`(${join([...texts, ...all], ' and ')})`
}

function notSql(node: Node, row: Row): Sql {
  switch (node.kind) {
    case 'and':
    case 'or':
      return group(node.kind === 'and' ? 'or' : 'and', node.nodes, (one) => notSql(one, row))
    case 'not':
      return nodeSql(node.node, row)
    case 'related':
      return sql`not ${nodeSql(node, row)}`
    case 'field': {
      const plain = simpler(node)
      return plain === undefined ? sql`(${fieldSql(node, row, true)}) is not true` : notSql(plain, row)
    }
    case 'all':
    case 'none':
    case 'text':
    case 'ids':
    case 'view':
      return hasId(row.object) ? sql`not (${nodeSql(node, row)})` : sql`(${nodeSql(node, row)}) is not true`
  }
}

/** The row as one of some conditions sees it, of which all have to be so. */
function beside(nodes: readonly Node[], one: Node, row: Row): Row {
  const { asker } = row
  const isFew = asker !== undefined && nodes.some((other) => other !== one && isNarrow(other, asker))
  return isFew ? { ...row, isOneOfFew: true } : row
}

const group = (word: 'and' | 'or', nodes: readonly Node[], make: (node: Node) => Sql) =>
  nodes.length === 0 ? raw(String(word === 'and')) : sql`(${join(nodes.map(make), ` ${word} `)})`

// Nearly all objects are not so; a few are quickly known, but a value is as quickly looked at.
function fieldSql({ field, condition }: Extract<Node, { kind: 'field' }>, row: Row, isNegated = false): Sql {
  const grouped = groupedSql(row, field, condition)
  if (grouped !== undefined) return grouped
  const helps = row.asker !== undefined && !(isNegated && 'custom' in field)
  const candidates = helps ? candidatesSql(row, field, condition, row.asker) : undefined
  if (candidates !== undefined && 'custom' in field && areExact(condition)) return candidates
  const holds = conditionSql(valuesOf(row, field), condition, row.asker)
  return candidates === undefined ? holds : sql`(${candidates} and ${holds})`
}

function askerOf({ asker }: Row): Asker {
  if (asker === undefined) throw new Error('what a field is worth does not depend on who asks')
  return asker
}

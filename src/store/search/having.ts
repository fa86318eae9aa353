import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Scope } from '../../domain/permission.ts'
import { fieldOf } from '../../search/fields.ts'
import type { Condition } from '../../search/listQuery.ts'
import { ACTIVITIES } from '../../search/objects.ts'
import type { Node, ObjectType } from '../../search/tree.ts'
import { relationsFor } from '../people/visibility.ts'
import { Joins } from '../projection/joins.ts'
import { holdersOf } from './candidates.ts'
import { customObjectsSql } from './customRows.ts'
import { leadsAlone } from './leadsAlone.ts'
import { nodeSql } from './node.ts'
import { isPart } from './part.ts'
import { relatedTo } from './related.ts'
import type { Asker, Row } from './row.ts'
import { simpler } from './smart.ts'

/** Leads that an index finds by what they have. Nobody has looked at them: some may be deleted or hidden. */
export type Having = {
  /** A query for the `id` of each, once or several times, and the `organization_id`. */
  readonly owners: Sql
  /** SQL for what else has to be so of a row `t` with these columns. */
  readonly where: Sql
  /** Only so many of the owners can be asked for, and the others cost nothing. */
  readonly canStop: boolean
}

/**
 * What is found, where leads are asked for by one thing that they have and perhaps by others that they have not; undefined
 * otherwise. A thousand leads are looked up in 10 ms, which is most of what such a search costs.
 */
export function leadsHaving(scope: Scope, where: readonly Condition[]): Having | undefined {
  const match = leadsAlone(scope, where)
  if (match === undefined) return undefined
  const nodes = partsOf(match.matches)
  const [first, ...others] = nodes.filter((node) => !isMissing(node))
  if (first === undefined || others.length > 0 || !isQuick(first, match.asker)) return undefined
  const owners = ownersSql(rowOf(scope, match.asker, 'o'), first, match.asker)
  if (owners === undefined) return undefined
  // Of parts all holders are looked up first.
  const canStop = first.kind !== 'related' || !isPart(first.related)
  const missing = nodes.filter(isMissing).map((node) => nodeSql(node, rowOf(scope, match.asker, 't')))
  return { owners, where: join([raw('t.id is not null'), ...missing], ' and '), canStop }
}

/** A query for the `id` of leads that have something, where all others are asked for; undefined where something else is. */
export function leadsLacking(scope: Scope, where: readonly Condition[]): Sql | undefined {
  const match = leadsAlone(scope, where)
  if (match === undefined) return undefined
  const [only, ...others] = partsOf(match.matches)
  if (only?.kind !== 'not' || others.length > 0) return undefined
  const [had, ...more] = partsOf(only.node)
  return had?.kind === 'related' && more.length === 0
    ? ownersSql(rowOf(scope, match.asker, 'o'), had, match.asker)
    : undefined
}

const rowOf = (scope: Scope, asker: Asker, t: string): Row => ({
  object: 'lead',
  joins: new Joins(t, relationsFor(scope)),
  asker,
  matching: nodeSql,
  leads: true,
})

/** All that must be so, each by itself. */
function partsOf(node: Node): readonly Node[] {
  if (node.kind === 'and') return node.nodes.flatMap(partsOf)
  const plain = node.kind === 'field' ? simpler(node) : undefined
  return plain === undefined ? [node] : partsOf(plain)
}

/** Of what a lead has not it is enough to know its id. */
const isMissing = (node: Node) => node.kind === 'not' && node.node.kind === 'related'

function ownersSql(row: Row, node: Node, asker: Asker): Sql | undefined {
  if (node.kind === 'field' && 'custom' in node.field)
    return customObjectsSql('lead', node.field, node.condition, asker)
  if (node.kind !== 'related') return undefined
  const holders = holdersOf(node.related, node.node, asker)
  if (holders === undefined && isPart(node.related)) return undefined
  const found = relatedTo(row, node.related, holders)
  if (found === undefined) return undefined
  const where = nodeSql(node.node, found.row)
  const { owner, from } = found.apart(asker)
  return sql`select ${owner} as id, ${raw(found.row.joins.t)}.organization_id ${from} and ${where}`
}

/** Whether an index finds what leads shall have, so that not all of it is looked at. */
const isQuick = (node: Node, asker: Asker) =>
  node.kind !== 'related' ||
  holdersOf(node.related, node.node, asker) !== undefined ||
  isInOrder(node.related, node.node)

/** Whether an index has objects in an order of which only a stretch is asked for, together with their leads. */
function isInOrder(object: ObjectType, node: Node): boolean {
  if (node.kind === 'and') return node.nodes.some((one) => isInOrder(object, one))
  if (node.kind !== 'field' || 'custom' in node.field) return false
  const means = fieldOf(object, node.field.name)?.means
  const path = means?.kind === 'path' ? means.path : undefined
  if (node.condition.kind === 'moments') return ACTIVITIES.includes(object) && path === 'at'
  return node.condition.kind === 'numbers' && object === 'opportunity' && path === 'value'
}

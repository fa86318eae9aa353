import type { Sql } from 'sql-template-tag'
import type { Scope } from '../../domain/permission.ts'
import type { Condition, Match } from '../../search/listQuery.ts'
import type { Node, TextMatch } from '../../search/tree.ts'
import { relationsFor, sightOf } from '../visibility.ts'
import { leadsWithSql } from './document.ts'
import { gatheredIn } from './gathered.ts'
import { parted, saysNothing } from './text.ts'

/** The leads that have all of some words, as a query. */
export type ByWords = {
  /** A query for `lead_id` and `created_at`, which is null where not `isGathered`; then some of them may be hidden. */
  readonly leads: Sql
  readonly isGathered: Sql
}

/** What is asked for, where it is leads by words, and nothing else; undefined otherwise. */
export function byWords(scope: Scope, where: readonly Condition[]): ByWords | undefined {
  const [only, ...others] = where
  if (only === undefined || !('matches' in only) || others.length > 0 || scope.assigned !== undefined) return undefined
  const words = wordsAlone(only)
  if (words === undefined) return undefined
  const asker = { organizationId: scope.organizationId, clock: only.clock }
  return {
    leads: leadsWithSql(words, relationsFor(scope), asker),
    isGathered: gatheredIn(scope.organizationId, sightOf(scope) !== undefined),
  }
}

function wordsAlone({ object, matches, slice }: Match): readonly TextMatch[] | undefined {
  if (object !== 'lead' || slice !== undefined) return undefined
  const texts = textsOf(matches)
  if (texts === undefined || texts.some(saysNothing)) return undefined
  const parts = texts.flatMap(parted)
  return parts.some(({ mode }) => mode === 'phrase') ? undefined : parts
}

function textsOf(node: Node): readonly TextMatch[] | undefined {
  if (node.kind === 'text') return [node.match]
  if (node.kind !== 'and' || node.nodes.length === 0) return undefined
  const texts = node.nodes.map(textsOf)
  return texts.every((one) => one !== undefined) ? texts.flat() : undefined
}

import type { Scope } from '../../domain/permission.ts'
import type { Condition, Match } from '../../search/listQuery.ts'
import type { Node, TextMatch } from '../../search/tree.ts'
import { relationsFor } from '../people/visibility.ts'
import { leadsWith } from './document.ts'
import type { Gathered } from './gathered.ts'
import { parted, saysNothing } from './text.ts'

/** What is found, where leads by words are asked for, and nothing else; undefined otherwise. */
export function byWords(scope: Scope, where: readonly Condition[]): Gathered | undefined {
  const [only, ...others] = where
  if (only === undefined || !('matches' in only) || others.length > 0 || scope.assigned !== undefined) return undefined
  const words = wordsAlone(only)
  if (words === undefined) return undefined
  return leadsWith(words, relationsFor(scope), { organizationId: scope.organizationId, clock: only.clock })
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

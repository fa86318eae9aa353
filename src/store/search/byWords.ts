import type { Scope } from '../../domain/permission.ts'
import type { Condition } from '../../search/listQuery.ts'
import type { Node, TextMatch } from '../../search/tree.ts'
import { relationsFor } from '../people/visibility.ts'
import { leadsWith } from './document.ts'
import type { Gathered } from './gathered.ts'
import { leadsAlone } from './leadsAlone.ts'
import { parted, saysNothing } from './text.ts'

/** What is found, where leads by words are asked for, and nothing else; undefined otherwise. */
export function byWords(scope: Scope, where: readonly Condition[]): Gathered | undefined {
  const search = leadsAlone(scope, where)
  const words = search && wordsAlone(search.matches)
  return words && leadsWith(words, relationsFor(scope), search.asker)
}

function wordsAlone(node: Node): readonly TextMatch[] | undefined {
  const texts = textsOf(node)
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

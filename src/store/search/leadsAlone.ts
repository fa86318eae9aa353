import type { Scope } from '../../domain/permission.ts'
import type { Condition } from '../../search/listQuery.ts'
import type { Node } from '../../search/tree.ts'
import type { Asker } from './row.ts'

/**
 * A search for leads of which nothing else is asked, by somebody who sees all but what is hidden; undefined for any other
 * conditions.
 */
export function leadsAlone(
  scope: Scope,
  [only, ...others]: readonly Condition[],
): { readonly matches: Node; readonly asker: Asker } | undefined {
  if (only === undefined || !('matches' in only) || others.length > 0) return undefined
  if (only.object !== 'lead' || only.slice !== undefined || scope.assigned !== undefined) return undefined
  return { matches: only.matches, asker: { organizationId: scope.organizationId, clock: only.clock } }
}

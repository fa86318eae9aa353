import { FOR_ALL, isShared, PRIVATE, type Sharing } from '../../domain/savedSearch.ts'
import type { Context, Transaction } from '../context.ts'
import type { Problems } from '../problems.ts'

/** With whom something is to be shared: as one whole, as memberships, or with everybody or nobody. */
export type SharingDraft = {
  readonly sharing?: Sharing | null
  readonly sharedMembershipIds?: readonly string[] | null
  readonly isShared?: boolean | null
}

/**
 * With whom something is shared after a patch. Who reads an object and sends all of it back with one difference means
 * that difference, so what says what is there already does not count. Where the rest disagrees, private wins.
 */
export async function readSharing(
  { store }: Pick<Context, 'store'>,
  tx: Transaction,
  draft: SharingDraft,
  present: Sharing,
  problems: Problems,
): Promise<Sharing> {
  const turned = (draft.isShared ?? isShared(present)) !== isShared(present)
  if (turned && draft.isShared === false) return PRIVATE
  const named = (await readWhole(store, draft, present, problems)) ?? (await readMembers(tx, draft, present, problems))
  if (!turned) return named ?? present
  return named !== undefined && isShared(named) ? named : FOR_ALL
}

/** What the whole says, unless it is what is there. */
async function readWhole(
  store: Context['store'],
  { sharing }: SharingDraft,
  present: Sharing,
  problems: Problems,
): Promise<Sharing | undefined> {
  if (sharing === undefined) return undefined
  const { isSharedWithAll, sharedUserIds, sharedGroupIds } = sharing ?? PRIVATE
  const next = { isSharedWithAll, sharedUserIds: once(sharedUserIds), sharedGroupIds: once(sharedGroupIds) }
  if (isSameSharing(next, present)) return undefined
  const { users, groups } = await store.principals([...sharedUserIds, ...sharedGroupIds])
  for (const [field, known] of [
    ['sharedUserIds', users],
    ['sharedGroupIds', groups],
  ] as const) {
    for (const [i, id] of (sharing?.[field] ?? []).entries()) {
      const isThere = known.has(id) || present[field].includes(id)
      if (!isThere) problems.add(['sharing', field, i], 'unknown_reference')
    }
  }
  return next
}

/** What a list of memberships says, unless it is what is there. Who names some no longer means everybody. */
async function readMembers(
  tx: Transaction,
  { sharedMembershipIds }: SharingDraft,
  present: Sharing,
  problems: Problems,
): Promise<Sharing | undefined> {
  if (sharedMembershipIds === undefined) return undefined
  const ids = sharedMembershipIds ?? []
  const found = ids.length === 0 ? [] : await tx.related('membership', 'id', ids)
  const userOf = new Map(found.map(({ id, userId }) => [id, userId]))
  for (const [i, id] of ids.entries()) {
    if (!userOf.has(id)) problems.add(['sharedMembershipIds', i], 'unknown_reference')
  }
  const sharedUserIds = once(ids.flatMap((id) => userOf.get(id) ?? []))
  if (isSame(sharedUserIds, present.sharedUserIds)) return undefined
  const { isSharedWithAll, sharedGroupIds } = present
  return { isSharedWithAll: isSharedWithAll && ids.length === 0, sharedUserIds, sharedGroupIds }
}

/** Whether the same people see it. */
export const isSameSharing = (a: Sharing, b: Sharing) =>
  a.isSharedWithAll === b.isSharedWithAll &&
  isSame(a.sharedUserIds, b.sharedUserIds) &&
  isSame(a.sharedGroupIds, b.sharedGroupIds)

const once = (ids: readonly string[]) => [...new Set(ids)]
const isSame = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((id) => b.includes(id))

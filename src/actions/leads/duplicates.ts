import { domainsOf, type Identity, type Likely, type Likeness, likeness } from '../../domain/duplicate.ts'
import { notFound } from '../../domain/errors.ts'
import { readPhone } from '../../domain/phone.ts'

import type { Known } from '../../store/duplicates/identity.ts'
import type { Context } from '../context.ts'

export type { Identity, Likely, Point } from '../../domain/duplicate.ts'

/** Something that may be the same as another: how likely, and why. */
export type Duplicate = Likeness & { readonly id: string; readonly displayName: string; readonly leadId: string }
/** Something with those that may be the same and were there before it. */
export type Duplicated = {
  readonly id: string
  readonly displayName: string
  readonly duplicates: readonly Duplicate[]
}
export type DuplicatesPage = { readonly groups: readonly Duplicated[]; readonly next: string | null }

// A domain that more of those who were looked at have is that of a provider, a group of companies or a school.
const MOST_AT_DOMAIN = 10

/** Those that may be the same as one, best first. */
export async function duplicatesOf(ctx: Context, kind: Likely, id: string): Promise<readonly Duplicate[]> {
  const [one] = await ctx.store.identities(kind, [id])
  if (one === undefined) throw notFound(kind, id)
  const [found] = await likelyAmong(ctx, kind, [one], { alike: true })
  return found ?? []
}

/** The same for somebody who is not kept yet. */
export async function duplicatesOfDraft(ctx: Context, kind: Likely, draft: Identity): Promise<readonly Duplicate[]> {
  const { organization } = await ctx.store.settings()
  const phones = draft.phones.map(({ value, on }) => ({
    value: readPhone(null, value, organization.country)?.phone ?? value,
    on,
  }))
  const [found] = await likelyAmong(ctx, kind, [{ ...draft, phones }], { alike: true })
  return found ?? []
}

const AT_ONCE = 100
// A page ends after these, whether something was found or not: nobody waits for an answer about a million leads.
const MOST_LOOKED_AT = 300

/**
 * Walks through all, newest first, for those that may be the same as an older one. Of a page the likeliest come first; it
 * may be empty and still have a next one.
 * @param before the id where the page before ended
 */
export async function duplicatesAmongAll(
  ctx: Context,
  kind: Likely,
  limit: number,
  before?: string,
): Promise<DuplicatesPage> {
  const groups: Duplicated[] = []
  let next: string | null = before ?? null
  for (let looked = 0; looked < MOST_LOOKED_AT && groups.length < limit; looked += AT_ONCE) {
    const ids = await idsBefore(ctx, kind, next)
    const known = await ctx.store.identities(kind, ids)
    const found = await likelyAmong(ctx, kind, known, { alike: false })
    known.forEach(({ id, displayName }, i) => {
      const older = (found[i] ?? []).filter((one) => one.id < id)
      if (older.length > 0) groups.push({ id, displayName, duplicates: older })
    })
    next = ids.length < AT_ONCE ? null : (ids.at(-1) ?? null)
    if (next === null) break
  }
  return { groups: groups.toSorted((a, b) => best(b) - best(a)), next }
}

const best = ({ duplicates }: Duplicated) => duplicates[0]?.score ?? 0

async function idsBefore(ctx: Context, kind: Likely, id: string | null): Promise<readonly string[]> {
  const where = id === null ? [] : [{ path: 'id', op: 'lt', value: id } as const]
  const query = { where, order: [{ path: 'id', descending: true }], limit: AT_ONCE, skip: 0 }
  const view = { noun: kind, entries: [{ key: 'id', path: 'id', render: 'plain' }] } as const
  const { rows } = await ctx.store.list(kind, query, view)
  return rows.map((row) => (JSON.parse(row) as { id: string }).id)
}

/** For each of some, those that may be the same. */
async function likelyAmong(
  ctx: Context,
  kind: Likely,
  ones: readonly (Identity & { readonly id?: string })[],
  options: { readonly alike: boolean },
): Promise<readonly (readonly Duplicate[])[]> {
  const candidates = await ctx.store.likelyDuplicates(kind, ones, options)
  const ids = [...new Set(candidates.flat())]
  const known = new Map((await ctx.store.identities(kind, ids)).map((one) => [one.id, one]))
  return ones.map((one, i) => {
    const others = (candidates[i] ?? []).flatMap((id) => known.get(id) ?? []).filter(({ id }) => id !== one.id)
    // Colleagues share one, and are told apart by their names.
    const isShared = kind === 'lead' ? sharedAmong(others) : () => false
    return others
      .flatMap((other) => {
        const found = likeness(kind, one, other, isShared)
        const { id, displayName, leadId } = other
        return found === undefined ? [] : [{ id, displayName, leadId, ...found }]
      })
      .toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
  })
}

function sharedAmong(others: readonly Known[]): (domain: string) => boolean {
  const counts = new Map<string, number>()
  for (const other of others) {
    const domains = new Set(domainsOf(other).map(({ value }) => value))
    for (const domain of domains) counts.set(domain, (counts.get(domain) ?? 0) + 1)
  }
  return (domain) => (counts.get(domain) ?? 0) > MOST_AT_DOMAIN
}

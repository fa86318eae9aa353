import type { NounName } from '../../domain/catalogue.ts'
import { countOf, type Excerpt, excerpt, highlight, type Range } from '../../search/highlight.ts'
import { readSought, type Sought } from '../../search/sought.ts'
import type { Hit, SearchGroup } from '../../store/globalSearch/globalSearch.ts'
import type { ShownHit } from '../../store/globalSearch/globalSearchShown.ts'
import type { Context } from '../context.ts'

export type { SearchedNoun, SearchGroup } from '../../store/globalSearch/globalSearch.ts'

/** Something that was found: what it is called, and where in it what was sought. */
export type FoundObject = {
  readonly noun: NounName
  readonly id: string
  readonly leadId: string | null
  readonly title: string
  readonly titleRanges: readonly Range[]
  readonly subtitle: string | null
  /** Which of its texts has most of what was sought; null where it is only spelled alike, and for what is recent. */
  readonly field: string | null
  readonly excerpt: Excerpt | null
}
export type FoundGroup = { readonly hasMore: boolean; readonly objects: readonly FoundObject[] }

/**
 * What a search box finds in each group, best first. Nothing typed yet: the leads that were changed last, which is where
 * most people go on.
 */
export async function globalSearch(
  ctx: Context,
  typed: string,
  groups: readonly SearchGroup[],
  limit: number,
): Promise<readonly FoundGroup[]> {
  const { organization } = await ctx.store.settings()
  const sought = readSought(typed, organization.country)
  const isEmpty = typed.trim() === ''
  const hits = isEmpty
    ? await Promise.all(groups.map(async (group) => (group.noun === 'lead' ? recentLeads(ctx, limit) : [])))
    : await ctx.store.globalSearch(sought, groups, limit)
  return Promise.all(hits.map((own, i) => shown(ctx, groups[i] as SearchGroup, own, sought, limit)))
}

async function recentLeads(ctx: Context, limit: number): Promise<Hit[]> {
  const order = ['updatedAt', 'id'].map((path) => ({ path, descending: true }))
  const view = { noun: 'lead', entries: [{ key: 'id', path: 'id', render: 'plain' }] } as const
  const { rows } = await ctx.store.list('lead', { where: [], order, limit: limit + 1, skip: 0 }, view)
  return rows.map((row) => ({ id: (JSON.parse(row) as { id: string }).id, rank: 0 }))
}

async function shown(
  ctx: Context,
  { noun }: SearchGroup,
  hits: readonly Hit[],
  sought: Sought,
  limit: number,
): Promise<FoundGroup> {
  const page = hits.slice(0, limit)
  const rows = await ctx.store.shownHits(
    noun,
    page.map(({ id }) => id),
  )
  const objects = page.flatMap(({ id }) => {
    const row = rows.get(id)
    return row === undefined ? [] : [objectOf(noun, row, sought)]
  })
  return { hasMore: hits.length > limit, objects }
}

function objectOf(noun: NounName, { id, kind, leadId, title, subtitle, texts }: ShownHit, sought: Sought): FoundObject {
  const name = title ?? ''
  const best = bestText(texts, sought)
  return {
    noun: (kind as NounName | null) ?? noun,
    id,
    leadId,
    title: name,
    titleRanges: highlight(name, sought),
    subtitle: subtitle === '' ? null : subtitle,
    field: best?.field ?? null,
    excerpt: best === undefined ? null : excerpt(best.text, sought),
  }
}

/** The text that has most of what was sought; of several the first, which is the one that tells most. */
function bestText(texts: ShownHit['texts'], sought: Sought): { field: string; text: string } | undefined {
  const all = Object.entries(texts).flatMap(([field, value]) =>
    flat(value).map((text) => ({ field, text, count: countOf(text, sought) })),
  )
  const most = Math.max(0, ...all.map(({ count }) => count))
  return most === 0 ? undefined : all.find(({ count }) => count === most)
}

const flat = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap(flat) : typeof value === 'string' && value !== '' ? [value] : []

import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Scope } from '../../domain/permission.ts'
import type { Sought } from '../../search/sought.ts'
import { type Runner, UNNAMED } from '../database/database.ts'
import { viewer, withSql } from '../people/visibility.ts'
import type { SearchGroup } from './globalSearchSql.ts'
import {
  alike,
  anywhere,
  atOnce,
  hasNames,
  type Newest,
  newestCountsSql,
  newestOf,
  type Step,
} from './globalSearchStep.ts'

export type { SearchedNoun, SearchGroup } from './globalSearchSql.ts'

/** An object that was found, and how well it fits. */
export type Hit = { readonly id: string; readonly rank: number }

/**
 * The best hits of each group, best first, and one more than `limit` when there are more. Searches in up to three
 * steps: by the beginning of the name and among the newest; everywhere, for the groups in which that found too little;
 * and where no name was found at all, what is spelled alike.
 */
export async function globalSearch(
  runner: Runner,
  scope: Scope,
  sought: Sought,
  groups: readonly SearchGroup[],
  limit: number,
): Promise<readonly (readonly Hit[])[]> {
  const found = groups.map(() => new Map<string, number>())
  const sizeOf = (group: SearchGroup) => found[groups.indexOf(group)]?.size ?? 0
  const search = async ({ parts, rows }: Step) => {
    if (rows.length === 0) return
    const placed = rows.map(
      ([group, one]) => sql`(select ${raw(String(groups.indexOf(group)))} as place, f.id, f.rank from (${one}) f)`,
    )
    const statement = unnamed(withSql([...viewer(scope), ...parts]), join(placed, ' union all '))
    for (const { place, id, rank } of await runner.run<Hit & { place: number }>(statement)) {
      const hits = found[place]
      hits?.set(id, Math.max(rank, hits.get(id) ?? 0))
    }
  }

  const [newest] = await Promise.all([
    lookAtNewest(runner, scope, sought.words),
    search({ parts: [], rows: groups.flatMap((group) => atOnce(scope, sought, group)) }),
  ])
  const lacking = groups.filter((group) => sizeOf(group) <= limit)
  await search(anywhere(scope, sought, lacking, newest))
  const named = groups.filter(hasNames)
  if (named.every((group) => sizeOf(group) === 0)) await search(alike(scope, sought, named))
  return found.map((hits) => best(hits, limit))
}

// The planner must see what is looked for.
const unnamed = (...parts: readonly Sql[]) => sql`${raw(UNNAMED)}${join([...parts], '')}`

function best(hits: ReadonlyMap<string, number>, limit: number): Hit[] {
  const all = [...hits].map(([id, rank]) => ({ id, rank }))
  return all.toSorted((a, b) => b.rank - a.rank || (a.id < b.id ? 1 : -1)).slice(0, limit + 1)
}

async function lookAtNewest(runner: Runner, scope: Scope, words: readonly string[]): Promise<Newest> {
  const rows = await runner.run<{ noun: string; counts: number[] }>(unnamed(newestCountsSql(scope, words)))
  return newestOf(words, rows)
}

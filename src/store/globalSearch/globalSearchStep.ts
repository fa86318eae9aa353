import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Scope } from '../../domain/permission.ts'
import type { Sought } from '../../search/sought.ts'
import { sightOf } from '../people/visibility.ts'
import {
  ALIKE,
  BEGINNING,
  documentsSql,
  hasWordsSql,
  newestSql,
  rankSql,
  type SearchedNoun,
  type SearchGroup,
} from './globalSearchSql.ts'

// The steps of a search, each bounded: half a million names begin with "s", and nobody waits until they are ranked. The
// first of them by name and the best of the newest stand for the rest until more is typed.

/** What a step asks: parts that are called by name, and the ids and ranks of a group's hits. */
export type Step = {
  readonly parts: readonly Sql[]
  readonly rows: readonly (readonly [group: SearchGroup, rows: Sql])[]
}

const BY_NAME = raw('30')
const NEWEST = 1000
const OF_NEWEST = raw('60')
const LOOKED_AT = raw('5000')
const ANYWHERE = raw('200')
// Words that more than these of the newest have are not looked up: reading their lists takes longer than an answer may.
const COMMON = 10
// Two trigrams; one alone is in too many names.
const LEAST_LETTERS = 4

/** Whether its objects have names to be compared. */
export const hasNames = ({ noun }: SearchGroup) => noun !== 'activity' && noun !== 'task'

const isLong = (words: readonly string[]) => words.some(({ length }) => length >= LEAST_LETTERS)
const inNames = (words: readonly string[]) =>
  join(
    words.map((word) => sql`d.names like ${`%${word}%`}`),
    ' and ',
  )
const numbersLike = (numbers: readonly string[]) => sql`d.names like any(${numbers.map((one) => `%${one}%`)})`

/** What the newest documents tell: which words are common, and of which nouns there are no others. */
export type Newest = { readonly common: ReadonlySet<string>; readonly whole: ReadonlySet<SearchedNoun> }

/** How many of the newest documents of each noun there are, and how many have words that begin with each of these. */
export function newestCountsSql(scope: Scope, words: readonly string[]): Sql {
  const samples = NOUNS.map((noun) => sql`select d.words, d.noun from (${newestSql(scope, noun, NEWEST)}) d`)
  const counts = words.map((word) => sql`, count(*) filter (where d.words @@ ${hasWordsSql([word])})`)
  return sql`select d.noun, json_build_array(count(*)${join([sql``, ...counts], '')}) as counts
    from (${join(samples, ' union all ')}) d group by d.noun`
}

const NOUNS: readonly SearchedNoun[] = ['lead', 'contact', 'opportunity', 'case', 'task', 'activity']

/** Reads what {@link newestCountsSql} has counted. */
export function newestOf(
  words: readonly string[],
  rows: readonly { noun: string; counts: readonly number[] }[],
): Newest {
  const countsOf = (noun: SearchedNoun) => rows.find((row) => row.noun === noun)?.counts ?? []
  return {
    common: new Set(words.filter((_, i) => rows.some(({ counts }) => (counts[i + 1] ?? 0) > COMMON))),
    whole: new Set(NOUNS.filter((noun) => (countsOf(noun)[0] ?? 0) < NEWEST)),
  }
}

/** What can be had without looking far: names by how they begin, and the newest. */
export function atOnce(scope: Scope, sought: Sought, group: SearchGroup): Step['rows'] {
  const { text, words, numbers } = sought
  const rank = rankSql(sought)
  const begins = raw(BEGINNING)
  const start = text.slice(0, 64)
  const documents = documentsSql(scope, group)
  const byName = sql`select d.id, ${rank} as rank from search_documents d
    where ${documents} and d.names is not null and ${begins} >= ${start} and ${begins} < ${`${start}\u{10FFFF}`}
    order by d.organization_id, d.noun, ${begins} limit ${BY_NAME}`
  const has = [
    ...(words.length === 0 ? [] : [sql`d.words @@ ${hasWordsSql(words)}`]),
    ...(numbers.length === 0 ? [] : [numbersLike(numbers)]),
    ...(isLong(words) ? [inNames(words)] : []),
  ]
  const newest = () => sql`select d.id, ${rank} as rank from (${newestSql(scope, group.noun, NEWEST)}) d
    where (${join(has, ' or ')}) and ${documents} limit ${OF_NEWEST}`
  return [
    ...(hasNames(group) ? [[group, byName] as const] : []),
    ...(has.length === 0 ? [] : [[group, newest()] as const]),
  ]
}

/** What has the words or the number, wherever it is. */
export function anywhere(
  scope: Scope,
  sought: Sought,
  groups: readonly SearchGroup[],
  { common, whole }: Newest,
): Step {
  const { words, numbers } = sought
  const rare = words.filter((word) => !common.has(word))
  const rest = words.filter((word) => common.has(word))
  // Not by the index.
  const others = rest.length === 0 ? sql`` : sql` and coalesce(d.words, '') @@ ${hasWordsSql(rest)}`
  // Of the others the newest were all there are.
  const parts = groups.filter(({ noun }) => !whole.has(noun))
  const named = parts.filter(hasNames)
  const rank = rankSql(sought)
  return scans(scope, rank, [
    ['numbers', named, numbers.length > 0 ? numbersLike(numbers) : undefined],
    ['names', named, isLong(rare) ? inNames(words) : undefined],
    ['words', parts, rare.length > 0 ? sql`d.words @@ ${hasWordsSql(rare)}${others}` : undefined],
  ])
}

/** Names that are spelled alike; an address or a number is not. */
export function alike(scope: Scope, { text, words, numbers }: Sought, groups: readonly SearchGroup[]): Step {
  const isName = numbers.length === 0 && !text.includes('@') && isLong(words)
  const rank = sql`${raw(String(ALIKE))} + word_similarity(${text}, d.names) / 2`
  return scans(scope, rank, [['alike', groups, isName ? sql`${text} <% d.names` : undefined]])
}

type Scan = readonly [name: string, groups: readonly SearchGroup[], where: Sql | undefined]

/**
 * Looks up what fits, once for all groups, and takes the hits of each from it. Materialized, it is planned for all rows
 * but read no further than to the limit; planned for the first few, all documents would be read until some fit.
 */
function scans(scope: Scope, rank: Sql, all: readonly Scan[]): Step {
  const asked = all.flatMap(([name, groups, where]) =>
    where === undefined || groups.length === 0 ? [] : [{ name, groups, where }],
  )
  return {
    parts: asked.flatMap(({ name, groups, where }) => [
      sql`${raw(name)}_fit as materialized (select d.* from search_documents d where ${documentsOf(scope, groups)} and ${where})`,
      sql`${raw(name)}_some as materialized (select * from ${raw(name)}_fit limit ${LOOKED_AT})`,
    ]),
    rows: asked.flatMap(({ name, groups }) =>
      groups.map((group) => [
        group,
        sql`select d.id, ${rank} as rank from ${raw(name)}_some d where ${documentsSql(scope, group)} limit ${ANYWHERE}`,
      ]),
    ),
  }
}

/** The documents of the groups. Whoever sees only some finds these, however many others there are. */
function documentsOf(scope: Scope, groups: readonly SearchGroup[]): Sql {
  const all = groups.map((group) => sql`(${documentsSql(scope, group)})`)
  if (sightOf(scope) !== undefined) return sql`(${join(all, ' or ')})`
  return sql`d.organization_id = ${scope.organizationId} and d.noun = any(${groups.map(({ noun }) => noun)})`
}

import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Scope } from '../../domain/permission.ts'
import type { Sought } from '../../search/sought.ts'
import { relationsFor, sightOf } from '../people/visibility.ts'
import { literal } from '../projection/words.ts'

// Parts of the statements of the search box. `d` is a search document everywhere.

/** What the search box finds. */
export type SearchedNoun = 'lead' | 'contact' | 'opportunity' | 'case' | 'task' | 'activity'

// How the ids of a noun begin.
const PREFIX: Record<SearchedNoun, string> = {
  lead: 'lead',
  contact: 'cont',
  opportunity: 'oppo',
  case: 'case',
  task: 'task',
  activity: 'acti',
}

/** What is looked for in one kind of object; activities may be of some kinds only. */
export type SearchGroup = { readonly noun: SearchedNoun; readonly kinds?: readonly string[] }

/** The documents of a group that may be seen. A document is there only while its object is. */
export function documentsSql(scope: Scope, { noun, kinds }: SearchGroup): Sql {
  const parts = [sql`d.organization_id = ${scope.organizationId} and d.noun = ${raw(literal(noun))}`]
  const isSeen = sightOf(scope) !== undefined
  if (isSeen || kinds !== undefined) {
    const ofKinds = kinds === undefined ? sql`` : sql` and x.kind = any(${[...kinds]})`
    parts.push(sql`exists (select 1 from ${raw(relationsFor(scope).one(noun))} x
      where x.organization_id = d.organization_id and x.id = d.id and x.deleted_at is null${ofKinds})`)
  }
  return join(parts, ' and ')
}

/** The newest documents of a noun: ids sort in the order in which objects were made. */
export function newestSql({ organizationId }: Scope, noun: SearchedNoun, count: number): Sql {
  const prefix = PREFIX[noun]
  return sql`select d.* from search_documents d where d.organization_id = ${organizationId}
    and d.id >= ${raw(literal(`${prefix}_`))} and d.id < ${raw(literal(`${prefix}\``))}
    order by d.id desc limit ${raw(String(count))}`
}

/** That a document has words which begin with these. Words are letters and digits alone, so they need no quoting. */
export const hasWordsSql = (words: readonly string[], begun = ':*') =>
  sql`to_tsquery('simple', ${words.map((word) => `${word}${begun}`).join(' & ')})`

/** How names begin, as they are indexed. */
export const BEGINNING = '(left(d.names, 64) collate "C")'

const NAME = `split_part(d.names, e'\\n', 1)`

/** How well a document fits: the higher the better, see {@link Rank}. */
export function rankSql({ text, words, numbers }: Sought): Sql {
  const inName = words.map((word) => `% ${word}%`)
  const anywhere = words.map((word) => `%${word}%`)
  const aNumber = numbers.length === 0 ? sql`` : sql`when d.names like any(${numbers.map((one) => `%${one}%`)}) then 3`
  return sql`case when ${raw(NAME)} = ${text} then 6 when starts_with(d.names, ${text}) then 5
    when ' ' || ${raw(NAME)} like all(${inName}) then 4
    ${aNumber} when d.names like all(${anywhere}) then 3 else 1 end`
}

/** The rank of what is only spelled alike: better than words somewhere in a text. */
export const ALIKE = 2

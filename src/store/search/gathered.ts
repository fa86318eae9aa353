import sql, { join, type Sql } from 'sql-template-tag'
import type { TextMatch } from '../../search/tree.ts'
import { hiddenSql } from '../hides.ts'
import type { Asker } from './row.ts'
import { querySql } from './text.ts'

/** Of so many leads the words are quickly looked up in their documents, when these have been written just now. */
const MOST_DUE = 1000

type Else = {
  /** Whether anything may be hidden from the viewer. */
  readonly hides: boolean
  /** A query for the same leads that looks into their documents, and only into those that are seen. */
  readonly otherwise: Sql
}

/**
 * A query for the `lead_id` and `created_at` of all leads that have each of some words, by what was gathered of them: an
 * index knows how many they are. Those that are due, or have too many words, are looked up in their documents; so are all
 * when very many are due, or when anything is hidden: what was gathered is the same for everybody.
 */
export function gatheredSql(words: readonly TextMatch[], { organizationId }: Asker, { hides, otherwise }: Else): Sql {
  const query = join(words.map(querySql), ' && ')
  const isGathered = gatheredIn(organizationId, hides)
  const has = words.map(
    (word) => sql`exists (select 1 from search_documents d
      where d.organization_id = ${organizationId} and d.lead_id = l.id and d.words @@ ${querySql(word)} offset 0)`,
  )
  return sql`
    select w.lead_id, w.created_at from lead_words w
      where ${isGathered} and w.organization_id = ${organizationId} and w.words @@ (${query})
        and w.lead_id not in (select u.lead_id from lead_words_due u where u.organization_id = ${organizationId})
    union all
    select l.id, l.created_at from leads l
      where ${isGathered} and l.organization_id = ${organizationId} and l.id = any(array(
          select u.lead_id from lead_words_due u where u.organization_id = ${organizationId}
          union select w.lead_id from lead_words w where w.organization_id = ${organizationId} and w.words is null))
        and ${join(has, ' and ')}
    union all
    select distinct o.lead_id, null::timestamptz from (${otherwise}) o where not ${isGathered}`
}

/** SQL for whether what was gathered tells which leads have a word. */
export function gatheredIn(organizationId: string, hides: boolean): Sql {
  const few = sql`(select count(*) from (
    select 1 from lead_words_due u where u.organization_id = ${organizationId} limit ${MOST_DUE + 1}) u) <= ${MOST_DUE}`
  return hides ? sql`(${few} and not (select ${hiddenSql(organizationId)}))` : sql`(${few})`
}

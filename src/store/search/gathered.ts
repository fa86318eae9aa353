import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { TextMatch } from '../../search/tree.ts'
import { type Sight, seenSql } from '../people/visibility.ts'
import type { Asker } from './row.ts'
import { querySql } from './text.ts'

/** Of so many leads the words are quickly looked up in their documents, when these have been written just now. */
const MOST_DUE = 1000

type Viewer = {
  /** What they see; undefined for everything. */
  readonly sight: Sight | undefined
  /** SQL for that they see the document `d` of a lead that they see, to follow other conditions. */
  readonly sees: Sql
}

/** What finds the leads that have each of some words. */
export type Gathered = {
  /** Whether what was gathered tells. */
  readonly isGathered: Sql
  /** What the gathered words of a lead have to match. */
  readonly query: Sql
  /**
   * What a statement begins with that asks further. `close` has the `lead_id` of leads of which what was gathered does not
   * tell; `looked` has the `lead_id` and `created_at` of those that have the words according to their documents: some of the
   * close ones, or all where not `isGathered`.
   */
  readonly beginning: Sql
}

/**
 * What finds leads by what was gathered of them: an index knows how many they are. Those that are due, or have too many
 * words, are looked up in their documents; so are those that have the words only together with what not everybody sees, and
 * all when very many are due.
 */
export function gatheredBy(words: readonly TextMatch[], { organizationId }: Asker, viewer: Viewer): Gathered {
  const queries = words.map(querySql)
  const isGathered = sql`((select count(*) from (
    select 1 from lead_words_due u where u.organization_id = ${organizationId} limit ${MOST_DUE + 1}) u) <= ${MOST_DUE})`
  const hidden = viewer.sight === undefined ? empty : sql` union all ${hiddenLeadsSql(organizationId)}`
  const parts = [
    sql`unclear as materialized (${unclearSql(organizationId, queries)})`,
    sql`close as materialized (select lead_id from unclear${hidden})`,
    sql`looked as materialized (${lookedSql(organizationId, queries, isGathered, viewer)})`,
  ]
  return { isGathered, query: all(queries), beginning: sql`with ${join(parts, ', ')} ` }
}

const all = (queries: readonly Sql[]) => sql`(${join(queries, ' && ')})`
const any = (queries: readonly Sql[]) => sql`(${join(queries, ' || ')})`

/** A query for the leads whose documents have to be looked at, if only some of these are seen. */
function unclearSql(organizationId: string, queries: readonly Sql[]): Sql {
  const somewhere = queries.map((one) => sql`(w.words @@ ${one} or w.hidden_words @@ ${one})`)
  // Of those with hidden words there are few; the index of all words would be the wrong one to begin with.
  return sql`select u.lead_id from lead_words_due u where u.organization_id = ${organizationId}
    union select w.lead_id from lead_words w where w.organization_id = ${organizationId} and w.words is null
    union select w.lead_id from (
      select w.lead_id, w.words, w.hidden_words from lead_words w
      where w.organization_id = ${organizationId} and w.hidden_words @@ ${any(queries)} offset 0) w
    where not w.words @@ ${all(queries)} and ${join(somewhere, ' and ')}`
}

/**
 * A query for the leads that have the words in documents that are seen: of those that are unclear, or of all. What it takes
 * to be seen is long, and takes PostgreSQL longer to plan than a search takes: it is said once.
 */
function lookedSql(organizationId: string, queries: readonly Sql[], isGathered: Sql, { sight, sees }: Viewer): Sql {
  const documents = sql`select s.organization_id, s.noun, s.id, s.lead_id, s.words from search_documents s
    where s.organization_id = ${organizationId} and s.words @@ ${any(queries)}`
  const each = queries.map((one) => sql`bool_or(d.words @@ ${one})`)
  const seesLead = sight === undefined ? empty : raw(` and ${seenSql('lead', 'l', sight)}`)
  return sql`select l.id as lead_id, l.created_at from (
      select d.lead_id from (
        ${documents} and ${isGathered} and s.lead_id = any(array(select u.lead_id from unclear u))
        union all ${documents} and not ${isGathered} offset 0) d
      where true${sees} group by d.lead_id having ${queries.length === 1 ? raw('true') : join(each, ' and ')}) d
    join leads l on l.organization_id = ${organizationId} and l.id = d.lead_id${seesLead}`
}

/** A query for the leads that name those who may see them, and not the viewer. */
const hiddenLeadsSql = (organizationId: string): Sql => sql`select l.id from leads l
  where l.organization_id = ${organizationId} and l.visible_to is not null and not ${raw(seenSql('lead', 'l', 'open') ?? 'true')}`

/**
 * A query for the `lead_id` and `created_at` of all of them, for a statement with their beginning. Of leads that are assigned
 * to somebody, it does not ask to whom.
 */
export const gatheredSql = ({ organizationId }: Pick<Asker, 'organizationId'>, found: Gathered): Sql => sql`
  select w.lead_id, w.created_at from lead_words w
    where ${found.isGathered} and w.organization_id = ${organizationId} and w.words @@ ${found.query}
      and w.lead_id not in (select lead_id from close)
  union all
  select lead_id, created_at from looked`

import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import type { TextMatch } from '../../search/tree.ts'
import { OF_LEADS } from '../documents/hiddenWords.ts'
import type { Relations } from '../nouns/table.ts'
import { asStored, tables } from '../nouns/tables.ts'
import { seenSql, sightIn } from '../people/visibility.ts'
import { type Gathered, gatheredBy, gatheredSql } from './gathered.ts'
import { hasId, isPart } from './part.ts'
import type { Asker, Row } from './row.ts'
import { parted, querySql, saysNothing } from './text.ts'

/**
 * SQL for whether words are anywhere in an object. Of a lead, each of them may be in another object that it has, and only
 * what the viewer sees of these counts; a phrase is within one.
 */
export function documentSql(row: Row, match: TextMatch, asker: Asker): Sql {
  const { t } = row.joins
  if (saysNothing(match)) return raw('true')
  if (isPart(row.object))
    return sql`search_words((select string_agg(w.text, e'\\x1f') from jsonb_each_text(${raw(t)}.value) w(key, text)))
      @@ ${querySql(match)}`
  if (!hasId(row.object)) return raw('false')
  if (row.object !== 'lead') return foundSql(asker, querySql(match), sql`d.id = ${raw(t)}.id`)
  return join(
    parted(match).map((part) =>
      foundSql(asker, querySql(part), sql`d.lead_id = ${raw(t)}.id${seenDocumentSql(row.joins.relations)}`),
    ),
    ' and ',
  )
}

/**
 * The same of several texts, for rows that these shall lead to. Their ids are looked up once and put into an array: with
 * those at hand PostgreSQL always goes by the primary key, whatever it takes the number of documents for. As a join it may
 * hope to find enough rows soon in the order that is asked for, and compare each of a million with all documents.
 */
export function documentsSql(row: Row, matches: readonly TextMatch[], asker: Asker): Sql {
  const { t } = row.joins
  if (!hasId(row.object))
    return join(
      matches.map((match) => documentSql(row, match, asker)),
      ' and ',
    )
  const said = matches.filter((match) => !saysNothing(match))
  if (said.length === 0) return raw('true')
  const found = row.object === 'lead' ? leadsSql(row, said, asker) : idsSql(raw('d.id'), said, asker)
  return sql`${raw(t)}.id = any(array(${found}))`
}

/** A query for the ids of all that have documents with each of some texts. */
const idsSql = (id: Sql, matches: readonly TextMatch[], { organizationId }: Asker, seen: Sql = empty) =>
  join(
    matches.map(
      (match) => sql`select ${id} from search_documents d
        where d.organization_id = ${organizationId} and d.words @@ ${querySql(match)}${seen}`,
    ),
    ' intersect ',
  )

/** The same for leads, of which the gathered words are known. */
function leadsSql(row: Row, matches: readonly TextMatch[], asker: Asker): Sql {
  const [phrases, words] = apart(matches.flatMap(parted))
  const leads = () => {
    const gathered = leadsWith(words, row.joins.relations, asker)
    return sql`(${gathered.beginning}select g.lead_id from (${gatheredSql(asker, gathered)}) g)`
  }
  if (phrases.length === 0) return leads()
  const found = idsSql(raw('d.lead_id'), phrases, asker, seenDocumentSql(row.joins.relations))
  return words.length === 0 ? found : sql`${found} intersect ${leads()}`
}

/** What finds the leads that have each of some words in what is seen of them. */
export function leadsWith(words: readonly TextMatch[], relations: Relations, asker: Asker): Gathered {
  return gatheredBy(words, asker, { sight: sightIn(relations), sees: seenDocumentSql(relations) })
}

/** Phrases, and words by themselves. */
function apart(parts: readonly TextMatch[]): readonly [TextMatch[], TextMatch[]] {
  return [parts.filter(({ mode }) => mode === 'phrase'), parts.filter(({ mode }) => mode !== 'phrase')]
}

/** SQL for whether there is a document `d` with such words and of such an object. */
export const foundSql = ({ organizationId }: Asker, query: Sql, on: Sql) =>
  sql`exists (select 1 from search_documents d where d.organization_id = ${organizationId} and d.words @@ ${query} and ${on})`

/**
 * That the object of the document `d`, which belongs to a lead that is seen, is seen too. The offset keeps the planner from
 * reading all contacts first, in case of many documents.
 */
function seenDocumentSql(relations: Relations): Sql {
  const sight = sightIn(relations)
  if (sight === undefined) return raw('')
  const cases = OF_LEADS.map(
    (noun) => `when '${noun}' then exists (select 1 from ${tables[noun].name} x
      where x.organization_id = d.organization_id and x.id = d.id and ${seenSql(noun, 'x', sight, asStored, 'lead') ?? 'true'} offset 0)`,
  )
  return raw(` and case d.noun ${cases.join(' ')} else true end`)
}
